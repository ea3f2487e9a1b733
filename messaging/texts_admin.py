"""Staff read and change the words of messages: list, editor with preview, back to the first words.

`MessageText` holds only what was changed; so the list is made from the registry, not from rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from messaging import segments, texts
from messaging.channels.sms import get_channel
from messaging.channels.sms.prices import price_of_part
from messaging.models.texts import MessageText
from messaging.writing import table
from people.acts import record_act

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from messaging.wording import TextKind
    from messaging.writing import Rendered

PERMISSION = "messaging.change_messagetext"


class TextForm(forms.Form):
    """Subject and words of one text; refuses what could not be sent."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200, required=False)
    text = forms.CharField(label=gettext_lazy("Words"), widget=forms.Textarea(attrs={"rows": 12}))

    def __init__(self, *args: Any, kind: TextKind, channel: str, language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind, self.channel = kind, channel
        language_row = table()[language]
        attributes = {"lang": language_row.html_lang, "dir": language_row.direction}
        for field in self.fields.values():
            field.widget.attrs.update(attributes)
        if channel == "sms":
            del self.fields["subject"]

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" in cleaned:
            problems = texts.check(
                self.kind, self.channel, cleaned.get("subject", ""), cleaned["text"]
            )
            if problems:
                raise ValidationError(problems)
        return cleaned


class AllowedView(WagtailAdminTemplateMixin, View):
    """Only for those who may change the words."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TextListView(AllowedView):
    """Every text with its channels, languages, and which of them were changed or are broken."""

    template_name = "messaging/admin/texts.html"
    page_title = gettext_lazy("Message texts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        changed = {(row.key, row.channel, row.language): row for row in MessageText.objects.all()}
        rows = [
            {
                "kind": kind,
                "channel": MessageText.Channel(channel).label,
                "languages": [self._cell(kind, channel, language, changed) for language in table()],
            }
            for kind in texts.TEXTS.values()
            for channel in kind.channels
        ]
        return self.render_to_response(self.get_context_data(rows=rows))

    def _cell(
        self, kind: TextKind, channel: str, language: str, changed: dict[Any, MessageText]
    ) -> dict[str, Any]:
        row = changed.get((kind.key, channel, language))
        return {
            "language": table()[language],
            "url": reverse("message_texts:text", args=[kind.key, channel, language]),
            "changed": row is not None,
            "broken": bool(row and texts.check(kind, channel, row.subject, row.text)),
        }


class TextEditView(AllowedView):
    """GET shows the words that hold; POST previews them, saves them, or goes back to the first."""

    template_name = "messaging/admin/text.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        kind = texts.TEXTS.get(kwargs["key"])
        self.channel, self.language = kwargs["channel"], kwargs["language"]
        if kind is None or self.channel not in kind.channels or self.language not in table():
            raise Http404
        self.kind = kind

    @cached_property
    def row(self) -> MessageText | None:
        return MessageText.objects.filter(
            key=self.kind.key, channel=self.channel, language=self.language
        ).first()

    def get_page_title(self) -> str:
        return str(self.kind.label)

    def get_page_subtitle(self) -> str:
        channel = MessageText.Channel(self.channel).label
        return f"{channel}, {table()[self.language].name_local}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("message_texts:texts"), "label": _("Message texts")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self._form(initial=self._words()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "reset" in request.POST:
            return self._reset()
        form = self._form(request.POST)
        if not form.is_valid() or "preview" in request.POST:
            return self.show(form)
        self._save(form.cleaned_data)
        messages.success(request, _("The words were saved. They hold from the next message on."))
        return redirect(request.path)

    def _form(self, data: Any = None, **kwargs: Any) -> TextForm:
        where = {"kind": self.kind, "channel": self.channel, "language": self.language}
        return TextForm(data, **where, **kwargs)

    def _words(self) -> dict[str, str]:
        if self.row is not None:
            return {"subject": self.row.subject, "text": self.row.text}
        return texts.first_words(self.kind, self.channel, self.language)

    def _save(self, words: dict[str, str]) -> None:
        row, created = MessageText.objects.update_or_create(
            key=self.kind.key,
            channel=self.channel,
            language=self.language,
            defaults={
                "subject": words.get("subject", ""),
                "text": words["text"],
                "updated_by_id": self.request.user.pk,
            },
        )
        action = "wagtail.create" if created else "wagtail.edit"
        log(instance=row, action=action, user=self.request.user)
        self._record("messaging.text.changed", row)

    def _record(self, verb: str, row: MessageText) -> None:
        where = {"key": row.key, "channel": row.channel, "language": row.language}
        record_act(actor=self.request.user, verb=verb, target=row, detail=where)

    def _reset(self) -> HttpResponse:
        if self.row is not None:
            log(instance=self.row, action="wagtail.delete", user=self.request.user)
            self._record("messaging.text.reset", self.row)
            self.row.delete()
        messages.success(self.request, _("The first words hold again."))
        return redirect(self.request.path)

    def show(self, form: TextForm) -> HttpResponse:
        preview = self._preview(form)
        context = self.get_context_data(
            form=form,
            kind=self.kind,
            row=self.row,
            preview=preview,
            length=self._length(preview) if preview and self.channel == "sms" else None,
            language=table()[self.language],
        )
        return self.render_to_response(context)

    def _preview(self, form: TextForm) -> Rendered | None:
        """The words of the form with sample values; None for words that cannot be used."""
        words = form.initial
        if form.is_bound:
            words = form.cleaned_data if form.is_valid() else {}
        subject, text = words.get("subject", ""), words.get("text", "")
        if not text or texts.check(self.kind, self.channel, subject, text):
            return None
        return texts.preview(self.kind, self.channel, self.language, subject, text)

    def _length(self, preview: Rendered) -> dict[str, Any]:
        """Units, parts and what one SMS costs in each allowed country, in cents."""
        counted = segments.count(preview.text)
        provider = get_channel().name
        return {
            "segments": counted,
            "costs": [
                (country, counted.parts * price_of_part(country, provider) / 10_000)
                for country in settings.SMS_COUNTRIES
            ],
        }


urlpatterns = [
    path("", TextListView.as_view(), name="texts"),
    path("<str:key>/<slug:channel>/<slug:language>/", TextEditView.as_view(), name="text"),
]


class TextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("messaging/texts/", (urlpatterns, "message_texts", "message_texts"))]


@hooks.register("register_settings_menu_item")
def register_menu_item() -> MenuItem:
    return TextsMenuItem(
        gettext_lazy("Message texts"), reverse("message_texts:texts"), icon_name="mail", order=650
    )

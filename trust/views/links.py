"""The broken-link report, and replacing one address everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from messaging.export import SafeExportMixin
from trust.access import editable_pages, edits_pages
from trust.links import ADDRESS
from trust.models import BrokenLink
from trust.services import replace_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from trust.models import BrokenLinkQuerySet

REPLACEABLE = (BrokenLink.Kind.EXTERNAL, BrokenLink.Kind.PHONE, BrokenLink.Kind.EMAIL)


def links_for(user: Any) -> BrokenLinkQuerySet:
    return BrokenLink.objects.on(editable_pages(user))


def edit_url(link: BrokenLink) -> str | None:
    """Where the content that holds the link is edited."""
    if link.page_id:
        return reverse("wagtailadmin_pages:edit", args=[link.page_id])
    app, model = link.content_type.natural_key()
    try:
        return reverse(f"wagtailsnippets_{app}_{model}:edit", args=[link.object_id])
    except NoReverseMatch:
        return None


def replace_url(link: BrokenLink) -> str | None:
    if link.page_id is None or link.kind not in REPLACEABLE:
        return None
    return f"{reverse('trust_admin:replace_link')}?{urlencode({'url': link.url})}"


class LinkFilterSet(WagtailFilterSet):
    language = django_filters.AllValuesFilter(label=_("Language"), empty_label=_("All"))

    class Meta:
        model = BrokenLink
        fields = ["kind", "problem"]


class BrokenLinksView(SafeExportMixin, ReportView):
    """Links that did not work when last tried, the oldest first; a fixed number of statements."""

    model = BrokenLink
    page_title = _("Broken links")
    header_icon = "link"
    filterset_class = LinkFilterSet
    index_url_name = "trust_admin:broken_links"
    index_results_url_name = "trust_admin:broken_links_results"
    default_ordering = "first_seen"
    is_searchable = True
    search_fields = ["url", "title"]
    columns = [
        TitleColumn("title", label=_("Found in"), get_url=edit_url, sort_key="title"),
        Column("language", label=_("Language"), sort_key="language"),
        Column("url", label=_("Address (URL)"), sort_key="url"),
        Column("get_problem_display", label=_("Problem")),
        Column("status", label=_("HTTP status"), sort_key="status"),
        DateColumn("first_seen", label=_("Broken since"), sort_key="first_seen"),
        TitleColumn(
            "replace",
            label=_("Replace"),
            accessor=lambda link: _t("Replace in all pages") if replace_url(link) else "",
            get_url=replace_url,
        ),
    ]
    list_export = [
        "title",
        "language",
        "kind",
        "url",
        "get_problem_display",
        "status",
        "first_seen",
        "last_checked",
    ]
    export_headings = {"get_problem_display": _("Problem")}
    export_filename = "broken-links"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not edits_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> BrokenLinkQuerySet:
        return links_for(self.request.user).select_related("content_type")


class ReplaceForm(forms.Form):
    new = forms.CharField(
        label=_("New address"),
        help_text=_("With https://, tel: or mailto: in front."),
        max_length=1000,
    )

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"]).strip()
        if not ADDRESS.fullmatch(new):
            raise forms.ValidationError(_("Write the address with https://, tel: or mailto:."))
        return new


class ReplaceLinkView(WagtailAdminTemplateMixin, View):
    """Replace one address in the drafts of all pages that hold it; publishing stays a choice."""

    template_name = "trust/admin/replace_link.html"
    page_title = _("Replace a broken link")
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.old = request.GET.get("url", "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("trust_admin:broken_links"), "label": _t("Broken links")},
            {"url": "", "label": self.get_page_title()},
        ]

    def show(self, form: ReplaceForm) -> HttpResponse:
        links = links_for(self.request.user).filter(url=self.old, page__isnull=False)
        places = list(links.order_by("title"))
        if not places:
            raise Http404
        return self.render_to_response(
            self.get_context_data(form=form, old=self.old, places=places, media=form.media)
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(ReplaceForm(initial={"new": self.old}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReplaceForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        changed, left = replace_link(old=self.old, new=form.cleaned_data["new"], user=request.user)
        if changed:
            text = ngettext(
                "%(count)d page has a new draft with the new address.",
                "%(count)d pages have new drafts with the new address.",
                len(changed),
            )
            messages.success(request, text % {"count": len(changed)})
        if left:
            titles = ", ".join(page.get_admin_display_title() for page in left)
            text = _t("Left as they are, because they are locked, changed or not yours: %(titles)s")
            messages.warning(request, text % {"titles": titles})
        return redirect("trust_admin:broken_links")

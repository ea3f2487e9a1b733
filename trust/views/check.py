"""The content check of a page: record one, confirm the current one, read the former ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from trust.access import editable_page_or_refuse
from trust.forms import DEFAULT_MONTHS, FactCheckForm, SourceFormSet, in_months, source_rows
from trust.models import FactCheck
from trust.publishing import missing_facts
from trust.services import confirm_fact_check, name_of, record_fact_check

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page


def is_draft(page: Page) -> bool:
    return not page.live or page.has_unpublished_changes


def publish_newest_draft(page: Page, user: Any) -> None:
    """Raises ValidationError when something else keeps the page from going live."""
    revision = page.get_latest_revision() or page.save_revision(user=user)
    revision.publish(user=user)


class CheckView(WagtailAdminTemplateMixin, View):
    """GET shows the form with the current check in it, POST records a new one."""

    template_name = "trust/admin/check.html"
    header_icon = "success"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = editable_page_or_refuse(request.user, kwargs["page_id"])
        self.history = list(
            FactCheck.objects.for_subject(self.page.translation_key)
            .with_sources()
            .select_related("checker")
        )
        self.check = next((check for check in self.history if check.current), None)

    def get_page_title(self) -> str:
        return _("Content check")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def may_publish(self) -> bool:
        permissions = self.page.permissions_for_user(self.request.user)
        return bool(is_draft(self.page) and permissions.can_publish())

    def get_forms(self) -> tuple[FactCheckForm, Any]:
        data = self.request.POST if self.request.method == "POST" else None
        initial: dict[str, Any] = {"review_by": in_months(timezone.localdate(), DEFAULT_MONTHS)}
        rows: list[dict[str, str]] = []
        if self.check:
            initial |= {
                name: getattr(self.check, name)
                for name in ("organisation", "checker_role", "place")
            }
            rows = source_rows(self.check.sources.all())
        form = FactCheckForm(data, initial=initial, may_publish=self.may_publish())
        return form, SourceFormSet(data, initial=rows, prefix="sources")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, sources = self.get_forms()
        return self.show(form, sources)

    def show(self, form: FactCheckForm, sources: Any) -> HttpResponse:
        context = self.get_context_data(
            page=self.page,
            check=self.check,
            history=self.history,
            form=form,
            sources=sources,
            missing=missing_facts(self.page),
            media=form.media + sources.media,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, sources = self.get_forms()
        if not (form.is_valid() & sources.is_valid()):
            messages.error(request, _("The check was not recorded. Please look at the errors."))
            return self.show(form, sources)
        values = dict(form.cleaned_data)
        publish = values.pop("publish", False)
        record_fact_check(
            subject=self.page.translation_key,
            checker=request.user,
            checker_name=name_of(request.user),
            sources=sources.sources(),
            **values,
        )
        messages.success(request, _("The content check was recorded."))
        if publish:
            self.publish()
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def publish(self) -> None:
        try:
            publish_newest_draft(self.page, self.request.user)
        except ValidationError as error:
            text = _("The page was not published: %(reason)s")
            messages.error(self.request, text % {"reason": " ".join(error.messages)})
        else:
            messages.success(self.request, _("The page was published."))


class ConfirmView(View):
    """'Still correct': one press, and the only other way to move the date."""

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = editable_page_or_refuse(request.user, page_id)
        checks = FactCheck.objects.for_subject(page.translation_key)
        number = request.POST.get("check", "")
        check = get_object_or_404(checks, pk=number if number.isdecimal() else None)
        try:
            new = confirm_fact_check(check=check, checker=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = _("Recorded: the content is still correct. The next check is due on %(day)s.")
            day = date_format(new.review_by, "SHORT_DATE_FORMAT")
            messages.success(request, text % {"day": day})
        return redirect("trust_admin:check", page_id)

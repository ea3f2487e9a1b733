"""No page with facts goes live before a person has checked them.

A page model asks for this with `needs_fact_check = True` and calls `refuse_unchecked(self)` in
`full_clean()`, where it cleans all fields. Wagtail validates a page whenever it is saved live, so
every way of publishing ends there: the editor, bulk actions, workflows, schedules and imports. The
admin hooks only say it more kindly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from trust.models import FactCheck

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.http import HttpRequest
    from wagtail.models import Page

UNCHECKED = "unchecked"
NO_CHECK = _("Nobody has checked the content of this page yet.")
NO_SOURCE = _("The content check names no source.")


class PublishRefusedError(ValidationError):
    """An unchecked page was about to go live.

    `full_clean()` packs it into another error; code and page stay on the single messages.
    """

    def __init__(self, page: Page, missing: list[str]) -> None:
        about = {"page": page}
        super().__init__([ValidationError(text, code=UNCHECKED, params=about) for text in missing])


def refused_page(error: ValidationError) -> Page | None:
    """The page that this error, or one packed into it, kept from going live."""
    if hasattr(error, "error_dict"):
        singles = [single for errors in error.error_dict.values() for single in errors]
    else:
        singles = error.error_list
    about = [single.params or {} for single in singles if single.code == UNCHECKED]
    return about[0].get("page") if about else None


def needs_fact_check(page: Page) -> bool:
    """Whether pages of this type show facts that a person has to check."""
    return bool(getattr(page.specific_class, "needs_fact_check", False))


def missing_facts(page: Page) -> list[str]:
    """What keeps this page from being published, in sentences; empty when nothing does.

    All other facts (organisation, place, dates, role) cannot be missing in a recorded check.
    """
    if not needs_fact_check(page):
        return []
    check = FactCheck.objects.current().for_subject(page.translation_key).first()
    if check is None:
        return [str(NO_CHECK)]
    return [] if check.sources.exists() else [str(NO_SOURCE)]


def refuse_unchecked(page: Page) -> None:
    """For `full_clean()` of a page model. Raises PublishRefusedError for a live, unchecked page.

    A page without a depth is not in the tree yet: it is a form that somebody fills in, and Wagtail
    sets `live` on it long before it is decided whether it becomes a draft.
    """
    if page.live and page.depth and (missing := missing_facts(page)):
        raise PublishRefusedError(page, missing)


def tell_why(request: HttpRequest, page: Page, missing: list[str]) -> None:
    """The message in the admin: what is missing, and a button that leads to the check."""
    text = _("“%(title)s” was saved as a draft but not published. %(reason)s")
    link = reverse("trust_admin:check", args=[page.pk])
    messages.error(
        request,
        text % {"title": page.get_admin_display_title(), "reason": " ".join(missing)},
        buttons=[messages.button(link, gettext("Check the content"))],
    )


def unchecked(pages: Iterable[Page]) -> list[Page]:
    """Those of `pages` that must not be published yet, in one statement beside the pages' own."""
    candidates = [page for page in pages if needs_fact_check(page)]
    keys: set[uuid.UUID] = {page.translation_key for page in candidates}
    checked = set(
        FactCheck.objects.current()
        .filter(subject__in=keys, sources__isnull=False)
        .values_list("subject", flat=True)
    )
    return [page for page in candidates if page.translation_key not in checked]

"""What people need to know, with who checked it and when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.models import BasePage, Image, Teaser
from trust.models import FactCheck
from trust.panels import FactCheckPanel
from trust.publishing import refuse_unchecked

RELATED = 3


def teasers_below(page: Page, *models: type[BasePage], limit: int | None = None) -> list[Teaser]:
    """Teasers of the live children of these classes, in the order of the tree.

    One statement for each class, and two for the pictures, however many children there are.
    """
    children: list[BasePage] = []
    for model in models:
        children += (
            model.objects.child_of(page)
            .live()
            .prefetch_related(Prefetch("lead_image", Image.objects.for_lists()))
            .annotate(source_locale_id=F("alias_of__locale_id"))
            .defer("body")
            .order_by("path")[:limit]
        )
    children.sort(key=lambda child: child.path)
    return [child.as_teaser() for child in children[:limit]]


class InformationIndexPage(BasePage):
    """A topic: what stands below it, and topics below this one."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "knowledge.InformationIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "knowledge.InformationIndexPage",
        "knowledge.InformationPage",
    ]

    kind = _("Topic")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "teasers": self.teasers()}

    def teasers(self, limit: int | None = None) -> list[Teaser]:
        return teasers_below(self, InformationIndexPage, InformationPage, limit=limit)


class InformationPage(BasePage):
    """One thing that somebody needs to know. It goes live only with a fact check."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "knowledge.InformationIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [FactCheckPanel(), *BasePage.content_panels]

    kind = _("Information")
    needs_fact_check = True

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def full_clean(self, exclude: Any = None, **kwargs: Any) -> None:
        """Saving cleans all fields. A form leaves some out, and its preview is live by default."""
        super().full_clean(exclude=exclude, **kwargs)
        if exclude is None:
            refuse_unchecked(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "check": self.fact_check(),
            "related": self.related(),
        }

    def fact_check(self) -> FactCheck | None:
        """The check in force, which all languages of the page share."""
        return FactCheck.objects.for_subject(self.translation_key).current().with_sources().first()

    def related(self) -> list[Teaser]:
        """A few neighbours below the same topic, by where they stand in the tree."""
        parent_path = self.path[: -self.steplen]
        neighbours = (
            InformationPage.objects.live()
            .filter(depth=self.depth, path__startswith=parent_path)
            .exclude(pk=self.pk)
            .annotate(source_locale_id=F("alias_of__locale_id"))
            .defer("body")
            .order_by(models.Case(models.When(path__gt=self.path, then=0), default=1), "path")
        )
        return [neighbour.as_teaser(picture=False) for neighbour in neighbours[:RELATED]]

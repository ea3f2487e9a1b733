"""What every page shares, and the front page."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BODY_BLOCKS, SECTION_BLOCKS
from home.navigation import Crumb, MenuItem, page_navigation
from translation.cache import locale_by_id
from translation.family import content_language
from translation.forms import LocaleDirectionForm
from translation.locales import direction, html_lang

# First path segments that views of ours answer, so that no page may hide behind them.
RESERVED_SLUGS = frozenset(
    {"account", "choose", "legal", "qr", "report", "search", "stop", "video"}
)


@dataclass(frozen=True)
class Teaser:
    """What a list shows of a page. `lang` and `dir` are those of the words, not of the reader."""

    title: str
    url: str
    text: str
    lang: str
    dir: str
    kind: str
    image: Any = None
    date: datetime.date | None = None


class BasePage(Page):
    """Title, subtitle, teaser, lead picture and body, in one ASCII slug for all languages."""

    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    teaser = models.TextField(
        _("teaser"),
        max_length=300,
        blank=True,
        help_text=_("One plain sentence. It stands in lists, in search results and when shared."),
    )
    lead_image = models.ForeignKey(
        "home.Image",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("description of the lead picture"),
        max_length=255,
        blank=True,
        help_text=_("What it shows, for people who cannot see it."),
    )
    lead_image_decorative = models.BooleanField(_("the lead picture only decorates"), default=False)
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)

    base_form_class = LocaleDirectionForm

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("teaser"),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_decorative"),
            ],
            heading=_("Lead picture"),
        ),
        FieldPanel("body"),
    ]

    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("teaser"),
        index.SearchField("body"),
    ]

    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("lead_image_decorative"),
    ]

    # Whether publishing needs somebody who has checked the facts.
    needs_fact_check = False
    # Said in lists and search results; a class of page says its own.
    kind = _("Page")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors = {}
        if not self.slug.isascii():
            errors["slug"] = _("Use only Latin letters without accents, digits and hyphens.")
        elif self.slug in RESERVED_SLUGS and (self.depth or 3) <= 3:
            errors["slug"] = _("The website itself uses this address. Choose another one.")
        if self.lead_image_id and not (self.lead_image_alt or self.lead_image_decorative):
            errors["lead_image_alt"] = _(
                "Describe what the picture shows, or say that it only decorates."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def content_language(self) -> str:
        """Our code of the language that the words are in: an alias shows those of its source.

        Lists annotate `source_locale_id`, so that they ask for no family of a page.
        """
        if hasattr(self, "source_locale_id"):
            locale = locale_by_id(self.source_locale_id or self.locale_id)
            return str(locale.language_code)
        return content_language(self).code

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail asks for all pages above; not where the way here saw that none is restricted."""
        if getattr(self, "nothing_is_restricted", False):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        navigation = page_navigation(self, request)
        return {
            **super().get_context(request, *args, **kwargs),
            "menu": navigation.menu,
            "breadcrumbs": navigation.breadcrumbs,
            "toc": self.table_of_contents(),
        }

    def table_of_contents(self) -> list[tuple[str, str]]:
        """(anchor, words) of each heading block; empty below three, when a list only delays."""
        headings = [
            (f"h-{block.id}", block.value["text"])
            for block in self.body
            if block.block_type == "heading" and block.value.get("level", "h2") == "h2"
        ]
        return headings if len(headings) >= 3 else []

    def block_types(self) -> set[str]:
        """The kinds of block that stand in the body, which decide what has to be styled."""
        return {block.block_type for block in self.body}

    def as_teaser(self, *, picture: bool = True) -> Teaser:
        return Teaser(
            title=self.title,
            url=self.get_url() or "",
            text=self.teaser,
            lang=html_lang(self.content_language),
            dir=direction(self.content_language),
            kind=str(self.kind),
            image=self.lead_image if picture and self.lead_image_id else None,
            date=self.teaser_date,
        )

    @property
    def teaser_date(self) -> datetime.date | None:
        return None

    def teasers(self, limit: int | None = None) -> list[Teaser]:
        """What a list of this page shows; index pages answer it, others have nothing below."""
        return []


class HomePage(BasePage):
    """The front page of one language: a greeting, a search field, two doors, what is alive."""

    greeting = models.CharField(_("greeting"), max_length=120, blank=True)
    need_label = models.CharField(_("words on the first door"), max_length=60, blank=True)
    door_need = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("door for people who need something"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    help_label = models.CharField(_("words on the second door"), max_length=60, blank=True)
    door_help = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("door for people who want to help"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sections = StreamField(SECTION_BLOCKS, verbose_name=_("sections"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("greeting"),
        FieldPanel("teaser"),
        MultiFieldPanel(
            [
                FieldPanel("need_label"),
                PageChooserPanel("door_need"),
                FieldPanel("help_label"),
                PageChooserPanel("door_help"),
            ],
            heading=_("Two doors"),
        ),
        FieldPanel("sections"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "doors": self.doors(request)}

    def block_types(self) -> set[str]:
        return super().block_types() | {block.block_type for block in self.sections}

    def doors(self, request: HttpRequest | None = None) -> list[MenuItem]:
        """The two doors in the language of this page, in one query."""
        chosen = [
            (self.door_need_id, self.need_label or _("I need something")),
            (self.door_help_id, self.help_label or _("I want to help")),
        ]
        keys = Page.objects.filter(pk__in=[pk for pk, _label in chosen if pk])
        localized = Page.objects.live().filter(
            locale_id=self.locale_id, translation_key__in=keys.values("translation_key")
        )
        targets = {page.translation_key: page for page in localized}
        key_of = dict(keys.values_list("pk", "translation_key"))
        return [
            Crumb(str(label), targets[key_of[pk]].get_url(request) or "")
            for pk, label in chosen
            if pk in key_of and key_of[pk] in targets
        ]

"""News and stories, with an author and a date."""

import datetime
from typing import Any, ClassVar

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.models import BasePage, Image, Teaser
from knowledge.feeds import article_feed

ARTICLES_A_PAGE = 12
ARTICLES_IN_FEED = 20


class ArticleIndexPage(RoutablePageMixin, BasePage):
    """Posts, newest first, and their Atom feed."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["knowledge.ArticlePage"]

    kind = _("News")

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides={"articles": self.page_of_articles(request)})

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        own = self.articles().public().filter(alias_of=None)
        return article_feed(request, self, own[:ARTICLES_IN_FEED])

    def articles(self) -> "PageQuerySet[ArticlePage]":
        return (
            ArticlePage.objects.child_of(self)
            .live()
            .prefetch_related(Prefetch("lead_image", Image.objects.for_lists()))
            .annotate(source_locale_id=F("alias_of__locale_id"))
            .order_by("-date", "-path")
        )

    def page_of_articles(self, request: HttpRequest) -> "PageOfList[ArticlePage]":
        paginator = Paginator(self.articles().defer("body"), ARTICLES_A_PAGE)
        return paginator.get_page(request.GET.get("page"))

    def teasers(self, limit: int | None = None) -> list[Teaser]:
        return [article.as_teaser() for article in self.articles().defer("body")[:limit]]


class ArticlePage(BasePage):
    """A post: what happened, who wrote it, when."""

    author = models.CharField(_("author"), max_length=160, blank=True)
    date = models.DateField(_("date"), default=datetime.date.today)

    parent_page_types: ClassVar[list[str]] = ["knowledge.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels[:-1],
        FieldPanel("author"),
        FieldPanel("date"),
        BasePage.content_panels[-1],
    ]

    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("author"),
        index.FilterField("date"),
    ]

    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *BasePage.override_translatable_fields,
        SynchronizedField("author"),
        SynchronizedField("date", overridable=False),
    ]

    kind = _("Article")

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def teaser_date(self) -> datetime.date | None:
        return self.date

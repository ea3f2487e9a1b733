"""The pages of the demo, German first, then every translation."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from home.models import BasePage, HomePage
from knowledge.demo import content
from knowledge.demo.blocks import BlockBuilder, Known
from knowledge.demo.catalogue import Catalogue
from knowledge.demo.content import Entry
from knowledge.demo.register import remember
from knowledge.demo.translating import translate
from knowledge.models import (
    ArticleIndexPage,
    ArticlePage,
    InformationIndexPage,
    InformationPage,
)
from trust.services import SourceData, record_fact_check

HOME_SLUG = "demo"


@dataclass
class Planned:
    """A page that stands in the tree as a draft, and the words for it."""

    page: BasePage
    entry: Entry
    catalogue: Catalogue


def build_tree(known: Known, locales: dict[str, Locale], today: dt.date) -> dict[str, Page]:
    """Front pages by language.

    All drafts come first: texts link to pages, and a link needs the id of its target.
    """
    german = locales[content.SOURCE]
    planned = list(_drafts(german, known, today))
    for plan in planned:
        _write(plan, known)
    for plan in planned:
        if plan.page.needs_fact_check:
            _check_facts(plan, today)
        plan.page.save_revision().publish()
    for plan in planned:
        fresh = plan.page.specific_class.objects.get(pk=plan.page.pk)
        translate(fresh, plan.catalogue, locales)
    homes = Page.objects.filter(translation_key=planned[0].page.translation_key)
    remember(planned[0].page)
    return {home.locale.language_code: home for home in homes.select_related("locale")}


def _drafts(locale: Locale, known: Known, today: dt.date) -> Iterator[Planned]:
    front = content.front_matter()
    pages, articles = content.pages(), content.articles()
    home = _draft(HomePage, Entry("home", front["home"]), locale, Page.get_first_root_node(), known)
    yield home
    for data in front["topics"]:
        topic = _draft(InformationIndexPage, Entry(data["key"], data), locale, home.page, known)
        yield topic
        for key in data["pages"]:
            yield _draft(InformationPage, pages[key], locale, topic.page, known)
    news = _draft(ArticleIndexPage, Entry("news", front["news"]), locale, home.page, known)
    yield news
    for key in front["news"]["articles"]:
        plan = _draft(ArticlePage, articles[key], locale, news.page, known)
        plan.page.author = articles[key].data["author"]
        plan.page.date = today - dt.timedelta(days=articles[key].data["days_ago"])
        yield plan


def _draft(
    model: type[BasePage], entry: Entry, locale: Locale, parent: Page, known: Known
) -> Planned:
    """The topmost words only: they need no link, and a page needs a title."""
    catalogue = Catalogue(entry.targets)
    data = entry.data
    image = known.images.get(data.get("image", ""))
    page = model(
        locale=locale,
        translation_key=entry.translation_key,
        live=False,
        show_in_menus=model in {InformationIndexPage, ArticleIndexPage},
        slug=HOME_SLUG if model is HomePage else entry.key,
        title=catalogue.plain(data["title"]),
        teaser=catalogue.plain(data["teaser"]),
        subtitle=catalogue.plain(data["subtitle"]) if "subtitle" in data else "",
        lead_image_id=image,
        lead_image_alt=catalogue.plain(data["alt"]) if image else "",
    )
    parent.add_child(instance=page)
    known.pages[entry.key] = page.pk
    return Planned(page, entry, catalogue)


def _write(plan: Planned, known: Known) -> None:
    builder = BlockBuilder(plan.entry.key, plan.catalogue, known)
    data: dict[str, Any] = plan.entry.data
    if isinstance(plan.page, HomePage):
        for name in ("greeting", "need_label", "help_label"):
            setattr(plan.page, name, plan.catalogue.plain(data[name]))
        plan.page.door_need_id = known.pages[data["door_need"]]
        plan.page.door_help_id = known.pages[data["door_help"]]
        plan.page.sections = _stream(plan.page, "sections", builder.build(data["sections"]))
    else:
        plan.page.body = _stream(plan.page, "body", builder.build(data.get("blocks", [])))


def _stream(page: BasePage, name: str, raw: list[dict[str, Any]]) -> Any:
    return page._meta.get_field(name).to_python(raw)


def _check_facts(plan: Planned, today: dt.date) -> None:
    check = plan.entry.data["check"]
    record_fact_check(
        subject=plan.page.translation_key,
        checker=None,
        checker_name=check["checker"],
        checker_role=check["role"],
        organisation=f"{check['organisation']} (Beispiel)",
        place=check["place"],
        sources=[SourceData(*source) for source in check["sources"]],
        checked_at=today - dt.timedelta(days=check["checked_days_ago"]),
        review_by=today + dt.timedelta(days=check["review_in_days"]),
        note="Beispielinhalt",
        sample=True,
    )

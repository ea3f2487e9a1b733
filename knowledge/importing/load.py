"""Bring one article, in all its languages, into the page tree.

`plan_family` only reads and says what would happen; `import_family` does exactly that, in one
transaction. So a dry run reports the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from knowledge.importing.blocks import RawBlock, raw_blocks, with_ids
from knowledge.importing.collect import Family
from knowledge.importing.pages import (
    PictureShelf,
    convert_alias,
    create_page,
    publish,
    set_content,
    share_with_source,
)
from knowledge.importing.parse import ParsedArticle
from knowledge.importing.problems import Problem
from knowledge.importing.structure import same_structure
from knowledge.importing.translate import record_translation, refresh_source
from knowledge.models import ArticleIndexPage, ArticlePage, ImportedFile
from translation.locales import SOURCE_LANGUAGE
from translation.tree import sync_aliases

State = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True)
class Step:
    """What happens to one language. `paired`: its body has the structure of the source's."""

    article: ParsedArticle
    state: State
    blocks: list[RawBlock]
    paired: bool


@dataclass(frozen=True)
class Plan:
    """Steps of a family, the source first when its file is there."""

    source_code: str
    known: Mapping[str, ImportedFile]
    steps: list[Step]


def plan_family(family: Family, parent: ArticleIndexPage) -> Plan | list[Problem]:
    """Compare the files with what was imported before. Writes nothing."""
    rows = ImportedFile.objects.filter(slug=family.slug).select_related("page")
    known = {row.language: row for row in rows}
    source_code = next((code for code, row in known.items() if row.is_source), "")
    if not source_code:
        first = next(iter(family.articles))
        source_code = SOURCE_LANGUAGE if SOURCE_LANGUAGE in family.articles else first
    if problems := _problems(family, parent, known, source_code):
        return problems
    source_page = _page(known.get(source_code))
    source_blocks = _present_blocks(source_page)
    codes = sorted(family.articles, key=lambda code: code != source_code)
    steps: list[Step] = []
    for code in codes:
        is_source = code == source_code
        step = _plan_step(family.articles[code], known.get(code), source_blocks, is_source)
        if is_source and step.state != "unchanged":
            source_blocks = step.blocks
        steps.append(step)
    return Plan(source_code, known, steps)


def _problems(
    family: Family,
    parent: ArticleIndexPage,
    known: Mapping[str, ImportedFile],
    source_code: str,
) -> list[Problem]:
    """Languages without a tree of pages, and an address that a page of other origin has."""
    present = set(Locale.objects.values_list("language_code", flat=True))
    problems = []
    for code, article in family.articles.items():
        if code not in present:
            message = _("The language “%(code)s” is not set up on this site.") % {"code": code}
            problems.append(Problem(article.label, 1, message))
    # Whoever wrote a page by hand does not want a file to replace it.
    if not known and Page.objects.child_of(_index_in(parent, source_code)).filter(slug=family.slug):
        for article in family.articles.values():
            message = _("There is a page with the address “%(slug)s” that was not imported.")
            message %= {"slug": family.slug}
            problems.append(Problem(article.label, article.title_line, message))
    return problems


def _index_in(parent: ArticleIndexPage, code: str) -> Page:
    """The list of articles in a language, or `parent` itself where there is none yet."""
    return (
        Page.objects.filter(
            translation_key=parent.translation_key, locale__language_code=code
        ).first()
        or parent
    )


def _plan_step(
    article: ParsedArticle,
    row: ImportedFile | None,
    source_blocks: list[RawBlock],
    is_source: bool,
) -> Step:
    if row and row.sha256 == article.sha256:
        return Step(article, "unchanged", [], paired=True)
    blocks = raw_blocks(article.parts)
    paired = is_source or same_structure(source_blocks, blocks)
    if paired and not is_source:
        blocks = [
            RawBlock(type=block["type"], value=block["value"], id=twin["id"])
            for block, twin in zip(blocks, source_blocks, strict=True)
        ]
    else:
        key = article.slug if is_source else f"{article.slug}/{article.language}"
        blocks = with_ids(blocks, _present_blocks(_page(row)), key)
    return Step(article, "updated" if row else "created", blocks, paired)


def _page(row: ImportedFile | None) -> ArticlePage | None:
    return ArticlePage.objects.get(pk=row.page_id) if row else None


def _present_blocks(page: ArticlePage | None) -> list[RawBlock]:
    if page is None:
        return []
    return [
        RawBlock(type=block["type"], value=block["value"], id=block["id"])
        for block in page.body.get_prep_value()
    ]


def import_family(plan: Plan, parent: ArticleIndexPage) -> tuple[int, list[Problem]]:
    """Carry out a plan: all of it, or nothing. Returns the number of new images, and problems."""
    shelf = PictureShelf()
    steps = [step for step in plan.steps if step.state != "unchanged"]
    try:
        for step in steps:
            shelf.prepare(step.article.pictures.values())
        with transaction.atomic():
            for step in steps:
                _carry_out(plan, step, parent, shelf)
    except ValidationError as error:
        shelf.discard()
        message = " ".join(error.messages)
        return 0, [Problem(step.article.label, 1, message) for step in steps]
    except BaseException:
        shelf.discard()
        raise
    return len(shelf.created), []


def _carry_out(plan: Plan, step: Step, parent: ArticleIndexPage, shelf: PictureShelf) -> None:
    code = step.article.language
    row = plan.known.get(code)
    if code == plan.source_code:
        page = _write_source(plan, step, parent, shelf)
    else:
        page = _write_translation(plan, step, shelf)
    if row is None:
        row = ImportedFile(slug=step.article.slug, language=code)
    row.page, row.is_source = page, code == plan.source_code
    row.path, row.sha256 = step.article.label[-1000:], step.article.sha256
    row.save()


def _write_source(
    plan: Plan, step: Step, parent: ArticleIndexPage, shelf: PictureShelf
) -> ArticlePage:
    page = _page(plan.known.get(plan.source_code))
    if page is None:
        locale = Locale.objects.get(language_code=plan.source_code)
        index = parent.get_translation_or_none(locale) or parent.copy_for_translation(
            locale, copy_parents=True, alias=True
        )
        page = create_page(
            parent=index.specific, article=step.article, blocks=step.blocks, shelf=shelf
        )
        sync_aliases(page)
        return page
    set_content(page, step.article, step.blocks, shelf)
    publish(page)
    if TranslationSource.objects.get_for_instance_or_none(page):
        refresh_source(page)
    return page


def _write_translation(plan: Plan, step: Step, shelf: PictureShelf) -> ArticlePage:
    source_row = ImportedFile.objects.get(slug=step.article.slug, is_source=True)
    source_page = ArticlePage.objects.get(pk=source_row.page_id)
    locale = Locale.objects.get(language_code=step.article.language)
    page = convert_alias(source=source_page, locale=locale)
    set_content(page, step.article, step.blocks, shelf)
    share_with_source(page, source_page)
    revision = publish(page)
    record_translation(source_page=source_page, page=page, revision=revision, paired=step.paired)
    return page

"""Builds many information pages with all their translations, in bulk.

Treebeard, Wagtail and their signals cost some hundred statements a page. Here the rows are written
as they would be: tree paths counted out, `url_path`, one `translation_key` per page for all
languages, a fact check with its source, and the row in the search index.
"""

import json
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.models import BasePage, HomePage
from home.search.index import BATCH, build_entry, save_entries
from knowledge.models import InformationIndexPage, InformationPage
from knowledge.scale.words import paragraphs, sentence
from trust.models import FactCheck, Source

MARK: Final = "scale-test"
"""Slug of the topic in each language that holds everything built here."""
PER_TOPIC: Final = 50
WORDS: Final = 90


@dataclass(frozen=True)
class Plan:
    """One page or topic: what all its languages share."""

    model: type[BasePage]
    position: int
    slug: str
    children: int
    key: uuid.UUID


def build_pages(
    *,
    pages: int,
    codes: Sequence[str],
    words: int = WORDS,
    per_topic: int = PER_TOPIC,
    seed: int = 1,
    advance: Callable[[int], object] = lambda written: None,
) -> int:
    """Write `pages` information pages in each of the languages; returns how many that makes.

    `advance` hears how many more are written. Raises ValueError where such data stands already.
    """
    if Page.objects.filter(slug=MARK).exists():
        raise ValueError("The data for measuring is there already; remove it first.")
    chance = random.Random(seed)  # noqa: S311 no secret
    topics = -(-pages // per_topic)
    with transaction.atomic():
        branches = _branches(codes, topics)
    for number in range(topics):
        count = min(per_topic, pages - number * per_topic)
        plan = Plan(InformationIndexPage, number + 1, f"topic-{number + 1}", count, uuid.uuid4())
        with transaction.atomic():
            _build_topic(branches, plan, words, chance)
        advance(count * len(branches))
    return pages * len(branches)


def _branches(codes: Sequence[str], topics: int) -> list[Page]:
    """The topic in each language that holds the others."""
    key = uuid.uuid4()
    branches: list[Page] = []
    for front in front_pages(codes):
        branch = InformationIndexPage(
            title=MARK, slug=MARK, locale=front.locale, translation_key=key
        )
        front.add_child(instance=branch)
        Page.objects.filter(pk=branch.pk).update(numchild=topics)
        branches.append(branch)
    _write_checks([key])
    return branches


def front_pages(codes: Sequence[str]) -> list[HomePage]:
    """The front page of each language, made where there is none; the first may become the root."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    key = site.root_page.translation_key
    found: list[HomePage] = []
    for code in codes:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        front = HomePage.objects.filter(locale=locale, depth=2).order_by("path").first()
        if front is None:
            taken = Page.objects.filter(locale=locale, translation_key=key).exists()
            key = uuid.uuid4() if taken else key
            front = HomePage(title=MARK, slug=f"{MARK}-{code}", locale=locale, translation_key=key)
            Page.get_first_root_node().add_child(instance=front)
        key = front.translation_key
        found.append(front)
    if site.root_page.specific_class is not HomePage:
        site.root_page = found[0]
        site.save()
    return found


def _build_topic(branches: Sequence[Page], plan: Plan, words: int, chance: random.Random) -> None:
    topics = [_draft(plan, branch, words, chance) for branch in branches]
    _write_pages(InformationIndexPage, topics)
    plans = [
        Plan(InformationPage, position, f"{plan.slug}-page-{position}", 0, uuid.uuid4())
        for position in range(1, plan.children + 1)
    ]
    pages = [_draft(plan, topic, words, chance) for topic in topics for plan in plans]
    _write_pages(InformationPage, pages)
    _write_checks([plan.key for plan in plans])
    save_entries(build_entry(page) for page in [*topics, *pages])


def _draft(plan: Plan, parent: Page, words: int, chance: random.Random) -> BasePage:
    code = parent.locale.language_code
    now = timezone.now()
    title = " ".join(sentence(code, chance).rstrip(".").split()[:5])
    body = [
        {"type": "rich_text", "value": f"<p>{text}</p>", "id": str(uuid.UUID(int=number))}
        for number, text in enumerate(paragraphs(code, words, chance), start=1)
    ]
    return plan.model(
        title=title,
        draft_title=title,
        slug=plan.slug,
        path=Page._get_path(parent.path, parent.depth + 1, plan.position),
        depth=parent.depth + 1,
        numchild=plan.children,
        url_path=f"{parent.url_path}{plan.slug}/",
        locale=parent.locale,
        translation_key=plan.key,
        content_type=ContentType.objects.get_for_model(plan.model),
        live=True,
        first_published_at=now,
        last_published_at=now,
        latest_revision_created_at=now,
        teaser=sentence(code, chance),
        body=json.dumps(body),
    )


def _write_pages(model: type[BasePage], pages: Sequence[BasePage]) -> None:
    """Write the shared table, then the model's own: `bulk_create` refuses inherited tables."""
    shared = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [
        Page(**{field.attname: getattr(page, field.attname) for field in shared}) for page in pages
    ]
    Page.objects.bulk_create(rows, batch_size=BATCH)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
    for start in range(0, len(pages), BATCH):
        query = InsertQuery(model)
        query.insert_values(model._meta.local_concrete_fields, list(pages[start : start + BATCH]))
        query.get_compiler(connection=connection).execute_sql()


def _write_checks(keys: Sequence[uuid.UUID]) -> None:
    today = timezone.localdate()
    checks = FactCheck.objects.bulk_create(
        FactCheck(
            subject=key,
            checked_at=today,
            review_by=today + timedelta(days=180),
            checker_name=MARK,
            checker_role="Editor",
            organisation="Network Example",
            place="Example county",
        )
        for key in keys
    )
    Source.objects.bulk_create(
        Source(
            fact_check=check,
            title="Example source",
            publisher="Example office",
            url="https://example.org/source/",
        )
        for check in checks
    )

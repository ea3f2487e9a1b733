"""From a page to its row in the index, one or many at a time."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from django.db import models, transaction
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet, TranslatableMixin

from home.models.search import SearchEntry
from home.search.words import MAX_TEXT, index_text, storable

BATCH: Final = 200
_COPIED: Final = [
    "locale",
    "translation_key",
    "kind",
    "title",
    "teaser",
    "folded_title",
    "text",
    "folded_text",
]


def searchable_pages() -> PageQuerySet[Page]:
    """The pages that have a row: live, real (no alias), and not the root of the tree."""
    return Page.objects.live().filter(alias_of=None, depth__gt=1)


def page_text(page: Page) -> str:
    """All text of a page but its title, one line per block.

    A page that knows better says so with a method `search_text()`.
    """
    own = getattr(page, "search_text", None)
    if callable(own):
        return str(own())
    return "\n".join(text for text in _texts(page) if text.strip())


def _texts(page: Page) -> Iterator[str]:
    for name in ("subtitle", "teaser", "introduction"):
        yield str(getattr(page, name, "") or "")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(page)
            yield from field.get_searchable_content(value)
            for chosen in _chosen(value):
                yield from _snippet_texts(chosen)


def _chosen(value: object) -> Iterator[models.Model]:
    """The snippets chosen anywhere in a stream: contacts, glossary terms."""
    if isinstance(value, TranslatableMixin) and not isinstance(value, Page):
        yield value
        return
    parts: Iterable[object] = ()
    if isinstance(value, StructValue):
        parts = value.values()
    elif isinstance(value, StreamValue):
        parts = (child.value for child in value)
    elif isinstance(value, ListValue):
        parts = value
    for part in parts:
        yield from _chosen(part)


def _snippet_texts(snippet: models.Model) -> Iterator[str]:
    own = getattr(snippet, "search_text", None)
    if callable(own):
        yield str(own())
        return
    for field in snippet._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield str(field.value_from_object(snippet) or "")


def build_entry(page: Page) -> SearchEntry:
    """The unsaved row of one page (`page` is its specific class)."""
    text = storable(page_text(page))[:MAX_TEXT]
    title = storable(page.title)
    return SearchEntry(
        page_id=page.pk,
        locale_id=page.locale_id,
        translation_key=page.translation_key,
        kind=page._meta.label_lower,
        title=title,
        teaser=storable(str(getattr(page, "teaser", "") or "")),
        folded_title=index_text(title),
        text=text,
        folded_text=index_text(text),
    )


def save_entries(entries: Iterable[SearchEntry]) -> None:
    """Write rows, new or known, in one statement for each batch."""
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=_COPIED,
    )


def index_page(page: Page) -> None:
    """Bring the row of one page in step with what is published."""
    if not page.live or page.alias_of_id is not None or page.depth < 2:
        remove_page(page.pk)
        return
    save_entries([build_entry(page.specific)])


def remove_page(page_id: Any) -> None:
    """Forget a page; harmless when it is not known."""
    SearchEntry.objects.filter(page_id=page_id).delete()


def index_pages(page_ids: Collection[int]) -> int:
    """Index some pages in one transaction; returns how many are searchable."""
    with transaction.atomic():
        pages = searchable_pages().filter(pk__in=page_ids).specific()
        entries = [build_entry(page) for page in pages]
        save_entries(entries)
        return len(entries)


def remove_stale_entries() -> int:
    """Forget the rows of pages that are no longer searchable; returns how many."""
    stale = SearchEntry.objects.exclude(page__in=searchable_pages().values("pk"))
    return stale.delete()[0]

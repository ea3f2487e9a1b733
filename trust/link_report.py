"""The broken-link report (requirement 6.10): what is looked at, and what counts as broken."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.documents import get_document_model
from wagtail.models import DraftStateMixin, Page, ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from trust.fetching import try_address
from trust.links import find_addresses
from trust.models import BrokenLink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import Model

    from trust.fetching import Answer

Kind = BrokenLink.Kind
Problem = BrokenLink.Problem
PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{1,24}(;[a-z0-9.=+\-]+)*", re.IGNORECASE)
MAX_LENGTH = 1000
UPDATED = ["problem", "status", "last_checked", "title", "language", "page"]


@dataclass(frozen=True)
class Place:
    """A piece of content that holds links. `page_id` is None for snippets."""

    content_type_id: int
    object_id: str
    page_id: int | None
    title: str
    language: str

    def row(self, url: str, kind: Kind, answer: tuple[Problem, int | None]) -> BrokenLink:
        return BrokenLink(
            content_type_id=self.content_type_id,
            object_id=self.object_id,
            page_id=self.page_id,
            title=self.title[:255],
            language=self.language,
            url=url,
            kind=kind,
            problem=answer[0],
            status=answer[1],
            last_checked=timezone.now(),
        )


def place_of(content: Any) -> Place:
    page = content if isinstance(content, Page) else None
    model = Page if page else type(content)
    locale = getattr(content, "locale", None)
    return Place(
        content_type_id=ContentType.objects.get_for_model(model).pk,
        object_id=str(content.pk),
        page_id=page.pk if page else None,
        title=str(content),
        language=locale.language_code if locale else "",
    )


def live_content() -> Iterator[Model]:
    """Every live page and snippet once. Aliases only mirror another page."""
    pages = Page.objects.live().filter(alias_of=None, depth__gt=1).select_related("locale")
    yield from pages.specific().iterator(chunk_size=200)
    for model in get_snippet_models():
        rows = model._default_manager.all()
        if issubclass(model, DraftStateMixin):
            rows = rows.filter(live=True)
        yield from rows.iterator(chunk_size=200)


KINDS = {"tel": Kind.PHONE, "mailto": Kind.EMAIL, "page": Kind.PAGE, "document": Kind.DOCUMENT}


def kind_of(url: str) -> Kind:
    return KINDS.get(url.partition(":")[0].casefold(), Kind.EXTERNAL)


def is_valid_contact(url: str) -> bool:
    """Whether a tel: or mailto: address can work (RFC 3966, RFC 6068)."""
    scheme, _colon, rest = url.partition(":")
    if scheme.casefold() == "tel":
        return PHONE.fullmatch(rest) is not None
    try:
        for address in rest.partition("?")[0].split(","):
            validate_email(address)
    except ValidationError:
        return False
    return True


def living_targets() -> dict[str, set[str]]:
    """Addresses inside that work: `page:3` of published pages, `document:5` of existing files."""
    pages = Page.objects.live().values_list("pk", flat=True)
    documents = get_document_model().objects.values_list("pk", flat=True)
    return {
        Kind.PAGE: {f"page:{pk}" for pk in pages},
        Kind.DOCUMENT: {f"document:{pk}" for pk in documents},
    }


def unpublished_targets(living: set[str]) -> Iterator[tuple[Place, str]]:
    """Choosers that point at a page which is not published; Wagtail knows them by its index.

    Deleting a page empties the index, but then the chooser shows nothing, so no link is broken.
    """
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(to_content_type=page_type)
    rows = references.values_list("base_content_type_id", "object_id", "to_object_id").distinct()
    for holder_type, holder, target in rows:
        url = f"page:{target}"
        if url not in living and (content := _live_holder(holder_type, holder)):
            yield place_of(content), url


def _live_holder(type_id: int, object_id: str) -> Any:
    model = ContentType.objects.get_for_id(type_id).model_class()
    content = model._default_manager.filter(pk=object_id).first() if model else None
    if content is None or not getattr(content, "live", True):
        return None
    return None if getattr(content, "alias_of_id", None) else content


def refresh() -> list[tuple[str, list[Place]]]:
    """Read all content, rewrite what can be judged here, return the other addresses with places."""
    living = living_targets()
    external: dict[str, list[Place]] = defaultdict(list)
    broken: dict[tuple[Place, str], BrokenLink] = {}
    for place, url in unpublished_targets(living[Kind.PAGE]):
        broken[place, url] = place.row(url, Kind.PAGE, (Problem.MISSING, None))
    for content in live_content():
        place = place_of(content)
        for url in dict.fromkeys(find_addresses(get_serializable_data_for_fields(content))):
            kind = kind_of(url)
            if len(url) > MAX_LENGTH:
                continue
            if kind is Kind.EXTERNAL:
                external[url].append(place)
            elif problem := _problem_inside(url, kind, living):
                broken[place, url] = place.row(url, kind, (problem, None))
    rows = list(broken.values())
    _forget_all_but(rows, external)
    _write(rows)
    return list(external.items())


def _problem_inside(url: str, kind: Kind, living: dict[str, set[str]]) -> Problem | None:
    if kind in living:
        return None if url in living[kind] else Problem.MISSING
    return None if is_valid_contact(url) else Problem.INVALID


def _forget_all_but(broken: list[BrokenLink], external: dict[str, list[Place]]) -> None:
    """Remove rows whose link is no longer there."""
    keep = {(row.content_type_id, row.object_id, row.url) for row in broken}
    for url, places in external.items():
        keep |= {(place.content_type_id, place.object_id, url) for place in places}
    rows = BrokenLink.objects.values_list("pk", "content_type_id", "object_id", "url")
    gone = [pk for pk, *key in rows if tuple(key) not in keep]
    for start in range(0, len(gone), 500):
        BrokenLink.objects.filter(pk__in=gone[start : start + 500]).delete()


def _write(rows: list[BrokenLink]) -> None:
    """Insert new rows and refresh known ones, whose `first_seen` stays."""
    BrokenLink.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "url"],
        update_fields=UPDATED,
    )


def check_external(portion: Sequence[tuple[str, list[Place]]]) -> None:
    """Try each address once. A link that works again disappears from the report."""
    for url, places in portion:
        answer: Answer = try_address(url)
        if answer.problem is None:
            BrokenLink.objects.filter(url=url, kind=Kind.EXTERNAL).delete()
            continue
        judged = (answer.problem, answer.status)
        _write([place.row(url, Kind.EXTERNAL, judged) for place in places if _exists(place)])


def _exists(place: Place) -> bool:
    """Content may have been deleted between the queueing and the check."""
    if place.page_id is not None:
        return Page.objects.filter(pk=place.page_id).exists()
    model = ContentType.objects.get_for_id(place.content_type_id).model_class()
    return model is not None and model._default_manager.filter(pk=place.object_id).exists()

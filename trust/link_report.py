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


def kind_of(url: str) -> Kind:
    scheme = url.partition(":")[0].casefold()
    return {"tel": Kind.PHONE, "mailto": Kind.EMAIL}.get(scheme, Kind.EXTERNAL)


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


def missing_targets() -> Iterator[tuple[Place, str, Kind]]:
    """Links to pages that are gone or not published, and to documents that are gone."""
    page_type = ContentType.objects.get_for_model(Page)
    document_type = ContentType.objects.get_for_model(get_document_model())
    existing = {
        page_type.pk: {str(pk) for pk in Page.objects.live().values_list("pk", flat=True)},
        document_type.pk: {
            str(pk) for pk in get_document_model().objects.values_list("pk", flat=True)
        },
    }
    kinds = {page_type.pk: Kind.PAGE, document_type.pk: Kind.DOCUMENT}
    holders: dict[tuple[int, str], list[tuple[str, Kind]]] = defaultdict(list)
    references = ReferenceIndex.objects.filter(to_content_type__in=existing).values_list(
        "base_content_type_id", "object_id", "to_content_type_id", "to_object_id"
    )
    for holder_type, holder, target_type, target in references.distinct():
        if target not in existing[target_type]:
            kind = kinds[target_type]
            holders[holder_type, holder].append((f"{kind.value}:{target}", kind))
    for (holder_type, holder), targets in holders.items():
        if content := _live_holder(holder_type, holder):
            place = place_of(content)
            yield from ((place, url, kind) for url, kind in targets)


def _live_holder(type_id: int, object_id: str) -> Any:
    model = ContentType.objects.get_for_id(type_id).model_class()
    content = model._default_manager.filter(pk=object_id).first() if model else None
    if content is None or not getattr(content, "live", True):
        return None
    return None if getattr(content, "alias_of_id", None) else content


def refresh() -> list[tuple[str, list[Place]]]:
    """Read all content, rewrite what can be judged here, return the other addresses with places."""
    external: dict[str, list[Place]] = defaultdict(list)
    broken: list[BrokenLink] = []
    for content in live_content():
        place = place_of(content)
        for url in dict.fromkeys(find_addresses(get_serializable_data_for_fields(content))):
            if len(url) > 1000:
                continue
            if (kind := kind_of(url)) is Kind.EXTERNAL:
                external[url].append(place)
            elif not is_valid_contact(url):
                broken.append(place.row(url, kind, (Problem.INVALID, None)))
    for place, url, kind in missing_targets():
        broken.append(place.row(url, kind, (Problem.MISSING, None)))
    _forget_all_but(broken, external)
    _write(broken)
    return list(external.items())


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

"""Takes away what `knowledge.scale.pages` built, and no row more."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Locale, Page, ReferenceIndex, Site

from home.models import HomePage, SiteIdentity
from knowledge.scale.pages import MARK
from trust.models import FactCheck, Source

BATCH: Final = 500


def holds_real_content() -> bool:
    """Whether somebody's own pages stand here: below a front page, and not said to be a sample."""
    if SiteIdentity.objects.filter(sample=True).exists():
        return False
    pages = Page.objects.filter(depth__gt=2)
    for branch in Page.objects.filter(slug=MARK, depth=3):
        pages = pages.exclude(path__startswith=branch.path)
    return pages.exists()


@transaction.atomic
def remove_pages(*, advance: Callable[[int], object] = lambda removed: None) -> int:
    """Remove all pages for measuring, and the languages made for them; returns how many pages."""
    removed = 0
    branches = list(Page.objects.filter(slug=MARK, depth=3))
    for branch in branches:
        for ids in _batches(
            Page.objects.filter(path__startswith=branch.path).exclude(pk=branch.pk)
        ):
            _remove_rows(ids)
            removed += len(ids)
            advance(len(ids))
    _remove_checks([branch.translation_key for branch in branches])
    _remove_one_by_one(branches)
    _remove_front_pages()
    return removed


def _batches(pages: models.QuerySet[Page]) -> Iterator[list[int]]:
    while ids := list(pages.order_by("-path").values_list("pk", flat=True)[:BATCH]):
        yield ids


def _remove_rows(ids: list[int]) -> None:
    """Delete some pages with all that hangs on them, without loading a row of it."""
    _remove_checks(list(Page.objects.filter(pk__in=ids).values_list("translation_key", flat=True)))
    for relation in Page._meta.related_objects:
        if relation.many_to_many:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.attname}__in": ids})
        if relation.on_delete is models.SET_NULL:
            rows.update(**{relation.field.attname: None})
        else:
            _delete(rows)
    _delete(
        ReferenceIndex._base_manager.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(pk) for pk in ids],
        )
    )
    _delete(Page._base_manager.filter(pk__in=ids))


def _remove_checks(keys: list[Any]) -> None:
    """Checks are append-only for everybody; these never were a person's."""
    checks = FactCheck._base_manager.filter(subject__in=keys, checker_name=MARK)
    _delete(Source._base_manager.filter(fact_check__in=checks.values("pk")))
    _delete(checks)


def _delete(rows: models.QuerySet[Any]) -> None:
    rows._raw_delete(rows.db)


def _remove_one_by_one(pages: Iterable[Page]) -> None:
    """Wagtail's way; removing a source may have taken its translations along already."""
    for page in pages:
        if left := Page.objects.filter(pk=page.pk).first():
            left.delete()


def _remove_front_pages() -> None:
    """Front pages made only for measuring go too, and their languages where nothing else is."""
    fronts = list(HomePage.objects.filter(slug__startswith=f"{MARK}-", depth=2))
    other = Page.objects.filter(depth=2).exclude(pk__in=[front.pk for front in fronts]).first()
    if other is not None:
        Site.objects.filter(root_page__in=fronts).update(root_page=other)
    codes = [front.locale.language_code for front in fronts]
    _remove_one_by_one(fronts)
    used = Page.objects.values("locale")
    Locale.objects.filter(language_code__in=codes).exclude(pk__in=used).delete()

"""The trees of all languages follow the tree of the source language.

wagtail-localize makes aliases for pages created in the admin and does no more: moves, new slugs,
unpublishing and deletion of a source page leave its translations where they were.
"""

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet
from wagtail_localize.models import LocaleSynchronization

from translation.cache import locale_by_code, locale_by_id
from translation.locales import LANGUAGES, SOURCE_LANGUAGE

logger = logging.getLogger(__name__)
# Root is 1 and the front pages are 2: these stand side by side and keep slugs of their own.
FRONT_PAGE_DEPTH = 2


def is_source(page: Page) -> bool:
    """Whether other trees follow this page: written in the source language, and no alias.

    It also ends the recursion: what we change in the other trees is no source.
    """
    if page.alias_of_id is not None or page.depth < FRONT_PAGE_DEPTH:
        return False
    return bool(locale_by_id(page.locale_id).language_code == SOURCE_LANGUAGE)


def followers(page: Page) -> PageQuerySet:
    """The translations and aliases of a source page in the other languages."""
    return Page.objects.filter(translation_key=page.translation_key).exclude(
        locale_id=page.locale_id
    )


@transaction.atomic
def ensure_locales() -> list[Locale]:
    """A locale row, a rule of synchronisation and a whole tree for each language of the table.

    Returns the locales that it made; running it again changes nothing.
    """
    made = []
    for language in LANGUAGES:
        locale, created = Locale.all_objects.get_or_create(language_code=language.code)
        if created:
            made.append(locale)
    source = locale_by_code(SOURCE_LANGUAGE)
    if source is None:
        raise Locale.DoesNotExist(f"No locale {SOURCE_LANGUAGE}")
    targets = list(Locale.objects.exclude(pk=source.pk))
    # In bulk, because saving one starts a background job that does what follows here.
    LocaleSynchronization.objects.bulk_create(
        [LocaleSynchronization(locale=locale, sync_from=source) for locale in targets],
        ignore_conflicts=True,
    )
    for locale in targets:
        _add_aliases(_without_version(source, locale), locale)
    return made


@transaction.atomic
def sync_aliases(page: Page) -> None:
    """Make the missing aliases of a source page that was not created in the admin.

    Importers and services call it after `add_child`; it does nothing for other pages.
    """
    if not is_source(page):
        return
    present = set(followers(page).values_list("locale_id", flat=True))
    rules = LocaleSynchronization.objects.filter(sync_from_id=page.locale_id)
    for rule in rules.exclude(locale_id__in=present).select_related("locale"):
        _add_aliases([page], rule.locale)


def move_followers(page: Page, parent: Page) -> None:
    """Bring the followers below the same parent and behind the same neighbour as the source."""
    neighbours = list(
        page.get_siblings().filter(path__lt=page.path).values_list("translation_key", flat=True)
    )
    for follower in followers(page).filter(depth__gt=FRONT_PAGE_DEPTH):
        target = Page.objects.filter(
            translation_key=parent.translation_key, locale_id=follower.locale_id
        ).first()
        if target is not None and not target.is_descendant_of(follower):
            _place(follower, target, neighbours)


def rename_followers(page: Page) -> None:
    """Give the followers the new slug of their source; redirects are made as for any page."""
    if page.depth <= FRONT_PAGE_DEPTH:
        return
    for follower in followers(page).exclude(slug=page.slug).specific():
        siblings = follower.get_siblings(inclusive=False)
        if siblings.filter(slug=page.slug).exists():
            logger.warning("%s keeps its slug: %s is taken", follower, page.slug)
            continue
        follower.slug = page.slug
        follower.save(clean=False)
        _rename_drafts(follower)


def unpublish_followers(page: Page) -> None:
    """Take the translations off the site as well; Wagtail does it for aliases only."""
    for follower in followers(page).live().specific():
        follower.unpublish(log_action="wagtail.unpublish")


def delete_followers(page: Page, going: Iterable[UUID]) -> None:
    """Delete translations and aliases of a source page that is being deleted.

    `going` are the keys of all pages deleted together with it. Where somebody wrote a page of
    their own below a translation, that branch is unpublished and kept instead.
    """
    keys = list(going)
    for pk in followers(page).order_by("-depth").values_list("pk", flat=True):
        follower = Page.objects.filter(pk=pk).first()
        if follower is None:
            continue
        own_pages = follower.get_descendants().filter(alias_of=None)
        if own_pages.exclude(translation_key__in=keys).exists():
            logger.warning("%s is kept: there are pages of its own below", follower)
            follower.specific.unpublish()
        else:
            follower.specific.delete()


def _without_version(source: Locale, target: Locale) -> Iterable[Page]:
    there = Page.objects.filter(locale=target).values("translation_key")
    return (
        Page.objects.filter(locale=source, alias_of=None, depth__gte=FRONT_PAGE_DEPTH)
        .exclude(translation_key__in=there)
        .order_by("path")
    )


def _add_aliases(pages: Iterable[Page], locale: Locale) -> None:
    """Parents first: copying a page copies the parents that are missing."""
    for page in pages:
        if not page.has_translation(locale):
            page.specific.copy_for_translation(locale, copy_parents=True, alias=True)


def _place(follower: Page, target: Page, neighbours: list[UUID]) -> None:
    """Right of the nearest earlier sibling of the source that exists here, else first."""
    siblings = list(target.get_children().exclude(pk=follower.pk))
    here: dict[Any, Page] = {sibling.translation_key: sibling for sibling in siblings}
    left = next((here[key] for key in reversed(neighbours) if key in here), None)
    if not follower.is_child_of(target):
        if any(sibling.slug == follower.slug for sibling in siblings):
            logger.warning("%s stays: its slug is taken below %s", follower, target)
            return
        follower.move(left or target, pos="right" if left else "first-child")
    elif left is None and siblings and follower.path > siblings[0].path:
        follower.move(target, pos="first-child")
    elif left is not None and _sibling_before(follower) != left:
        follower.move(left, pos="right")


def _sibling_before(page: Page) -> Page | None:
    return page.get_siblings().filter(path__lt=page.path).last()


def _rename_drafts(page: Page) -> None:
    """The latest and the scheduled drafts hold the old slug and would bring it back."""
    for revision in page.revisions.filter(pk=page.latest_revision_id) | page.revisions.exclude(
        approved_go_live_at=None
    ):
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])

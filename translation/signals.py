"""What happens to a source page happens to its translations: Wagtail offers only signals here."""

from typing import Any
from uuid import UUID

from asgiref.local import Local
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from translation import cache, tree

_state = Local()


def connect() -> None:
    post_page_move.connect(on_move, dispatch_uid="translation.move")
    page_slug_changed.connect(on_slug_change, dispatch_uid="translation.slug")
    page_unpublished.connect(on_unpublish, dispatch_uid="translation.unpublish")
    pre_delete.connect(before_delete, sender=Page, dispatch_uid="translation.before_delete")
    post_delete.connect(on_delete, sender=Page, dispatch_uid="translation.delete")
    for signal in (post_save, post_delete):
        signal.connect(cache.locales.clear, sender=Locale, dispatch_uid="translation.locales")
        signal.connect(cache.sites.clear, sender=Site, dispatch_uid="translation.sites")


def on_move(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if tree.is_source(instance):
        tree.move_followers(instance, parent_page_after)


def on_slug_change(instance: Page, **kwargs: Any) -> None:
    if tree.is_source(instance):
        tree.rename_followers(instance)


def on_unpublish(instance: Page, **kwargs: Any) -> None:
    if instance.pk and tree.is_source(instance) and instance.translation_key not in _going():
        tree.unpublish_followers(instance)


def before_delete(instance: Page, **kwargs: Any) -> None:
    """Django announces all pages of a branch before it deletes the first."""
    if tree.is_source(instance):
        _going().add(instance.translation_key)


def on_delete(instance: Page, **kwargs: Any) -> None:
    if instance.translation_key in _going():
        try:
            tree.delete_followers(instance, going=_going())
        finally:
            _going().discard(instance.translation_key)


def _going() -> set[UUID]:
    """The keys of the source pages that this thread is deleting."""
    if not hasattr(_state, "going"):
        _state.going = set()
    going: set[UUID] = _state.going
    return going

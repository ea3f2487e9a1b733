"""Keeps the index in step with the pages, inside the transaction that changes them.

Deleted pages take their row along (on_delete=CASCADE) and a move changes nothing that the index
knows: addresses and access rules are read when somebody searches.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_save
from wagtail.models import Page, ReferenceIndex, TranslatableMixin
from wagtail.signals import page_published, page_unpublished

from home.search.index import index_page, index_pages, remove_page


def connect() -> None:
    """Called once, when the apps are ready."""
    page_published.connect(_page_published, dispatch_uid="home.search.page_published")
    page_unpublished.connect(_page_unpublished, dispatch_uid="home.search.page_unpublished")
    post_save.connect(_page_saved, dispatch_uid="home.search.page_saved")
    post_save.connect(_snippet_saved, dispatch_uid="home.search.snippet_saved")


def _page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    index_page(instance)


def _page_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    remove_page(instance.pk)


def _page_saved(
    instance: models.Model, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """A translation that is turned into an alias of its source is saved, but not published."""
    if update_fields and "alias_of_id" in update_fields and isinstance(instance, Page):
        index_page(instance)


def _snippet_saved(
    sender: type[models.Model], instance: models.Model, created: bool, raw: bool, **kwargs: Any
) -> None:
    """A contact or a glossary term that changes, changes the text of the pages that show it."""
    if created or raw or isinstance(instance, Page) or not isinstance(instance, TranslatableMixin):
        return
    pages = ReferenceIndex.get_references_to(instance).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    page_ids = {int(object_id) for object_id in pages.values_list("object_id", flat=True)}
    if page_ids:
        index_pages(page_ids)

"""Signals of Django and Wagtail, where a library offers nothing else. Connected in `apps.py`."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django_q.tasks import async_task
from wagtail.models import Page, UploadedFile
from wagtail.signals import page_published

from home.identity import identities
from home.images import scrub
from home.models.media import Image
from home.models.settings import SiteIdentity

CHANGES_RENDITIONS = frozenset(
    {"file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"}
)


def scrub_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """The multiple upload keeps a picture as it came until its form is filled in: clean it too."""
    kind = instance.for_content_type
    if kind and kind.model_class() is Image and instance.file and not instance.file._committed:
        clean = scrub(instance.file.file)
        instance.file.file, instance.file.name = clean, clean.name


def queue_renditions(
    instance: Image, raw: bool, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """In the transaction of the image: the queue is a table, so nothing is lost or too early."""
    if not raw and (update_fields is None or CHANGES_RENDITIONS.intersection(update_fields)):
        async_task("home.tasks.prepare_renditions", instance.pk)


def queue_page_renditions(instance: Page, **kwargs: Any) -> None:
    """Aliases show the pictures of their source."""
    if not instance.alias_of_id:
        async_task("home.tasks.prepare_page_renditions", instance.pk)


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(identities.clear, sender=SiteIdentity, dispatch_uid="home.identity")
    pre_save.connect(scrub_waiting_upload, sender=UploadedFile, dispatch_uid="home.scrub_waiting")
    post_save.connect(queue_renditions, sender=Image, dispatch_uid="home.queue_renditions")
    page_published.connect(queue_page_renditions, dispatch_uid="home.queue_page_renditions")

"""What the worker does for pages and pictures. Tasks load by id and may run twice."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, ReferenceIndex

from home.images import ALL_SPECS
from home.models.media import Image


def prepare_renditions(image_id: int) -> int:
    """Make every size a template may ask for, so that no reader waits for it.

    Returns how many there are; 0 when the image, or its file, is gone in the meantime.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return len(image.get_renditions(*ALL_SPECS))
    except SourceImageIOError:
        return 0


def prepare_page_renditions(page_id: int) -> int:
    """The same for every image that a published page uses."""
    page = Page.objects.filter(pk=page_id, live=True).specific().first()
    if page is None:
        return 0
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(page)
    used = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(Image)
    )
    image_ids = {int(pk) for pk in used.values_list("to_object_id", flat=True)}
    return sum(prepare_renditions(image_id) for image_id in sorted(image_ids))

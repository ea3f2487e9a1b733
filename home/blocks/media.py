"""Blocks that show something."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(ImageBlock):
    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with words for those who cannot see it.")
        template = "blocks/image_block.html"


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    pictures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("image", ImageBlock(label=_("Picture"))),
                ("caption", blocks.CharBlock(label=_("Caption"), required=False, max_length=255)),
            ]
        ),
        label=_("Pictures"),
        min_num=2,
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures of one thing.")
        template = "blocks/gallery_block.html"


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    url = blocks.URLBlock(
        label=_("Address of the video"),
        required=False,
        help_text=_("Nothing is loaded from there until a reader asks for it."),
    )
    document = DocumentChooserBlock(
        label=_("Or a file of our own"), required=False, help_text=_("MP4 or WebM.")
    )
    poster = ImageBlock(label=_("Picture before it plays"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)
    transcript = blocks.RichTextBlock(
        label=_("What is said and shown"), features=["ul", "bold"], required=False
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film that starts only when somebody wants it.")
        template = "blocks/video_block.html"
        preview_value = {"title": "How to read a letter from the authority"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("url")) == bool(cleaned.get("document")):
            raise StructBlockValidationError(
                {"url": ValidationError(_("Give either an address or a file."))}
            )
        return cleaned

"""Blocks that lead somewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from translation.family import in_active_language


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=160, required=False)
    note = blocks.CharBlock(
        label=_("Note"),
        max_length=255,
        required=False,
        help_text=_("For example which language it is in."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file with its kind and size.")
        template = "blocks/download_block.html"


class PageListBlock(blocks.StructBlock):
    """Asks the chosen page for its `teasers()`: it knows a protocol, never a model."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    page = blocks.PageChooserBlock(label=_("Page whose contents are listed"))
    limit = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=24)

    class Meta:
        icon = "list-ul"
        label = _("List of pages")
        description = _("The newest or first pages below another page.")
        template = "blocks/page_list_block.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        chosen = value["page"]
        if chosen is None:
            return {**context, "index": None, "teasers": []}
        index = in_active_language(chosen).specific
        teasers = index.teasers(value["limit"]) if hasattr(index, "teasers") else []
        return {**context, "index": index, "teasers": teasers if index.live else []}

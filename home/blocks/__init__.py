"""The blocks of a body. Every room may use them; none of them knows a model of another room."""

from home.blocks.links import DownloadBlock, PageListBlock
from home.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from home.blocks.people import ContactBlock, GlossaryBlock, HotlineBlock
from home.blocks.text import (
    AccordionBlock,
    CalloutBlock,
    HeadingBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
    TextTableBlock,
)

BODY_BLOCKS = [
    ("rich_text", ProseBlock()),
    ("heading", HeadingBlock()),
    ("callout", CalloutBlock()),
    ("steps", StepsBlock()),
    ("accordion", AccordionBlock()),
    ("contact", ContactBlock()),
    ("hotline", HotlineBlock()),
    ("image", PictureBlock()),
    ("gallery", GalleryBlock()),
    ("video", VideoBlock()),
    ("download", DownloadBlock()),
    ("table", TextTableBlock()),
    ("quote", QuoteBlock()),
    ("glossary", GlossaryBlock()),
    ("page_list", PageListBlock()),
]

SECTION_BLOCKS = [
    block
    for block in BODY_BLOCKS
    if block[0] in {"rich_text", "heading", "callout", "contact", "hotline", "image", "page_list"}
]

__all__ = ["BODY_BLOCKS", "SECTION_BLOCKS"]

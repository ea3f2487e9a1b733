"""Blocks of words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments import StringSegmentValue

PROSE_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
INLINE_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ProseBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/rich_text_block.html"
        preview_value = "<p>Short sentences. One thought in each.</p>"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Part of the page")), ("h3", _("Part of a part"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Divides the page. Long pages list these at the top.")
        template = "blocks/heading_block.html"
        preview_value = {"text": "What you need", "level": "h2"}


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Good to know")), ("warning", _("Warning")), ("tip", _("Tip"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Box")
        description = _("Something nobody should miss. Use it rarely.")
        template = "blocks/callout_block.html"
        preview_value = {
            "kind": "warning",
            "title": "Help is free",
            "text": "<p>Nobody may ask you for money or for your passport.</p>",
        }


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES, required=False)

    class Meta:
        icon = "order"


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do first, second, third.")
        template = "blocks/steps_block.html"
        preview_value = {
            "steps": [
                {"title": "Make an appointment", "text": "<p>By phone or online.</p>"},
                {"title": "Bring your papers", "text": "<p>Passport and rental contract.</p>"},
            ]
        }


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Question"), max_length=160)
    text = blocks.RichTextBlock(label=_("Answer"), features=PROSE_FEATURES)

    class Meta:
        icon = "help"


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "collapse-down"
        label = _("Questions that open")
        description = _("Details that only some readers need.")
        template = "blocks/accordion_block.html"
        preview_value = {
            "items": [{"title": "What does it cost?", "text": "<p>Nothing.</p>"}],
        }


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Who says it"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("What somebody said, in their words.")
        template = "blocks/quote_block.html"
        preview_value = {"text": "The first letter took me a week.", "source": "Samira"}


class TextTableBlock(TableBlock):
    """A table whose caption and cells are translated one by one; cells without a letter are not."""

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Figures or times side by side. Give it a caption.")
        template = "blocks/table_block.html"
        preview_value = {
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_caption": "Times",
            "data": [["Day", "Time"], ["Monday", "9:00"]],
        }

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """Called by wagtail-localize, which knows nothing of tables."""
        if not value:
            return []
        words = {"caption": value.get("table_caption") or ""}
        for row, cells in enumerate(value["data"]):
            words |= {f"{row}-{column}": cell or "" for column, cell in enumerate(cells)}
        return [
            StringSegmentValue(path, text)
            for path, text in words.items()
            if any(map(str.isalpha, text))
        ]

    def restore_translated_segments(
        self, value: dict[str, Any], segments: list[StringSegmentValue]
    ) -> dict[str, Any]:
        """The table of the source with the translated words put in."""
        data = [list(cells) for cells in value["data"]]
        translated = {**value, "data": data}
        for segment in segments:
            if segment.path == "caption":
                translated["table_caption"] = segment.render_text()
            else:
                row, column = map(int, segment.path.split("-"))
                data[row][column] = segment.render_text()
        return translated

"""Blocks that show a snippet, edited once and shown everywhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ContactBlock(blocks.StructBlock):
    contact = SnippetChooserBlock("home.Contact", label=_("Contact"))

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("Somebody to turn to: edited once, shown wherever it is chosen.")
        template = "blocks/contact_block.html"


class HotlineBlock(blocks.StructBlock):
    contact = SnippetChooserBlock("home.Contact", label=_("Contact"))

    class Meta:
        icon = "mobile-alt"
        label = _("Hotline")
        description = _("A number to call: is somebody there now, and when next?")
        template = "blocks/hotline_block.html"


class GlossaryBlock(blocks.StructBlock):
    term = SnippetChooserBlock("home.GlossaryTerm", label=_("Term"))

    class Meta:
        icon = "info-circle"
        label = _("Term")
        description = _("Explains a word that people meet on letters.")
        template = "blocks/glossary_block.html"

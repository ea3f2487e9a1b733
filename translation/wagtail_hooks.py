from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page

from translation.locales import LANGUAGES
from translation.tree import sync_aliases


@hooks.register("insert_global_admin_js")
def content_direction() -> SafeString:
    """A file of our own, told which languages run from right to left."""
    codes = " ".join(
        {language.html_lang.partition("-")[0] for language in LANGUAGES if language.bidi}
    )
    return format_html(
        '<script src="{}" data-rtl="{}" defer></script>', static("js/content_direction.js"), codes
    )


@hooks.register("after_copy_page")
def sync_copied_pages(request: HttpRequest, page: Page, new_page: Page) -> None:
    """wagtail-localize makes aliases for created pages only, not for copied ones."""
    for copied in new_page.get_descendants(inclusive=True):
        sync_aliases(copied)

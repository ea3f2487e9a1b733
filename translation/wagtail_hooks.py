from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from translation.locales import LANGUAGES


@hooks.register("insert_global_admin_js")
def content_direction() -> SafeString:
    """A file of our own, told which languages run from right to left."""
    codes = " ".join(
        {language.html_lang.partition("-")[0] for language in LANGUAGES if language.bidi}
    )
    return format_html(
        '<script src="{}" data-rtl="{}" defer></script>', static("js/content_direction.js"), codes
    )

"""What the website adds to Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home.snippets import BuildingBlocks

register_snippet(BuildingBlocks)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Fields in another script get the line height that it needs, in the admin too."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))

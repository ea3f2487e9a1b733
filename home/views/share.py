"""The QR code of a page, drawn here: no service learns who looks at what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.sharing import qr_svg

ONE_DAY = 86_400


@require_safe
def share_qr(request: HttpRequest, page_id: int) -> HttpResponse:
    """An SVG with the address of a public page; 404 for all others, so that ids tell nothing."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id)
    url = page.get_full_url(request)
    if not url:
        raise Http404
    response = HttpResponse(qr_svg(url), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=ONE_DAY)
    return response

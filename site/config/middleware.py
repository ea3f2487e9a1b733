"""Headers that every answer carries, and which content security policy applies where."""

from collections.abc import Callable
from dataclasses import replace

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ADMIN_PREFIX = "/admin/"
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(self), camera=(), display-capture=(), encrypted-media=(), "
    "geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()"
)


class PermissionsPolicyMiddleware:
    """Says that no page of ours uses a sensor, and that none may be lent to a frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The admin's own policy under /admin/; elsewhere the hash of the inlined style sheet.

    The template that inlines the style sheet leaves its hash in `request.style_hash`.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path.startswith(ADMIN_PREFIX):
            return replace(parts, config=settings.CONTENT_SECURITY_POLICY_ADMIN["DIRECTIVES"])
        if style_hash := getattr(request, "style_hash", None):
            parts.update = {**(parts.update or {}), "style-src": [style_hash]}
        return parts

"""The address of the site stands in `SITE_URL`; Wagtail keeps one in its Site as well.

With one site the environment wins, so that links in e-mails, feeds and shared pages are right
without a visit to the admin. With several, the admin knows which is which, and nothing is touched.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

DEFAULT_PORTS = {"http": 80, "https": 443}


def set_default_site_address(*, address: str) -> None:
    """`address` is a URL such as https://jisr.example.org or http://localhost:8000."""
    parts = urlsplit(address)
    if Site.objects.count() != 1 or not parts.hostname:
        return
    site = Site.objects.get()
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 80)
    if (site.hostname, site.port) != (parts.hostname, port):
        site.hostname, site.port = parts.hostname, port
        site.save()


def follow_site_url(**_signal: Any) -> None:
    """After every `migrate`, which is what an operator runs when something has changed."""
    set_default_site_address(address=settings.SITE_URL)

"""Films: where they come from, and the one page that may load them from there.

A page with a film loads nothing from the provider. Its link leads to a page of our own, and only
the answer of that page allows the provider's frame (CJEU C-40/17, Fashion ID: who embeds, shares
the responsibility for what the embedding sends).
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from wagtail.fields import StreamField
from wagtail.models import Page

from home.context import site_context

YOUTUBE = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    }
)
VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9-]{8,40})")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d{4,12})(?:/([0-9a-f]{6,12}))?/?")


@dataclass(frozen=True)
class Film:
    """A film at a provider. `origin` is what a content security policy has to name."""

    provider: str
    origin: str
    embed_url: str


def find_film(url: str) -> Film | None:
    """The film at this address; None when we know no way to show it in a frame.

    PeerTube has thousands of hosts, so the operator names those that are trusted:
    `PEERTUBE_HOSTS`.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https":
        return None
    if host in YOUTUBE or host == "youtu.be":
        return _youtube(host, parts.path, parts.query)
    if host in VIMEO:
        return _vimeo(parts.path)
    if host in getattr(settings, "PEERTUBE_HOSTS", ()):
        return _peertube(host, parts.path)
    return None


def _youtube(host: str, path: str, query: str) -> Film | None:
    last = path.rstrip("/").rpartition("/")[2]
    key = last if host == "youtu.be" or path != "/watch" else parse_qs(query).get("v", [""])[0]
    if not YOUTUBE_ID.fullmatch(key):
        return None
    origin = "https://www.youtube-nocookie.com"
    return Film("YouTube (Google)", origin, f"{origin}/embed/{key}?rel=0")


def _vimeo(path: str) -> Film | None:
    if not (match := VIMEO_PATH.fullmatch(path)):
        return None
    origin = "https://player.vimeo.com"
    secret = f"&h={match[2]}" if match[2] else ""
    return Film("Vimeo", origin, f"{origin}/video/{match[1]}?dnt=1{secret}")


def _peertube(host: str, path: str) -> Film | None:
    """Without peer to peer, which would tell the reader's address to other viewers."""
    if not (match := PEERTUBE_PATH.fullmatch(path.rstrip("/"))):
        return None
    origin = f"https://{host}"
    return Film(f"PeerTube ({host})", origin, f"{origin}/videos/embed/{match[1]}?p2p=0")


def watch_video(request: HttpRequest, page_id: int, block_id: uuid.UUID) -> HttpResponseBase:
    """The page that loads a film, after a reader asked for it.

    404 unless the page is live and open to everybody, and has this film from a known provider.
    """
    page = get_object_or_404(Page.objects.live(), pk=page_id)
    if page.get_view_restrictions().exists():
        raise Http404
    page = page.specific
    value = next((block.value for block in _videos(page) if block.id == str(block_id)), None)
    film = find_film(value.get("url") or "") if value else None
    if film is None:
        raise Http404

    def show(request: HttpRequest) -> HttpResponse:
        context = {
            **site_context(request),
            "source_page": page,
            "value": value,
            "film": film,
        }
        response = render(request, "home/watch_video.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return csp_update({"frame-src": [film.origin]})(show)(request)


def _videos(page: Page) -> Iterator[Any]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from (block for block in getattr(page, field.name) if block.block_type == "video")

"""Sharing without anybody else's script: plain links that open the reader's own app.

Nothing about the visitor is in them: the title of the page and its address, no more.
"""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import segno
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ShareLink:
    """One way to pass a page on. `label` is in the reader's language."""

    kind: str
    label: str
    url: str


def share_links(title: str, url: str) -> list[ShareLink]:
    """Links for a page, with its title in the page's language.

    SMS: `sms:?&body=` is the one spelling that both Android and iOS fill the text from.
    Mail: RFC 6068 wants %20 for a blank; a + would stay a plus.
    """
    title = " ".join(title.split())
    message = _encode(f"{title}\n{url}")
    return [
        ShareLink("whatsapp", _("WhatsApp"), f"https://wa.me/?text={message}"),
        ShareLink(
            "telegram",
            _("Telegram"),
            f"https://t.me/share/url?url={_encode(url)}&text={_encode(title)}",
        ),
        ShareLink("sms", _("SMS"), f"sms:?&body={message}"),
        ShareLink(
            "mail",
            _("E-mail"),
            f"mailto:?subject={_encode(title)}&body={_encode(url)}",
        ),
    ]


def qr_svg(url: str) -> bytes:
    """A QR code (ISO/IEC 18004, level M) with its quiet zone, black on white in either scheme."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return out.getvalue()


def _encode(text: str) -> str:
    return quote(text, safe="", errors="replace")

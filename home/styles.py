"""The one style sheet, ready to stand inside every page.

Inlined, because a file of its own costs a whole round trip before the first paint; hashed, because
the content security policy allows no other inline style. The operator's accent is part of the
hashed text, so every accent has a sheet and a hash of its own. Colours are written `#rrggbb`.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rcssmin
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

from home.colours import contrast, is_hex, luminance

# Every page has the first; the others are added where a page has such parts.
SHEET, FRONT, FORMS = "css/site.css", "css/front.css", "css/forms.css"
BLOCKS = "css/blocks.css"
# A page whose body holds none of these is plain text, and its first view does without BLOCKS.
STYLED_BLOCKS = frozenset(
    {
        "accordion",
        "contact",
        "download",
        "gallery",
        "glossary",
        "hotline",
        "quote",
        "steps",
        "table",
        "video",
    }
)
# As in site.css: the accent there, and the grounds where an accent is hardest to read.
DEFAULT_ACCENT = "#0b5d66"
LIGHT_GROUND, DARK_GROUND = "#f3ede2", "#18292d"
SCHEMES = (("", LIGHT_GROUND), (" and (prefers-color-scheme:dark)", DARK_GROUND))
INKS = ("#ffffff", "#0c2022")
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True)
class Stylesheet:
    """`text` stands between the style tags; `csp_hash` is its source expression, in quotes."""

    text: str
    csp_hash: str


def readable_accent(accent: str, ground: str) -> str:
    """The accent, or the nearest darker (on dark ground: lighter) shade that can be read."""
    target = 0 if luminance(ground) > 0.2 else 255
    channels = [int(accent[start : start + 2], 16) for start in (1, 3, 5)]
    shade = accent
    for step in range(1, 21):
        if contrast(shade, ground) >= TEXT_CONTRAST:
            break
        mixed = [round(value + (target - value) * step / 20) for value in channels]
        shade = "#" + "".join(f"{value:02x}" for value in mixed)
    return shade


def _accent_rules(accent: str) -> str:
    """For screens only: paper is printed in black."""
    rules = []
    for condition, ground in SCHEMES:
        shade = readable_accent(accent, ground)
        ink = max(INKS, key=lambda colour: contrast(colour, shade))
        rules.append(f"@media screen{condition}{{:root{{--accent:{shade};--on-accent:{ink}}}}}")
    return "".join(rules)


def _path(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise ImproperlyConfigured(f"{name} is in no static folder (STATICFILES_DIRS).")
    return Path(found)


@lru_cache(maxsize=64)
def _build(accent: str, names: tuple[str, ...], changed: int) -> Stylesheet:
    """`changed` is only there to tell apart two states of the files."""
    text = "".join(rcssmin.cssmin(_path(name).read_text(encoding="utf-8")) for name in names)
    if accent != DEFAULT_ACCENT:
        text += _accent_rules(accent)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Stylesheet(text=text, csp_hash=f"'sha256-{digest}'")


def stylesheet(accent: str = "", *parts: str) -> Stylesheet:
    """The sheet in this accent; what is no `#rrggbb` colour gets the default one.

    `parts` are FRONT, FORMS and BLOCKS where they are needed. While DEBUG is on, changed files are
    read again.
    """
    accent = accent.lower()
    if not is_hex(accent):
        accent = DEFAULT_ACCENT
    names = (SHEET, *parts)
    changed = max(_path(name).stat().st_mtime_ns for name in names) if settings.DEBUG else 0
    return _build(accent, names, changed)

"""Find an image that a file names, and make sure that it is one."""

import hashlib
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from home.images import STORED_AS
from knowledge.importing.problems import ArticleError

# MPO, a JPEG of several, is found through JPEG.
FORMATS = [name for name in STORED_AS if name != "MPO"]


@dataclass(frozen=True)
class Places:
    """Where images may lie: below the file's folder, or (names with a leading /) below `media`."""

    folder: Path
    media: Path | None
    max_bytes: int
    max_pixels: int


def find_picture(name: str, line: int, places: Places) -> Path:
    """Path of the image that `name` means. Raises ArticleError, with `line`, when there is none.

    Symbolic links are followed before the check, so none of them leads out of the folder.
    """
    if urlsplit(name).scheme:
        message = _("The image “%(name)s” is on another server: put it beside the file.")
        raise ArticleError(line, message % {"name": name})
    root, relative = places.folder, name
    if name.startswith("/"):
        if places.media is None:
            message = _("The image “%(name)s” begins with /, so --media-root is needed.")
            raise ArticleError(line, message % {"name": name})
        root, relative = places.media, name.lstrip("/")
    for candidate in (relative, unquote(relative)):
        try:
            path = (root / candidate).resolve()
            exists = path.is_file()
        except (OSError, ValueError, RuntimeError):
            continue  # a name too long, or with a NUL, or a circle of links
        if not path.is_relative_to(root.resolve()):
            message = _("The image “%(name)s” lies outside the folder.")
            raise ArticleError(line, message % {"name": name})
        if exists:
            check_picture(path, name, line, places)
            return path
    raise ArticleError(line, _("The image “%(name)s” is missing.") % {"name": name})


def check_picture(path: Path, name: str, line: int, places: Places) -> None:
    """Raise ArticleError when the file is too large or Pillow cannot decode it whole."""
    size = path.stat().st_size
    if size > places.max_bytes:
        message = _("The image “%(name)s” has %(size)s; at most %(limit)s are allowed.") % {
            "name": name,
            "size": filesizeformat(size),
            "limit": filesizeformat(places.max_bytes),
        }
        raise ArticleError(line, message)
    pixels = _decoded_pixels(path, path.stat().st_mtime_ns, places.max_pixels)
    if pixels is None:
        message = _("“%(name)s” is not an image, or a damaged one.") % {"name": name}
        raise ArticleError(line, message)
    if pixels > places.max_pixels:
        message = _("The image “%(name)s” has too many pixels: at most %(limit)d are allowed.")
        raise ArticleError(line, message % {"name": name, "limit": places.max_pixels})


@lru_cache(maxsize=1024)
def _decoded_pixels(path: Path, _modified: int, max_pixels: int) -> int | None:
    """Number of pixels, None when broken. An image too large is not decoded (a zip bomb may be)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                pixels: int = image.width * image.height
                if pixels <= max_pixels:
                    image.load()
                return pixels
    except Image.DecompressionBombError:
        return max_pixels + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

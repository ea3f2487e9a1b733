"""What happens to a picture before it is stored, and which sizes of it are made.

A photo from a phone says where and when it was taken, and with which device. For somebody in
hiding that is dangerous, so every picture is decoded and written anew: EXIF, GPS, XMP, IPTC and
comments are gone, and so is anything appended to the file (OWASP ASVS 5.0, 14.2.8 and 5.2.2).
Only the pixels stay, upright, and the ICC profile, which is needed to show their colours.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

LONGEST_SIDE: Final = 2560
"""Pixels. Twice the widest place any page has for a picture."""

STORED_AS: Final = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "HEIF": "JPEG",
    "PNG": "PNG",
    "GIF": "PNG",
    "WEBP": "WEBP",
    "AVIF": "AVIF",
}
"""What Pillow recognises in the content, and the format that is kept. One frame is kept: our
sizes never move, and a moving picture would need a way to stop it (WCAG 2.2.2). No SVG: it can
carry scripts."""

EXTENSIONS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
SAVE_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 80, "speed": 8},
}

PICTURE_FORMATS: Final = ("avif", "webp", "jpeg")
"""In the order in which a browser shall choose. The last one is what every browser can show."""
PICTURE_SIZES: Final = ("width-400", "width-800", "width-1200")
COVER_SIZES: Final = ("fill-400x225", "fill-800x450")
"""16:9 for lists and leads; Wagtail keeps the focal point inside."""


def specs(sizes: tuple[str, ...]) -> tuple[str, ...]:
    """Wagtail's rendition specs of these sizes, in every format."""
    return tuple(f"{size}|format-{name}" for name in PICTURE_FORMATS for size in sizes)


PICTURE_SPECS: Final = specs(PICTURE_SIZES)
COVER_SPECS: Final = specs(COVER_SIZES)
ALL_SPECS: Final = PICTURE_SPECS + COVER_SPECS


@dataclass(frozen=True)
class Source:
    """One `<source>`: renditions of one format, from narrow to wide."""

    mime_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What `includes/picture.html` draws: the better formats first, then one for every browser."""

    sources: tuple[Source, ...]
    fallback: Any
    fallback_srcset: str


def build_picture(renditions: Mapping[str, Any]) -> Picture:
    """From Wagtail's renditions by spec, in the order of `PICTURE_FORMATS`.

    A small picture is not enlarged, and HTML allows each width only once in a srcset.
    """
    sources = []
    for name in PICTURE_FORMATS:
        found = [item for spec, item in renditions.items() if spec.endswith(f"format-{name}")]
        widths = {item.width: item for item in found}
        srcset = ", ".join(f"{item.url} {width}w" for width, item in widths.items())
        sources.append(Source(f"image/{name}", srcset))
    *better, last = sources
    fallbacks = list(widths.values())
    return Picture(tuple(better), fallbacks[min(1, len(fallbacks) - 1)], last.srcset)


class ScrubbedFile(ContentFile):  # type: ignore[type-arg]
    """A picture that has been written anew. Its name is random and its ending is the truth."""

    def __init__(self, content: bytes, extension: str, width: int, height: int) -> None:
        super().__init__(content, name=f"{uuid.uuid4().hex}{extension}")
        self.width = width
        self.height = height


def scrub(content: IO[bytes]) -> ScrubbedFile:
    """Decode a picture and write it anew without anything but its pixels and colour profile.

    Raises ValidationError when it is too heavy, has too many pixels, is cut off, or is not a
    picture of a known kind, whatever its name says.
    """
    content.seek(0)
    data = content.read()
    _refuse_heavy(len(data))
    picture = _open(data)
    _refuse_bomb(picture)
    try:
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _unreadable() from error
    target = STORED_AS[str(picture.format)]
    clean, profile = _plain(upright, keep_alpha=target != "JPEG")
    clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    output = BytesIO()
    clean.save(output, target, icc_profile=profile, **SAVE_OPTIONS[target])
    return ScrubbedFile(output.getvalue(), EXTENSIONS[target], clean.width, clean.height)


def _refuse_heavy(size: int) -> None:
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if size > limit:
        raise ValidationError(
            _("This picture is too heavy (%(size)s). At most %(limit)s are allowed."),
            code="image_too_heavy",
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )


def _open(data: bytes) -> Image.Image:
    formats = [name for name in STORED_AS if name != "MPO"]  # Pillow finds MPO through JPEG
    try:
        return Image.open(BytesIO(data), formats=formats)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable() from error


def _refuse_bomb(picture: Image.Image) -> None:
    """From the header alone, before a pixel is decoded: 100 kB of file can hold 10 GB of them."""
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels. Please make it smaller first."),
        code="image_too_many_pixels",
    )


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This file is not a picture, or it is damaged. Use JPEG, PNG, WebP, AVIF, GIF or HEIC."),
        code="image_unreadable",
    )


def _plain(picture: Image.Image, *, keep_alpha: bool) -> tuple[Image.Image, bytes | None]:
    """A copy that knows nothing but pixels, and the colour profile where it fits them."""
    profile = picture.info.get("icc_profile")
    if picture.mode == "CMYK":
        picture, profile = _cmyk_to_rgb(picture, profile), None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        if not keep_alpha:
            paper = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(paper, picture).convert("RGB")
    elif picture.mode != "L":
        picture = picture.convert("RGB")
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    # Bytes 16 to 20 of a profile name the colour space it describes (ICC.1:2022, 7.2.6).
    described = {"L": b"GRAY"}.get(picture.mode, b"RGB ")
    return clean, profile if profile and profile[16:20] == described else None


def _cmyk_to_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")

"""Pictures, files, contacts and terms for tests; each needs no more than a name."""

import datetime as dt
from io import BytesIO
from typing import Any

import piexif
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin
from wagtail.models import Locale

from home.models import (
    Contact,
    ContactPoint,
    Document,
    GlossaryTerm,
    Image,
    OpeningException,
    OpeningHours,
)

SECRET = "Shelter-Lindenstrasse-7"
"""Written into every kind of metadata, so that one search through the bytes finds them all."""


def gps_exif(orientation: int = 1) -> bytes:
    """EXIF as a phone writes it: place, device, owner and which side is up."""
    return piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Make: SECRET.encode(),
                piexif.ImageIFD.Artist: SECRET.encode(),
                piexif.ImageIFD.Orientation: orientation,
            },
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"N",
                piexif.GPSIFD.GPSLatitude: ((51, 1), (20, 1), (2500, 100)),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: ((12, 1), (22, 1), (2500, 100)),
            },
        }
    )


def picture_bytes(
    format_: str = "JPEG", size: tuple[int, int] = (60, 40), *, orientation: int = 1
) -> bytes:
    """A picture with a red corner at the start of its rows, and metadata wherever it fits."""
    picture = Pillow.new("RGB", size, "navy")
    picture.paste("red", (0, 0, size[0] // 3, size[1] // 3))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{SECRET}</x:xmpmeta>'.encode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET)
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"comment": SECRET.encode(), "xmp": xmp, "icc_profile": profile},
        "PNG": {"pnginfo": text, "icc_profile": profile},
        "WEBP": {"xmp": xmp, "icc_profile": profile},
        "AVIF": {"xmp": xmp, "icc_profile": profile},
        "GIF": {"comment": SECRET.encode()},
        "HEIF": {"xmp": xmp},
    }
    extra = {} if format_ == "GIF" else {"exif": gps_exif(orientation)}
    output = BytesIO()
    picture.save(output, format_, **options[format_], **extra)
    return output.getvalue()


def make_image(title: str = "Bridge", *, content: bytes | None = None, **fields: Any) -> Image:
    data = picture_bytes() if content is None else content
    return Image.objects.create(
        title=title,
        file=ContentFile(data, name="photo.jpg"),
        **{"people_shown": Image.PeopleShown.NOBODY, **fields},
    )


def make_document(title: str = "Form", name: str = "form.txt", content: bytes = b"x") -> Document:
    return Document.objects.create(title=title, file=ContentFile(content, name=name))


def make_point(
    name: str = "Advice",
    *,
    hours: tuple[tuple[int, str, str], ...] = (),
    closed_on: tuple[dt.date, ...] = (),
    **fields: Any,
) -> ContactPoint:
    """`hours`: (weekday from 0, opens, closes), times as "09:00"."""
    point = ContactPoint.objects.create(name=name, **{"phone": "+49 341 123456", **fields})
    for weekday, opens, closes in hours:
        OpeningHours.objects.create(
            point=point,
            weekday=weekday,
            opens=dt.time.fromisoformat(opens),
            closes=dt.time.fromisoformat(closes),
        )
    for date in closed_on:
        OpeningException.objects.create(point=point, date=date, closed=True)
    return point


def make_contact(
    name: str = "Advice", *, point: ContactPoint | None = None, **fields: Any
) -> Contact:
    return Contact.objects.create(
        name=name,
        point=point or make_point(name),
        **{"locale": Locale.objects.get(language_code=settings.LANGUAGE_CODE), **fields},
    )


def make_term(
    term: str = "Residence permit",
    *,
    original: str = "Aufenthaltserlaubnis",
    explanation: str = "The paper that allows you to stay.",
    **fields: Any,
) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        term=term,
        original=original,
        explanation=explanation,
        **{"locale": Locale.objects.get(language_code=settings.LANGUAGE_CODE), **fields},
    )

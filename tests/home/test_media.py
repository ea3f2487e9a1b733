"""Nothing about place, device or person leaves with a picture, whichever road it came."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.models import Collection, UploadedFile

from home.images import ALL_SPECS, LONGEST_SIDE, scrub
from home.models import Document, Image
from home.tasks import prepare_page_renditions, prepare_renditions
from people.models import User
from tests.home.factories import SECRET, make_document, make_image, picture_bytes
from tests.people.signing_in import sign_in_staff

pytestmark = [pytest.mark.row("J1"), pytest.mark.django_db]


def leaks(data: bytes) -> list[str]:
    """What of the metadata is still there; looks into the bytes and asks the decoder."""
    picture = Pillow.open(BytesIO(data))
    found = [
        name for name in ("exif", "xmp", "comment", "XML:com.adobe.xmp") if picture.info.get(name)
    ]
    if len(picture.getexif()):
        found.append("getexif")
    if SECRET.encode() in data:
        found.append("bytes")
    return found


def by_create(data: bytes) -> Image:
    return make_image(content=data)


def by_bulk_create(data: bytes) -> Image:
    image = Image(title="x", file=ContentFile(data, name="x.jpg"), people_shown="none")
    image.collection = Collection.get_first_root_node()
    return Image.objects.bulk_create([image])[0]


def by_file_save(data: bytes) -> Image:
    image = Image(title="x", people_shown="none")
    image.file.save("x.jpg", ContentFile(data), save=True)
    return image


def by_replacing(data: bytes) -> Image:
    image = make_image()
    image.file = SimpleUploadedFile("x.jpg", data)
    image.save()
    return image


@pytest.mark.parametrize("road", [by_create, by_bulk_create, by_file_save, by_replacing])
def test_no_road_leaves_metadata_in_original_or_rendition(road: Callable[[bytes], Image]) -> None:
    data = picture_bytes(orientation=6)
    assert {"exif", "getexif", "bytes", "comment"} <= set(leaks(data))  # the detector can see

    image = Image.objects.get(pk=road(data).pk)

    with image.open_file() as opened:
        original = opened.read()
    assert leaks(original) == []
    assert (image.width, image.height) == (40, 60), "the orientation is applied"
    assert image.file_size == len(original)
    assert image.file_hash == hashlib.sha1(original, usedforsecurity=False).hexdigest()
    picture = Pillow.open(BytesIO(original))
    assert picture.info["icc_profile"], "the colours stay"
    red, _green, _blue = picture.convert("RGB").getpixel((38, 2))
    assert red > 200, "the red corner is at the top and the end"
    renditions = image.get_renditions(*ALL_SPECS, "original", "original|format-png").values()
    assert len(renditions) == len(ALL_SPECS) + 2
    for rendition in renditions:
        with rendition.file.open() as opened:
            assert leaks(opened.read()) == []


@pytest.mark.parametrize(
    ("format_", "ending"),
    [("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "png"), ("HEIF", "jpg")],
)
def test_every_kind_is_cleaned_and_named_by_its_content(format_: str, ending: str) -> None:
    data = picture_bytes(format_)
    assert "bytes" in leaks(data)
    clean = scrub(BytesIO(data))
    assert leaks(clean.read()) == []
    assert clean.name.endswith(f".{ending}")
    assert (clean.width, clean.height) == (60, 40)


def test_what_is_appended_to_a_picture_is_gone() -> None:
    data = picture_bytes() + b"<script>alert(1)</script>PK\x03\x04"
    clean = scrub(BytesIO(data)).read()
    assert b"<script>" not in clean
    assert b"PK\x03\x04" not in clean


def test_transparency_stays_and_big_pictures_shrink() -> None:
    output = BytesIO()
    Pillow.new("RGBA", (LONGEST_SIDE + 440, 20), (255, 0, 0, 10)).save(output, "PNG")
    clean = scrub(output)
    assert (clean.width, Pillow.open(clean).mode) == (LONGEST_SIDE, "RGBA")


def test_a_printers_picture_becomes_one_for_screens() -> None:
    output = BytesIO()
    Pillow.new("CMYK", (8, 8), (0, 255, 255, 0)).save(output, "JPEG")
    red, green, blue = Pillow.open(scrub(output)).getpixel((4, 4))
    assert red > 200
    assert max(green, blue) < 80


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that unpacks to 10 GB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "image_unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image_unreadable"),
        (picture_bytes()[:400], "image_unreadable"),
        (bomb(), "image_too_many_pixels"),
        (bomb(8_000, 8_000), "image_too_many_pixels"),
        (picture_bytes() + b"\0" * (5 * 1024 * 1024), "image_too_heavy"),
        (b"", "image_unreadable"),
    ],
)
def test_what_is_no_honest_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        make_image(content=data)
    assert refused.value.code == code
    assert not Image.objects.exists()


def test_names_are_random() -> None:
    image = make_image(content=picture_bytes())
    assert "photo" not in image.file.name
    assert image.file.name.startswith("original_images/")
    assert make_image().file.name != image.file.name


@pytest.fixture
def admin(client: Client) -> Client:
    sign_in_staff(client, User.objects.create_superuser("admin@example.org", "a-long-password"))
    return client


def form(**changed: object) -> dict[str, object]:
    collection = Collection.get_first_root_node().pk
    return {"title": "x", "people_shown": "none", "collection": collection, **changed}


def test_the_admin_form_cleans(admin: Client) -> None:
    upload = SimpleUploadedFile("secret-street.jpg", picture_bytes(orientation=3), "image/jpeg")
    admin.post(reverse("wagtailimages:add"), form(file=upload))
    image = Image.objects.get()
    with image.open_file() as opened:
        assert leaks(opened.read()) == []
    assert "secret" not in image.file.name


@pytest.mark.parametrize("data", [b"<html></html>", picture_bytes(size=(300, 200))[:-100], bomb()])
def test_the_admin_form_says_what_is_wrong(admin: Client, data: bytes) -> None:
    upload = SimpleUploadedFile("x.jpg", data, "image/jpeg")
    response = admin.post(reverse("wagtailimages:add"), form(file=upload))
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Image.objects.exists()


@pytest.mark.parametrize("answer", ["", "no_consent"])
def test_people_without_consent_are_refused(admin: Client, answer: str) -> None:
    upload = SimpleUploadedFile("x.jpg", picture_bytes(), "image/jpeg")
    response = admin.post(reverse("wagtailimages:add"), form(file=upload, people_shown=answer))
    assert response.context["form"].errors["people_shown"]
    assert not Image.objects.exists()


def test_the_database_refuses_people_without_consent() -> None:
    make_image(people_shown="consent")
    with pytest.raises(IntegrityError):
        make_image(people_shown="no_consent")


def test_many_at_once_are_clean_even_while_they_wait(admin: Client) -> None:
    upload = SimpleUploadedFile("secret.jpg", picture_bytes(), "image/jpeg")
    add = reverse("wagtailimages:add_multiple")
    data = {"title": "x", "collection": Collection.get_first_root_node().pk, "files[]": upload}
    admin.post(add, data, headers={"X-Requested-With": "XMLHttpRequest"})
    waiting = UploadedFile.objects.get()  # the form still asks who is shown
    with waiting.file.open() as opened:
        assert leaks(opened.read()) == []
    assert "secret" not in waiting.file.name

    prefix = f"uploaded-image-{waiting.pk}"
    fill = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    admin.post(fill, {f"{prefix}-{name}": value for name, value in form().items()})
    with Image.objects.get().open_file() as opened:
        assert leaks(opened.read()) == []


def test_a_waiting_document_is_left_alone() -> None:
    kind = ContentType.objects.get_for_model(Document)
    upload = UploadedFile(for_content_type=kind, file=ContentFile(b"words", name="a.txt"))
    upload.save()
    assert upload.file.read() == b"words"


def test_a_picture_offers_three_formats_and_no_width_twice() -> None:
    image = make_image(content=picture_bytes(size=(900, 600)))
    html = render_to_string("includes/picture.html", {"image": image, "alt": "A bridge"})
    assert [html.count(f'type="image/{kind}"') for kind in ("avif", "webp")] == [1, 1]
    assert html.count("900w") == 3
    assert html.count("800w") == 3
    assert html.count("400w") == 3
    assert 'alt="A bridge"' in html
    assert 'width="800" height="533"' in html
    assert 'loading="lazy" decoding="async"' in html
    assert "1200w" not in html


def test_a_cut_follows_the_focal_point() -> None:
    image = make_image(content=picture_bytes(size=(800, 2400)))
    centred = Pillow.open(image.cover.fallback.file).convert("RGB").getpixel((5, 5))
    image.focal_point_x = image.focal_point_y = 60
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    cornered = Image.objects.get(pk=image.pk).cover.fallback
    assert cornered.width == 800
    assert centred[0] < 100 < Pillow.open(cornered.file).convert("RGB").getpixel((5, 5))[0]


@pytest.mark.parametrize("many", [1, 20])
def test_a_list_of_pictures_needs_two_statements(many: int) -> None:
    for _number in range(many):
        make_image()
    with CaptureQueriesContext(connection) as queries:
        for image in Image.objects.for_lists():
            render_to_string("includes/picture.html", {"image": image, "alt": "", "crop": True})
            render_to_string("includes/picture.html", {"image": image, "alt": ""})
    assert len(queries) == 2


def test_sizes_are_made_when_an_image_is_saved() -> None:
    image = make_image()
    assert image.renditions.count() == len(ALL_SPECS)


def test_sizes_are_made_when_a_page_is_published(home_page) -> None:
    image = make_image()
    image.renditions.all().delete()
    home_page.lead_image = image
    home_page.lead_image_alt = "A bridge"
    home_page.save_revision().publish()
    assert image.renditions.count() == len(ALL_SPECS)


def test_tasks_survive_what_is_gone() -> None:
    image = make_image()
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    assert prepare_renditions(image.pk) == 0
    assert prepare_renditions(0) == 0
    assert prepare_page_renditions(0) == 0


@pytest.mark.parametrize(
    ("name", "content", "fits"),
    [
        ("a.pdf", b"%PDF-1.7\n", True),
        ("a.pdf", b"<html><script>", False),
        ("a.txt", "Zwei Wörter".encode(), True),
        ("a.txt", b"%PDF-1.7\n", False),
        ("a.csv", b"\x00\x01", False),
        ("a.docx", b"MZ\x90\x00", False),
    ],
)
def test_a_document_is_what_its_name_says(name: str, content: bytes, fits: bool) -> None:
    document = Document(title="x", file=ContentFile(content, name=name))
    document.collection = Collection.get_first_root_node()
    if fits:
        document.full_clean()
    else:
        with pytest.raises(ValidationError, match="file"):
            document.full_clean()


def test_a_document_lies_in_a_folder_nobody_guesses() -> None:
    first, second = make_document(), make_document()
    assert first.file.name.endswith("/form.txt")
    assert first.file.name != second.file.name

"""Pictures and files of the site."""

import uuid
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.search import index

from home.files import HEAD, content_fits
from home.images import (
    ALL_SPECS,
    COVER_SPECS,
    PICTURE_SPECS,
    Picture,
    ScrubbedFile,
    build_picture,
    scrub,
)


class ScrubbedImageFieldFile(WagtailImageFieldFile):
    """Every road that stores a file ends here: forms, imports, the ORM and bulk inserts."""

    def save(self, name: str, content: "File[bytes]", save: bool = True) -> None:
        clean = content if isinstance(content, ScrubbedFile) else scrub(content)
        super().save(clean.name, clean, save=False)
        image = self.instance
        image.width, image.height = clean.width, clean.height
        image.file_size = clean.size
        image._set_file_hash()
        if save:
            image.save()

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Unknown until the picture is clean: a bomb must not go off when it is assigned."""
        if self._committed:
            return cast("tuple[int, int]", super().get_image_dimensions())
        content = self._file
        known = isinstance(content, ScrubbedFile)
        return (content.width, content.height) if known else (None, None)


class ScrubbedImageField(WagtailImageField):
    """An image field that stores nothing but what `home.images.scrub` made."""

    attr_class = ScrubbedImageFieldFile

    def clean(self, value: FieldFile, model_instance: models.Model | None) -> Any:
        """Scrub while a form can still say what is wrong. What comes out is not scrubbed twice."""
        if value and not getattr(value, "_committed", True):
            value.file = scrub(value.file)
            value.name = value.file.name
        return super().clean(value, model_instance)


class PictureQuerySet(ImageQuerySet):
    """Wagtail's queryset of images, with one word for what lists need."""

    def for_lists(self) -> "PictureQuerySet":
        """With the renditions of `includes/picture.html`: two statements, however many images."""
        return cast("PictureQuerySet", self.prefetch_renditions(*ALL_SPECS))


class Image(AbstractImage):
    """A picture without metadata, with its licence and the consent of those shown on it."""

    class PeopleShown(models.TextChoices):
        NOBODY = "none", _("Nobody can be recognised")
        CONSENT = "consent", _("People can be recognised and have agreed to this use")
        REFUSED = "no_consent", _("People can be recognised and have not agreed")

    file = ScrubbedImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    # Fields are written in this order: the file comes first, as the others describe it.
    file.creation_counter = AbstractImage._meta.get_field("file").creation_counter
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made this picture. It is shown next to the picture."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        help_text=_("For example “CC BY 4.0”, or “own picture”."),
    )
    source_url = models.URLField(
        _("source"), blank=True, help_text=_("The address where the picture was found.")
    )
    people_shown = models.CharField(
        _("people shown"),
        max_length=10,
        choices=PeopleShown.choices,
        help_text=_(
            "Somebody who fled can be in danger when a face appears. Ask first, in writing, and "
            "keep the answer. Without consent choose another picture."
        ),
    )

    # Wagtail's own model has these under the same reverse names.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="home_images"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="home_images",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    objects = PictureQuerySet.as_manager()
    admin_form_fields = (
        "title",
        "file",
        "description",
        "people_shown",
        "credit",
        "licence",
        "source_url",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.FilterField("people_shown"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", _("Can choose image"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(people_shown="no_consent"),
                name="home_image_never_without_consent",
                violation_error_message=_(
                    "A picture on which somebody can be recognised needs their consent."
                ),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.people_shown == self.PeopleShown.REFUSED:
            raise ValidationError(
                {
                    "people_shown": _(
                        "This picture cannot be used. Choose one on which nobody can be "
                        "recognised, or ask the people shown for their consent first."
                    )
                }
            )

    @property
    def default_alt_text(self) -> str:
        """Never the title: a file name read aloud helps nobody. Empty means decorative."""
        return str(self.description)

    @cached_property
    def picture(self) -> Picture:
        """The whole picture."""
        return build_picture(self.get_renditions(*PICTURE_SPECS))

    @cached_property
    def cover(self) -> Picture:
        """Cut to 16:9 around the focal point."""
        return build_picture(self.get_renditions(*COVER_SPECS))


class Rendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(
        Image, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("image")
    )

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        unique_together = (("image", "filter_spec", "focal_point_key"),)


def document_upload_to(instance: "Document", filename: str) -> str:
    """A random folder, so that nobody guesses an address; the name stays what a reader saves."""
    return f"documents/{uuid.uuid4().hex}/{filename}"


class Document(AbstractDocument):
    """A file to download, or a film to play."""

    file = models.FileField(upload_to=document_upload_to, verbose_name=_("file"))
    # Wagtail's own model has these under the same reverse names.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="home_documents"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="home_documents",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", _("Can choose document"))]

    def clean(self) -> None:
        """What a file is, its content says, not its name (OWASP ASVS 5.0, 5.2.2)."""
        super().clean()
        if (
            self.file
            and not getattr(self.file, "_committed", True)
            and not self._content_fits_name()
        ):
            raise ValidationError(
                {"file": _("The content of this file is not what its name says.")},
                code="document_content",
            )

    def _content_fits_name(self) -> bool:
        with self.open_file() as opened:
            head: bytes = opened.read(HEAD)
            opened.seek(0)
        return content_fits(self.file_extension, head)

"""What the importer remembers of each file, so that running it again changes nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedFile(models.Model):
    """One Markdown file and the page it became.

    `slug` and `language` are the file's own: the page may get another address later and is still
    found. `sha256` covers the file and its images. Deleting the page forgets the file.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    slug = models.CharField(_("title in the file"), max_length=255)
    language = models.CharField(_("language"), max_length=20)
    is_source = models.BooleanField(_("the other languages are translated from it"), default=False)
    path = models.CharField(_("path"), max_length=1000)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    imported_at = models.DateTimeField(_("imported at"), auto_now=True)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"], name="knowledge_one_import_per_title_and_language"
            )
        ]

    def __str__(self) -> str:
        return self.path

"""Who of the team has looked at whose contact data. The person can read it (requirement 4.16)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ContactView(models.Model):
    """One view. Somebody without an account is named by the fingerprint of their address."""

    class What(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        PHONE = "phone", _("Phone number")
        REPORT = "report", _("E-mail address in a report")
        MESSAGE = "message", _("Address and text of a message")
        EXPORT = "export", _("Contact data in an exported list")

    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("seen by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.CASCADE,
        related_name="contact_views",
    )
    subject = models.CharField(
        _("fingerprint of the address"), max_length=64, blank=True, db_index=True
    )
    what = models.CharField(_("what was seen"), max_length=16, choices=What.choices)
    at = models.DateTimeField(_("seen at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("view of contact data")
        verbose_name_plural = _("views of contact data")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(subject=""), name="people_view_of_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} · {self.get_what_display()}"

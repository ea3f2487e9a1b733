"""When the worker last did what it does regularly."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """The last time a regular job finished; one row per job."""

    class Job(models.TextChoices):
        TICK = "tick", _("Worker")
        PUBLISH = "publish", _("Scheduled publishing")
        PURGE = "purge", _("Nightly clean-up")
        LINKS = "links", _("Link check")

    job = models.CharField(_("job"), max_length=16, choices=Job.choices, primary_key=True)
    at = models.DateTimeField(_("last run"), default=timezone.now)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.job} {self.at:%Y-%m-%d %H:%M}"

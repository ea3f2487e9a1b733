"""Where somebody's role ends: below which page, and in which languages."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RoleScope(models.Model):
    """One limited grant. A role without limits has no row: there the group says it all.

    `page` None means every page; a page stands for its translations, too. `languages` are codes of
    `settings.LANGUAGES`; an empty list means every language. `group` carries what Wagtail asks for.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        related_name="role_scopes",
        on_delete=models.CASCADE,
    )
    role = models.CharField(_("role"), max_length=30)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        related_name="role_scopes",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    group = models.ForeignKey(Group, related_name="role_scopes", on_delete=models.CASCADE)
    created_at = models.DateTimeField(_("granted"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("limited role")
        verbose_name_plural = _("limited roles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("user", "group"), name="people_rolescope_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.group)

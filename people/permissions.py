"""How far somebody's role reaches: the questions that every room asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group

from people.models import RoleScope
from people.role_groups import roots
from people.roles import get_role

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True)
class Scope:
    """One grant. None means no limit; `paths` are treebeard's, of the topmost pages."""

    paths: tuple[str, ...] | None = None
    languages: frozenset[str] | None = None

    def reaches(self, page: Page | None, language: str | None) -> bool:
        if self.languages is not None and language is not None and language not in self.languages:
            return False
        if self.paths is None or page is None:
            return True
        return page.path.startswith(self.paths)


def is_administrator(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def scopes(user: Any, role: str) -> tuple[Scope, ...]:
    """Every grant of `role` that somebody has; empty for those who do not have it.

    Two statements, and one more for each limited grant.
    """
    wanted = get_role(role)
    if not user.is_active or not user.is_authenticated:
        return ()
    if is_administrator(user):
        return (Scope(),)
    if wanted.is_administrator:
        return ()
    whole = (Scope(),) if user.groups.filter(name=wanted.group_name).exists() else ()
    limited = RoleScope.objects.filter(user=user, role=wanted.code).select_related("page")
    return whole + tuple(_scope(row) for row in limited)


def may(user: Any, role: str, page: Page | None = None, language: str | None = None) -> bool:
    """Whether somebody acts in `role`, there and in that language. Administrators always do.

    Without `page` and `language` it asks whether they do so anywhere.
    """
    return any(scope.reaches(page, language) for scope in scopes(user, role))


def languages_for(user: Any, permission: str) -> frozenset[str] | None:
    """In which languages somebody has "app.codename"; None means in all of them.

    A right that comes from another group than a limited role's is a right in every language.
    """
    if is_administrator(user):
        return None
    if not user.has_perm(permission):
        return frozenset()
    label, codename = permission.split(".")
    groups = Group.objects.filter(
        user=user, permissions__content_type__app_label=label, permissions__codename=codename
    )
    languages = dict(
        RoleScope.objects.filter(user=user, group__in=groups).values_list("group", "languages")
    )
    granting = set(groups.values_list("pk", flat=True))
    if not granting or granting - languages.keys() or not all(languages.values()):
        return None
    return frozenset(code for codes in languages.values() for code in codes)


def _scope(row: RoleScope) -> Scope:
    unlimited = row.page is None and not row.languages
    return Scope(
        paths=None if unlimited else tuple(roots(row).values_list("path", flat=True)),
        languages=frozenset(row.languages) if row.languages else None,
    )

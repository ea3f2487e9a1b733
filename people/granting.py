"""Giving and taking away roles: by administrators only, with a reason, and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.acts import record_act
from people.models import RoleScope, User
from people.role_groups import group_for, sync_scope
from people.roles import Limit, get_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wagtail.models import Page

    from people.roles import Role

GRANTED, TAKEN = "people.role.grant", "people.role.take"


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    granted_by: User,
    reason: str,
    page: Page | None = None,
    languages: Iterable[str] = (),
) -> None:
    """With a page or languages the role reaches only so far. Granting twice changes nothing.

    Raises PermissionDenied for anybody but administrators, ValidationError for a missing reason or
    limits that the role does not have.
    """
    wanted = get_role(role)
    codes = sorted(set(languages))
    _check(granted_by, reason)
    _check_limits(wanted, page, codes)
    put_into_role(user=user, role=wanted, page=page, languages=codes)
    _write_down(GRANTED, user, granted_by, wanted, page, codes, reason)


def put_into_role(
    *, user: User, role: Role, page: Page | None = None, languages: Sequence[str] = ()
) -> None:
    """What `grant_role` does once it is allowed, and the sample content does where nobody asks."""
    if role.is_administrator:
        user.is_superuser = True
    elif page is None and not languages:
        user.groups.add(Group.objects.get_or_create(name=role.group_name)[0])
    else:
        _grant_limited(user, role, page, list(languages))
    user.is_staff = user.is_staff or role.staff
    user.save(update_fields=["is_superuser", "is_staff"])


@transaction.atomic
def take_role(
    *, user: User, role: str, taken_by: User, reason: str, scope: RoleScope | None = None
) -> None:
    """Take away one grant: that of `scope`, or else the one without limits.

    Raises PermissionDenied and ValidationError like `grant_role`; the last administrator stays.
    """
    taken = get_role(role)
    _check(taken_by, reason)
    if taken.is_administrator:
        _take_administration(user)
    elif scope is None:
        user.groups.remove(*Group.objects.filter(name=taken.group_name))
    else:
        scope.delete()
    if not user.is_superuser and not user.groups.exists():
        user.is_staff = False
    user.save(update_fields=["is_superuser", "is_staff"])
    page, languages = (scope.page, scope.languages) if scope else (None, [])
    _write_down(TAKEN, user, taken_by, taken, page, languages, reason)


def _grant_limited(user: User, role: Role, page: Page | None, languages: list[str]) -> None:
    group = group_for(role, page, languages)
    scope, made = RoleScope.objects.get_or_create(
        user=user,
        group=group,
        defaults={"role": role.code, "page": page, "languages": languages},
    )
    user.groups.add(group)
    if made:
        sync_scope(scope)


def _take_administration(user: User) -> None:
    """Locks all of them, so that two cannot remove each other at the same moment."""
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if not set(administrators.values_list("pk", flat=True)) - {user.pk}:
        raise ValidationError(_("This is the last administrator. Make somebody else one first."))
    user.is_superuser = False


def _check(actor: User, reason: str) -> None:
    if not (actor.is_active and actor.is_superuser):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Please say why."))


def _check_limits(role: Role, page: Page | None, languages: list[str]) -> None:
    unknown = set(languages) - {code for code, _name in settings.LANGUAGES}
    if unknown:
        raise ValidationError(_("There is no such language."))
    if role.limit is Limit.NEVER and (page or languages):
        raise ValidationError(_("This role has no limits: it is given as a whole."))
    if role.limit is Limit.NEEDED and (page is None or page.depth < 2):
        raise ValidationError(_("This role needs the page that it is about."))


def _write_down(
    action: str,
    user: User,
    actor: User,
    role: Role,
    page: Page | None,
    languages: list[str],
    reason: str,
) -> None:
    data: dict[str, Any] = {
        "role": role.code,
        "page": page.pk if page else None,
        "languages": languages,
        "reason": reason.strip(),
    }
    log(instance=user, action=action, user=actor, data=data)
    detail = {"role": role.code, "page": page.pk if page else 0, "languages": len(languages)}
    record_act(actor=actor, verb=action, target=user, detail=detail)

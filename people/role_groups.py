"""The groups behind the roles: one per role, and one per limit that somebody was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from people.models import RoleScope
from people.roles import ROLES, Limit, Role, by_code

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_MODELS = ("image", "document")
FRONT_PAGE_DEPTH = 2
# Wagtail's migrations make this task; it asks for the approval of what may not be published.
APPROVAL_TASK = "Moderators approval"
APPROVING_ROLES = ("editor", "moderator")
NEEDED_TABLES = {"people_rolescope", "wagtailcore_grouppagepermission", "wagtailcore_collection"}


def sync_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """After the last app: only then do all permissions and content types exist."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last and set(connections[using].introspection.table_names()) >= NEEDED_TABLES:
        sync_roles()


@transaction.atomic
def sync_roles() -> None:
    """Give every role's group what the table says. Running it again changes nothing.

    What an operator added to such a group by hand stays; what was taken away comes back. Whoever
    wants a role with less makes a group of their own.
    """
    for role in ROLES:
        if not role.is_administrator:
            _fill(role, Group.objects.get_or_create(name=role.group_name)[0])
    _let_approve()
    for scope in RoleScope.objects.select_related("group", "page"):
        sync_scope(scope)


def sync_scope(scope: RoleScope) -> None:
    """Make the rights of a limited group exactly those of its pages, as they are now."""
    role = by_code[scope.role]
    _fill(role, scope.group, limited=True)
    wanted = {
        (page, permission)
        for page in root_ids(scope)
        for permission in _page_permissions(role).values_list("pk", flat=True)
    }
    present = {
        (row.page_id, row.permission_id): row.pk
        for row in GroupPagePermission.objects.filter(group=scope.group)
    }
    gone = [pk for pair, pk in present.items() if pair not in wanted]
    GroupPagePermission.objects.filter(pk__in=gone).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=scope.group, page_id=page, permission_id=permission)
        for page, permission in wanted - present.keys()
    )


def roots(scope: RoleScope) -> Any:
    """A queryset of the topmost pages of a scope, one for each of its languages."""
    pages = Page.objects.filter(depth__gte=FRONT_PAGE_DEPTH)
    if scope.page is None:
        pages = pages.filter(depth=FRONT_PAGE_DEPTH)
    else:
        pages = pages.filter(translation_key=scope.page.translation_key)
    if scope.languages:
        pages = pages.filter(locale__language_code__in=scope.languages)
    return pages


def root_ids(scope: RoleScope) -> list[int]:
    return list(roots(scope).values_list("pk", flat=True))


def follow_translation(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A page that has just got another language takes those limited to it along."""
    if not isinstance(target_obj, Page):
        return
    is_front_page = target_obj.depth == FRONT_PAGE_DEPTH
    affected = Q(page__translation_key=target_obj.translation_key)
    if is_front_page:
        affected |= Q(page=None)
    for scope in RoleScope.objects.filter(affected).select_related("group", "page"):
        sync_scope(scope)


def leave_group(instance: RoleScope, **kwargs: Any) -> None:
    """Whatever ended a limited grant, a deleted page too: it must not leave any right behind."""
    instance.group.user_set.remove(instance.user_id)
    if not RoleScope.objects.filter(group=instance.group_id).exists():
        Group.objects.filter(pk=instance.group_id).delete()


def group_for(role: Role, page: Page | None, languages: list[str]) -> Group:
    """The group of everybody with exactly these limits, new or present."""
    same = RoleScope.objects.filter(role=role.code, page=page, languages=languages)
    if scope := same.select_related("group").first():
        return scope.group
    place = f"{page.title[:70]} #{page.pk}" if page else "*"
    ending = f" ({', '.join(languages)})" if languages else ""
    return Group.objects.get_or_create(name=f"{role.group_name}: {place}{ending}"[:150])[0]


def _fill(role: Role, group: Group, limited: bool = False) -> None:
    group.permissions.add(*_named(role.can))
    if not limited and role.limit is not Limit.NEEDED:
        root = Page.objects.filter(depth=1).values_list("pk", flat=True).first()
        for permission in _page_permissions(role) if root else ():
            GroupPagePermission.objects.get_or_create(
                group=group, page_id=root, permission=permission
            )
    _grant_files(role, group, limited)


def _grant_files(role: Role, group: Group, limited: bool) -> None:
    actions = [action for action in role.files if not (limited and action == "change")]
    collection = Collection.get_first_root_node()
    if collection is None:
        return
    names = (f"home.{action}_{model}" for model in FILE_MODELS for action in actions)
    for permission in _named(names):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _let_approve() -> None:
    for task in GroupApprovalTask.objects.filter(name=APPROVAL_TASK):
        names = [by_code[code].group_name for code in APPROVING_ROLES]
        task.groups.add(*Group.objects.filter(name__in=names))


def _page_permissions(role: Role) -> Any:
    codenames = [f"{action}_page" for action in role.page_permissions]
    return Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    )


def _named(permissions: Iterable[str]) -> list[Permission]:
    """Those of "app.codename" that exist; the apps below know others only later."""
    asked = Q(pk__in=())
    for permission in permissions:
        label, codename = permission.split(".")
        asked |= Q(content_type__app_label=label, codename=codename)
    return list(Permission.objects.filter(asked))

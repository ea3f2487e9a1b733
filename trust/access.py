"""Which pages somebody may edit, and so which checks, reports and links are theirs to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


def editable_pages(user: Any) -> PageQuerySet:
    """Pages that `user` may edit, in any state. Lazy: one statement, or a part of another one."""
    policy = policy_registry.get_by_type(Page)
    return policy.instances_user_has_permission_for(user, "change").exclude(depth=1)


def edits_pages(user: Any) -> bool:
    """Whether there is a place where `user` may edit. Costs nothing once Wagtail has looked."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_any_permission(user, {"add", "change"}))


def editable_page_or_refuse(user: Any, page_id: int) -> Page:
    """The specific page. Raises Http404 when there is none, PermissionDenied when not allowed."""
    page: Page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page

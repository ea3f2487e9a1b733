"""Whoever of the team opens somebody's contact data leaves a line that the person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from people.addresses import confirmed_hashes, hash_address, normalise
from people.models import ContactView, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest


def log_contact_view(
    request: HttpRequest, *, what: str, person: User | None = None, address: str = ""
) -> None:
    """One view, by `request.user`, of `person`, or of whoever owns `address`.

    One's own data and an empty address leave no line.
    """
    log_contact_views(request, what=what, people=[person], addresses=[address])


def log_contact_views(
    request: HttpRequest,
    *,
    what: str,
    people: Iterable[User | None] = (),
    addresses: Iterable[str] = (),
) -> None:
    """Many at once, for lists that are exported. One statement."""
    viewer = request.user
    if not isinstance(viewer, User):
        return
    rows = [
        ContactView(viewer=viewer, person=person, what=what)
        for person in people
        if person and person.pk and person.pk != viewer.pk
    ]
    own = normalise(viewer.email)
    hashes = {hash_address(each) for each in addresses if each and normalise(each) != own}
    rows += [ContactView(viewer=viewer, subject=each, what=what) for each in sorted(hashes)]
    ContactView.objects.bulk_create(rows)


def views_shown_to(user: User) -> QuerySet[ContactView]:
    """Newest first, with the viewer, whose name the page shows; never an address of the team."""
    mine = Q(person=user) | Q(subject__in=confirmed_hashes(user))
    return ContactView.objects.filter(mine).exclude(viewer=user).select_related("viewer")

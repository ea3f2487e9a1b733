"""What we know about somebody: handed over, or forgotten (GDPR, articles 15, 17 and 20)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.acts import record_act
from people.models import User
from people.privacy import PersonalData, register


def export_person(*, user: User) -> dict[str, Any]:
    """Everything of the register that belongs to `user`, as JSON can hold it.

    {"exported_at": …, "data": [{"model": …, "title": …, "rows": [{label: value}]}]}; tables without
    a row are left out.
    """
    tables = (table_of(data, user) for data in register() if data.exported)
    return {
        "exported_at": timezone.now().isoformat(),
        "data": [table for table in tables if table["rows"]],
    }


def table_of(data: PersonalData, user: User) -> dict[str, Any]:
    names = [field.field for field in data.fields if field.exported]
    rows = data.owned_by(user)
    return {
        "model": data.model,
        "title": str(data.title),
        "rows": [{name: plain(getattr(row, name)) for name in names} for row in rows],
    }


def plain(value: Any) -> Any:
    """A value as JSON knows it; a related row by what it is called."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if hasattr(value, "get_short_name"):
        return value.nickname or value.name  # never the address of somebody else
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "all"):
        return [str(each) for each in value.all()]
    return str(value)


@transaction.atomic
def delete_person(*, user: User, actor: User | None = None) -> None:
    """Forget `user`: each room erases or makes nameless what is theirs; the account goes last.

    `actor` is the administrator who does it, None when the person or time does. The rows are chosen
    before anything goes: what belongs to somebody is often found by an address that would be gone
    by then. Raises ValidationError for the last administrator: nobody could open the house.
    """
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise ValidationError(
            _("You are the last administrator. Make somebody else one first."), code="last"
        )
    chosen = [(data, list(data.owned_by(user).values_list("pk", flat=True))) for data in register()]
    record_act(actor=actor, verb="people.person.deleted", detail={"staff": user.is_staff})
    for data, keys in chosen:
        data.erase(data.get_model()._base_manager.filter(pk__in=keys), user)

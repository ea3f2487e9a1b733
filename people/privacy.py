"""The register of personal data (GDPR, article 30): what we keep, why, how long, who sees it.

Each room says it in `<room>/personal.py`: `PERSONAL`, a list of `PersonalData`, and `NOT_PERSONAL`,
a set of "app.Model.field". The privacy page, the export, the deletion and the nightly retention
are made from it, and a test holds every field of every model against it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from people.library_words import LIBRARY_WORDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise

# Those for whom the same words hold in many rows.
CONTRACT = _("You asked us for it (GDPR, Article 6 (1) b)")
CONSENT = _("You agreed to it (GDPR, Article 6 (1) a)")
INTEREST = _("We need it to keep the website safe and reliable (GDPR, Article 6 (1) f)")
LAW = _("The law demands it (GDPR, Article 6 (1) c)")
ONLY_YOU = _("You, and those who look after the accounts")
EDITORS = _("Editors")
ADMINISTRATORS = _("Administrators")
EVERYBODY = _("Everybody")
NOBODY = _("Nobody; only the program reads it")
WITH_ACCOUNT = _("As long as the account")


@dataclass(frozen=True)
class PersonalField:
    """One field that says something about a person. Secrets are not `exported`."""

    model: str
    field: str
    purpose: _StrPromise
    basis: _StrPromise
    retention: _StrPromise
    seen_by: _StrPromise
    exported: bool = True


def delete_rows(rows: QuerySet[Any], user: Any = None) -> None:
    rows.delete()


def keep_rows(rows: QuerySet[Any], user: Any = None) -> None:
    """For what goes together with another row, or is nobody's account."""


@dataclass(frozen=True)
class PersonalData:
    """One model. `owned_by` finds the rows of a person, `erase` forgets them in those rows.

    `expired(now)` finds rows whose time is over, for the nightly retention; `purge` takes them.
    """

    model: str
    fields: tuple[PersonalField, ...]
    owned_by: Callable[[Any], QuerySet[Any]]
    erase: Callable[[QuerySet[Any], Any], None] = delete_rows
    expired: Callable[[dt.datetime], QuerySet[Any]] | None = None
    purge: Callable[[QuerySet[Any]], None] = delete_rows
    exported: bool = True

    def get_model(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def title(self) -> str:
        return str(self.get_model()._meta.verbose_name_plural)

    def label(self, field: PersonalField) -> str:
        """How readers call it: our own words also for the tables of libraries."""
        if self.is_ours:
            return str(self.get_model()._meta.get_field(field.field).verbose_name)  # type: ignore[union-attr]
        return str(LIBRARY_WORDS[field.field])

    @property
    def is_ours(self) -> bool:
        """Whether the model stands in a room of the project, and so has a catalogue of its own."""
        module = self.get_model().__module__.partition(".")[0]
        return (Path(settings.BASE_DIR) / module).is_dir()


def fields(
    model: str,
    names: str,
    *,
    purpose: _StrPromise,
    basis: _StrPromise,
    retention: _StrPromise,
    seen_by: _StrPromise,
    exported: bool = True,
) -> tuple[PersonalField, ...]:
    """Several fields of one model for which the same holds; `names` as "name nickname"."""
    return tuple(
        PersonalField(model, name, purpose, basis, retention, seen_by, exported)
        for name in names.split()
    )


def not_personal(model: str, names: str) -> set[str]:
    """{"trust.Report.kind", …} of "kind …"."""
    return {f"{model}.{name}" for name in names.split()}


def nobody(model: str) -> Callable[[Any], QuerySet[Any]]:
    """For data about people who have no account here: their rows belong to no user."""
    return lambda _user: apps.get_model(model)._base_manager.none()


def of_user(model: str, field: str = "user") -> Callable[[Any], QuerySet[Any]]:
    return lambda user: apps.get_model(model)._base_manager.filter(**{field: user})


def forget(name: str) -> Callable[[QuerySet[Any], Any], None]:
    """Keep the row, empty the one field that says whose it was."""

    def erase(rows: QuerySet[Any], _user: Any) -> None:
        rows.update(**{name: None})

    return erase


def data(
    model: str, names: str, words: tuple[Any, Any, Any, Any], owned_by: Any = None, **rest: Any
) -> PersonalData:
    """A `PersonalData` for all of whose fields the same `words` hold: purpose, basis, retention,
    seen by. Without `owned_by` its field `user` says whose it is; `secret` is never exported.
    """
    purpose, basis, retention, seen_by = words
    secret = rest.pop("secret", False)
    table = fields(
        model,
        names,
        purpose=purpose,
        basis=basis,
        retention=retention,
        seen_by=seen_by,
        exported=not secret,
    )
    return PersonalData(model, table, owned_by or of_user(model), **rest)


def personal_modules() -> list[Any]:
    """The `personal` modules in the order of INSTALLED_APPS: higher rooms first, the user last."""
    autodiscover_modules("personal")
    names = (f"{config.name}.personal" for config in apps.get_app_configs())
    return [sys.modules[name] for name in names if name in sys.modules]


def register() -> list[PersonalData]:
    """All of PERSONAL whose app is installed."""
    found: Iterable[PersonalData] = (
        data for module in personal_modules() for data in module.PERSONAL
    )
    labels = {config.label for config in apps.get_app_configs()}
    return [data for data in found if data.model.partition(".")[0] in labels]


def declared_not_personal() -> set[str]:
    return {name for module in personal_modules() for name in module.NOT_PERSONAL}


def register_table() -> list[dict[str, Any]]:
    """For the privacy page: all fields for which the same holds, as one entry.

    [{"purpose", "basis", "retention", "seen_by": words, "fields": names without doubles}]
    """
    lines: dict[tuple[str, ...], dict[str, None]] = {}
    for data in register():
        for field in data.fields:
            said = (field.purpose, field.basis, field.retention, field.seen_by)
            names = lines.setdefault(tuple(str(each) for each in said), {})
            names[data.label(field)] = None
    heads = ("purpose", "basis", "retention", "seen_by")
    return [
        {**dict(zip(heads, said, strict=True)), "fields": list(names)}
        for said, names in lines.items()
    ]

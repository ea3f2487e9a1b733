"""The one table of roles. `docs/guides/roles.md` says the same, and a test compares the two."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SNIPPETS = ("contact", "contactpoint", "glossaryterm")
OPEN_ADMIN = "wagtailadmin.access_admin"
TRANSLATE = "wagtail_localize.submit_translation"


class Limit(StrEnum):
    """Whether a role is given for a part of the tree or for some languages."""

    NEVER = "never"
    POSSIBLE = "possible"
    NEEDED = "needed"  # without a page it would reach everybody's


@dataclass(frozen=True)
class Role:
    """What a role may do.

    `can`: permissions of Django, "app.codename". `page_permissions`: Wagtail's, on the whole tree
    or on the part it is limited to. `files`: on images and documents; "add" includes changing one's
    own. A limited grant never gets `change` on files: pictures belong to everybody.
    """

    code: str
    label: _StrPromise
    purpose: _StrPromise
    can: tuple[str, ...] = ()
    page_permissions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    limit: Limit = Limit.NEVER

    @property
    def staff(self) -> bool:
        return self.is_administrator or OPEN_ADMIN in self.can

    @property
    def scoped(self) -> bool:
        return self.limit is not Limit.NEVER

    @property
    def is_administrator(self) -> bool:
        """Not a group but Django's superuser: Django and Wagtail ask for it by itself."""
        return self.code == "administrator"

    @property
    def group_name(self) -> str:
        """The English label, whatever language is active."""
        with translation.override(None):
            return str(self.label)


def snippet_permissions(*actions: str) -> tuple[str, ...]:
    return tuple(f"home.{action}_{model}" for model in SNIPPETS for action in actions)


ROLES = (
    Role(
        "administrator",
        _("Administrator"),
        _("Runs the installation: people, roles, settings, languages, and everything below."),
    ),
    Role(
        "editor",
        _("Editor"),
        _("Writes, checks and publishes pages, and answers readers' reports about them."),
        can=(
            OPEN_ADMIN,
            TRANSLATE,
            *snippet_permissions("add", "change", "delete", "view"),
            "trust.view_report",
            "trust.change_report",
        ),
        page_permissions=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        files=("add", "change", "choose"),
        limit=Limit.POSSIBLE,
    ),
    Role(
        "translator",
        _("Translator"),
        _("Translates pages and building blocks into the languages that were agreed."),
        can=(
            OPEN_ADMIN,
            TRANSLATE,
            *snippet_permissions("view"),
            "home.change_contact",
            "home.change_glossaryterm",
        ),
        page_permissions=("change", "publish"),
        files=("choose",),
        limit=Limit.POSSIBLE,
    ),
    Role(
        "moderator",
        _("Moderator"),
        _("Keeps what visitors and members send in order, and takes harmful pages down."),
        can=(OPEN_ADMIN, "trust.view_report", "trust.change_report", "trust.delete_report"),
        page_permissions=("change", "publish", "lock", "unlock"),
        files=("choose",),
        limit=Limit.POSSIBLE,
    ),
    Role(
        "ambassador",
        _("Ambassador"),
        _("Leads a chapter and writes its pages, and no others."),
        can=(OPEN_ADMIN,),
        page_permissions=("add", "change", "publish"),
        files=("add", "choose"),
        limit=Limit.NEEDED,
    ),
    Role(
        "organisation",
        _("Organisation"),
        _("Presents its own organisation; an editor publishes what it writes."),
        can=(OPEN_ADMIN,),
        page_permissions=("add", "change"),
        files=("add", "choose"),
        limit=Limit.NEEDED,
    ),
    Role(
        "treasurer",
        _("Treasurer"),
        _("Looks after donations and what they are spent on; writes no pages."),
        can=(OPEN_ADMIN,),
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads what others did, and changes nothing."),
        can=(
            OPEN_ADMIN,
            *snippet_permissions("view"),
            "trust.view_report",
            "trust.view_factcheck",
            "trust.view_auditentry",
            "django_q.view_failure",
        ),
    ),
)
by_code: dict[str, Role] = {role.code: role for role in ROLES}


def get_role(code: str) -> Role:
    """Raises ValueError for a code that is not in the table: a mistake in our code, not in data."""
    try:
        return by_code[code]
    except KeyError:
        raise ValueError(f"No role {code!r}; there are {', '.join(by_code)}") from None

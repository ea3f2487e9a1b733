"""What people/ keeps about somebody, and what the libraries below it keep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.addresses import confirmed_hashes
from people.models import Consent, ContactView, FormToken, PhoneNumber, RateCount, User
from people.platform_data import PLATFORM
from people.privacy import (
    CONSENT,
    CONTRACT,
    INTEREST,
    LAW,
    NOBODY,
    ONLY_YOU,
    WITH_ACCOUNT,
    data,
    forget,
    keep_rows,
    nobody,
    not_personal,
    of_user,
)
from people.services import delete_person

if TYPE_CHECKING:
    from django.db.models import QuerySet

FORGET_UNCONFIRMED = dt.timedelta(days=14)
FORGET_INACTIVE = dt.timedelta(days=3 * 365)
KEEP_VIEWS = dt.timedelta(days=365)
KEEP_FORM_TOKENS = dt.timedelta(days=2)


def gone_accounts(now: dt.datetime) -> QuerySet[User]:
    """Members who never confirmed their address, or have not been here for three years.

    Never staff, and nobody whom an administrator has put into a group.
    """
    members = User.objects.filter(is_staff=False, is_superuser=False, groups__isnull=True)
    never = Q(
        last_login__isnull=True,
        date_joined__lt=now - FORGET_UNCONFIRMED,
        emailaddress__verified=False,
    )
    long_ago = Q(last_login__lt=now - FORGET_INACTIVE)
    return members.filter(never | long_ago).distinct()


def forget_accounts(rows: QuerySet[User]) -> None:
    for user in rows:
        delete_person(user=user)


def delete_account(rows: QuerySet[User], user: Any) -> None:
    user.delete()


def itself(user: Any) -> QuerySet[User]:
    return User.objects.filter(pk=user.pk)


def consents_of(user: Any) -> QuerySet[Consent]:
    return Consent.objects.filter(Q(user=user) | Q(subject__in=confirmed_hashes(user)))


def views_of(user: Any) -> QuerySet[ContactView]:
    return ContactView.objects.filter(Q(person=user) | Q(subject__in=confirmed_hashes(user)))


PROFILE = (_("To call and to write to you as you want it"), CONTRACT, WITH_ACCOUNT, ONLY_YOU)
ACCESS = (_("To know what you may do here"), CONTRACT, WITH_ACCOUNT, ONLY_YOU)
SECRET = (_("To sign you in safely"), CONTRACT, WITH_ACCOUNT, NOBODY)
PHONE = (_("To reach you by SMS or telephone"), CONSENT, WITH_ACCOUNT, ONLY_YOU)
PROOF = (
    _("To prove what you agreed to, and when you took it back"),
    LAW,
    _("As long as the account; 14 days when you never confirmed it"),
    ONLY_YOU,
)
VIEWS = (
    _("So that you can see who has looked at your contact data"),
    INTEREST,
    _("One year"),
    ONLY_YOU,
)
COUNTERS = (_("To stop attacks"), INTEREST, _("One day at most"), NOBODY)
DOUBLES = (_("So that pressing twice does nothing twice"), INTEREST, _("Two days"), NOBODY)

PERSONAL = [
    *PLATFORM,
    data(
        "people.Consent",
        "user subject channel purpose text_version language source given_at confirmed_at "
        "withdrawn_at",
        PROOF,
        consents_of,
        expired=lambda now: Consent.objects.unanswered(now),
    ),
    data(
        "people.ContactView",
        "viewer person subject what at",
        VIEWS,
        views_of,
        expired=lambda now: ContactView.objects.filter(at__lt=now - KEEP_VIEWS),
    ),
    data(
        "people.ContactView",
        "viewer",
        VIEWS,
        of_user("people.ContactView", "viewer"),
        erase=forget("viewer"),
        exported=False,
    ),
    data("people.PhoneNumber", "user number created_at confirmed_at", PHONE),
    data(
        "people.PhoneNumber",
        "code_hash",
        SECRET,
        secret=True,
        exported=False,
        expired=lambda now: PhoneNumber.objects.filter(
            confirmed_at__isnull=True, created_at__lt=now - FORGET_UNCONFIRMED
        ),
    ),
    data("people.RoleScope", "user role page languages created_at", ACCESS),
    data(
        "people.RateCount",
        "key",
        COUNTERS,
        nobody("people.RateCount"),
        expired=lambda now: RateCount.objects.filter(window_end__lt=now.timestamp()),
    ),
    data(
        "people.FormToken",
        "fingerprint",
        DOUBLES,
        nobody("people.FormToken"),
        expired=lambda now: FormToken.objects.filter(used_at__lt=now - KEEP_FORM_TOKENS),
    ),
    data("people.User", "password", SECRET, itself, erase=keep_rows, secret=True, exported=False),
    data(
        "people.User",
        "is_staff is_superuser is_active groups user_permissions",
        ACCESS,
        itself,
        erase=keep_rows,
    ),
    data(
        "people.User",
        "email name nickname language time_zone last_login date_joined",
        PROFILE,
        itself,
        erase=delete_account,
        expired=gone_accounts,
        purge=forget_accounts,
    ),
]

NOT_PERSONAL = {
    *not_personal("people.User", "id"),
    *not_personal("people.Consent", "id"),
    *not_personal("people.ConsentText", "id purpose version language text created_at"),
    *not_personal("people.ContactView", "id"),
    *not_personal("people.PhoneNumber", "id code_until code_tries"),
    *not_personal("people.RateCount", "id action window_start window_end count"),
    *not_personal("people.FormToken", "used_at"),
    *not_personal("people.RoleScope", "id group"),
}

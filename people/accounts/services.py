"""What others do to somebody's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

if TYPE_CHECKING:
    from people.models import User


def end_sessions(*, user: User) -> int:
    """Sign somebody out everywhere; returns from how many sessions."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def reset_second_factor(*, user: User) -> None:
    """For somebody who lost app, keys and recovery codes: forget them, and end all sessions."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)


@transaction.atomic
def forget_other_addresses(*, user: User) -> None:
    """An administrator gave somebody another address: the old one signs in no longer."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    end_sessions(user=user)

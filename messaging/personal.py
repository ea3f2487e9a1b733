"""What messaging/ keeps about somebody: what was sent to them, and what they do not want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models import DayCount, DeliveryReport, Message, Suppression
from messaging.services import empty_messages
from people.addresses import confirmed_hashes
from people.privacy import (
    ADMINISTRATORS,
    CONTRACT,
    EDITORS,
    INTEREST,
    LAW,
    NOBODY,
    data,
    forget,
    keep_rows,
    not_personal,
    of_user,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


def messages_of(user: Any) -> QuerySet[Message]:
    return Message.objects.filter(Q(user=user) | Q(address_hash__in=confirmed_hashes(user)))


def reports_of(user: Any) -> QuerySet[DeliveryReport]:
    return DeliveryReport.objects.filter(message__in=messages_of(user))


def stops_of(user: Any) -> QuerySet[Suppression]:
    return Suppression.objects.filter(address_hash__in=confirmed_hashes(user))


def counts_of(user: Any) -> QuerySet[DayCount]:
    return DayCount.objects.filter(address_hash__in=confirmed_hashes(user))


SENT = (
    _("To write to you, and to know whether it arrived"),
    CONTRACT,
    _("Address and text for some weeks; the rest as long as your account"),
    ADMINISTRATORS,
)
STOP = (
    _("So that nobody writes to you again after you said stop"),
    LAW,
    _("Until you lift it; it holds no address, only its fingerprint"),
    ADMINISTRATORS,
)
CAP = (_("So that you do not get too many messages a day"), INTEREST, _("A few days"), NOBODY)
WORDS = (
    _("To know who worked on a text"),
    INTEREST,
    _("The text stays; your name goes with your account"),
    EDITORS,
)

PERSONAL = [
    data(
        "messaging.DeliveryReport",
        "message provider_id detail state received_at",
        SENT,
        reports_of,
        expired=lambda now: DeliveryReport.objects.over(now),
    ),
    data(
        "messaging.Message",
        "key channel purpose to_address address_hash user language subject text html state "
        "dedupe_key error created_at sent_at delivered_at",
        SENT,
        messages_of,
        expired=lambda now: Message.objects.over(now),
        purge=empty_messages,
    ),
    data(
        "messaging.Message",
        "list_unsubscribe_token",
        STOP,
        messages_of,
        secret=True,
        exported=False,
    ),
    data(
        "messaging.Suppression",
        "channel address_hash purpose reason created_at lifted_at",
        STOP,
        stops_of,
        erase=keep_rows,
    ),
    data(
        "messaging.DayCount",
        "address_hash day count",
        CAP,
        counts_of,
        expired=lambda now: DayCount.objects.over(now),
    ),
    data(
        "messaging.MessageText",
        "updated_by",
        WORDS,
        of_user("messaging.MessageText", "updated_by"),
        erase=forget("updated_by"),
        exported=False,
    ),
]

NOT_PERSONAL = {
    *not_personal(
        "messaging.Message",
        "id priority attempts claim claimed_at next_try_at provider provider_id foreign_id parts "
        "cost_micros purged_at",
    ),
    *not_personal("messaging.DeliveryReport", "id provider foreign_id"),
    *not_personal("messaging.Suppression", "id"),
    *not_personal("messaging.DayCount", "id purpose"),
    *not_personal("messaging.MessageText", "id key language channel subject text updated_at"),
    *not_personal("messaging.SmsBudget", "id month limit_euros spent_micros alarm_percent"),
}

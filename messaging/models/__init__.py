from messaging.models.budget import DayCount, DayCountQuerySet, SmsBudget, SmsBudgetQuerySet
from messaging.models.outbox import Message, MessageQuerySet
from messaging.models.reports import DeliveryReport
from messaging.models.suppression import Suppression, SuppressionQuerySet
from messaging.models.texts import MessageText

__all__ = [
    "DayCount",
    "DayCountQuerySet",
    "DeliveryReport",
    "Message",
    "MessageQuerySet",
    "MessageText",
    "SmsBudget",
    "SmsBudgetQuerySet",
    "Suppression",
    "SuppressionQuerySet",
]

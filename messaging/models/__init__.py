from messaging.models.budget import DayCount, SmsBudget
from messaging.models.outbox import Message, MessageQuerySet
from messaging.models.reports import DeliveryReport
from messaging.models.suppression import Suppression, SuppressionQuerySet
from messaging.models.texts import MessageText

__all__ = [
    "DayCount",
    "DeliveryReport",
    "Message",
    "MessageQuerySet",
    "MessageText",
    "SmsBudget",
    "Suppression",
    "SuppressionQuerySet",
]

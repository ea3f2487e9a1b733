"""Sending SMS. Others import from here."""

from messaging.channels.sms.base import Inbound, Report, SmsChannel, SmsReceipt
from messaging.channels.sms.choosing import channel_for, get_channel
from messaging.channels.sms.numbers import country_of, normalise_number
from messaging.channels.sms.prices import cost_micros

__all__ = [
    "Inbound",
    "Report",
    "SmsChannel",
    "SmsReceipt",
    "channel_for",
    "cost_micros",
    "country_of",
    "get_channel",
    "normalise_number",
]

"""SMS_URL chooses the channel: keep, console, file, seven, twilio, or a gateway of one's own."""

from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from messaging.channels.sms import gateway
from messaging.channels.sms.base import SmsChannel
from messaging.channels.sms.local import ConsoleChannel, FileChannel, KeptChannel
from messaging.channels.sms.seven import SevenChannel
from messaging.channels.sms.twilio import TwilioChannel


def get_channel() -> SmsChannel:
    """The channel of SMS_URL. Raises ImproperlyConfigured when it cannot be read."""
    return channel_for(settings.SMS_URL)


@cache
def channel_for(url: str) -> SmsChannel:
    """The error never repeats the address, for it holds the key."""
    try:
        return _build(url)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"SMS_URL cannot be read: {type(error).__name__}") from error


def _build(url: str) -> SmsChannel:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme == "keep":
        return KeptChannel()
    if parts.scheme == "console":
        return ConsoleChannel()
    if parts.scheme == "file":
        return FileChannel(unquote(parts.path))
    if parts.scheme == "seven":
        return SevenChannel(
            key=unquote(parts.netloc),
            sender=query.get("from", ""),
            signing_key=query.get("signing_key", ""),
            **({"url": query["url"]} if "url" in query else {}),
        )
    if parts.scheme == "twilio":
        sid, _colon, token = parts.netloc.partition(":")
        return TwilioChannel(
            sid=unquote(sid),
            token=unquote(token),
            sender=query["from"].replace(" ", "+"),  # a plus in a query means a blank
            **({"url": query["url"]} if "url" in query else {}),
        )
    return gateway.from_url(url)

"""Twilio: `twilio://SID:TOKEN?from=+49…` (or `from=MG…`, a messaging service).

Written from the provider's documentation: twilio.com/docs/messaging/api/message-resource,
/docs/usage/security and /docs/api/errors. Twilio keeps no id of ours, so ours travels in the
address for reports, which its signature covers; a message of unknown fate cannot be looked up.
Prices come later and in the account's currency, so the estimate of our own stands.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied

from messaging.channels.base import Refused, Unknown, Unreachable
from messaging.channels.sms import http
from messaging.channels.sms.base import Inbound, Report, SmsReceipt, SmsState
from messaging.channels.sms.numbers import sender_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

STATES: dict[str, SmsState] = {
    "delivered": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
# Credentials, too many requests, the queue of this sender is full: ours or theirs to put right.
ACCOUNT_TROUBLE = {20003, 20429, 21611, 30001}


class TwilioChannel:
    name = "twilio"

    def __init__(
        self, *, sid: str, token: str, sender: str, url: str = "https://api.twilio.com"
    ) -> None:
        self.sid, self.token, self.sender, self.url = sid, token, sender, url

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        sender_field = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        callback = f"{settings.SITE_URL}/messaging/twilio/report/?id={quote(foreign_id)}"
        body = {"To": to, sender_field: self.sender, "Body": text}
        if settings.SITE_URL.startswith("https://"):  # Twilio refuses an address it cannot reach
            body["StatusCallback"] = callback
        answer = http.request(
            "POST",
            f"{self.url}/2010-04-01/Accounts/{quote(self.sid)}/Messages.json",
            headers={
                "Authorization": http.basic_auth(self.sid, self.token),
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode(body).encode(),
        )
        if 400 <= answer.status < 500:
            _refuse(answer)
        http.refuse_bad_status(answer)
        message = answer.json()
        if not isinstance(message, dict) or not message.get("sid"):
            raise Unknown("an answer without an id")
        told = str(message.get("num_segments") or "")
        parts = int(told) if told.isdigit() else 0
        return SmsReceipt(provider_id=str(message["sid"]), parts=parts or None)

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        return None

    def parse_report(self, request: HttpRequest) -> Report | None:
        self._check_signature(request)
        state = STATES.get(request.POST.get("MessageStatus", "").lower())
        if state is None:
            return None
        return Report(
            state=state,
            provider_id=request.POST.get("MessageSid", ""),
            foreign_id=request.GET.get("id", ""),
            detail=request.POST.get("ErrorCode", ""),
        )

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        self._check_signature(request)
        if "From" not in request.POST or "Body" not in request.POST:
            raise BadRequest("no message")
        return Inbound(sender_number(request.POST["From"]), request.POST["Body"])

    def _check_signature(self, request: HttpRequest) -> None:
        url = settings.SITE_URL + request.get_full_path()
        pairs = [(key, value) for key, values in request.POST.lists() for value in values]
        expected = sign(self.token, url, pairs)
        given = request.headers.get("X-Twilio-Signature", "")
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise PermissionDenied("wrong signature")


def sign(token: str, url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """HMAC-SHA1 over the address and the sorted fields, as the provider prescribes."""
    text = url + "".join(key + value for key, value in sorted(set(pairs)))
    return b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _refuse(answer: http.Answer) -> None:
    """Sort a documented error by its code; the status decides where there is none."""
    try:
        code = int(json.loads(answer.body)["code"])
    except (ValueError, KeyError, TypeError):
        http.refuse_bad_status(answer)
        raise Refused(f"HTTP {answer.status}") from None
    if code in ACCOUNT_TROUBLE or answer.status in (401, 429):
        raise Unreachable(f"code {code}")
    raise Refused(f"code {code}")

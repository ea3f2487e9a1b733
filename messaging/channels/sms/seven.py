"""seven.io: `seven://APIKEY?from=Name&signing_key=…`.

Written from the provider's documentation: docs.seven.io/en/rest-api/endpoints/sms, …/logbook,
/webhooks and /signing (read in November 2026). Its prices are euros.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied

from messaging.channels.base import Refused, TryLater, Unknown, Unreachable
from messaging.channels.sms import http
from messaging.channels.sms.base import Inbound, Report, SmsReceipt, SmsState
from messaging.channels.sms.numbers import sender_number

if TYPE_CHECKING:
    from django.http import HttpRequest

# The table of codes. 402: the same text went to the same number just before; 403: too many for
# this number today. 500: no credit; 900 to 903: key, signature, rights, address of our server.
TAKEN = "100"
ACCOUNT_TROUBLE = {"500", "900", "901", "902", "903"}
FATE_UNKNOWN = {"600", "700"}
STATES: dict[str, SmsState] = {
    "DELIVERED": "delivered",
    "NOTDELIVERED": "failed",
    "EXPIRED": "failed",
    "REJECTED": "failed",
    "FAILED": "failed",
}
MAX_AGE = 300  # seconds, as in the provider's own client
LOGBOOK_PAGES = 5  # of 100 entries


class SevenChannel:
    name = "seven"

    def __init__(
        self,
        *,
        key: str,
        sender: str = "",
        signing_key: str = "",
        url: str = "https://gateway.seven.io/api",
    ) -> None:
        self.key, self.sender, self.signing_key, self.url = key, sender, signing_key, url

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Api-Key": self.key, "Accept": "application/json"}

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        wish = {"to": to, "text": text, "foreign_id": foreign_id}
        if self.sender:
            wish["from"] = self.sender
        answer = http.request(
            "POST",
            f"{self.url}/sms",
            headers={**self.headers, "Content-Type": "application/json"},
            body=json.dumps(wish).encode(),
        )
        http.refuse_bad_status(answer, answer.body[:40].decode("ascii", "replace"))
        return read_answer(answer.json())

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        """Search the newest entries of the logbook, for it has no filter by our id."""
        for page in range(LOGBOOK_PAGES):
            query = urlencode({"limit": 100, "offset": page * 100})
            answer = http.ask(f"{self.url}/journal/outbound?{query}", headers=self.headers)
            rows = answer.json() if answer.status == 200 else None
            if not isinstance(rows, list):
                raise TryLater(f"HTTP {answer.status} from the logbook")
            for row in rows:
                if row.get("foreign_id") == foreign_id:
                    state = STATES.get(str(row.get("dlr") or "").upper(), "sent")
                    return SmsReceipt(str(row["id"]), None, micros(row.get("price")), state)
            if len(rows) < 100:
                break
        return None

    def parse_report(self, request: HttpRequest) -> Report | None:
        event = self._event(request)
        if event.get("webhook_event") != "dlr":
            return None
        data = event["data"]
        status = field(data, "status").upper()
        if status not in STATES:
            return None
        return Report(
            state=STATES[status],
            provider_id=field(data, "msg_id"),
            foreign_id=str(data.get("foreign_id") or ""),
            detail=status,
        )

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        event = self._event(request)
        if event.get("webhook_event") != "sms_mo":
            return None
        data = event["data"]
        return Inbound(sender_number(field(data, "sender")), field(data, "text"))

    def _event(self, request: HttpRequest) -> dict[str, Any]:
        """The event of a signed webhook, which the account sends as JSON."""
        self._check_signature(request)
        try:
            event = json.loads(request.body)
        except ValueError as error:
            raise BadRequest("no JSON") from error
        if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
            raise BadRequest("no event")
        return event

    def _check_signature(self, request: HttpRequest) -> None:
        """HMAC-SHA256 over time, nonce, method, address and the MD5 of the body."""
        told, nonce = request.headers.get("X-Timestamp", ""), request.headers.get("X-Nonce", "")
        if not self.signing_key or not (told.isascii() and told.isdigit()):
            raise PermissionDenied("no signing key or no time")
        signed = sign(
            self.signing_key,
            timestamp=told,
            nonce=nonce,
            method=request.method or "",
            url=settings.SITE_URL + request.get_full_path(),
            body=request.body,
        )
        given = request.headers.get("X-Signature", "").lower()
        if not hmac.compare_digest(signed.encode(), given.encode()):
            raise PermissionDenied("wrong signature")
        if abs(time.time() - int(told)) > MAX_AGE:
            raise PermissionDenied("too old")


def sign(key: str, *, timestamp: str, nonce: str, method: str, url: str, body: bytes) -> str:
    """The provider's signature, in hexadecimal."""
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    text = "\n".join([timestamp, nonce, method, url, digest])
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def field(data: dict[str, Any], name: str) -> str:
    if name not in data:
        raise BadRequest(f"no {name}")
    return str(data[name])


def read_answer(data: Any) -> SmsReceipt:
    """The receipt in an answer: an object, or in some errors only the code."""
    answer = data if isinstance(data, dict) else {"success": data}
    messages = answer.get("messages") or [{}]
    message = messages[0]
    taken = str(answer.get("success")) == TAKEN and message.get("success") is not False
    if not taken:
        code = str(message.get("error") or answer.get("success"))
        _raise_for(code)
    told = message.get("parts")
    return SmsReceipt(
        provider_id=str(message.get("id") or ""),
        parts=int(told) if told else None,
        cost_micros=micros(message.get("price")),
    )


def _raise_for(code: str) -> None:
    if code in ACCOUNT_TROUBLE:
        raise Unreachable(f"code {code}")
    if code in FATE_UNKNOWN or not code.isdigit():
        raise Unknown(f"code {code[:40]}")
    raise Refused(f"code {code}")


def micros(price: Any) -> int | None:
    """Euros, as a number or as text, in millionths of a euro."""
    try:
        return int((Decimal(str(price)) * 1_000_000).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        return None

"""Any gateway that takes an HTTP request: a modem in the office, a provider without a module.

`https+json://host/path?key=…&_auth=Bearer%20…&_secret=…`: what begins with an underscore is ours,
the rest stays in the address. docs/guides/texts.md explains every option.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.core.exceptions import BadRequest, PermissionDenied

from messaging.channels.base import TryLater
from messaging.channels.sms import http
from messaging.channels.sms.base import Inbound, Report, SmsReceipt, SmsState
from messaging.channels.sms.numbers import sender_number

if TYPE_CHECKING:
    from django.http import HttpRequest

DEFAULT_BODY = {
    "to": "{to}",
    "text": "{text}",
    "foreign_id": "{foreign_id}",
    "from": "{from}",
}
STATES: dict[str, SmsState] = {
    "delivered": "delivered",
    "delivrd": "delivered",
    "failed": "failed",
    "undelivered": "failed",
    "undeliv": "failed",
    "rejected": "failed",
    "expired": "failed",
}
SECRET_HEADER = "X-Webhook-Secret"  # noqa: S105 - the name of a header


@dataclass(frozen=True, kw_only=True)
class GatewayChannel:
    """`body` is a JSON value whose texts may hold {to}, {text}, {foreign_id} and {from}."""

    url: str
    form: bool = False
    method: str = "POST"
    body: Any = None
    auth: str = ""
    sender: str = ""
    id_path: str = "id"
    lookup: str = ""
    secret: str = ""
    name: str = "gateway"

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept": "application/json"} | ({"Authorization": self.auth} if self.auth else {})

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        values = {"to": to, "text": text, "foreign_id": foreign_id, "from": self.sender}
        filled = fill(DEFAULT_BODY if self.body is None else self.body, values)
        url, body, headers = self.url, None, self.headers
        if self.method == "GET":
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(filled)}"
        elif self.form:
            body = urlencode(filled).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            body = json.dumps(filled).encode()
            headers["Content-Type"] = "application/json"
        answer = http.request(self.method, url, headers=headers, body=body)
        http.refuse_bad_status(answer)
        return SmsReceipt(provider_id=self._id_in(answer))

    def _id_in(self, answer: http.Answer) -> str:
        """The gateway's id. A 2xx without one was taken all the same; our own id has to do."""
        try:
            found = dig(json.loads(answer.body), self.id_path)
        except ValueError:
            return ""
        return str(found) if isinstance(found, str | int) else ""

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        if not self.lookup:
            return None
        url = self.lookup.replace("{foreign_id}", quote(foreign_id, safe=""))
        answer = http.ask(url, headers=self.headers)
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise TryLater(f"HTTP {answer.status}")
        return SmsReceipt(provider_id=self._id_in(answer))

    def parse_report(self, request: HttpRequest) -> Report | None:
        data = self._data(request)
        state = STATES.get(str(data.get("status", "")).lower())
        provider_id, foreign_id = str(data.get("id") or ""), str(data.get("foreign_id") or "")
        if not (provider_id or foreign_id):
            raise BadRequest("no id")
        if state is None:
            return None
        detail = str(data.get("error") or "")[:200]
        return Report(state, provider_id, foreign_id, detail)

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        data = self._data(request)
        if not data.get("from") or "text" not in data:
            raise BadRequest("no message")
        return Inbound(sender_number(str(data["from"])), str(data["text"]))

    def _data(self, request: HttpRequest) -> dict[str, Any]:
        """The fields of a webhook that knows the secret, as JSON or as a form."""
        given = request.headers.get(SECRET_HEADER, "") or request.GET.get("secret", "")
        if not self.secret or not hmac.compare_digest(self.secret.encode(), given.encode()):
            raise PermissionDenied("wrong secret")
        if request.content_type == "application/json":
            try:
                data = json.loads(request.body)
            except ValueError as error:
                raise BadRequest("no JSON") from error
            if not isinstance(data, dict):
                raise BadRequest("no object")
            return data
        return dict(request.POST.items())


def fill(template: Any, values: dict[str, str]) -> Any:
    """Put the values into every text of a JSON value. Parsed before, so nothing can break out."""
    if isinstance(template, dict):
        return {key: fill(item, values) for key, item in template.items()}
    if isinstance(template, list):
        return [fill(item, values) for item in template]
    if not isinstance(template, str):
        return template
    pieces = template.split("{")
    filled = pieces[0]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        filled += values[name] + rest if closed and name in values else "{" + piece
    return filled


def dig(data: Any, path: str) -> Any:
    """What stands at `messages.0.id` in parsed JSON; None where nothing does."""
    for step in filter(None, path.split(".")):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def from_url(url: str) -> GatewayChannel:
    """Raises ValueError for an option that does not exist or a body that is no JSON."""
    parts = urlsplit(url)
    scheme, _plus, kind = parts.scheme.partition("+")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    theirs = [(key, value) for key, value in pairs if not key.startswith("_")]
    ours = {key: value for key, value in pairs if key.startswith("_")}
    unknown = ours.keys() - {"_method", "_body", "_auth", "_from", "_id", "_lookup", "_secret"}
    if unknown or kind not in ("json", "form"):
        raise ValueError(f"SMS_URL: {', '.join(sorted(unknown)) or parts.scheme} is not known")
    return GatewayChannel(
        url=urlunsplit((scheme, parts.netloc, parts.path, urlencode(theirs), "")),
        form=kind == "form",
        method=ours.get("_method", "POST").upper(),
        body=json.loads(ours["_body"]) if "_body" in ours else None,
        auth=ours.get("_auth", ""),
        sender=ours.get("_from", ""),
        id_path=ours.get("_id", "id"),
        lookup=ours.get("_lookup", ""),
        secret=ours.get("_secret", ""),
    )

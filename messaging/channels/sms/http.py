"""One HTTP request to a provider, with an exact answer to: can the SMS have gone out?

`http.client` instead of a comfortable library, because it keeps the two halves apart: until the
connection stands nothing was said, after that everything may have been heard. There is no retry,
no redirect and no kept connection in between.
"""

from __future__ import annotations

import http.client
import json
import ssl
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from messaging.channels.base import Refused, TryLater, Unknown, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
ANSWER_LIMIT = 256 * 1024  # bytes
USER_AGENT = "Jisr"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        """Raises Unknown for anything but JSON: a 200 may still mean that the SMS was taken."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Unknown(f"HTTP {self.status} without readable JSON") from error


def basic_auth(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def request(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """Send one request. Raises Unreachable before anything was said, Unknown afterwards."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        f"?{parts.query}" if parts.query else ""
    )
    try:
        try:
            connection.connect()
        except OSError as error:  # also no such name, and a certificate that is not right
            raise Unreachable(f"no connection: {type(error).__name__}") from error
        connection.sock.settimeout(READ_SECONDS)
        try:
            connection.request(
                method, target, body=body, headers={"User-Agent": USER_AGENT, **(headers or {})}
            )
            response = connection.getresponse()
            return Answer(response.status, response.read(ANSWER_LIMIT))
        except (OSError, http.client.HTTPException) as error:
            raise Unknown(f"no answer: {type(error).__name__}") from error
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
    return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)


def ask(url: str, *, headers: Mapping[str, str]) -> Answer:
    """GET something that changes nothing: every trouble is TryLater, for asking is harmless."""
    try:
        answer = request("GET", url, headers=headers)
    except Unknown as error:
        raise TryLater(str(error)) from error
    if answer.status == 429 or answer.status >= 500:
        raise TryLater(f"HTTP {answer.status}")
    return answer


def refuse_bad_status(answer: Answer, detail: str = "") -> None:
    """Sort every status but 2xx. `detail` is the provider's own code or words.

    The key, the credit and the address of our server (401, 402, 403) are for the operator to put
    right; the message waits for that instead of being lost.
    """
    if 200 <= answer.status < 300:
        return
    told = f"HTTP {answer.status} {detail}".strip()
    if answer.status in (401, 402, 403, 429):
        raise Unreachable(told)
    if 400 <= answer.status < 500 and answer.status != 408:
        raise Refused(told)
    raise Unknown(told)

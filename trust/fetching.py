"""Ask a web address whether it answers, without being led into our own network.

A link typed by an editor, or a redirect of a stranger's server, may point at the machine itself, at
a router or at a cloud's metadata service (server-side request forgery, OWASP A10:2021). So a name
is resolved once, every address found must be public, and the connection goes to that very address:
a second answer of the name server (DNS rebinding) changes nothing. The same holds for every hop.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from trust.models import BrokenLink

if TYPE_CHECKING:
    from collections.abc import Callable

Problem = BrokenLink.Problem
TIMEOUT = 5.0  # seconds for each step of a connection
DEADLINE = 20.0  # seconds for one address with all its hops
MAX_HOPS = 5
REDIRECTS = {301, 302, 303, 307, 308}
# A server that wants a login, a human or patience is there: the link is not broken.
ALIVE_THOUGH_REFUSING = {401, 403, 405, 406, 429, 451, 999}
USER_AGENT = "Mozilla/5.0 (compatible; JisrLinkCheck/1.0)"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """`problem` is None when the link works; `status` is the last HTTP status, if there was one."""

    problem: Problem | None
    status: int | None = None


class RefusedError(Exception):
    """The address is not a public web address."""


def resolve(host: str, port: int) -> str:
    """One public IP address of `host`. Raises RefusedError, or OSError when the name is unknown."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not getattr(settings, "LINK_CHECK_ALLOW_PRIVATE", False):
        for address in addresses:
            if not is_public(address):
                raise RefusedError(address)
    return addresses[0]


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, multicast, reserved; also inside IPv6 wrappers."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def _connect(parts: SplitResult, timeout: float) -> http.client.HTTPConnection:
    """A connection to the one address that was resolved and judged."""
    host = (parts.hostname or "").encode("idna").decode("ascii")
    port = parts.port or PORTS[parts.scheme]
    if port not in PORTS.values() and not getattr(settings, "LINK_CHECK_ALLOW_PRIVATE", False):
        raise RefusedError(f"port {port}")
    stream = socket.create_connection((resolve(host, port), port), timeout)
    if parts.scheme == "https":
        try:
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
        except BaseException:
            stream.close()
            raise
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = stream
    connection.auto_open = 0
    return connection


def _ask(method: str, url: str, timeout: float) -> tuple[int, str]:
    """Status and `Location` of one request. The body is never read."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise RefusedError(url)
    connection = _connect(parts, timeout)
    try:
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        headers = {
            "Host": parts.netloc.rpartition("@")[2].encode("idna").decode("ascii"),
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Connection": "close",
        }
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        connection.close()


def _follow(url: str, clock: Callable[[], float]) -> Answer:
    end = clock() + DEADLINE
    status = 0
    for _hop in range(MAX_HOPS + 1):
        for method in ("HEAD", "GET"):
            left = end - clock()
            if left <= 0:
                raise TimeoutError
            status, location = _ask(method, url, min(TIMEOUT, left))
            if status < 400:
                break  # many servers answer HEAD badly, so only an error is asked again
        if status not in REDIRECTS or not location:
            broken = status >= 400 and status not in ALIVE_THOUGH_REFUSING
            return Answer(Problem.HTTP if broken else None, status)
        url = urljoin(url, location)
    return Answer(Problem.REDIRECTS, status)


def try_address(url: str, clock: Callable[[], float] = time.monotonic) -> Answer:
    """Follow `url` to its end. Never raises: every trouble of the network is an answer."""
    try:
        return _follow(url, clock)
    except RefusedError:
        return Answer(Problem.REFUSED)
    except TimeoutError:
        return Answer(Problem.TIMEOUT)
    except (OSError, http.client.HTTPException):
        return Answer(Problem.UNREACHABLE)
    except (ValueError, UnicodeError):
        return Answer(Problem.INVALID)

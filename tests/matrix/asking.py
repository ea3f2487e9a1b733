"""Asks every address as one actor and says in a letter what came of it."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from tests.matrix.addresses import Address, example
from tests.matrix.world import ACTORS, World
from translation import cache as language_cache

VERBS = ("GET", "POST")
EXPECTED = Path(__file__).with_name("expected.txt")
HEADER = f"""\
# What becomes of a request: one line per address, one letter per actor, for GET and POST (empty).
# Actors, in this order: {" ".join(ACTORS)}
# o: answered (or sent on after doing something)   l: sent to sign in   f: refused
# n: nothing there   m: this verb is not for that address   b: told what is missing
# e: stopped with an error (Wagtail's own, when a form comes empty)   u: says it is unwell
"""
LETTERS = {503: "u", 400: "b", 403: "f", 404: "n", 405: "m", 410: "n", 422: "b", 429: "f"}


def letter(response: HttpResponse, address: Address) -> str:
    if response.status_code in LETTERS:
        return LETTERS[response.status_code]
    if response.status_code >= 500:
        return "e"
    target = response.headers.get("Location", "").partition("?")[0]
    if "/login/" in target and not address.route.endswith("login/"):
        return "l"
    # Wagtail says "you do not have permission" on the start page of the admin.
    if target == "/admin/" and address.route.startswith("admin/") and refused(response):
        return "f"
    return "o"


def refused(response: HttpResponse) -> bool:
    found = get_messages(response.wsgi_request)  # type: ignore[attr-defined]
    return any(message.level_tag == "error" for message in found)


def ask(client: Client, address: Address, url: str, verb: str) -> str:
    """In a savepoint that is taken back, cookies and caches included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(verb, url, content_type="application/x-www-form-urlencoded")
        found = letter(response, address)
        transaction.set_rollback(True)
    client.cookies = cookies
    for cache in caches.all():
        cache.clear()
    language_cache.clear()
    ContentType.objects.clear_cache()
    translation.activate("de")
    return found


def ask_all(client: Client, world: World, addresses: Iterable[Address]) -> dict[str, str]:
    """Two letters for each key, for GET and POST."""
    return {
        address.key: "".join(
            ask(client, address, example(address, world.objects), verb) for verb in VERBS
        )
        for address in addresses
    }


def read_expected() -> dict[str, tuple[str, str]]:
    """The letters of all actors for GET and for POST, by key."""
    rows: dict[str, tuple[str, str]] = {}
    for line in EXPECTED.read_text().splitlines() if EXPECTED.exists() else ():
        if line and not line.startswith("#"):
            key, get, post = line.rsplit(maxsplit=2)
            rows[key] = (get, post)
    return rows


def wants_writing() -> bool:
    return os.environ.get("MATRIX") == "write"


def write_column(actor: str, found: dict[str, str]) -> None:
    """Put what was found into the file, for this actor only; then read the difference."""
    column, rows = ACTORS.index(actor), read_expected()
    empty = "?" * len(ACTORS)
    lines = []
    for key, letters in found.items():
        old = rows.get(key, (empty, empty))
        new = [
            f"{was[:column]}{now}{was[column + 1 :]}" for was, now in zip(old, letters, strict=True)
        ]
        lines.append(f"{key:<62} {' '.join(new)}")
    EXPECTED.write_text(HEADER + "\n".join(lines) + "\n")


def differences(actor: str, found: dict[str, str]) -> list[str]:
    """One line for each address that behaves otherwise than the file says."""
    column, rows = ACTORS.index(actor), read_expected()
    lines = []
    for key, letters in found.items():
        if key not in rows:
            lines.append(f"{key}: not in tests/matrix/expected.txt. {HOW}")
            continue
        expected = "".join(verb[column] for verb in rows[key])
        if expected != letters:
            lines.append(f"{key}: {actor} got {letters} for GET and POST, expected {expected}")
    return lines


HOW = (
    "Give it example objects in tests/matrix/world.py, write the file with "
    "`MATRIX=write pytest -p no:randomly tests/test_matrix.py`, and read the new line: "
    "may each of these people really do that?"
)

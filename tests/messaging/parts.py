"""What the tests of the outbox share: messages, and a database for several processes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils import timezone

from messaging import services
from messaging.channels.base import Receipt
from messaging.models import Message
from messaging.models.outbox import new_foreign_id
from people.addresses import hash_address


def put(number: int = 0, *, channel: str = "email", **fields: Any) -> Message:
    """Write one message that is due straight into the outbox."""
    to = f"person{number}@example.org" if channel == "email" else f"+4915112{number:06}"
    values = {
        "key": "test",
        "channel": channel,
        "purpose": "account",
        "priority": 0,
        "to_address": to,
        "address_hash": hash_address(to),
        "language": "de",
        "subject": f"Message {number}",
        "text": f"Text {number}",
        "html": f"<p>Text {number}</p>" if channel == "email" else "",
        "foreign_id": new_foreign_id(),
        "next_try_at": timezone.now(),
    }
    return Message.objects.create(**(values | fields))


@contextlib.contextmanager
def database_for_processes(folder: Path) -> Iterator[str]:
    """The test database at an address that other processes can open; yields its DATABASE_URL.

    On SQLite it is a copy in a file, which `connection` leads to meanwhile: a database in memory
    belongs to one process.
    """
    former = connections["default"]
    if former.vendor != "sqlite":
        yield url_of(former.settings_dict)
        return
    path = folder / "copy.sqlite3"
    with former.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    copy = type(former)({**former.settings_dict, "NAME": str(path)}, "default")
    connections["default"] = copy
    try:
        yield f"sqlite:///{path}"
    finally:
        copy.close()
        connections["default"] = former


def url_of(settings_dict: dict[str, Any]) -> str:
    host, port = settings_dict["HOST"], settings_dict["PORT"]
    return f"postgres://{settings_dict['USER']}@{host}:{port}/{settings_dict['NAME']}"


class Scripted:
    """A sender that does what the test says, one entry per message."""

    batch = 25

    def __init__(self, *script, look_up=None) -> None:
        self.script = list(script)
        self.handed = []
        self.found = look_up
        self.closed = False

    def hand_over(self, message):
        self.handed.append(message.pk)
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        if callable(step):
            step(message)
        return Receipt("test", f"id-{message.pk}")

    def look_up(self, message):
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def close(self):
        self.closed = True


def send(**changes) -> Message:
    values = {
        "key": "account.login_code",
        "channel": "email",
        "to": "rana@example.org",
        "language": "en",
        "context": {"code": "ABCD", "minutes": 10},
        "purpose": "account",
    }
    return services.send_message(**(values | changes))

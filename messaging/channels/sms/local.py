"""Channels that send nothing: for the demo, for development and for tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from messaging.channels.base import Refused, TryLater
from messaging.channels.sms.base import SmsReceipt
from messaging.segments import count

if TYPE_CHECKING:
    from django.http import HttpRequest

    from messaging.channels.sms.base import Inbound, Report


class KeptChannel:
    """`keep://`: the row in the outbox is all there is, and the admin shows it."""

    name = "keep"

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        return SmsReceipt(foreign_id, count(text).parts, 0, "delivered")

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        """Nothing leaves the machine, so a message of unknown fate surely did not."""
        return None

    def parse_report(self, request: HttpRequest) -> Report | None:
        raise PermissionDenied("This channel gets no reports.")

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        raise PermissionDenied("This channel gets no messages.")


class ConsoleChannel(KeptChannel):
    """`console://`: printed where the worker runs."""

    name = "console"

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        sys.stdout.write(f"SMS to {to} ({foreign_id}):\n{text}\n")
        return SmsReceipt(foreign_id, count(text).parts, 0)


class FileChannel(KeptChannel):
    """`file:///a/folder`: one JSON file per SMS. They hold numbers and texts and are never purged,
    so this is for development only.
    """

    name = "file"

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def _path(self, foreign_id: str) -> Path:
        return self.folder / f"{foreign_id}.json"

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        """Raises Refused for a `foreign_id` that was sent before."""
        row = json.dumps({"to": to, "text": text, "foreign_id": foreign_id}, ensure_ascii=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._path(foreign_id).open("x", encoding="utf-8") as file:
                file.write(row)
        except FileExistsError as error:
            raise Refused("sent before") from error
        except OSError as error:
            raise TryLater(f"cannot write: {type(error).__name__}") from error
        return SmsReceipt(foreign_id, count(text).parts, 0)

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        try:
            row = json.loads(self._path(foreign_id).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return SmsReceipt(foreign_id, count(row["text"]).parts, 0)

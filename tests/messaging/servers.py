"""Starts the servers of `sinks.py`; without Django, so that benchmarks can use it, too."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SINKS = Path(__file__).with_name("sinks.py")


class Sinks:
    """A real SMTP server and a real HTTP gateway in a process of their own."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "arrived.jsonl"
        self.ports = folder / "ports.json"
        self.process = subprocess.Popen(
            [sys.executable, str(SINKS), str(self.log), str(self.ports)]
        )
        until = time.monotonic() + 20
        while not self.ports.exists():
            assert self.process.poll() is None, "the servers ended"
            assert time.monotonic() < until, "the servers do not start"
            time.sleep(0.02)
        found = json.loads(self.ports.read_text())
        self.smtp_port, self.http_port = found["smtp"], found["http"]

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def arrived(self, kind: str) -> list[str]:
        """Our ids of everything that arrived, in order, doubles included."""
        if not self.log.exists():
            return []
        rows = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [row["id"] for row in rows if row["kind"] == kind]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def running_sinks(folder: Path) -> Iterator[Sinks]:
    sinks = Sinks(folder)
    try:
        yield sinks
    finally:
        sinks.close()

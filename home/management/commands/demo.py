"""`make demo`: one command that starts everything on one machine, with nothing else installed."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from home.site_address import set_default_site_address

GRACE = 15  # seconds that web and worker get to finish what they are doing


class Command(BaseCommand):
    help = "Migrate, load the sample content once, then run web and worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *_args: Any, port: int, host: str, **_options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_demo")
        address = f"http://{host}:{port}"
        set_default_site_address(address=address)
        self.stdout.write(self.style.SUCCESS(f"\nJisr runs at {address}/   (Ctrl-C ends it)"))
        self.stdout.write(f"The administration is at {address}/admin/")
        call_command("demo_logins")
        self.run_processes(host, port, address)

    def run_processes(self, host: str, port: int, address: str) -> None:
        environment = {**os.environ, "SITE_URL": address}
        processes = [
            subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
            for command in (web_command(host, port), worker_command())
        ]

        def stop(_signal: int, _frame: FrameType | None) -> None:
            # Only the main process of each: a worker that is told as well dies in mid-task.
            for process in processes:
                process.terminate()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        try:
            while all(process.poll() is None for process in processes):
                signal.sigtimedwait([signal.SIGCHLD], 1)
        finally:
            end(processes)


def web_command(host: str, port: int) -> list[str]:
    """granian over WSGI with several blocking threads: with one, a slow page holds up all."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        "--workers=1",
        "--blocking-threads=4",
        "--no-access-log",
        "--log-level=warning",
        "--working-dir=site",
        "config.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The watchdog gives up sooner than we do: its worker is in another process group."""
    return [sys.executable, "manage.py", "run_worker", f"--grace={GRACE - 5}"]


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

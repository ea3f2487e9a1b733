"""The worker, watched: what `manage.py qcluster` is without somebody who looks after it."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from messaging.watchdog import Watchdog


class Command(BaseCommand):
    help = "Run the worker, and start it anew when it hangs."

    def add_arguments(self, parser: CommandParser) -> None:
        slowest = settings.Q_CLUSTER["timeout"]
        parser.add_argument(
            "--limit",
            type=float,
            default=slowest + 60,
            help="Seconds without a sign of life, while tasks wait, until it is started anew. "
            "Longer than the longest task (default: %(default)s).",
        )
        parser.add_argument(
            "--grace",
            type=float,
            default=slowest + 10,
            help="Seconds to finish what is being done when told to end (default: %(default)s).",
        )

    def handle(self, *_args: Any, limit: float, grace: float, **_options: Any) -> None:
        watchdog = Watchdog(
            [sys.executable, sys.argv[0], "qcluster"],
            mark=Path(settings.DATA_DIR) / f"worker-{os.getpid()}.mark",
            limit=limit,
            grace=grace,
        )

        def stop(_signal: int, _frame: FrameType | None) -> None:
            watchdog.stop()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        watchdog.run()

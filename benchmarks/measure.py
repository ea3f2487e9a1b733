"""A database of its own for each benchmark, and the figures taken in it.

Times are CPU time of this process, medians of rounds: on a busy machine they scatter less than
the clock. SQLite unless DATABASE_URL names another; Django makes and drops a `test_` database.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 9
CALLS = 10


def start() -> None:
    """Set Django up with the settings of the tests, and a view that does nothing."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    settings.ROOT_URLCONF = "benchmarks.urls"


@contextmanager
def database() -> Iterator[None]:
    """A fresh database with all migrations; gone afterwards."""
    from django.db import connection

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def counted_sql() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        sent.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield sent


def cpu_ms(call: Callable[[], object]) -> float:
    """Milliseconds of CPU for one call: the median of rounds, after a first one to warm up."""
    call()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(CALLS):
            call()
        rounds.append((time.process_time() - begun) * 1000 / CALLS)
    return statistics.median(rounds)


def p95_ms(calls: Sequence[Callable[[], object]]) -> float:
    """The 95th percentile of wall-clock milliseconds over all calls and rounds."""
    for call in calls:
        call()
    taken = []
    for _ in range(ROUNDS):
        for call in calls:
            begun = time.perf_counter()
            call()
            taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]

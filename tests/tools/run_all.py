"""`make test`: lint, the suite on SQLite and on PostgreSQL, the journeys in Chromium.

Every part runs even if one before it failed. What could not run is named at the end, and counts
as failed when CI=true. The last line is always "N passed, N failed", over all parts.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.tools.postgres import private_cluster
from tests.tools.programs import (
    CHROMIUM,
    POSTGRES,
    find_postgres,
    in_ci,
    install_missing,
    install_nu_checker,
)


@dataclass(frozen=True)
class Result:
    """What one part came to; counts are tests, or 1 for a part that is not made of tests."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def run_lint() -> Result:
    """Run `make lint` as one part."""
    start = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "tests.tools.lint"]).returncode
    return Result("lint", int(code == 0), int(code != 0), 0, time.monotonic() - start)


def run_pytest(name: str, *arguments: str, database_url: str = "") -> Result:
    """Run pytest once on two processes and read its counts from the report it writes."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"DATABASE_URL": database_url} if database_url else {}
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-n", "2", "-rs", f"--junit-xml={report}"]
        code = subprocess.run([*command, *arguments], env=env).returncode
        total, failed, skipped = read_counts(report)
    passed = total - failed - skipped
    if code and not failed:
        failed = 1  # it ended before it could count: a usage error, a crash, nothing collected
    return Result(name, passed, failed, skipped, time.monotonic() - start)


def read_counts(report: Path) -> tuple[int, int, int]:
    """Return (all, failed or in error, skipped) of a JUnit report; zeros without one."""
    if not report.exists():
        return 0, 0, 0
    cases = ElementTree.parse(report).getroot().findall(".//testcase")
    outcomes = [{child.tag for child in case} for case in cases]
    failed = sum(bool(tags & {"failure", "error"}) for tags in outcomes)
    return len(cases), failed, sum("skipped" in tags for tags in outcomes)


def run_on_postgres() -> Result:
    """Run the suite without the journeys on a private cluster."""
    programs = find_postgres()
    assert programs is not None
    try:
        with private_cluster(programs) as url:
            return run_pytest("suite on PostgreSQL", "-m", "not journey", database_url=url)
    except subprocess.CalledProcessError:
        return Result("suite on PostgreSQL (did not start)", 0, 1, 0, 0)


def summarise(results: list[Result], left_out: list[str]) -> int:
    """Print every part, what was left out, and the sum as the last line; return the exit status."""
    print("\n" + "=" * 78)
    for result in results:
        skipped = f", {result.skipped} skipped" if result.skipped else ""
        state = "FAILED" if result.failed else "ok"
        counts = f"{result.passed} passed, {result.failed} failed{skipped}"
        print(f"{state:7} {result.name:34} {counts}, {result.seconds:.0f} s")
    for reason in left_out:
        print(f"LEFT OUT: {reason}")
    failed = sum(result.failed for result in results) + (len(left_out) if in_ci() else 0)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def main() -> int:
    """Prepare what may be installed, run all parts, and return the exit status."""
    for ending in (signal.SIGTERM, signal.SIGHUP):  # leave by the front door: the cluster goes, too
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    missing = install_missing()
    left_out = [f"{gone.without}: no {gone.package}" for gone in missing if gone.without]
    if not install_nu_checker():
        left_out.append("valid HTML (Nu checker): `npm ci` in tests/tools did not bring it")
    parts: list[Callable[[], Result]] = [
        run_lint,
        lambda: run_pytest("suite on SQLite", "-m", "not journey"),
    ]
    if POSTGRES not in missing:
        parts.append(run_on_postgres)
    if CHROMIUM not in missing:
        parts.append(lambda: run_pytest("journeys in Chromium", "-m", "journey"))
    try:
        return summarise([part() for part in parts], left_out)
    except KeyboardInterrupt:
        print("\nInterrupted.")
        return 130


if __name__ == "__main__":
    sys.exit(main())

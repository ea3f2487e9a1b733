"""`make rows`: every row with the number and the names of the tests that prove it."""

import io
import sys
from collections import Counter, defaultdict
from contextlib import redirect_stdout

import pytest

from tests.rows import ROWS


class Collector:
    """A pytest plugin that only remembers which test proves which row."""

    def __init__(self) -> None:
        self.tests: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Sort the collected tests by row; the cases of a parametrised test share its name."""
        for item in session.items:
            name = item.nodeid.split("[")[0].removeprefix("tests/")
            for row in {row for mark in item.iter_markers("row") for row in mark.args}:
                self.tests[row][name] += 1


def main() -> int:
    """Collect, then print the table; what pytest says counts only if a module does not import."""
    collector, said = Collector(), io.StringIO()
    with redirect_stdout(said):
        status = pytest.main(["--collect-only", "-q", "-p", "no:randomly"], plugins=[collector])
    if status:
        print(said.getvalue())
    for row, title in ROWS.items():
        tests = collector.tests[row]
        print(f"{row:4} {tests.total():4}  {title}")
        for name, cases in sorted(tests.items()):
            print(f"{'':11} {name}{f' × {cases}' if cases > 1 else ''}")
    proved = sum(bool(tests) for tests in collector.tests.values())
    print(f"{proved} of {len(ROWS)} rows have a test.")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())

"""Run every check that runs no test, two at a time, and say which failed."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.tools.programs import in_ci

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": "site", "DJANGO_SETTINGS_MODULE": "config.settings.test"}


def manage(*arguments: str) -> list[str]:
    """Return a management command line."""
    return [sys.executable, "manage.py", *arguments]


def checks() -> dict[str, list[str]]:
    """Name every check and its command; the slowest goes first."""
    templates = sorted(str(path) for path in Path("templates").rglob("*.html"))
    found = {
        "mypy": [f"{BIN}/mypy"],
        "ruff check": [f"{BIN}/ruff", "check", "."],
        "ruff format": [f"{BIN}/ruff", "format", "--check", "."],
        "djade": [f"{BIN}/djade", "--check", "--target-version", "5.2", *templates],
        "djlint": [f"{BIN}/djlint", "--lint", "--quiet", "templates"],
        "import-linter": [f"{BIN}/lint-imports"],
        "manage.py check": manage("check", "--fail-level", "WARNING"),
        "migrations": manage("makemigrations", "--check", "--dry-run"),
    }
    if shutil.which("xgettext") or in_ci():
        found["message catalogues"] = manage("check_catalogues")
    else:
        print("left out: message catalogues (xgettext of GNU gettext is not installed)")
    return found


def run(name: str, command: list[str]) -> bool:
    """Run one check, print its words only when it fails, say whether it passed."""
    done = subprocess.run(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    passed = done.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {name}\n{'' if passed else done.stdout}", end="")
    return passed


def main() -> int:
    """Run all checks even if one fails; return 0 when all passed."""
    found = checks()
    with ThreadPoolExecutor(max_workers=2) as pool:
        return 0 if all(list(pool.map(run, found.keys(), found.values()))) else 1


if __name__ == "__main__":
    sys.exit(main())

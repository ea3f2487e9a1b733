"""Valid HTML according to the Nu checker (validator.w3.org/nu), run once over many pages.

Its package on the Python index is too old for logical CSS properties, so it comes from npm.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.tools.programs import NU_CHECKER


def why_not() -> str:
    """Return why the checker cannot run here, or an empty string."""
    if not shutil.which("java"):
        return "the Nu HTML checker needs Java"
    if not NU_CHECKER.exists():
        return "the Nu HTML checker is not there: cd tests/tools && npm ci --ignore-scripts"
    return ""


def check_pages(pages: dict[str, str]) -> list[str]:
    """Return one line per error, "name:line: message: extract"; empty when all pages are valid.

    `pages` maps a name of your choice (a path, a page type and language) to its HTML. One call
    for all: starting Java takes longer than checking a hundred pages.
    Raises RuntimeError when the checker itself fails, so that silence always means valid.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = dict(enumerate(pages))
        for number, name in names.items():
            (Path(folder) / f"{number}.html").write_text(pages[name], encoding="utf-8")
        command = ["java", "-jar", str(NU_CHECKER), "--errors-only", "--format", "json", folder]
        done = subprocess.run(command, capture_output=True, text=True)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"Nu HTML checker: {done.stderr[-2000:]}") from error
    if any(message["type"] == "non-document-error" for message in messages):
        raise RuntimeError(f"Nu HTML checker: {messages}")
    return [describe(message, names) for message in messages]


def describe(message: dict[str, object], names: dict[int, str]) -> str:
    """Put one of the checker's messages on a line, under the name its page was given."""
    name = names[int(Path(str(message["url"])).stem)]
    extract = " ".join(str(message.get("extract", "")).split())
    return f"{name}:{message.get('lastLine', '?')}: {message['message']}: {extract}"

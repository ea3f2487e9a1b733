"""The guide for operators names every environment variable that the settings read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "site" / "config" / "settings"
READS = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')


def variables() -> set[str]:
    files = (SETTINGS / name for name in ("base.py", "email.py", "uploads.py", "accounts.py"))
    return {name for file in files for name in READS.findall(file.read_text(encoding="utf-8"))}


def missing(guide: str) -> set[str]:
    return {name for name in variables() if f"`{name}`" not in guide}


def test_every_variable_stands_in_the_guide():
    guide = (ROOT / "docs" / "guides" / "operator.md").read_text(encoding="utf-8")
    assert missing(guide) == set()
    assert missing(guide.replace("`SMS_BUDGET`", "")) == {"SMS_BUDGET"}


def test_the_variables_are_found():
    assert {"SECRET_KEY", "EMAIL_URL", "ADDRESS_KEY", "SMS_QUIET_UNTIL"} <= variables()

"""The programs the tests need beside Python: where they are, and how Debian provides them."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).parent
NU_CHECKER = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def in_ci() -> bool:
    """Say whether a gap must fail the run instead of being reported."""
    return os.environ.get("CI") == "true"


def find_postgres() -> Path | None:
    """Return the newest folder holding `initdb`; Debian keeps it off the PATH."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted((path.parent for path in folders), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def find_chromium() -> str | None:
    """Return the browser the journeys drive; CHROMIUM in the environment goes first."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def find_npm() -> str | None:
    """Return npm if it answers: it may be there without Debian's package, or be a broken link."""
    npm = shutil.which("npm")
    if npm and subprocess.run([npm, "--version"], capture_output=True).returncode == 0:
        return npm
    return None


@dataclass(frozen=True)
class Program:
    """A Debian package, how to see that it is not needed, which test is left out without it."""

    package: str
    find: Callable[[], object]
    without: str


POSTGRES = Program("postgresql", find_postgres, "the suite on PostgreSQL")
CHROMIUM = Program("chromium", find_chromium, "the journeys in Chromium")
JAVA = Program("default-jre-headless", lambda: shutil.which("java"), "valid HTML (Nu checker)")
NPM = Program("npm", lambda: NU_CHECKER.exists() or find_npm(), "valid HTML (Nu checker)")
GETTEXT = Program("gettext", lambda: shutil.which("xgettext"), "complete message catalogues")
FONTS = Program("fonts-noto-core", lambda: Path("/usr/share/fonts/truetype/noto").is_dir(), "")
PROGRAMS = (POSTGRES, CHROMIUM, JAVA, NPM, GETTEXT, FONTS)


def install_missing() -> list[Program]:
    """Install from Debian what is missing, if this user may; return what is missing still."""
    missing = [program for program in PROGRAMS if not program.find()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env)
        for program in missing:
            print(f"Installing {program.package} …", flush=True)
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
            subprocess.run([*command, program.package], env=env, stdout=subprocess.DEVNULL)
    return [program for program in missing if not program.find()]


def install_nu_checker() -> bool:
    """Fetch the locked checker into `node_modules`, unless that version is there; say if it is."""
    lock, installed = TOOLS / "package-lock.json", NU_CHECKER.parents[3] / "lock.json"
    if NU_CHECKER.exists() and installed.exists() and installed.read_bytes() == lock.read_bytes():
        return True
    npm = find_npm()
    if npm and subprocess.run([npm, "ci", "--ignore-scripts"], cwd=TOOLS).returncode == 0:
        shutil.copyfile(lock, installed)
    return NU_CHECKER.exists()

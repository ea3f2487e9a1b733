"""A private PostgreSQL cluster for one test run; the one the system may run is never touched."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here has to survive a power cut, so nothing waits for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def free_port() -> int:
    """Return a TCP port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged_user() -> str | None:
    """Return whom to run the server as: PostgreSQL refuses root. None: the present user."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def private_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster in a temporary folder, yield its DATABASE_URL, always remove it.

    `programs` is the folder holding `initdb` and `pg_ctl`.
    Raises CalledProcessError, with the server's own words printed, when it does not start.
    """
    user, port = unprivileged_user(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="jisr-postgres-"))
    data, log = folder / "data", folder / "log"
    if user:
        shutil.chown(folder, user)
    prefix = ["runuser", "-u", user, "--"] if user else []

    def call(program: str, *arguments: str, check: bool = True) -> None:
        command = [*prefix, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, cwd=folder, check=check, stdout=subprocess.DEVNULL)

    settings = (*FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
    options = " ".join([f"-p {port}", *(f"-c {setting}" for setting in settings)])
    try:
        init = ("--username=jisr", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        call("initdb", *init, "--no-sync")
        call("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
        yield f"postgres://jisr@127.0.0.1:{port}/postgres"
    except subprocess.CalledProcessError:
        print(log.read_text() if log.exists() else "initdb failed", flush=True)
        raise
    finally:
        if (data / "postmaster.pid").exists():
            call("pg_ctl", "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)

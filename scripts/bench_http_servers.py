"""The servers that bench_http measures, each a process of its own on 127.0.0.1 that is ended with the measurement."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from bootstrap import Settings
from scripts import serving

START_SECONDS = 30
GUNICORN_THREADS = 8


class Kind(NamedTuple):
    """A WSGI server: one process with so many threads."""

    name: str
    threads: int

    @property
    def shown(self) -> str:
        return f"{self.name} 1×{self.threads}"

    def command(self, factory: str, port: int) -> list[str]:
        if self.name == "gunicorn":
            how = ["--worker-class", "gthread", "--threads", f"{self.threads}", "--log-level", "error"]
            return ["gunicorn", *how, "--bind", f"127.0.0.1:{port}", f"{factory}()"]
        # As scripts.serving has it.
        how = ["--interface", "wsgi", "--no-ws", "--blocking-threads", f"{self.threads}", "--log-level", "error"]
        ends = ["--workers-kill-timeout", f"{serving.PATIENCE}"]
        return ["granian", *how, *ends, "--port", f"{port}", "--factory", factory]


KINDS = {"gunicorn": Kind("gunicorn", GUNICORN_THREADS), "granian": Kind("granian", serving.THREADS)}


@contextmanager
def served(kind: Kind, factory: str, log: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """The port of an application that is served until the end of the block; what it says goes into `log`."""
    port = _free_port()
    told = {**os.environ, **environment, "ACCOUNTABILIBUDDY_LOG": "json"}
    with log.open("a") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", *kind.command(factory, port)], env=told, stdout=said, stderr=said
        )
    try:
        _wait_for(process, port, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def school_of(settings: Settings) -> dict[str, str]:
    """How a process is told of this school."""
    return {
        "ACCOUNTABILIBUDDY_DATABASE": settings.database or str(settings.folder),
        "ACCOUNTABILIBUDDY_VAULT": settings.vault,
        "ACCOUNTABILIBUDDY_FOLDER": str(settings.folder),
        "ACCOUNTABILIBUDDY_URL": settings.url,
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Until it answers something: a server may listen before it has loaded what it serves."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS) as line:
                line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if line.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    raise click.ClickException(f"A server did not start:\n{log.read_text()[-2_000:]}")

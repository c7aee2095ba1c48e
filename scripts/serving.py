"""The processes of a running school: one answers pages and API, one keeps the time; begun and ended together.

buddy serve ── the parent: waits, and ends both
  ├── scheduler   nudges, and the poll that brings views level
  └── web         granian's worker: one process, several threads
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing import Process
from threading import Thread
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from bootstrap import Settings, open_services
from scripts import logs, wsgi
from scripts.signals import end_with_the_parent, leave_to_the_parent, told_to_stop
from scripts.troubles import Refused

THREADS = 8
# Seconds for what is being answered, or sent, to finish.
PATIENCE = 20
# Its own words go the way of all others.
GRANIAN_LOGS = {"loggers": {"_granian": {"propagate": True}}}

log = logging.getLogger(__name__)


def run(host: str, port: int, *, greeting: str, with_scheduler: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; raises Refused if a part stops by itself, when the other is ended too."""
    timekeeper = Process(target=_keep_time, name="scheduler") if with_scheduler else None
    server = _server(host, port)
    nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    fallen: list[str] = []

    def begin() -> None:
        if timekeeper:
            signal.signal(signal.SIGCHLD, notice)
            timekeeper.start()
        # granian would start its worker anew; but a closed terminal means the end, unless nohup was said.
        signal.signal(signal.SIGHUP, signal.SIG_IGN if nohup else signal.getsignal(signal.SIGTERM))

    def notice(*_: object) -> None:
        if timekeeper and timekeeper.exitcode is not None and not server.interrupt_signal:
            fallen.append("The scheduler")
            os.kill(os.getpid(), signal.SIGTERM)

    server.on_startup(begin)
    try:
        server.serve(target_loader=partial(_web, host, port, greeting), wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:
            fallen.append("The web server")
    log.info("stopped", extra={"facts": {"part": "web"}})
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _end(timekeeper)
    if fallen:
        raise Refused(f"{fallen[0]} stopped by itself, so everything was ended. The reason stands above.")


def _server(host: str, port: int) -> MPServer:
    return MPServer(
        "scripts.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        log_dictconfig=GRANIAN_LOGS,
        workers_kill_timeout=PATIENCE,
    )


def _keep_time() -> None:
    """The scheduler's process."""
    # Here, since the web part, which somebody waits for, has no use for it.
    from nudges import scheduler

    logs.begin()
    stop = told_to_stop(signal.SIGTERM)
    leave_to_the_parent()
    end_with_the_parent()
    with closing(open_services(Settings.from_environment())) as services:
        scheduler.run(services, stop)


def _web(host: str, port: int, greeting: str) -> Callable[..., Any]:
    """In the worker: the application, and the greeting once it is being served."""
    leave_to_the_parent()
    end_with_the_parent()
    app = wsgi.app()
    log.info("started", extra={"facts": {"part": "web", "port": port}})
    Thread(target=_greet, args=(host, port, greeting), daemon=True).start()
    return app


def _greet(host: str, port: int, greeting: str) -> None:
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return click.echo(greeting)


def _end(timekeeper: Process | None) -> None:
    if timekeeper and timekeeper.exitcode is None:
        timekeeper.terminate()
        timekeeper.join(PATIENCE)
        timekeeper.kill()
        timekeeper.join()

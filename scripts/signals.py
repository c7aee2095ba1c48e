"""Being told to stop, and ending with one's parent; for the processes that go on until somebody ends them."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Event, Thread


@contextmanager
def kept_back(*signals: signal.Signals) -> Iterator[None]:
    """Until the end of the block these wait for whoever awaits them, whichever threads are begun meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def unwinding(*signals: signal.Signals) -> Iterator[None]:
    """Until the end of the block these end the process as an error would, so that whatever was begun is cleared up.

    The first counts: another does not cut the clearing up short. One that is ignored (nohup) stays ignored.
    """
    before = {each: held for each in signals if (held := signal.getsignal(each)) is not signal.SIG_IGN}

    def end(number: int, _: object) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, held in before.items():
            signal.signal(each, held)


def told_to_stop(*signals: signal.Signals) -> Event:
    """An event that is set by the first of these signals.

    A thread awaits them: a handler would run inside of whatever the main thread does, which may be `Event.wait`.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    stop = Event()

    def listen() -> None:
        signal.sigwait(signals)
        stop.set()

    Thread(target=listen, daemon=True).start()
    return stop


def leave_to_the_parent() -> None:
    """Ctrl-C and a closed terminal reach every process at once, but it is the parent that ends the others."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGHUP))


def end_with_the_parent() -> None:
    """A parent that was killed outright cannot end anybody."""
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()

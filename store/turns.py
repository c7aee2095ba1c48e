"""Taking turns at writing a file, so that nobody waits long: SQLite's own waiting lets some wait for seconds."""

import fcntl
import os
import sqlite3
import time
from collections import deque
from pathlib import Path
from threading import Lock

WAIT_SECONDS = 15
# SQLite looks again after up to 100 ms, and has lost its turn to whoever has just come.
LOOK_AGAIN_SECONDS = 0.001


class Turns:
    """A lock, as a context manager, that whoever waits longest in this process gets next.

    Processes take turns by a lock of the system on an empty file beside the database, which ends with its holder. It
    is for waiting only: SQLite itself sees to it that one writes at a time. Raises sqlite3.OperationalError, as SQLite
    does, when the turn does not come in time.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = f"{path}-turn"
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> None:
        until = time.monotonic() + WAIT_SECONDS
        self._wait_in_here(until)
        # Opened anew each time: processes that inherit an open file share its lock.
        self._file = _opened(self._path)
        try:
            self._wait_for_others(until)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _wait_in_here(self, until: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=max(0, until - time.monotonic())):
            return
        with self._guard:
            # Unless the turn has come in this very instant.
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise _too_long()

    def _wait_for_others(self, until: float) -> None:
        while self._file is not None and not _locked(self._file):
            if time.monotonic() > until:
                raise _too_long()
            time.sleep(LOOK_AGAIN_SECONDS)


def _opened(path: str) -> int | None:
    """None where there can be no such file: SQLite then says what is wrong, and waits in its own way."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _too_long() -> sqlite3.OperationalError:
    return sqlite3.OperationalError("database is locked")

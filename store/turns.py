"""Taking turns within a process in the order of asking, which neither SQLite's waiting nor Python's locks promise."""

from collections import deque
from threading import Lock


class Turns:
    """A lock, as a context manager, that whoever waits longest gets next."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

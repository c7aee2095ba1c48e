"""Where the threads of a web process work, once it was told to keep to one processor (`scripts.processor`)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_all: set[int] = set()


def keep_to(number: int) -> None:
    """From now on this thread, and every one begun after it, works on this one. Raises OSError if it may not."""
    there = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {number})
    _all.update(there)


def keep_to_none() -> None:
    """This thread works wherever there is room again, and so does every one begun after it."""
    _work_on(_all)
    _all.clear()


@contextmanager
def anywhere() -> Iterator[None]:
    """For what takes long and lets other threads work meanwhile: this one does so wherever there is room."""
    if not _all:
        yield
        return
    before = os.sched_getaffinity(0)
    _work_on(_all)
    try:
        yield
    finally:
        _work_on(before)


def _work_on(numbers: set[int]) -> None:
    # Whoever runs the machine may have taken them away meanwhile: then it works where it is.
    with suppress(OSError):
        os.sched_setaffinity(0, numbers)

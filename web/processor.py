"""A web process keeps to one processor of the machine: of its threads one works at a time.

On several, each would take its turns wherever there is room, and wait each time until that processor has woken up and
found again what the last one had at hand: measured in docs/performance.md.
"""

import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Linux alone can say where a thread works, and has names for sockets that end with their holder.
_KNOWN = sys.platform == "linux"
_claims: list[socket.socket] = []
_all: set[int] = set()


def keep_to_one() -> int | None:
    """This thread, and every one begun after it, works on a processor that no other process like this has taken.

    Returns its number, or None where each is taken, there is but one, or the system knows nothing of it; then they work
    wherever there is room.
    """
    if not _KNOWN:
        return None
    there = os.sched_getaffinity(0)
    if len(there) > 1:
        # In any order: what runs in another container sees other names, and would take the same one.
        for number in random.sample(sorted(there), len(there)):
            if _is_ours(number):
                _all.update(there)
                os.sched_setaffinity(0, {number})
                return number
    return None


@contextmanager
def anywhere() -> Iterator[None]:
    """For what takes long and lets other threads work meanwhile: this one does so wherever there is room."""
    if not _all:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, _all)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _is_ours(number: int) -> bool:
    """Whoever has the name has the processor, until its process ends."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0accountabilibuddy processor {number}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim)
    return True

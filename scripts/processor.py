"""A web process keeps to one processor of the machine: of its threads one works at a time.

On several, each would take its turns wherever there is room, and wait each time until that processor has woken up and
found again what the last one had at hand: measured in docs/performance.md.
"""

import os
import random
import socket
import sys
from contextlib import ExitStack, suppress

from web import processor

_claims: list[socket.socket] = []


def keep_to_one() -> int | None:
    """Take a processor that no other process like this on this machine (in this container) has taken, until it ends.

    Returns its number, or None where each is taken, there is but one, or it is forbidden; and where the system is not
    Linux, since there alone a thread can be kept in its place, and a socket has a name that ends with its holder. Then
    it works wherever there is room.
    """
    if sys.platform != "linux":
        return None
    there = sorted(os.sched_getaffinity(0))
    # In any order: what runs in another container sees other names, and would take the same one.
    for number in random.sample(there, len(there)) if len(there) > 1 else []:
        with suppress(OSError), ExitStack() as unless_kept:  # it is taken, or keeping to one is forbidden here
            claim = unless_kept.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            claim.bind(f"\0accountabilibuddy processor {number}")
            processor.keep_to(number)
            unless_kept.pop_all()
            _claims.append(claim)
            return number
    return None


def _again_after_a_fork() -> None:
    """A server that loads the program before it makes its processes: each of them takes one of its own."""
    if _claims:
        while _claims:
            _claims.pop().close()  # it is still the parent's
        processor.keep_to_none()
        keep_to_one()


if sys.platform == "linux":
    os.register_at_fork(after_in_child=_again_after_a_fork)

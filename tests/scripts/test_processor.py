"""A web process keeps to one processor of those that are free, and hashes wherever there is room."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from scripts import processor as claims
from web import processor

# What runs tests is kept from it (tests/conftest.py), the thing itself is tested here.
KEEP_TO_ONE = claims.keep_to_one

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="there is nothing to choose from"
)

# Says which processor it took, where its threads work, and where they do while it hashes; then waits.
PROCESS = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from scripts.processor import keep_to_one
from web import processor
took = keep_to_one()
def where():
    with processor.anywhere():
        room = os.sched_getaffinity(0)
    return os.sched_getaffinity(0), room
here, room = ThreadPoolExecutor(1).submit(where).result()
print(took, sorted(here), sorted(room), flush=True)
sys.stdin.read()
"""


@contextmanager
def process() -> Iterator[tuple[int | None, list[int], list[int]]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        took, rest = running.stdout.readline().split(" ", 1)
        here, _, room = rest.strip().partition("] [")
        yield (None if took == "None" else int(took)), _numbers(here), _numbers(room)
        running.communicate()


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.strip("[]").split(", ")]


def test_each_takes_another_one_and_the_last_works_wherever_there_is_room() -> None:
    there = sorted(os.sched_getaffinity(0))
    with ExitStack() as stack:
        # Whoever else serves on this machine has taken some.
        running = [stack.enter_context(process()) for _ in range(len(there) + 1)]
    took = [number for number, _, _ in running if number is not None]
    assert len(set(took)) == len(took) < len(running)
    for number, here, room in running:
        assert (here, room) == (there if number is None else [number], there)


def test_what_a_process_took_is_free_again_when_it_ends() -> None:
    with process() as (took, _, _):
        if took is None:
            pytest.skip("whoever else serves on this machine has taken all")
        assert not _is_free(took)
    assert _is_free(took)


def test_where_it_is_forbidden_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    free = [number for number in os.sched_getaffinity(0) if _is_free(number)]
    monkeypatch.setattr(os, "sched_setaffinity", forbidden)
    assert KEEP_TO_ONE() is None
    assert all(_is_free(number) for number in free)


def _is_free(number: int) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as claim:
        try:
            claim.bind(f"\0accountabilibuddy processor {number}")
        except OSError:
            return False
    return True


FORKING = """
import os
from scripts.processor import keep_to_one
before, took = os.sched_getaffinity(0), keep_to_one()
child = os.fork()
if not child:
    print(took is None or os.sched_getaffinity(0) != {took}, flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


def test_a_process_that_was_forked_does_not_keep_to_the_same_one() -> None:
    done = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_where_none_was_taken_nothing_changes() -> None:
    before = os.sched_getaffinity(0)
    with processor.anywhere():
        assert os.sched_getaffinity(0) == before
    assert os.sched_getaffinity(0) == before

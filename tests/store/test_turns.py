"""Who writes next: threads in the order of asking, processes one at a time, and nobody for ever."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from store import turns
from store.turns import Turns

HOLD = "import sys, time; from pathlib import Path; from store.turns import Turns\n"
HOLD += "with Turns(Path(sys.argv[1])):\n    print('mine', flush=True)\n    time.sleep(60)"


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen]:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
        try:
            yield process
        finally:
            process.kill()


def test_threads_have_their_turn_in_the_order_of_asking(tmp_path: Path):
    mine, order = Turns(tmp_path / "any.db"), list[int]()

    def ask(number: int) -> None:
        with mine:
            order.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    with mine:
        for number, thread in enumerate(threads):
            thread.start()
            while len(mine._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_process_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.05)
    with held_elsewhere(tmp_path / "any.db"), pytest.raises(sqlite3.OperationalError, match="locked"):
        Turns(tmp_path / "any.db").__enter__()


def test_whoever_waited_too_long_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.05)
    mine = Turns(tmp_path / "any.db")
    with held_elsewhere(tmp_path / "any.db"), pytest.raises(sqlite3.OperationalError):
        mine.__enter__()
    with mine, pytest.raises(sqlite3.OperationalError):
        mine.__enter__()
    with mine:
        pass


def test_the_turn_of_a_killed_process_has_ended(tmp_path: Path):
    with held_elsewhere(tmp_path / "any.db") as process:
        os.kill(process.pid, signal.SIGKILL)
        with Turns(tmp_path / "any.db"):
            pass


def test_where_no_file_can_be_made_sqlite_says_what_is_wrong(tmp_path: Path):
    with Turns(tmp_path / "nowhere" / "any.db"):
        pass

"""A running school as operators meet it: a graceful end, probes, figures and the log."""

import json
import signal
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from bootstrap import Settings, open_services, wall_clock_now
from tests.cast import ADA
from tests.scripts.running import Running, served

CANARY = "Canary words of a promise"


def token_of_ada(folder: Path) -> str:
    services = open_services(Settings(folder))
    token = services.access.make_api_token(ADA.id, "test", wall_clock_now())
    services.close()
    return token


def promise(running: Running, token: str) -> tuple[int, str]:
    due = (wall_clock_now() + timedelta(days=7)).date().isoformat()
    asked = {"statement": CANARY, "measure": "conversations", "target": 1, "due": due}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return running.ask("/api/goals", data=json.dumps(asked).encode(), headers=headers)


def until(done: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(600):
        if done():
            return
        pause.wait(0.05)
    pytest.fail("it did not come to that within half a minute")


def test_what_is_being_answered_is_answered_in_full_before_the_end(folder: Path) -> None:
    token = token_of_ada(folder)
    with served(folder) as running, ThreadPoolExecutor() as pool:
        assert running.ask("/health") == (200, '{"status":"ok"}\n')
        # Somebody else writes, so the promise has to wait for its turn.
        rival = sqlite3.connect(folder / "record.db", isolation_level=None, check_same_thread=False)
        rival.execute("BEGIN IMMEDIATE")
        slow = pool.submit(promise, running, token)
        Event().wait(0.7)
        running.process.send_signal(signal.SIGTERM)
        Event().wait(0.7)
        assert not slow.done()
        rival.execute("ROLLBACK")
        rival.close()
        status, answer = slow.result(30)
        assert (status, json.loads(answer)["statement"]) == (201, CANARY)
        assert (running.rest(), running.process.returncode) == ("Stopped.\n", 0)
        ended = [line["part"] for line in running.log() if line["event"] == "stopped"]
    assert sorted(ended) == ["scheduler", "web"]
    services = open_services(Settings(folder))
    last = services.accountability.after(services.accountability.end() - 1, 1)
    assert [type(recorded.event).__name__ for recorded in last] == ["Set"]
    services.close()


def test_a_running_school_comes_to_be_ready_and_logs_without_words(folder: Path) -> None:
    token = token_of_ada(folder)
    with served(folder, ACCOUNTABILIBUDDY_METRICS_TOKEN="for-operators") as running:
        until(lambda: running.status("/ready") == 200)
        assert promise(running, token)[0] == 201
        as_operator = {"Authorization": "Bearer for-operators"}
        status, figures = running.ask("/metrics", headers=as_operator)
        assert status == 200
        assert 'accountabilibuddy_commands_total{code="",outcome="done",verb="set_goal"} 1.0' in figures
        assert running.status("/metrics") == 401
        running.process.send_signal(signal.SIGTERM)
        running.rest()
    told = running.log()
    assert {"started", "stopped", "command"} <= {line["event"] for line in told}
    [command] = [line for line in told if line["event"] == "command"]
    assert (command["verb"], command["door"], command["outcome"]) == ("set_goal", "api", "done")
    assert CANARY not in running.errors()


def test_a_school_without_a_scheduler_says_so(folder: Path) -> None:
    with served(folder, "--no-scheduler") as running:
        status, answer = running.ask("/ready")
        assert status == 503
        assert json.loads(answer)["checks"]["scheduler"]["reason"] == "no scheduler has run yet"

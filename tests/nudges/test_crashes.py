"""Whatever crashes at any point, and whoever races: an inbox nudge is delivered once, and its letter goes out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from bootstrap import Settings, open_services
from domain.nudge import LEASE
from nudges.tick import tick
from projections.due import due_things
from projections.inbox import unsettled
from tests.cast import ADA, BEN, DORA, School
from tests.nudges.nudged import Nudged
from tests.nudges.test_tick import on

NOON = on(9, 15)


class Crash(BaseException):
    """The process is gone: no handler gets a chance."""


@pytest.fixture
def laden(nudged: Nudged) -> Nudged:
    """Ada has two things to be told and one that lapsed, Dora one that is achieved."""
    nudged.goal(due="2026-11-09")
    nudged.partnership(ADA, BEN)
    nudged.takeaway(nudged.held(nudged.contact(DORA), nudged.goal(DORA, due="2026-11-16"), DORA), DORA, days=60)
    nudged.clock.set(NOON)
    return nudged


def counted_saves(nudged: Nudged, monkeypatch: pytest.MonkeyPatch, at: int, *, after: bool) -> Callable[[], int]:
    """Crash at the given save of an event, before or after it is durable; returns how many were begun."""
    save, seen = nudged.use_cases.save, 0

    def crashing(*things: Any, **more: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == at and not after:
            raise Crash
        saved = save(*things, **more)
        if seen == at:
            raise Crash
        return saved

    monkeypatch.setattr(nudged.use_cases, "save", crashing)
    return lambda: seen


def settle(nudged: Nudged) -> None:
    """Tick until nothing is left to do."""
    for _ in range(4):
        nudged.tick()
        nudged.clock.now += LEASE


def must_be_right(nudged: Nudged, *, letters: int) -> None:
    assert len(nudged.deliveries()) == len(set(nudged.deliveries())) == 3
    assert sorted(nudged.told(ADA)) == ["check_in_due due", "goal_due_soon today"]
    assert (nudged.told(BEN), nudged.told(DORA)) == (["check_in_due due"], [])
    assert sorted(o for o in nudged.outcomes() if "Suppressed" in o) == [
        "two_days Suppressed lapsed",
        "week Suppressed achieved",
    ]
    links = {
        (m.to, line)
        for m in nudged.outbox.sent
        for line in m.text.splitlines()
        if "/goals/" in line or "/buddy" in line
    }
    assert len(links) == 3
    of_each_letter = [m.message_id for m in nudged.outbox.sent]
    assert all(of_each_letter.count(one) <= 2 for one in of_each_letter)
    assert len(nudged.outbox.sent) <= letters
    assert due_things(nudged.views, nudged.clock()) == []
    assert unsettled(nudged.views) == []


def test_without_a_crash(laden: Nudged) -> None:
    settle(laden)
    must_be_right(laden, letters=2)


# A whole tick of `laden` saves eleven times or more; the last numbers crash nothing and must be right as well.
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 17))
def test_a_crash_at_any_save_neither_loses_nor_doubles(laden: Nudged, monkeypatch, at: int, after: bool) -> None:
    counted_saves(laden, monkeypatch, at, after=after)
    with suppress(Crash):
        laden.tick()
    settle(laden)
    must_be_right(laden, letters=4)


def test_the_crashes_above_cover_the_whole_tick(laden: Nudged, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = counted_saves(laden, monkeypatch, 0, after=False)
    laden.tick()
    assert begun() == 16


@pytest.mark.parametrize("trouble", ["trouble", "trouble_after"])
def test_a_crash_at_the_mail_server_neither_loses_nor_doubles(laden: Nudged, trouble: str) -> None:
    setattr(laden.outbox, trouble, Crash())
    with pytest.raises(Crash):
        laden.tick()
    setattr(laden.outbox, trouble, None)
    settle(laden)
    must_be_right(laden, letters=3)


def test_a_bug_in_a_channel_costs_the_inbox_nothing(laden: Nudged) -> None:
    laden.outbox.trouble = ZeroDivisionError()
    assert laden.tick()["broken"] == 2
    laden.outbox.trouble = None
    settle(laden)
    must_be_right(laden, letters=4)


def test_two_threads_at_once_deliver_once(laden: Nudged) -> None:
    barrier = Barrier(2)
    rivals = [open_services(laden.services.settings, now=laden.clock) for _ in range(2)]

    def race(services: Any) -> dict[str, int]:
        barrier.wait()
        return tick(services, laden.outbox)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(race, rivals))
    for services in rivals:
        services.close()
    assert sum(report["delivered"] for report in reports) == 3
    assert sum(report["mailed"] for report in reports) == 3
    assert sum(report["broken"] for report in reports) == 0
    laden.clock.now += LEASE
    settle(laden)
    must_be_right(laden, letters=3)
    assert len({m.message_id for m in laden.outbox.sent}) == len(laden.outbox.sent)


def _noon() -> Any:
    return NOON


def _tick_in_a_process(folder: Path) -> dict[str, int]:
    services = open_services(Settings(folder=folder), now=_noon)
    report = tick(services)
    services.close()
    return dict(report)


@pytest.fixture
def crowd(school: School) -> School:
    for _ in range(6):
        for who in (ADA, BEN, DORA):
            school.goal(who, due="2026-11-11")
    school.clock.set(NOON)
    return school


def test_two_processes_at_once_deliver_once(crowd: School) -> None:
    nudged = Nudged(crowd)
    with get_context("spawn").Pool(2) as pool:
        reports = pool.map(_tick_in_a_process, [crowd.folder] * 2, chunksize=1)
    nudged.views.catch_up.run()
    assert len(nudged.deliveries()) == len(set(nudged.deliveries())) == 18
    assert len(nudged.deliveries("email")) == len(set(nudged.deliveries("email"))) == 18
    assert [report.get("broken", 0) for report in reports] == [0, 0]

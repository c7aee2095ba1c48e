"""The timetable runs at once, keeps views level, and ends when it is told to."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from eventsourcing.persistence import OperationalError
from sqlalchemy import select

from nudges import scheduler
from projections.heartbeat import beats
from projections.inbox import inbox, outcomes
from scripts.logs import Lines
from store.uploads import upload
from tests.cast import ADA, School
from tests.nudges.nudged import Outbox
from tests.nudges.test_tick import on


def run_until(school: School, done: Callable[[], bool]) -> Thread:
    """The scheduler in a thread of its own, until something is true or a minute is over; it has ended then."""
    stop = Event()
    runner = Thread(target=scheduler.run, args=(school.services, stop))
    runner.start()
    pause = Event()
    for _ in range(1200):
        if done():
            break
        pause.wait(0.05)
    stop.set()
    runner.join(60)
    assert not runner.is_alive()
    return runner


def test_what_is_due_is_said_at_once_and_told_in_one_line(school: School, caplog: pytest.LogCaptureFixture) -> None:
    school.goal(due="2026-11-09")
    school.clock.set(on(7))
    with caplog.at_level(logging.INFO, logger="nudges.scheduler"):
        run_until(school, lambda: "tick" in caplog.messages)
    assert caplog.messages == ["started", "tick", "stopped"]
    assert caplog.records[1].facts == {"delivered": 1, "letters": 1, "mailed": 1}  # type: ignore[attr-defined]
    assert len(inbox(school.views, ADA.id)) == 1
    assert len(list(school.services.settings.letters.iterdir())) == 1


def test_a_letter_that_was_asked_for_is_sent_without_waiting_for_a_tick(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    school.services.outbox.put("sign_in", school.clock(), address=ADA.address)
    with caplog.at_level(logging.INFO, logger="nudges.scheduler"):
        run_until(school, lambda: "letters" in caplog.messages)
    [letter] = school.services.settings.letters.iterdir()
    assert "/mailed/sign-in/" in letter.read_text()
    assert school.services.outbox.claim(school.clock()) is None


def test_a_list_that_nobody_confirmed_is_swept_out(school: School, caplog: pytest.LogCaptureFixture) -> None:
    school.services.uploads.of("a list").keep(ADA.id, b"name,address", school.clock())
    school.clock.go(hours=2)
    with caplog.at_level(logging.INFO, logger="nudges.scheduler"):
        run_until(school, lambda: "swept" in caplog.messages)
    with school.services.vault.database.read() as connection:
        assert connection.execute(select(upload)).all() == []


def test_views_left_behind_by_a_crash_come_level(school: School) -> None:
    school.use_cases.after_save = lambda _: None
    school.goal()
    behind = school.views.catch_up.standings()["progress"][0]
    assert behind < school.use_cases.end()
    run_until(school, lambda: school.views.catch_up.standings()["progress"][0] > behind)
    assert school.views.catch_up.standings()["progress"][0] == school.use_cases.end()


def test_each_job_leaves_word_of_when_it_was_last_done(school: School) -> None:
    run_until(school, lambda: len(beats(school.views)) == 2)
    assert beats(school.views) == {"nudges": school.clock(), "poll": school.clock()}


def test_after_a_fault_the_next_poll_goes_on(
    school: School, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    catch_up, asked = school.views.catch_up.run, list[int]()

    def sometimes() -> None:
        asked.append(1)
        if len(asked) < 4:
            raise OperationalError("the server is away, says Canary")
        catch_up()

    monkeypatch.setattr(school.views.catch_up, "run", sometimes)
    monkeypatch.setattr(scheduler, "POLL_SECONDS", 0.05)
    school.clock.set(datetime.now(UTC))  # or the timetable counts all that was missed since the clock's monday
    run_until(school, lambda: "poll" in beats(school.views))
    [first, *_] = [record for record in caplog.records if record.name.startswith("apscheduler")]
    told = Lines(as_json=True).format(first)
    assert "eventsourcing.persistence.OperationalError" in told
    assert "Canary" not in told


def test_a_round_at_work_is_finished_before_the_end(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.goal(due="2026-11-09")
    school.clock.set(on(7))
    outbox, stop, at_work = Outbox(), Event(), Event()

    def told_to_stop_meanwhile() -> None:
        stop.set()
        at_work.set()
        Event().wait(0.5)

    outbox.meanwhile = told_to_stop_meanwhile
    monkeypatch.setattr(scheduler, "channel_for", lambda _: outbox)
    runner = Thread(target=scheduler.run, args=(school.services, stop))
    runner.start()
    assert at_work.wait(60)
    runner.join(60)
    assert len(outbox.sent) == 1
    assert outcomes(school.views) == {("inbox", "delivered"): 1, ("email", "delivered"): 1}


def test_settings_that_cannot_work_are_refused_at_the_start(school: School) -> None:
    services = replace(school.services, settings=replace(school.services.settings, smtp="http://mail.example.org"))
    with pytest.raises(ValueError, match="mail server"):
        scheduler.run(services, Event())


def test_a_tick_asks_the_clock_it_was_given(school: School) -> None:
    school.goal(due="2026-11-09")
    school.clock.set(datetime(2026, 11, 3, 8, tzinfo=UTC))
    run_until(school, lambda: True)
    assert inbox(school.views, ADA.id) == []

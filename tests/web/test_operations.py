"""Probes and figures: alive, ready, and counts for operators, which name nobody."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import web
from domain.goal import Goal
from projections import readiness
from projections.heartbeat import NUDGES, POLL, beat
from projections.progress.goals import goal as goal_rows
from tests.cast import ADA, DORA, School
from tests.web.conftest import Visitor

TOKEN = "the-operators-token"
AS_OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def scheduled(school: School) -> School:
    """A school whose scheduler has just been at work."""
    for job in (POLL, NUDGES):
        beat(school.views, job, school.clock())
    return school


@pytest.fixture
def served(school: School) -> Flask:
    """An app of its own, since its figures count from its beginning."""
    settings = replace(school.services.settings, metrics_token=TOKEN)
    app = web.create_app(replace(school.services, settings=settings))
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    return app


def asked(app: Flask, path: str, **how: Any) -> TestResponse:
    return app.test_client().get(path, **how)


def figures(app: Flask) -> dict[str, float]:
    """Each line of the figures but the comments."""
    answer = asked(app, "/metrics", headers=AS_OPERATOR)
    assert answer.status_code == 200
    pairs = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the view of progress cannot take in a new goal."""

    def raises(row: Any, event: Any) -> Any:
        raise ValueError(f"cannot read {event.statement}")

    folds: dict[Any, Any] = goal_rows.folds
    monkeypatch.setitem(folds, Goal.Set, [(lambda event: [str(event.originator_id)], raises)])


# Alive


def test_it_is_alive(app: Flask) -> None:
    answer = asked(app, "/health")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_a_view_that_stands_still_is_told_to_probes_and_to_staff_without_a_word_of_anybody(
    app: Flask, school: School, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poison(monkeypatch)
    school.goal(statement="Canary words")
    answer = asked(app, "/health")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
    assert list(answer.get_json()["views"]) == ["progress"]
    assert "ValueError" in answer.get_json()["views"]["progress"]
    assert "Canary" not in answer.text
    page = Visitor(app, school, DORA).see("/staff")
    assert "progress" in page
    assert "ValueError" in page


def test_staff_see_no_such_notice_while_all_is_well(app: Flask, school: School) -> None:
    assert "stand still" not in Visitor(app, school, DORA).see("/staff")


# Ready


def checks(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = asked(app, "/ready").get_json()["checks"]
    return found


def test_a_school_with_its_scheduler_is_ready(app: Flask, scheduled: School) -> None:
    answer = asked(app, "/ready")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")
    assert checks(app)["views"] == {"ok": True, "events_behind": 0, "seconds_behind": 0.0, "most_seconds": 30}
    assert checks(app)["scheduler"] == {"ok": True, "poll_seconds_ago": 0.0, "nudges_seconds_ago": 0.0}
    assert checks(app)["disk"]["free_bytes"] > 0


def test_without_any_scheduler_it_is_not_ready_and_says_why(app: Flask) -> None:
    answer = asked(app, "/ready")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert checks(app)["scheduler"]["reason"] == "no scheduler has run yet"


@pytest.mark.parametrize(("seconds", "ready"), [(60, True), (61, False), (-3600, True)])
def test_a_scheduler_counts_while_it_was_heard_of_lately(
    app: Flask, scheduled: School, seconds: int, ready: bool
) -> None:
    scheduled.clock.go(seconds=seconds)
    assert checks(app)["scheduler"]["ok"] == ready


def test_views_may_be_behind_for_half_a_minute(app: Flask, scheduled: School) -> None:
    scheduled.use_cases.after_save = lambda _: None
    scheduled.goal()
    scheduled.goal()
    scheduled.clock.go(seconds=30)
    assert checks(app)["views"] == {"ok": True, "events_behind": 2, "seconds_behind": 30.0, "most_seconds": 30}
    scheduled.clock.go(seconds=1)
    assert checks(app)["views"]["ok"] is False
    scheduled.views.catch_up.run()
    assert checks(app)["views"]["ok"] is True


def test_a_view_that_stands_still_sends_nobody_away(
    app: Flask, scheduled: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every process would say the same, and the other pages are well."""
    poison(monkeypatch)
    scheduled.goal()
    scheduled.contact()
    scheduled.clock.go(minutes=1)
    assert asked(app, "/ready").status_code == 200
    assert checks(app)["views"]["events_behind"] == 0


def test_a_full_disk_is_not_ready(app: Flask, scheduled: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ROOM", 2**80)
    assert checks(app)["disk"]["ok"] is False


def test_a_database_that_does_not_answer_is_told_and_nothing_breaks(
    app: Flask, scheduled: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled.views.catch_up, "standings", _no_answer)
    assert asked(app, "/health").get_json() == {"status": "degraded", "database": "no answer: OperationalError"}
    assert asked(app, "/ready").status_code == 503
    assert checks(app)["views"] == {"ok": False, "reason": "no answer: OperationalError"}


def _no_answer() -> Any:
    from eventsourcing.persistence import OperationalError

    raise OperationalError("canary")


def test_probes_take_few_statements(app: Flask, scheduled: School, statements: Any) -> None:
    browser = app.test_client()
    browser.set_cookie("session", scheduled.services.access.start_session(ADA.id, scheduled.clock()))
    for path, most in (("/health", 1), ("/ready", 3)):
        with statements() as questions:
            browser.get(path)
        assert len(questions) <= most, questions


# Figures


def test_without_a_token_in_the_settings_there_are_no_figures(app: Flask) -> None:
    assert asked(app, "/metrics").status_code == 404
    assert asked(app, "/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xff"])
def test_the_figures_are_for_operators_only(served: Flask, school: School, header: str) -> None:
    answer = asked(served, "/metrics", headers={"Authorization": header})
    assert (answer.status_code, "accountabilibuddy" in answer.text) == (401, False)
    assert Visitor(served, school, DORA).get("/metrics").status_code == 401


def test_commands_are_counted_by_verb_and_how_they_ended(
    served: Flask, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = school.goal()
    school.say(ADA, "close_goal", goal, reason="Enough")
    with pytest.raises(Exception, match="goal_already_closed"):
        school.say(ADA, "close_goal", goal, reason="Twice")
    monkeypatch.setattr(school.use_cases.recorder, "insert_events", lambda *_, **__: _no_answer())
    with pytest.raises(Exception, match="canary"):
        school.goal()
    found = {n: v for n, v in figures(served).items() if n.startswith("accountabilibuddy_commands_total")}
    assert found == {
        'accountabilibuddy_commands_total{code="",outcome="done",verb="set_goal"}': 1,
        'accountabilibuddy_commands_total{code="OperationalError",outcome="fault",verb="set_goal"}': 1,
        'accountabilibuddy_commands_total{code="",outcome="done",verb="close_goal"}': 1,
        'accountabilibuddy_commands_total{code="goal_already_closed",outcome="refused",verb="close_goal"}': 1,
    }


def test_requests_are_counted_by_route_and_never_by_address(served: Flask, school: School) -> None:
    visitor = Visitor(served, school, ADA)
    visitor.get(f"/goals/{school.goal()}")
    visitor.get("/nonsense/canary")
    found = figures(served)
    assert found['accountabilibuddy_http_request_seconds_count{endpoint="goals.show",status="2xx"}'] == 1
    assert found['accountabilibuddy_http_request_seconds_count{endpoint="none",status="4xx"}'] == 1
    assert not any("canary" in name or str(ADA.id) in name for name in found)


def test_the_school_is_looked_at_when_figures_are_asked_for(served: Flask, scheduled: School) -> None:
    scheduled.use_cases.after_save = lambda _: None
    scheduled.goal()
    scheduled.clock.go(seconds=7)
    found = figures(served)
    assert found["accountabilibuddy_database_up"] == 1
    assert found["accountabilibuddy_views_behind_events"] == 1
    assert found["accountabilibuddy_views_behind_seconds"] == 7
    assert found["accountabilibuddy_views_set_aside"] == 0
    assert found['accountabilibuddy_scheduler_age_seconds{job="poll"}'] == 7


def test_nudges_are_counted_by_what_became_of_them(served: Flask, school: School) -> None:
    facts = {"member_id": ADA.id, "rule": "goal_due_soon", "thing_id": school.goal(), "facts": {"about": "2026-11-09"}}
    slots = ("2026-11-02|a", "2026-11-02|b")
    nudges = [school.say("system:scheduler", "claim_nudge", channel="inbox", slot=slot, **facts) for slot in slots]
    school.say("system:scheduler", "record_delivery", nudges[0])
    found = figures(served)
    assert found['accountabilibuddy_nudges{channel="inbox",outcome="claimed"}'] == 1
    assert found['accountabilibuddy_nudges{channel="inbox",outcome="delivered"}'] == 1


def test_figures_of_the_process_are_told_though_no_database_answers(
    served: Flask, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.goal()
    monkeypatch.setattr(school.views.catch_up, "standings", _no_answer)
    found = figures(served)
    assert found["accountabilibuddy_database_up"] == 0
    assert found['accountabilibuddy_commands_total{code="",outcome="done",verb="set_goal"}'] == 1
    assert "accountabilibuddy_views_behind_events" not in found


def test_every_command_leaves_one_line(school: School, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="projections.witness"):
        school.goal()
    [line] = caplog.records
    told = vars(line)["facts"]
    assert {name: told[name] for name in ("verb", "door", "outcome", "code")} == {
        "verb": "set_goal",
        "door": "page",
        "outcome": "done",
        "code": "",
    }
    assert timedelta(milliseconds=told["ms"]) > timedelta(0)

"""When a disk is full, a lock is held or a server is gone: 503 in words, nothing lost, and well again by itself."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

import web
from bootstrap import Settings
from scripts.postgres import server
from tests.cast import ADA, Clock, School, settle
from tests.web.conftest import Visitor, promised, words

Client = Callable[..., Visitor]

PROMISE = {"statement": "My very own words", "measure": "conversations", "target": "1", "due": "2026-11-09"}


@contextmanager
def pragma(school: School, fault: str, well: str) -> Iterator[None]:
    """Something is the matter with the file of the record, as SQLite itself reports it."""
    _set(school, fault)
    try:
        yield
    finally:
        _set(school, well)


def _set(school: School, setting: str) -> None:
    school.use_cases.end()  # so that there is a connection
    pool = school.use_cases.recorder.datastore.pool  # type: ignore[attr-defined]
    for connection in pool._pool:
        connection.cursor().execute(f"PRAGMA {setting}")


def full(school: School) -> Any:
    return pragma(school, "max_page_count=1", "max_page_count=1000000")


def read_only(school: School) -> Any:
    return pragma(school, "query_only=ON", "query_only=OFF")


@contextmanager
def locked(school: School) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    rival = sqlite3.connect(school.folder / "record.db", isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    try:
        with pragma(school, "busy_timeout=10", "busy_timeout=15000"):
            yield
    finally:
        rival.close()


FAULTS = pytest.mark.parametrize("fault", [full, read_only, locked])
LONG = "Words " * 600


@FAULTS
@pytest.mark.sqlite
def test_a_form_comes_back_with_what_was_typed_and_is_saved_once_the_fault_is_over(
    client: Client, school: School, fault: Callable[[School], Any]
) -> None:
    visitor = client(ADA)
    typed = {**PROMISE, "steps": LONG}
    with fault(school):
        answer = visitor.submit("/goals/new?template=own", "/goals", **typed)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "What you wrote is still here" in words(answer)
    assert "How many" in words(answer)  # the page of the form itself
    assert promised(school) == []
    again = visitor.form(answer, "/goals")
    assert again.fields["statement"] == ["My very own words"]
    assert [visitor.send("/goals", again.fields).status_code for _ in range(2)] == [303, 303]
    assert [str(goal.statement) for goal in promised(school)] == ["My very own words"]


@FAULTS
@pytest.mark.sqlite
def test_the_api_says_when_to_ask_again_and_the_same_request_then_has_one_effect(
    app: Flask, school: School, fault: Callable[[School], Any]
) -> None:
    token = school.services.access.make_api_token(ADA.id, "test", school.clock())
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
    asked = {**PROMISE, "target": 1, "steps": LONG[:4000]}
    browser = app.test_client()
    browser.get("/api/goals", headers=headers)
    with fault(school):
        answer = browser.post("/api/goals", json=asked, headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert (answer.mimetype, answer.get_json()["code"]) == ("application/problem+json", "unavailable")
    again = [browser.post("/api/goals", json=asked, headers=headers) for _ in range(2)]
    assert [a.status_code for a in again] == [201, 201]
    assert len(promised(school)) == 1


@pytest.mark.sqlite
def test_views_that_cannot_be_written_fail_no_command(client: Client, school: School) -> None:
    """It is saved; the views follow with the next one."""
    engine = school.views.database.engine
    visitor = client(ADA)
    form = visitor.form("/goals/new?template=own", "/goals")
    engine.dispose()
    with _query_only(engine):
        answer = visitor.send("/goals", form.filled(PROMISE))
    assert answer.status_code == 303
    school.goal()
    assert len(promised(school)) == 2


@contextmanager
def _query_only(engine: Any) -> Iterator[None]:
    from sqlalchemy import event

    def set_it(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", set_it)
    try:
        yield
    finally:
        event.remove(engine, "connect", set_it)
        engine.dispose()


@pytest.mark.sqlite
def test_a_file_that_was_cut_off_is_told_as_a_fault(client: Client, school: School) -> None:
    visitor = client(ADA)
    school.views.database.close()
    for name in ("views.db-wal", "views.db-shm"):
        (school.folder / name).unlink(missing_ok=True)
    with (school.folder / "views.db").open("r+b") as file:
        file.truncate(5000)
    assert visitor.get("/goals").status_code == 503
    assert visitor.get("/health").get_json()["status"] == "degraded"
    assert visitor.get("/ready").status_code == 503


def test_a_clock_that_is_set_back_loses_nothing_and_keeps_nobody_out(client: Client, school: School) -> None:
    visitor = client(ADA)
    visitor.submit("/goals/new?template=own", "/goals", **PROMISE)
    school.clock.go(hours=-1)
    answer = visitor.submit("/goals/new?template=own", "/goals", **{**PROMISE, "statement": "An hour before"})
    assert answer.status_code == 303
    assert {str(goal.statement) for goal in promised(school)} == {"My very own words", "An hour before"}
    assert visitor.get("/ready").get_json()["checks"]["views"]["events_behind"] == 0


# When not even the person can be looked up


@pytest.fixture
def gone(school: School, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A vault that raises what its driver raises when the server is gone."""

    def gone() -> Any:
        def raises(*_: Any) -> Any:
            raise psycopg.OperationalError("server closed the connection unexpectedly: Canary")

        monkeypatch.setattr(school.services.access, "session", raises)

    return gone


def the_form(answer: TestResponse, visitor: Visitor) -> dict[str, list[str]]:
    return visitor.form(answer, "/goals").fields


def test_the_error_page_itself_keeps_what_was_typed_and_sends_it_again(
    client: Client, school: School, gone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = client(ADA)
    form = visitor.form("/goals/new?template=own", "/goals").filled(PROMISE)
    gone()
    answer = visitor.send("/goals", form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Back in a moment" in words(answer)
    assert "Canary" not in answer.text
    again = the_form(answer, visitor)
    assert {n: v for n, v in again.items() if n != "csrf_token"} == {
        n: v if isinstance(v, list) else [v] for n, v in form.items() if n != "csrf_token"
    }
    monkeypatch.undo()
    assert visitor.send("/goals", again).status_code == 303
    assert len(promised(school)) == 1


def test_what_another_site_sent_is_not_offered_to_be_sent_again(client: Client, gone: Any) -> None:
    visitor = client(ADA)
    gone()
    answer = visitor.send("/goals", PROMISE)
    assert answer.status_code == 503
    assert "My very own words" not in answer.text


def test_a_password_is_never_written_into_a_page(client: Client, gone: Any) -> None:
    visitor = client(ADA)
    form = visitor.form("/settings/security", "/settings/password").filled({"current": "x"})
    gone()
    answer = visitor.send("/settings/password", form | {"password": "a secret phrase", "old_password": "another one"})
    assert answer.status_code == 503
    assert "a secret phrase" not in answer.text
    assert "another one" not in answer.text


def test_a_part_of_a_page_is_answered_with_a_sentence(client: Client, gone: Any) -> None:
    visitor = client(ADA)
    gone()
    answer = visitor.get("/goals", headers={"HX-Request": "true"})
    assert (answer.status_code, "<html" in answer.text) == (503, False)


# A real server that is killed


def test_a_killed_server_is_told_and_used_again_as_soon_as_it_is_back(tmp_path: Path, engine: str) -> None:
    if engine != "postgresql":
        pytest.skip("about a server")
    with server() as running:
        url = running.make("school")
        school = School(Settings(tmp_path, database=url, vault=url), Clock())
        settle(school.use_cases)
        visitor = Visitor(web.create_app(school.services), school, ADA)
        form = visitor.form("/goals/new?template=own", "/goals").filled(PROMISE)
        running.crash()
        answer = visitor.send("/goals", form)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert visitor.get("/health").get_json()["status"] == "degraded"
        running.start()
        assert visitor.send("/goals", the_form(answer, visitor)).status_code == 303
        assert [str(goal.statement) for goal in promised(school)] == ["My very own words"]
        assert visitor.get("/health").get_json() == {"status": "ok"}
        school.close()


def test_dropped_connections_are_made_anew_without_anybody_noticing(app: Flask, school: School, engine: str) -> None:
    if engine != "postgresql":
        pytest.skip("about a server")
    visitor = Visitor(app, school, ADA)
    form = visitor.form("/goals/new?template=own", "/goals").filled(PROMISE)
    with psycopg.connect(school.settings.database, autocommit=True) as admin:
        others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
        admin.execute(f"{others} AND pid != pg_backend_pid()".encode())
    assert visitor.send("/goals", form).status_code == 303
    assert len(promised(school)) == 1

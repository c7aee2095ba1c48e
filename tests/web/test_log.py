"""Nobody's words in the log: canaries are typed into every form, things are made to fail, and the log is searched."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from eventsourcing.persistence import OperationalError
from flask import Flask

from scripts.logs import Lines, shown
from tests.cast import ADA, DORA, School
from tests.web.conftest import Visitor
from tests.web.forms_on import FormOnPage, forms_on
from tests.web.test_every_route import pages_of, path_of, things

__all__ = ["things"]  # pytest finds the fixture here

CANARY = "Canary"
OURS = ("csrf_token", "command_id", "version")
# Written by hand, in any form of the site; other fields are choices, and keep what the page offers.
WRITTEN = {"name", "statement", "steps", "reason", "note", "notes", "text", "label", "company", "role", "how_known"}


@pytest.fixture(params=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What a process of the school would say on standard error."""
    said, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(said), root.level
    handler.setFormatter(Lines(as_json=request.param == "json"))
    handler.addFilter(shown)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield said
    root.removeHandler(handler)
    root.setLevel(before)


def with_canaries(form: FormOnPage) -> dict[str, Any]:
    """The form as a browser would send it, with a canary wherever somebody writes."""
    free = [n for n, v in form.fields.items() if n not in OURS and (n in WRITTEN or not any(v) or " " in v[0])]
    return form.filled({name: f"{CANARY} {name}" for name in free})


def send_everything(app: Flask, visitor: Visitor, things: dict[str, str]) -> list[int]:
    """Every form of every page of this visitor, filled with canaries; the statuses that came back."""
    found = []
    for endpoint, method, rule, _ in pages_of(app):
        page = path_of(rule, things)
        if method != "GET" or endpoint in ("static", "library"):
            continue
        for form in forms_on(visitor.get(page).text):
            if form.method == "post" and not form.action.endswith("/sign-out"):
                found.append(visitor.send(form.action or page, with_canaries(form)).status_code)
    return found


def quoting(kind: Callable[[str], Exception]) -> Callable[..., Any]:
    """What drivers do: the error quotes what it was given."""

    def raises(events: Any, **_: Any) -> Any:
        inner = ValueError(f"unexpected {CANARY} in {events!r}")
        raise kind(f"could not write {CANARY}\n{events!r}") from inner

    return raises


@pytest.mark.parametrize(
    ("failing", "event", "status"),
    [(None, "command", 303), (OperationalError, "fault", 503), (RuntimeError, "unexpected error", 500)],
)
@pytest.mark.sqlite
def test_no_word_of_anybody_reaches_the_log(
    app: Flask,
    school: School,
    client: Callable[..., Visitor],
    things: dict[str, str],
    log: io.StringIO,
    failing: Any,
    event: str,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if failing:
        monkeypatch.setattr(school.use_cases.recorder, "insert_events", quoting(failing))
    statuses = [status for who in (ADA, DORA, None) for status in send_everything(app, client(who), things)]
    assert len(statuses) >= 30
    assert status in statuses
    told = log.getvalue()
    words = (CANARY, "Dana", "Whitfield", "Lindqvist", "example.org", "Talk to two people")
    assert [word for word in words if word in told] == []
    assert event in told


@pytest.mark.sqlite
def test_an_unexpected_error_is_told_by_its_type_its_place_and_the_reference_on_the_page(
    school: School, client: Callable[..., Visitor], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = client(ADA)
    form = visitor.form("/goals/new?template=own", "/goals").filled({"statement": CANARY, "due": "2026-11-09"})
    monkeypatch.setattr(school.use_cases.recorder, "insert_events", quoting(RuntimeError))
    answer = visitor.send("/goals", form)
    reference = answer.text.partition("mention <code>")[2][:8]
    [line] = [line for line in log.getvalue().splitlines() if "unexpected error" in line]
    assert reference in line
    assert "goals.create" in line
    assert "RuntimeError" in line
    assert "ValueError" in line
    assert "web/pages/goals/promising.py:" in line


@pytest.mark.sqlite
def test_a_view_that_is_set_aside_is_told_without_the_event(
    school: School, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.web.test_operations import poison

    poison(monkeypatch)
    school.goal(statement=CANARY)
    [line] = [line for line in log.getvalue().splitlines() if "set aside" in line]
    assert "view progress" in line
    assert CANARY not in log.getvalue()

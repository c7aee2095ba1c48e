"""One line an event, as JSON or as text; what libraries say only as far as it is known to hold nobody's words."""

import json
import logging
import sys
from typing import Any

import pytest

from scripts import logs
from scripts.logs import Lines, shown
from scripts.troubles import CannotStart


def record(name: str, message: str, *args: Any, level: int = logging.INFO, **more: Any) -> logging.LogRecord:
    made = logging.getLogger(name).makeRecord(name, level, "somewhere.py", 7, message, args, more.pop("exc_info", None))
    vars(made).update(more)
    made.created = 1_800_000_000.25
    return made


def line(made: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Lines(as_json=True).format(made))
    return told


def test_a_line_of_json_holds_the_facts() -> None:
    assert line(record("nudges.scheduler", "tick", facts={"mailed": 2})) == {
        "at": "2027-01-15T08:00:00.250+00:00",
        "level": "info",
        "from": "nudges.scheduler",
        "event": "tick",
        "mailed": 2,
    }


def test_a_line_of_text_holds_the_same() -> None:
    told = Lines(as_json=False).format(record("nudges.scheduler", "tick", facts={"mailed": 2, "code": "two\nlines"}))
    assert told == "2027-01-15T08:00:00.250+00:00 info nudges.scheduler tick mailed=2 code=two lines"


def test_an_error_is_told_by_types_and_places() -> None:
    try:
        try:
            raise KeyError("Canary")
        except KeyError as inner:
            raise ValueError("Canary") from inner
    except ValueError:
        told = line(record("web.refusals", "unexpected error", exc_info=sys.exc_info()))
    assert told["error"] == ["ValueError", "KeyError"]
    assert told["frames"] == [f"tests/scripts/test_logs.py:{_line_of('raise ValueError')} {_name()}"]
    assert "Canary" not in str(told)


def _line_of(text: str) -> int:
    with open(__file__, encoding="utf-8") as source:
        return next(number for number, row in enumerate(source, 1) if row.strip().startswith(text))


def _name() -> str:
    return test_an_error_is_told_by_types_and_places.__name__


def test_of_a_library_only_the_fixed_part_is_told() -> None:
    assert line(record("apscheduler.executors", 'Job "%s" failed', "Canary"))["event"] == 'Job "%s" failed'
    assert line(record("somebody", "failed with Canary"))["event"] == "a word from somewhere, line 7"


def test_libraries_are_heard_from_warnings_on() -> None:
    assert shown(record("web.refusals", "x"))
    assert not shown(record("apscheduler.executors", "x"))
    assert shown(record("apscheduler.executors", "x", level=logging.WARNING))


def test_a_kind_we_do_not_have_is_refused() -> None:
    with pytest.raises(CannotStart, match="json, text"):
        logs.begin({"ACCOUNTABILIBUDDY_LOG": "xml"})


def test_whoever_logs_already_goes_on_doing_so() -> None:
    before = list(logging.getLogger().handlers)
    logs.begin({"ACCOUNTABILIBUDDY_LOG": "json"})
    assert logging.getLogger().handlers == before

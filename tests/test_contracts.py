"""What the layout promises: imports point one way, one clock, and the same noun names the file in every room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli

from store.names import AGGREGATES

ROOT = Path(__file__).parent.parent
ROOMS = ("domain", "store", "projections", "nudges", "web")
# What tells no time of day (monotonic, perf_counter) may measure how long something takes.
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
OWNERS = {"datetime", "date", "time"}


def test_imports_point_one_way(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    # It would set up logging anew, and silence every logger that is there.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def readings(room: str) -> Iterator[str]:
    """Every place in a room where `datetime.now()` and its like are called."""
    for file in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in CLOCKS and ast.unparse(called.value) in OWNERS:
                yield f"{file.relative_to(ROOT)}:{called.lineno} {ast.unparse(called)}"


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_reads_the_time_by_itself(room):
    assert list(readings(room)) == []


def test_the_one_who_reads_it_is_bootstrap():
    assert "datetime.now(UTC)" in (ROOT / "bootstrap.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("noun", [aggregate.__name__.lower() for aggregate in AGGREGATES])
def test_the_same_noun_names_an_aggregate_and_its_test(noun):
    assert any((ROOT / "domain" / place).is_file() for place in (f"{noun}.py", f"{noun}/__init__.py"))
    assert (ROOT / "tests" / "domain" / f"test_{'member' if noun == 'cohort' else noun}.py").is_file()

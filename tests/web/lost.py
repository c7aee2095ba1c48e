"""Commits that go through while their answer is lost, as both drivers tell it; for the tests of what comes after."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.cast import School


@contextmanager
def answers_lost(school: School, engine: str) -> Iterator[list[str]]:
    """Every commit of the record goes through, and the connection ends before it says so; yields those commits."""
    lost = list[str]()
    recorder: Any = school.use_cases.recorder
    with pytest.MonkeyPatch.context() as patch:
        (_on_sqlite if engine == "sqlite" else _on_postgresql)(recorder, patch, lost)
        yield lost


def _on_sqlite(recorder: Any, patch: pytest.MonkeyPatch, lost: list[str]) -> None:
    connected = recorder.datastore.get_connection

    @contextmanager
    def connection(*, commit: bool) -> Iterator[Any]:
        with connected(commit=commit) as made:
            yield made
        if commit:
            lost.append("commit")
            raise sqlite3.OperationalError("disk I/O error")

    patch.setattr(recorder.datastore, "get_connection", connection)


def _on_postgresql(recorder: Any, patch: pytest.MonkeyPatch, lost: list[str]) -> None:
    """There, one statement appends and is committed by itself."""
    rows = recorder._rows

    def told(statement: str, values: list[Any]) -> Any:
        done = rows(statement, values)
        if statement in (recorder._append, recorder._append_one):
            lost.append("commit")
            with recorder.datastore.get_connection() as connection:
                connection.close()
                raise psycopg.OperationalError("server closed the connection unexpectedly")
        return done

    patch.setattr(recorder, "_rows", told)

"""What may pass by itself, as the libraries raise it, and what is a defect."""

import sqlite3
from typing import Any

import psycopg
import pytest
from eventsourcing import persistence
from sqlalchemy import exc

from store import record_sqlite
from store.faults import may_pass
from tests.cast import School


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.DatabaseError("database disk image is malformed"),
        psycopg.OperationalError("the connection is closed"),
        psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"),
        psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"),
        psycopg.InterfaceError("the cursor is closed"),
        persistence.OperationalError("disk I/O error"),
        persistence.InterfaceError("connection already closed"),
        exc.OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked")),
        exc.TimeoutError("no connection was free"),
    ],
    ids=repr,
)
def test_what_may_pass(error: Exception) -> None:
    assert may_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.ProgrammingError("wrong number of bindings"),
        sqlite3.IntegrityError("UNIQUE constraint failed"),
        psycopg.errors.UndefinedTable("relation does not exist"),
        psycopg.DataError("NUL"),
        persistence.IntegrityError("a rival was first"),
        persistence.ProgrammingError("no such column"),
        exc.IntegrityError("INSERT", {}, sqlite3.IntegrityError("NOT NULL constraint failed")),
        ValueError("a defect"),
        OSError("not a database"),
    ],
    ids=repr,
)
def test_what_does_not(error: Exception) -> None:
    assert not may_pass(error)


@pytest.mark.sqlite
def test_a_connection_that_could_not_be_made_keeps_nobody_from_writing_afterwards(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool: Any = school.use_cases.recorder.datastore.pool  # type: ignore[attr-defined]
    read = pool.get_connection()
    while pool._pool:
        pool._pool.popleft().close()

    def raises(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError("unable to open database file")

    # The reader's is there; the writer's cannot be made.
    pool.put_connection(read)
    monkeypatch.setattr(record_sqlite, "prepare", raises)
    held = pool.get_connection()
    with pytest.raises(sqlite3.OperationalError):
        pool.get_connection(is_writer=True)
    monkeypatch.undo()
    pool.put_connection(held)
    school.goal()
    assert school.use_cases.end() == len(school.use_cases.after(0, 1000))


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["record", "vault", "views"])
def test_a_file_that_could_not_be_written_for_a_while_is_written_again_afterwards(
    school: School, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """SQLite then opens it for reading alone, and pools keep what was opened."""
    school.goal()
    connect, mine = sqlite3.connect, f"/{name}.db"

    def for_reading(path: str, *how: Any, **more: Any) -> Any:
        file = str(path).removeprefix("file:").partition("?")[0]
        if not file.endswith(mine):
            return connect(path, *how, **more)
        return connect(f"file:{file}?mode=ro", *how, **more | {"uri": True})

    for engine in (school.services.vault.database.engine, school.views.database.engine):
        engine.dispose()
    pool: Any = school.use_cases.recorder.datastore.pool  # type: ignore[attr-defined]
    pool.begin_anew()
    monkeypatch.setattr(sqlite3, "connect", for_reading)
    monkeypatch.setattr("sqlalchemy.dialects.sqlite.pysqlite.SQLiteDialect_pysqlite.connect", _by(sqlite3))
    before = school.use_cases.end()
    if name == "views":
        school.goal()
        assert school.views.behind
    else:
        with pytest.raises(Exception, match="readonly") as refused:
            school.contact(name="Somebody new")
        assert may_pass(refused.value)
    monkeypatch.undo()
    school.contact(name="Somebody newer")
    assert school.use_cases.end() == before + (2 if name == "views" else 1)
    assert not school.views.behind


def _by(library: Any) -> Any:
    def connect(_: Any, path: str, **how: Any) -> Any:
        return library.connect(path, **how)

    return connect

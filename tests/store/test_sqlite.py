"""Which SQLite is used, and that every connection to our files is set up as promised."""

import sqlite3
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from store.database import SqliteDatabase
from store.record_sqlite import AppendOnlyRecorder
from store.sqlite import is_safe, prepare
from tests.cast import School

pytestmark = pytest.mark.sqlite

SAFE = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 53, 4), (4, 0, 0)]
AFFECTED = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 49, 2), (3, 50, 6), (3, 51, 0), (3, 51, 2)]


@pytest.mark.parametrize("version", SAFE)
def test_a_version_in_which_it_was_mended_is_safe(version):
    assert is_safe(version)


@pytest.mark.parametrize("version", AFFECTED)
def test_a_version_that_can_lose_pages_is_not(version):
    assert not is_safe(version)


def test_the_library_in_use_is_safe():
    assert is_safe(sqlite3.sqlite_version_info)


def pragma(school: School, name: str) -> dict[str, Any]:
    """What each of the three databases says of itself, asked through the connections the school uses."""
    recorder = school.use_cases.recorder
    assert isinstance(recorder, AppendOnlyRecorder)
    with recorder.datastore.transaction(commit=False) as cursor:
        cursor.execute(f"PRAGMA {name}")
        found: dict[str, Any] = {"record": cursor.fetchone()[0]}
    for kind, database in {"views": school.views.database, "vault": school.services.vault.database}.items():
        with database.read() as connection:
            found[kind] = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
    return found


FULL, NORMAL = 2, 1


def test_what_may_not_be_lost_is_written_through(school):
    assert pragma(school, "synchronous") == {"record": FULL, "views": NORMAL, "vault": FULL}


def test_every_file_is_read_while_it_is_written(school):
    assert pragma(school, "journal_mode") == dict.fromkeys(("record", "views", "vault"), "wal")


def test_rivals_wait_for_each_other(school):
    assert pragma(school, "busy_timeout") == dict.fromkeys(("record", "views", "vault"), 15_000)


def test_a_new_file_waits_for_whoever_writes_into_it_already(tmp_path: Path):
    # SQLite refuses this switch at once; it waits for nobody.
    first = sqlite3.connect(tmp_path / "any.db", isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    first.execute("CREATE TABLE told (word TEXT)")
    done = Timer(0.2, first.execute, ["COMMIT"])
    done.start()
    second = sqlite3.connect(tmp_path / "any.db", isolation_level=None)
    prepare(second, synchronous="FULL")
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    done.join()
    first.close()
    second.close()


def test_what_is_deleted_from_the_vault_is_overwritten(school):
    assert pragma(school, "secure_delete")["vault"] == 1


def tell(database: SqliteDatabase, *statements: str) -> None:
    with database.write() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path):
    database = SqliteDatabase(tmp_path / "any.db", synchronous="FULL")
    tell(database, "CREATE TABLE told (word TEXT)")
    with pytest.raises(DatabaseError):
        tell(database, "INSERT INTO told VALUES ('half')", "INSERT INTO nowhere VALUES (1)")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM told").scalar() == 0


def test_a_failed_write_lets_the_next_one_begin(tmp_path: Path):
    database = SqliteDatabase(tmp_path / "any.db", synchronous="FULL")
    with pytest.raises(DatabaseError):
        tell(database, "INSERT INTO nowhere VALUES (1)")
    tell(database, "CREATE TABLE told (word TEXT)")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM told").scalar() == 0


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A file of SQLite's whose beginning was overwritten."""
    path = tmp_path / "any.db"
    database = SqliteDatabase(path, synchronous="FULL")
    tell(database, "CREATE TABLE told (word TEXT)")
    database.close()
    path.write_bytes(b"something else" + path.read_bytes()[14:])
    return path


def test_what_can_be_made_anew_is_when_its_file_is_damaged(damaged: Path):
    database = SqliteDatabase(damaged, synchronous="NORMAL")
    database.prepare()
    tell(database, "CREATE TABLE told (word TEXT)")
    database.close()


def test_a_damaged_file_of_what_may_not_be_lost_is_left_as_it_is(damaged: Path):
    before = damaged.read_bytes()
    database = SqliteDatabase(damaged, synchronous="FULL")
    with pytest.raises(DatabaseError, match="not a database"):
        database.prepare()
    database.close()
    assert damaged.read_bytes() == before

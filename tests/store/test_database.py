"""Who waits for whom on PostgreSQL: one writes for all, whoever comes meanwhile hears what was done, others apart."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg
import pytest

from scripts.postgres import Server
from store.database import Database, PostgresDatabase
from tests.places import Databases

LOOK = "SELECT number FROM steps"
# Whoever waits for an advisory lock has been told that somebody else leads.
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def database(postgres_server: Server, tmp_path: Any) -> Iterator[Database]:
    url = Databases(lambda: postgres_server).new(tmp_path / "school").database
    with closing(PostgresDatabase(url, "public", durable=False)) as database:
        with database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE steps (number INTEGER)")
            connection.exec_driver_sql("INSERT INTO steps VALUES (0)")
        yield database


def take_a_step(database: Database) -> tuple[bool, int]:
    """Whether it was ours to take, and what was told."""
    with database.lead(LOOK) as (connection, [(number,)]):
        if connection is not None:
            connection.exec_driver_sql("UPDATE steps SET number = number + 1")
        return connection is not None, number


def wait_until_somebody_waits(database: Database, many: int) -> None:
    with database.read() as connection:
        while connection.exec_driver_sql(WAITING).scalar() != many:
            pass


def test_whoever_comes_meanwhile_hears_what_was_done(database: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        with database.lead(LOOK) as (connection, [(before,)]):
            assert connection is not None
            others: list[Future[tuple[bool, int]]] = [pool.submit(take_a_step, database) for _ in range(3)]
            wait_until_somebody_waits(database, 3)
            connection.exec_driver_sql("UPDATE steps SET number = number + 1")
        assert [other.result() for other in others] == [(False, before + 1)] * 3
    assert take_a_step(database) == (True, before + 1)


def test_whoever_comes_after_one_that_failed_leads(database: Database) -> None:
    def fail() -> None:
        with database.lead(LOOK) as (connection, _):
            assert connection is not None
            connection.exec_driver_sql("UPDATE steps SET number = 7")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert take_a_step(database) == (True, 0)


def test_nobody_leads_while_somebody_else_writes(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            other = pool.submit(take_a_step, database)
            wait_until_somebody_waits(database, 1)
            connection.exec_driver_sql("UPDATE steps SET number = 5")
        assert other.result() == (True, 5)


def set_apart(database: Database, number: int) -> None:
    with database.write_apart() as connection:
        connection.exec_driver_sql(f"INSERT INTO steps VALUES ({number})")


def test_who_write_apart_do_not_wait_for_one_another(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool, database.write_apart() as connection:
        connection.exec_driver_sql("INSERT INTO steps VALUES (3)")
        pool.submit(set_apart, database, 4).result()
    with database.read() as connection:
        assert connection.exec_driver_sql(f"{LOOK} ORDER BY number").scalars().all() == [0, 3, 4]


def test_nobody_writes_apart_while_somebody_else_writes(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            other = pool.submit(set_apart, database, 4)
            wait_until_somebody_waits(database, 1)
            connection.exec_driver_sql("UPDATE steps SET number = 5")
        other.result()
    with database.read() as connection:
        assert connection.exec_driver_sql(f"{LOOK} ORDER BY number").scalars().all() == [4, 5]


def test_what_fails_apart_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write_apart() as connection:
            connection.exec_driver_sql("UPDATE steps SET number = 3")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert take_a_step(database) == (True, 0)


def test_the_last_statements_and_the_commit_fail_as_one(database: Database) -> None:
    def fail() -> None:
        with database.write() as connection:
            cursor: Any = connection.connection.cursor()
            with database.finish(cursor):
                cursor.execute("UPDATE steps SET number = 9")
                cursor.execute("SELECT 1 / 0")

    with pytest.raises(psycopg.errors.DivisionByZero):
        fail()
    assert take_a_step(database) == (True, 0)

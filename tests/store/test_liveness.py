"""Connections that lay idle: ended ones are replaced before anybody uses them, and the others are not asked."""

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scripts.postgres import Server
from store.liveness import must_be_alive
from tests.cast import Clock, School, settle
from tests.places import Databases

END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> {}"


def test_nobody_notices_that_the_server_ended_every_connection(postgres_server: Server, tmp_path: Path) -> None:
    with closing(School(Databases(lambda: postgres_server).new(tmp_path / "school"), Clock())) as school:
        settle(school.use_cases)
        with psycopg.connect(school.settings.database) as connection:
            connection.execute(END.format(connection.info.backend_pid).encode())
        school.goal()
        assert not school.services.views.behind


def test_one_that_says_nothing_is_not_asked(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(postgres_server.address("postgres"), autocommit=True) as connection:

        def asked(*_: Any) -> None:
            raise AssertionError("asked")

        monkeypatch.setattr(connection, "execute", asked)
        must_be_alive(connection)


def test_one_that_was_told_something_is_asked_and_good(postgres_server: Server) -> None:
    address = postgres_server.address("postgres")
    with psycopg.connect(address, autocommit=True) as connection, psycopg.connect(address, autocommit=True) as other:
        connection.execute("LISTEN news")
        other.execute("NOTIFY news")
        must_be_alive(connection)
        assert connection.execute("SELECT 1").fetchone() == (1,)

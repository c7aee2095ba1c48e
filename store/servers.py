"""What a PostgreSQL server says before a school is opened in a database of it; for those who open it."""

from typing import NamedTuple

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

CONNECT_SECONDS = 5


class Answer(NamedTuple):
    """`version` as 150004; `place`: which database of which server, under whatever address it was reached."""

    version: int
    place: tuple[str, str]


def ask(address: str) -> Answer:
    """Raises psycopg.Error when there is no answer, and ValueError for what is no address."""
    question = (
        "SELECT current_setting('server_version_num')::int, current_database()::text,"
        " pg_postmaster_start_time()::text"  # to the microsecond, so it tells one server from another
    )
    with psycopg.connect(_address(address, hide_password=False), connect_timeout=CONNECT_SECONDS) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    version, database, server = row
    return Answer(version, (database, server))


def masked(address: str) -> str:
    """As it may be shown and logged: without its password and what else is said after the name of the database."""
    try:
        return _address(address, hide_password=True).partition("?")[0]
    except ValueError:
        return "an address that cannot be read"


def _address(address: str, *, hide_password: bool) -> str:
    try:
        return make_url(address).set(drivername="postgresql").render_as_string(hide_password=hide_password)
    except (ArgumentError, ValueError):
        # Their words quote what was given, and with it a password.
        raise ValueError("no address such as postgresql://user:password@host/database") from None

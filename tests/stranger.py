"""Somebody with the password of the database who is not us: what they try on the record behind our back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, make_url

from bootstrap import Settings

Tell = Callable[..., Any]


@contextmanager
def stranger(place: Settings) -> Iterator[Tell]:
    """`tell(statement, *values)` runs one statement on the tables of the record, with ? for values."""
    if place.database:
        url, mark = make_url(place.database).set(drivername="postgresql+psycopg"), "%s"
        engine = create_engine(url, connect_args={"options": "-csearch_path=record"})
    else:
        engine, mark = create_engine(f"sqlite:///{place.folder / 'record.db'}"), "?"

    def tell(statement: str, *values: Any) -> Any:
        with engine.begin() as connection:
            found = connection.exec_driver_sql(statement.replace("?", mark), values)
            return found.fetchall() if found.returns_rows else None

    yield tell
    engine.dispose()


def write_a_foreign_row(tell: Tell, name: str, stream: str) -> None:
    columns = "originator_id, originator_version, topic, state"
    tell(f"INSERT INTO stored_events ({columns}) VALUES (?, 1, ?, '{{}}')", stream, name)

"""Questions that are asked all the time: put into words once, and said to the driver itself; for store and views."""

from contextlib import closing
from typing import Any

from sqlalchemy import Select

from store.database import Database


class Question:
    """A statement whose values are `bindparam`s, over plain columns (text, numbers, bytes).

    SQLAlchemy's own way of asking takes five times as long, most of it to find out that the statement is the same.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self.columns = [column.name for column in statement.selected_columns]
        self._said: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def ask(self, database: Database, **values: Any) -> list[dict[str, Any]]:
        """The rows, each by the names of its columns."""
        dialect = database.engine.dialect
        if dialect.name not in self._said:
            compiled: Any = self.statement.compile(dialect=dialect)
            self._said[dialect.name] = str(compiled), compiled.positiontup, compiled.params
        text, places, constants = self._said[dialect.name]
        values = constants | values
        with closing(database.engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            found = driver.execute(text, values if places is None else [values[name] for name in places]).fetchall()
        return [dict(zip(self.columns, row, strict=True)) for row in found]

"""Many rows of one table at once, said to the driver itself: one question to fetch them, one statement to put them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Table

# SQLite allows 32,766 values in a statement.
MOST_VALUES = 30_000

Values = Sequence[Any]
Row = Mapping[str, Any]
Answer = Callable[[], list[Values]]


class Bulk(ABC):
    """Rows are returned in the order of the table's columns. `name`: of another table of the same shape.

    Statement text is made once: this is the hot path of every command.
    """

    def __init__(self, table: Table, name: str = "") -> None:
        self.name = name or table.name
        self.columns = [str(column.name) for column in table.columns]
        self.key = [str(column.name) for column in table.primary_key.columns]
        self.kinds = {column.name: column.type.compile() for column in table.columns}
        changed = ", ".join(f"{c}=excluded.{c}" for c in self.columns if c not in self.key)
        self.listed = ", ".join(self.columns)
        self.keyed = ", ".join(self.key)
        self.otherwise = f" ON CONFLICT ({self.keyed}) DO UPDATE SET {changed}"

    @abstractmethod
    def ask(self, cursor: Any, keys: Sequence[Values]) -> Answer:
        """The rows with these primary keys, as far as there are any; each key may be given once.

        They are there when statements that make one journey have made it.
        """

    @abstractmethod
    def put(self, cursor: Any, rows: Sequence[Row]) -> None:
        """Insert rows, each in the place of the one with its key; a column that a row does not name is empty."""


class SqliteBulk(Bulk):
    def __init__(self, table: Table, name: str = "") -> None:
        super().__init__(table, name)
        self._load = f"SELECT {self.listed} FROM {self.name} WHERE ({self.keyed}) IN (VALUES …)"  # noqa: S608
        self._one_key = f"({', '.join('?' * len(self.key))})"
        marks = ", ".join("?" * len(self.columns))
        self._store = f"INSERT INTO {self.name} ({self.listed}) VALUES ({marks}){self.otherwise}"  # noqa: S608

    def ask(self, cursor: Any, keys: Sequence[Values]) -> Answer:
        found: list[Values] = []
        step = MOST_VALUES // len(self.key)
        for some in (keys[start : start + step] for start in range(0, len(keys), step)):
            marks = ", ".join([self._one_key] * len(some))
            cursor.execute(self._load.replace("…", marks), [value for key in some for value in key])
            found += cursor.fetchall()
        return lambda: found

    def put(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.executemany(self._store, [[*map(row.get, self.columns)] for row in rows])


class PostgresBulk(Bulk):
    """Values travel as one JSON text: a statement of some thousand takes longer to read than to carry out."""

    def __init__(self, table: Table, name: str = "") -> None:
        super().__init__(table, name)
        kinds = ", ".join(f"{column} {self.kinds[column]}" for column in self.key)
        wanted = f"json_to_recordset(%s::json) AS wanted ({kinds})"
        listed = ", ".join(f"kept.{column}" for column in self.columns)
        self._load = f"SELECT {listed} FROM {wanted} JOIN {self.name} AS kept USING ({self.keyed})"  # noqa: S608
        fresh = f"SELECT {self.listed} FROM json_populate_recordset(NULL::{self.name}, %s::json)"  # noqa: S608
        self._store = f"INSERT INTO {self.name} ({self.listed}) {fresh}{self.otherwise}"

    def ask(self, cursor: Any, keys: Sequence[Values]) -> Answer:
        if not keys:
            return list
        wanted = [dict(zip(self.key, key, strict=True)) for key in keys]
        answer: Answer = cursor.connection.cursor().execute(self._load, [orjson.dumps(wanted).decode()]).fetchall
        return answer

    def put(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.execute(self._store, [orjson.dumps(rows).decode()])

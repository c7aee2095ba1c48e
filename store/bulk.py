"""Many rows of several tables, said to the driver itself: one question to fetch them, and one statement to put them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Table

# SQLite allows 32,766 values in a statement.
MOST_VALUES = 30_000

Values = Sequence[Any]
Row = Mapping[str, Any]
Statement = tuple[str, Values]


class BulkTable:
    """What statements say of a table; put into words once, since this is the hot path of every command.

    Its columns are text and numbers. `name`: of another table of the same shape.
    """

    def __init__(self, table: Table, name: str = "") -> None:
        self.name = name or table.name
        self.columns = [str(column.name) for column in table.columns]
        self.key = [str(column.name) for column in table.primary_key.columns]
        self.kinds = {str(column.name): str(column.type.compile()) for column in table.columns}
        changed = ", ".join(f"{c}=excluded.{c}" for c in self.columns if c not in self.key)
        self.listed = ", ".join(self.columns)
        self.keyed = ", ".join(self.key)
        self.otherwise = f" ON CONFLICT ({self.keyed}) DO UPDATE SET {changed}"


class Bulk(ABC):
    """How an engine is told of many rows."""

    @abstractmethod
    def fetch(self, cursor: Any, wanted: Sequence[tuple[BulkTable, Sequence[Values]]]) -> list[list[Values]]:
        """Of each table the rows with these primary keys, as far as there are any; each key may be given once.

        Rows come in no order, their values in that of the columns.
        """

    @abstractmethod
    def put(
        self, cursor: Any, told: Sequence[tuple[BulkTable, Sequence[Row]]], besides: Statement | None = None
    ) -> None:
        """Insert rows into tables, each in the place of the one with its key, and carry out a statement `besides`.

        Each table may be given once, and is not what the statement is about; a column that a row does not name is
        empty.
        """


class SqliteBulk(Bulk):
    def fetch(self, cursor: Any, wanted: Sequence[tuple[BulkTable, Sequence[Values]]]) -> list[list[Values]]:
        return [self._fetched(cursor, table, keys) for table, keys in wanted]

    def put(
        self, cursor: Any, told: Sequence[tuple[BulkTable, Sequence[Row]]], besides: Statement | None = None
    ) -> None:
        for table, rows in told:
            cursor.executemany(_store_one(table), [[*map(row.get, table.columns)] for row in rows])
        if besides:
            cursor.execute(*besides)

    def _fetched(self, cursor: Any, table: BulkTable, keys: Sequence[Values]) -> list[Values]:
        found: list[Values] = []
        one, step = f"({', '.join('?' * len(table.key))})", MOST_VALUES // len(table.key)
        for some in (keys[start : start + step] for start in range(0, len(keys), step)):
            marks = ", ".join([one] * len(some))
            load = f"SELECT {table.listed} FROM {table.name} WHERE ({table.keyed}) IN (VALUES {marks})"  # noqa: S608
            found += cursor.execute(load, [value for key in some for value in key]).fetchall()
        return found


class PostgresBulk(Bulk):
    """Values travel as one JSON text: a statement of some thousand takes longer to read than to carry out.

    All tables are in one statement, which the server has in mind: much of what a few rows cost is to say something.
    """

    def fetch(self, cursor: Any, wanted: Sequence[tuple[BulkTable, Sequence[Values]]]) -> list[list[Values]]:
        found: list[list[Values]] = [[] for _ in wanted]
        asked = [(number, table, keys) for number, (table, keys) in enumerate(wanted) if keys]
        if asked:
            load = " UNION ALL ".join(_load(table, number) for number, table, _ in asked)
            texts = [_json([dict(zip(table.key, key, strict=True)) for key in keys]) for _, table, keys in asked]
            for number, row in cursor.execute(load, texts, prepare=True):
                found[number].append(orjson.loads(row))
        return found

    def put(
        self, cursor: Any, told: Sequence[tuple[BulkTable, Sequence[Row]]], besides: Statement | None = None
    ) -> None:
        statements = [_store(table) for table, rows in told if rows]
        values = [_json(rows) for _, rows in told if rows]
        if besides:
            statements.append(besides[0])
            values += besides[1]
        if statements:
            *first, last = statements
            named = ", ".join(f"put_{number} AS ({statement})" for number, statement in enumerate(first))
            cursor.execute(f"WITH {named} {last}" if named else last, values, prepare=True)


@lru_cache(maxsize=256)
def _store_one(table: BulkTable) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT INTO {table.name} ({table.listed}) VALUES ({marks}){table.otherwise}"  # noqa: S608


@lru_cache(maxsize=256)
def _load(table: BulkTable, number: int) -> str:
    kinds = ", ".join(f"{column} {table.kinds[column]}" for column in table.key)
    listed = ", ".join(f"kept.{column}" for column in table.columns)
    return (
        f"SELECT {number}, json_build_array({listed})::text FROM json_to_recordset(%s::json) AS wanted ({kinds})"  # noqa: S608
        f" JOIN {table.name} AS kept USING ({table.keyed})"
    )


@lru_cache(maxsize=256)
def _store(table: BulkTable) -> str:
    fresh = f"SELECT {table.listed} FROM json_populate_recordset(NULL::{table.name}, %s::json)"  # noqa: S608
    return f"INSERT INTO {table.name} ({table.listed}) {fresh}{table.otherwise}"


def _json(rows: Sequence[Row]) -> str:
    return orjson.dumps(rows).decode()

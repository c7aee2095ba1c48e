"""Builds views beside the live ones, in short transactions, and puts them in their place when they are level."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Subquery,
    Table,
    Text,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.sql.elements import quoted_name

from projections.folding import Folded, Folding, folded
from projections.standing import BESIDES, SET_OUT, cursor_of, standing
from projections.view import View
from store.database import Database
from store.faults import may_pass
from store.record import Record, Recorded

# Folding is done outside of the transaction, so this is as many as can be written without anybody noticing.
BATCH = 8_000
BESIDE = "__beside"

building = Table(
    "view_building",
    BESIDES,
    Column("view", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
)

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def unwatched(*_: int) -> None:
    """Progress that nobody looks at."""


class Difference(NamedTuple):
    """Rows of a table as it was and as it was built anew: how many were compared, and how many were not the same."""

    table: str
    compared: int
    different: int


class Poisoned(Exception):
    """A fold breaks on an event; a live view that stood further was left."""


class Rebuild:
    """One run for some views. It may be stopped at any time, also by `kill -9`: the next run goes on where it ended."""

    def __init__(self, database: Database, record: Record, views: Sequence[View]) -> None:
        self.database, self.record = database, record
        self.views = {view.name: view for view in views}
        self._versions = {view.name: view.version for view in views}
        self._tables = {rows.table.name: _beside(rows.table) for view in views for rows in view.tables}
        self._foldings = {
            view.name: [Folding(rows, rows.table.name + BESIDE) for rows in view.tables] for view in views
        }
        self.differences: list[Difference] = []

    def run(self, *, compare: bool = False, progress: Progress = unwatched) -> None:
        """Until each is level and in its place. `progress(done, end)` in events, by the one that is furthest behind.

        Raises Poisoned when a fold breaks; the other views are finished before.
        """
        self._begin()
        poisoned: dict[str, str] = {}
        while left := self._positions():
            start, end = min(left.values()), self.record.end()
            progress(start, end)
            batch = self.record.after(start, BATCH)
            for name in [name for name, position in left.items() if position == start]:
                try:
                    if self._take_in(self.views[name], start, batch) and len(batch) < BATCH:
                        self._finish(self.views[name], compare)
                except Exception as error:
                    if name not in self._positions():
                        continue  # a rival run has just put it in its place, and the tables beside are gone
                    if may_pass(error):
                        raise
                    place = f"{type(error).__name__} between {start + 1} and {batch[-1].position if batch else start}"
                    log.exception("view %s cannot be built: %s", name, place)
                    self._give_up(self.views[name], place)
                    poisoned[name] = place
        progress(self.record.end(), self.record.end())
        if poisoned:
            raise Poisoned("; ".join(f"{name}: {place}" for name, place in poisoned.items()))

    def _positions(self) -> dict[str, int]:
        with self.database.read() as connection:
            found = connection.execute(select(building.c.view, building.c.version, building.c.position)).all()
        return {name: position for name, version, position in found if self._versions.get(name) == version}

    def _begin(self) -> None:
        """Make the tables beside, unless a run before this one did.

        Those of another version are of no use, nor are those of a record that has been put back since.
        """
        with self.database.write() as connection:
            usable = building.c.position <= self.record.end()
            begun = {row.view: row.version for row in connection.execute(select(building).where(usable))}
            for view in self.views.values():
                if begun.get(view.name) == view.version:
                    continue
                tables = [self._tables[rows.table.name] for rows in view.tables]
                _drop(connection, tables)
                for table in tables:
                    table.create(connection)
                connection.execute(delete(building).where(building.c.view == view.name))
                connection.execute(
                    self.database.insert(building), {"view": view.name, "version": view.version, "position": 0}
                )

    def _take_in(self, view: View, start: int, batch: Sequence[Recorded]) -> bool:
        """Fold a batch and write it, unless a rival run has done so."""
        with self.database.read() as connection:
            rows = self._folded(cursor_of(connection), view, batch)
        end = batch[-1].position if batch else start
        moved = update(building).where(_of(view), building.c.position == start)
        # Rivals at the same view wait for one another at this row, before they touch any of its tables.
        with self.database.write_apart() as connection:
            self.database.make_room(connection)
            if connection.execute(moved.values(position=end)).rowcount != 1:
                return False
            self.database.bulk.put(cursor_of(connection), rows)
        return True

    def _folded(self, cursor: Any, view: View, batch: Sequence[Recorded]) -> Folded:
        return folded(self.database, cursor, [(f, t) for f in self._foldings[view.name] if (t := f.touched(batch))])

    def _finish(self, view: View, compare: bool) -> None:
        if compare:
            self.differences += self._compared(view)
        with self.database.write() as connection:
            position = connection.execute(select(building.c.position).where(_of(view))).scalar()
            if position is None:
                return  # a rival run was first
            cursor = cursor_of(connection)
            # What was recorded meanwhile is little, and nothing can be added to the views now.
            while batch := self.record.after(position, BATCH):
                self.database.bulk.put(cursor, self._folded(cursor, view, batch))
                position = batch[-1].position
            self._put_in_place(connection, view, position, "")

    def _give_up(self, view: View, trouble: str) -> None:
        """A live view that stands no earlier stays as it is; else people see what could be built."""
        with self.database.write() as connection:
            position = connection.execute(select(building.c.position).where(_of(view))).scalar()
            if position is None:
                return  # a rival run was first
            live = connection.execute(select(standing).where(standing.c.view == view.name)).one_or_none()
            if live and live.version == view.version and (not live.trouble or live.position >= position):
                _drop(connection, [self._tables[rows.table.name] for rows in view.tables])
                connection.execute(delete(building).where(building.c.view == view.name))
            else:
                self._put_in_place(connection, view, position, trouble)

    def _put_in_place(self, connection: Connection, view: View, position: int, trouble: str) -> None:
        for rows in view.tables:
            name = rows.table.name
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
            connection.exec_driver_sql(f"ALTER TABLE {name}{BESIDE} RENAME TO {name}")
        connection.execute(delete(building).where(building.c.view == view.name))
        cursor_of(connection).execute(
            SET_OUT.replace("?", self.database.mark), (view.name, view.version, position, trouble)
        )

    def _compared(self, view: View) -> list[Difference]:
        """Every live row that has seen nothing later than the rows beside, at one and the same instant."""
        with self.database.snapshot() as connection:
            live = connection.execute(select(standing).where(standing.c.view == view.name)).one_or_none()
            until = connection.execute(select(building.c.position).where(_of(view))).scalar()
            if live is None or until is None or live.version != view.version or live.position < until:
                return []  # there is nothing to compare with
            return [_difference(connection, rows.table, self._tables[rows.table.name], until) for rows in view.tables]


def _of(view: View) -> ColumnElement[bool]:
    """What is being built of this view by programs of this version: those of another have put theirs in its place."""
    return (building.c.view == view.name) & (building.c.version == view.version)


def _difference(connection: Connection, live: Table, beside: Table, until: int) -> Difference:
    settled = select(*live.c).where(live.c.seen <= until)
    lost = settled.except_(select(*beside.c))
    keys = [[table.c[column.name] for column in live.primary_key.columns] for table in (beside, live)]
    added = select(*keys[0]).except_(select(*keys[1]))
    counts = [_count(connection, question.subquery()) for question in (settled, lost, added)]
    return Difference(live.name, counts[0], counts[1] + counts[2])


def _count(connection: Connection, rows: Subquery) -> int:
    return connection.execute(select(func.count()).select_from(rows)).scalar() or 0


def _beside(table: Table) -> Table:
    """The same table under another name; names of indexes are good for one table in a database."""
    copy = table.to_metadata(MetaData(), name=table.name + BESIDE)
    for index in copy.indexes:
        index.name = quoted_name(f"{index.name}_{uuid4().hex[:8]}", quote=None)
    return copy


def _drop(connection: Connection, tables: Sequence[Table]) -> None:
    for table in tables:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")

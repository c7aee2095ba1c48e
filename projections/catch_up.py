"""The catch-up engine: pulls events from the record and brings every view level with it, in the caller's own thread."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from projections.view import METADATA, Fold, Key, Row, Rows, View
from store.database import FAULTS, Database
from store.record import Record, Recorded

BATCH = 1_000
# SQLite allows 32,766 values in a statement.
MOST_VALUES = 30_000

standing = Table(
    "view_standing",
    METADATA,
    Column("view", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("trouble", Text, nullable=False),
)

log = logging.getLogger(__name__)

Touch = tuple[Key, Fold, Recorded]


class CatchUp:
    """Rivals take turns by the write transaction; whoever comes second finds the work done.

    `troubled`: a view was found set aside when this process last looked.
    """

    troubled = False

    def __init__(self, database: Database, record: Record, views: Sequence[View]) -> None:
        self.database, self.record, self.views = database, record, views
        self._writers = {view.name: [_Writer(rows, database.mark) for rows in view.tables] for view in views}
        self._move, self._trouble, self._start = (t.replace("?", database.mark) for t in (_MOVE, _TROUBLE, _START))

    def migrate(self) -> None:
        """Create what is missing; a view of another version, ahead of the record or in trouble starts anew."""
        end = self.record.end()
        with self.database.write() as connection:
            standing.create(connection, checkfirst=True)
            cursor = _cursor(connection)
            known = {name: row for name, *row in cursor.execute(_ALL).fetchall()}
            anew = [v for v in self.views if _starts_anew(v, known.get(v.name), end)]
            # Dropped, not emptied: another version may have other columns.
            METADATA.drop_all(connection, tables=[rows.table for view in anew for rows in view.tables])
            METADATA.create_all(connection)
            for view in anew:
                cursor.execute(self._start, (view.name, view.version, 0, ""))

    def run(self) -> None:
        """Bring every view level; an error in one view sets that one aside and lets the others go on."""
        while self._batch() == BATCH:
            pass

    def rebuild(self, names: Sequence[str] | None = None) -> None:
        """Build views anew from the record in one transaction: readers see the old ones until it is done."""
        with self.database.write() as connection:
            cursor = _cursor(connection)
            for view in self.views:
                if names is None or view.name in names:
                    self._empty(cursor, view)
            while self._feed(cursor, BATCH):
                pass

    def standings(self) -> dict[str, tuple[int, str]]:
        """Each view's position and trouble ("" for none)."""
        with self.database.read() as connection:
            rows = connection.exec_driver_sql(_ALL).fetchall()
        return {name: (position, trouble) for name, _, position, trouble in rows}

    def _batch(self) -> int:
        with self.database.write() as connection:
            return self._feed(_cursor(connection), BATCH)

    def _feed(self, cursor: Any, limit: int) -> int:
        """Fold the next events into the views; returns how many were read, 0 when all are level."""
        standings = cursor.execute(_ALL).fetchall()
        # Not those of views that a version before this one had: they would hold back the others for ever.
        known = {n: position for n, _, position, trouble in standings if not trouble and n in self._writers}
        self.troubled = len(known) < len(self.views)
        if not known:
            return 0
        batch = self.record.after(min(known.values()), limit)
        if batch:
            level = [v.name for v in self.views if v.name in known and self._advance(cursor, v, batch, known[v.name])]
            self.troubled = len(level) < len(self.views)
            end, marks = batch[-1].position, ", ".join([self.database.mark] * len(level))
            cursor.execute(self._move.replace("…", marks), (end, end, *level))
        return len(batch)

    def _advance(self, cursor: Any, view: View, batch: Sequence[Recorded], position: int) -> bool:
        """Fold what is new to this view; False when it had to be set aside."""
        fresh = [r for r in batch if r.position > position]
        try:
            touched = [(writer, found) for writer in self._writers[view.name] if (found := writer.touched(fresh))]
            if touched:
                with _savepoint(cursor, view.name):
                    for writer, found in touched:
                        writer.write(cursor, found)
        except FAULTS:
            # The disk or a rival, not the view: nothing of this batch is kept, and the next call tries again.
            raise
        except Exception as error:
            trouble = f"{type(error).__name__} between {fresh[0].position} and {fresh[-1].position}"
            cursor.execute(self._trouble, (trouble, view.name))
            log.exception("view %s set aside: %s", view.name, trouble)
            return False
        return True

    def _empty(self, cursor: Any, view: View) -> None:
        for rows in view.tables:
            cursor.execute(f"DELETE FROM {rows.table.name}")  # noqa: S608  # table names are ours
        cursor.execute(self._start, (view.name, view.version, 0, ""))


class _Writer:
    """Loads the touched rows of one table in one question, folds in memory, writes them back in one statement.

    Statement text is made once and run at driver level: this is the hot path of every command.
    """

    def __init__(self, rows: Rows, mark: str) -> None:
        self.rows = rows
        names, key = rows.columns, ", ".join(rows.key)
        changed = ", ".join(f"{n}=excluded.{n}" for n in names if n not in rows.key)
        self.load = f"SELECT {', '.join(names)} FROM {rows.table.name} WHERE ({key}) IN (VALUES …)"  # noqa: S608
        self.store = (
            f"INSERT INTO {rows.table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608
            f" ON CONFLICT ({key}) DO UPDATE SET {changed}"
        )
        # Said out loud, for PostgreSQL takes a value of unknown type for text.
        kinds = [rows.table.c[name].type.compile() for name in rows.key]
        self.one_key = f"({', '.join(f'CAST({mark} AS {kind})' for kind in kinds)})"

    def touched(self, fresh: Sequence[Recorded]) -> list[Touch]:
        """Which rows these events touch, with the fold for each; from the events alone."""
        return [(key, fold, r) for r in fresh for key, fold in self.rows.touches(r.event)]

    def write(self, cursor: Any, touched: Sequence[Touch]) -> None:
        kept = self._loaded(cursor, list({key for key, _, _ in touched}))
        changed: dict[Key, Row] = {}
        for key, fold, recorded in touched:
            row = kept.get(key)
            # A row remembers the last event it has taken in: what is fed again changes nothing.
            if row is not None and recorded.position <= row["seen"] and key not in changed:
                continue
            new = fold(row, recorded.event)
            if new is not None:
                new["seen"] = recorded.position
                kept[key] = changed[key] = new | dict(zip(self.rows.key, key, strict=True))
        if changed:
            names = self.rows.columns
            cursor.executemany(self.store, [[row.get(n) for n in names] for row in changed.values()])

    def _loaded(self, cursor: Any, keys: Sequence[Key]) -> dict[Key, Row]:
        names, width = self.rows.columns, len(self.rows.key)
        found: dict[Key, Row] = {}
        for start in range(0, len(keys), MOST_VALUES // width):
            some = keys[start : start + MOST_VALUES // width]
            marks = ", ".join([self.one_key] * len(some))
            cursor.execute(self.load.replace("…", marks), [value for key in some for value in key])
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                found[tuple(row[k] for k in self.rows.key)] = row
        return found


def _starts_anew(view: View, stood: list[Any] | None, end: int) -> bool:
    """A new view, another version of it, one that is ahead of a restored record, or one that was set aside."""
    if stood is None:
        return True
    version, position, trouble = stood
    return bool(version != view.version or position > end or trouble)


@contextmanager
def _savepoint(cursor: Any, name: str) -> Iterator[None]:
    """All that is written inside, or nothing of it; the transaction around it goes on."""
    cursor.execute(f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        cursor.execute(f"ROLLBACK TO {name}")
        raise
    finally:
        cursor.execute(f"RELEASE {name}")


def _cursor(connection: Any) -> Any:
    return connection.connection.driver_connection.cursor()


_ALL = "SELECT view, version, position, trouble FROM view_standing"
# Never backwards: a view that is rebuilt follows behind the others.
_MOVE = "UPDATE view_standing SET position=? WHERE position<? AND view IN (…)"
_TROUBLE = "UPDATE view_standing SET trouble=? WHERE view=?"
_START = (
    "INSERT INTO view_standing (view, version, position, trouble) VALUES (?, ?, ?, ?) ON CONFLICT (view)"
    " DO UPDATE SET version=excluded.version, position=excluded.position, trouble=excluded.trouble"
)

"""Writes the rows of one table of a view: loads what events touch, folds in memory, writes back; for the engine."""

from collections.abc import Sequence
from typing import Any

from projections.view import Fold, Key, Row, Rows
from store.record import Recorded

# SQLite allows 32,766 values in a statement.
MOST_VALUES = 30_000

Touch = tuple[Key, Fold, Recorded]


class Writer:
    """One question and one statement for any number of events.

    Statement text is made once and run at driver level: this is the hot path of every command. `table` is another
    than the live one while a view is built beside it.
    """

    def __init__(self, rows: Rows, mark: str, table: str = "") -> None:
        self.rows, self.table = rows, table or rows.table.name
        names, key = rows.columns, ", ".join(rows.key)
        changed = ", ".join(f"{n}=excluded.{n}" for n in names if n not in rows.key)
        self.load = f"SELECT {', '.join(names)} FROM {self.table} WHERE ({key}) IN (VALUES …)"  # noqa: S608
        self.store = (
            f"INSERT INTO {self.table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608
            f" ON CONFLICT ({key}) DO UPDATE SET {changed}"
        )
        # Said out loud, for PostgreSQL takes a value of unknown type for text.
        kinds = [rows.table.c[name].type.compile() for name in rows.key]
        self.one_key = f"({', '.join(f'CAST({mark} AS {kind})' for kind in kinds)})"

    def touched(self, fresh: Sequence[Recorded]) -> list[Touch]:
        """Which rows these events touch, with the fold for each; from the events alone."""
        folds, found = self.rows.folds, list[Touch]()
        for recorded in fresh:
            for keys, fold in folds.get(type(recorded.event), ()):
                for key in keys(recorded.event):
                    found.append(((key,) if isinstance(key, str) else key, fold, recorded))
        return found

    def folded(self, cursor: Any, touched: Sequence[Touch]) -> list[Row]:
        """The rows as they are after these events; nothing is written yet."""
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
        return list(changed.values())

    def write(self, cursor: Any, changed: Sequence[Row]) -> None:
        if changed:
            names = self.rows.columns
            cursor.executemany(self.store, [[row.get(n) for n in names] for row in changed])

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

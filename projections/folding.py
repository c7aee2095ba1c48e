"""Folds events into the rows of views, in memory: what they touch is loaded before, and put back by who asks for it."""

from collections.abc import Sequence
from typing import Any

from projections.view import Fold, Key, Row, Rows
from store.bulk import BulkTable, Values
from store.database import Database
from store.record import Recorded

Touch = tuple[Key, Fold, Recorded]


class Folding:
    """Any number of events into the rows of one table; `table`: another than the live one."""

    def __init__(self, rows: Rows, table: str = "") -> None:
        self.rows, self.table = rows, BulkTable(rows.table, table)

    def touched(self, fresh: Sequence[Recorded]) -> list[Touch]:
        """Which rows these events touch, with the fold for each; from the events alone."""
        folds, found = self.rows.folds, list[Touch]()
        for recorded in fresh:
            for keys, fold in folds.get(recorded.kind, ()):
                for key in keys(recorded.event):
                    found.append(((key,) if isinstance(key, str) else key, fold, recorded))
        return found

    def keys(self, touched: Sequence[Touch]) -> list[Key]:
        """Of the rows that have to be loaded before events are folded into them."""
        return [] if self.rows.once else list({key for key, _, _ in touched})

    def folded(self, touched: Sequence[Touch], loaded: Sequence[Values]) -> list[Row]:
        if self.rows.once:
            told = ((key, fold(None, recorded.event), recorded.position) for key, fold, recorded in touched)
            return [self._row(key, new, position) for key, new, position in told if new is not None]
        kept = self._by_key(loaded)
        changed: dict[Key, Row] = {}
        for key, fold, recorded in touched:
            row = kept.get(key)
            # A row remembers the last event it has taken in: what is fed again changes nothing.
            if row is not None and recorded.position <= row["seen"] and key not in changed:
                continue
            new = fold(row, recorded.event)
            if new is not None:
                kept[key] = changed[key] = self._row(key, new, recorded.position)
        return list(changed.values())

    def _row(self, key: Key, new: Row, position: int) -> Row:
        new.update(zip(self.rows.key, key, strict=True), seen=position)
        return new

    def _by_key(self, loaded: Sequence[Values]) -> dict[Key, Row]:
        names, key = self.rows.columns, self.rows.key
        rows = (dict(zip(names, values, strict=True)) for values in loaded)
        return {tuple(row[k] for k in key): row for row in rows}


Folded = list[tuple[BulkTable, list[Row]]]


def folded(database: Database, cursor: Any, touched: Sequence[tuple[Folding, Sequence[Touch]]]) -> Folded:
    """The rows as they are after these events, by their tables: one question for all, and nothing written yet."""
    kept = database.bulk.fetch(cursor, [(folding.table, folding.keys(some)) for folding, some in touched])
    return [(f.table, f.folded(some, loaded)) for (f, some), loaded in zip(touched, kept, strict=True)]

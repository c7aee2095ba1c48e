"""The catch-up engine: pulls events from the record and brings every view level with it, in the caller's own thread."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Connection, delete

from projections.folding import Folding, folded
from projections.rebuild import Difference, Progress, Rebuild, building, unwatched
from projections.standing import BESIDES, MOVE, SET_OUT, STANDINGS, TROUBLE, cursor_of
from projections.view import View
from store.bulk import Statement
from store.database import Database
from store.faults import may_pass
from store.record import Record, Recorded

BATCH = 1_000

log = logging.getLogger(__name__)


class CatchUp:
    """Of rivals one takes in what all of them have saved; whoever waited meanwhile finds the work done.

    `troubled`: a view was found set aside, or of another version, when this process last looked.
    """

    troubled = False

    def __init__(self, database: Database, record: Record, views: Sequence[View]) -> None:
        self.database, self.record, self.views = database, record, views
        self._foldings = {view.name: [Folding(rows) for rows in view.tables] for view in views}
        self._versions = {view.name: view.version for view in views}
        self._turn, self._come = Lock(), 0
        self._move, self._trouble, self._set_out = (t.replace("?", database.mark) for t in (MOVE, TROUBLE, SET_OUT))

    def migrate(self, progress: Progress = unwatched) -> None:
        """Create what is missing; a view that cannot be used as it stands is built beside it and put in its place.

        Safe to run while others serve, and by several at once: programs of the version before go on with their view
        until the new one is in its place.
        """
        with self.database.write() as connection:
            BESIDES.create_all(connection)
            if self.record.end() == 0:
                self._set_out_empty(connection)
        if outdated := self.outdated():
            self.rebuild(outdated, progress=progress)

    def outdated(self, *, aside: bool = True) -> list[str]:
        """Views that are missing, of another version, or ahead of a restored record; and those that stand `aside`."""
        with self.database.read() as connection:
            standings = connection.exec_driver_sql(STANDINGS).all()
        # Asked after the positions: what is recorded meanwhile is not there too much.
        end = self.record.end()
        stood = {name: version for name, version, at, trouble in standings if at <= end and not (aside and trouble)}
        return [view.name for view in self.views if stood.get(view.name) != view.version]

    def run(self, until: int = 0) -> None:
        """Bring every view level; an error in one view sets that one aside and lets the others go on.

        `until`: the position that matters to the caller. Of many who wait, the first takes along what all of them
        have saved.
        """
        target = until or self.record.end()
        with self._turn:
            if not 0 < until <= self._come:
                while not self._batch(target):
                    pass

    def rebuild(
        self, names: Sequence[str] | None = None, *, compare: bool = False, progress: Progress = unwatched
    ) -> list[Difference]:
        """Build views anew beside the live ones, which people read until the new ones take their place.

        `compare`: say how the new ones differ. Raises `rebuild.Poisoned`.
        """
        asked = [view for view in self.views if names is None or view.name in names]
        work = Rebuild(self.database, self.record, asked)
        work.run(compare=compare, progress=progress)
        return work.differences

    def standings(self) -> dict[str, tuple[int, str]]:
        """Each view's position and trouble ("" for none)."""
        with self.database.read() as connection:
            rows = connection.exec_driver_sql(STANDINGS).fetchall()
        return {name: (position, trouble) for name, _, position, trouble in rows}

    def _set_out_empty(self, connection: Connection) -> None:
        """In a new school there is nothing to build from; what is left here of another is not gone on with."""
        connection.execute(delete(building))
        for view in self.views:
            for rows in view.tables:
                rows.table.drop(connection, checkfirst=True)
                rows.table.create(connection)
            cursor_of(connection).execute(self._set_out, (view.name, view.version, 0, ""))

    def _batch(self, until: int) -> bool:
        """Fold the next events into the views; True when all have come so far, or there is no more to read."""
        try:
            return self._pass(until, careful=False)
        except Exception as error:
            if may_pass(error):
                # The disk or a rival, not the view: nothing of this batch is kept, and the next call tries again.
                raise
        return self._pass(until, careful=True)

    def _pass(self, until: int, *, careful: bool) -> bool:
        """`careful`: so that a view whose fold breaks is set aside alone, which costs two statements for each."""
        with self.database.lead(STANDINGS) as (connection, standings):
            # Not those of other versions, which are another program's to move, nor those that stand aside.
            known = {n: at for n, version, at, trouble in standings if not trouble and self._versions.get(n) == version}
            self.troubled, come = len(known) < len(self.views), min(known.values(), default=until)
            batch = self.record.after(come, BATCH) if connection is not None and come < until else []
            if connection is not None and batch:
                come, views = batch[-1].position, [view for view in self.views if view.name in known]
                level = (self._one_by_one if careful else self._all)(cursor_of(connection), views, batch, known)
                self.troubled = len(level) < len(self.views)
        self._come = come
        return come >= until or (connection is not None and not batch)

    def _all(self, cursor: Any, views: Sequence[View], batch: Sequence[Recorded], known: dict[str, int]) -> list[str]:
        """What every command does: nothing is written before every fold has been asked, and then all at once."""
        touched = [
            (folding, found)
            for view in views
            for folding in self._foldings[view.name]
            if (found := folding.touched([r for r in batch if r.position > known[view.name]]))
        ]
        changed, names = folded(self.database, cursor, touched), [view.name for view in views]
        with self.database.finish(cursor):
            self.database.bulk.put(cursor, changed, self._moved(names, batch[-1].position))
        return names

    def _one_by_one(
        self, cursor: Any, views: Sequence[View], batch: Sequence[Recorded], known: dict[str, int]
    ) -> list[str]:
        """What is done after a fold broke; returns the views that did not."""
        level = [view.name for view in views if self._advance(cursor, view, batch, known[view.name])]
        if level:
            cursor.execute(*self._moved(level, batch[-1].position))
        return level

    def _moved(self, names: Sequence[str], position: int) -> Statement:
        marks = ", ".join([self.database.mark] * len(names))
        return self._move.replace("…", marks), (position, position, *names)

    def _advance(self, cursor: Any, view: View, batch: Sequence[Recorded], position: int) -> bool:
        """Fold what is new to this view; False when it had to be set aside."""
        fresh = [r for r in batch if r.position > position]
        try:
            touched = [(folding, found) for folding in self._foldings[view.name] if (found := folding.touched(fresh))]
            if touched:
                with _savepoint(cursor, view.name):
                    self.database.bulk.put(cursor, folded(self.database, cursor, touched))
        except Exception as error:
            if may_pass(error):
                raise
            trouble = f"{type(error).__name__} between {fresh[0].position} and {fresh[-1].position}"
            cursor.execute(self._trouble, (trouble, view.name))
            log.exception("view %s set aside: %s", view.name, trouble)
            return False
        return True


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

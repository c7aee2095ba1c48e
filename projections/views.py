"""The views as readers use them: questions in, rows out, text about people wrapped to be opened when shown."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable

from projections.catch_up import CatchUp
from projections.standing import BESIDES
from projections.view import Row, View
from store import snapshots
from store.database import Database
from store.question import Question
from store.record import Record
from store.schema import lacking
from store.sealing import from_token, subjects_of
from store.vault import Vault


class Views:
    """All views of a school. `catch_up` makes them level; `fetch` answers questions.

    `behind`: the last command here was saved, but not every view could follow yet; pages say so.
    """

    behind = False

    def __init__(self, database: Database, record: Record, vault: Vault, views: Sequence[View]) -> None:
        self.database, self.record, self.vault = database, record, vault
        self.catch_up = CatchUp(database, record, views)

    def lacking(self) -> list[str]:
        """Tables, or else views, that `migrate` has yet to make; the record must be there.

        A view that was set aside is none of these: the others go on without it.
        """
        tables = [*lacking(self.database, BESIDES), *lacking(self.database, snapshots.METADATA)]
        return tables or self.catch_up.outdated(aside=False)

    def fetch(self, question: Executable, *, personal: Sequence[str] = ()) -> list[Row]:
        """Rows as dicts. Columns named in `personal` become `Personal`, whose keys are loaded in one question."""
        with self.database.read() as connection:
            rows = [dict(row) for row in connection.execute(question).mappings()]
        self.open(rows, personal)
        return rows

    def ask(self, question: Question, *, personal: Sequence[str] = (), **values: Any) -> list[Row]:
        """As `fetch`, for what is asked all the time."""
        rows = question.ask(self.database, **values)
        self.open(rows, personal)
        return rows

    def fetch_one(self, question: Executable, *, personal: Sequence[str] = ()) -> Row | None:
        rows = self.fetch(question, personal=personal)
        return rows[0] if rows else None

    def open(self, rows: Sequence[dict[str, Any]], personal: Sequence[str]) -> None:
        """Wrap the named columns of rows in place."""
        if not personal:
            return
        tokens = [row[name] for row in rows for name in personal if row[name]]
        self.vault.load_keys({subject for text in tokens for subject in subjects_of(text)})
        for row in rows:
            for name in personal:
                row[name] = from_token(row[name] or "", self.vault)

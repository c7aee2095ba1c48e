"""The vault: the only place where deleting something means that it is gone."""

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select, update

from store import durability
from store.addresses import Addresses, claimed_address
from store.database import Database
from store.keys import METADATA, subject_key, vault_state
from store.master_key import MasterKey, master_key
from store.schema import complete, lacking
from store.secrets import secret


class MissingKey(Exception):
    """The vault holds keys, and the master key that opens them is not there."""


class StillInUse(Exception):
    """What was deleted may stand in the write-ahead log until a long reader is done; to be tried again."""


class Vault(Addresses):
    """Seals and opens text about people, and answers what only the school may compute."""

    def shred(self, subjects: Collection[str], member_id: UUID | None, now: datetime) -> int:
        """Destroy keys for ever, and with a member's all that is kept here for them but the mark of their address.

        One transaction; safe to repeat. Returns how many keys there were.
        """
        alive = self.database.among(subject_key.c.subject, "subjects") & subject_key.c.wrapped.is_not(None)
        wanted, row = {"subjects": json.dumps(list(subjects))}, {"name": "shredded", "number": 1}
        with self.database.write() as connection:
            gone = connection.execute(
                update(subject_key).where(alive).values(wrapped=None, shredded_at=now.isoformat()), wanted
            ).rowcount
            for table in METADATA.sorted_tables if member_id else ():
                if "member_id" in table.c and table is not claimed_address:
                    connection.execute(delete(table).where(table.c.member_id == str(member_id)))
            count = self.database.insert(vault_state).values(row)
            connection.execute(
                count.on_conflict_do_update(index_elements=["name"], set_={"number": vault_state.c.number + 1})
            )
        self.forget_keys()
        return int(gone)

    def is_shredded(self, subject: str) -> bool:
        """Whether there was a key for this subject that was destroyed."""
        with self.database.read() as connection:
            row = connection.execute(
                select(subject_key.c.wrapped).where(subject_key.c.subject == subject)
            ).one_or_none()
        return row is not None and row.wrapped is None

    def scrub(self) -> None:
        """What was deleted leaves the files, where that is ours to do; raises StillInUse while a reader holds it."""
        if not self.database.scrub():
            raise StillInUse

    def must_fit(self) -> None:
        """Raises WrongKey if this vault was sealed under another master key; an empty one fits any."""
        if not holds_keys(self.database):
            return
        for wrapped in (secret.c.wrapped, subject_key.c.wrapped):
            with self.database.read() as connection:
                found = connection.execute(select(wrapped).where(wrapped.is_not(None)).limit(1)).scalar()
            if found is not None:
                self._unwrap(found)

    def lacking(self) -> list[str]:
        """Tables and columns that `migrate` has yet to make."""
        return lacking(self.database, METADATA)

    def weaknesses(self) -> list[str]:
        """Why a key that was handed out could be lost with the machine's power; see `store.durability`."""
        with self.database.read() as connection:
            return durability.of(connection)

    def migrate(self) -> None:
        """Create what is missing, columns too; safe to run again, and by several at once."""
        with self.database.write() as connection:
            complete(connection, METADATA)
        # From now on every other master key is noticed, also one made at the same time beside this vault.
        self.secret("master key")

    def close(self) -> None:
        self.database.close()


def holds_keys(database: Database) -> bool:
    """Whether a vault is in use: what it holds was sealed under a master key."""
    gone = lacking(database, METADATA)
    with database.read() as connection:
        return any(
            connection.execute(select(table.c.wrapped).where(table.c.wrapped.is_not(None)).limit(1)).first()
            for table in (secret, subject_key)
            if table.name not in gone
        )


def master_key_for(database: Database, path: Path) -> MasterKey:
    """As `master_key`, but beside a vault that is in use none is made: raises MissingKey."""
    if not path.exists() and holds_keys(database):
        raise MissingKey(path)
    return master_key(path)

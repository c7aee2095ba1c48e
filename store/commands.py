"""Requests of programs that came under a key (`Idempotency-Key`): what each asked, and what it was told."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Table, Text, delete, select, update

from domain.refusal import CommandReused
from store.keys import METADATA
from store.vault import Vault

api_command = Table(
    "api_command",
    METADATA,
    Column("member_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # a fingerprint: what a program calls its requests may tell something
    Column("fingerprint", Text, nullable=False),
    Column("made_at", Text, nullable=False, index=True),
    Column("answer", Text),
)

# So long a program may take to ask again; after that a key is free.
KEPT = timedelta(days=7)

_c = api_command.c


class Commands:
    """A key names one request of one member, whatever it is about."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def claim(self, member_id: UUID, key: str, fingerprint: str, now: datetime) -> None:
        """Before a request is carried out; raises CommandReused when the key came with another. Old keys go."""
        row = {**self._name(member_id, key), "fingerprint": fingerprint, "made_at": now.isoformat()}
        with self.database.write() as connection:
            connection.execute(delete(api_command).where(_c.made_at < (now - KEPT).isoformat()))
            connection.execute(self.database.insert(api_command).on_conflict_do_nothing(), row)
            known = connection.execute(select(_c.fingerprint).filter_by(**self._name(member_id, key))).scalar()
        if known != fingerprint:
            raise CommandReused

    def answer(self, member_id: UUID, key: str) -> str | None:
        """What was kept for whoever asks again."""
        with self.database.read() as connection:
            return connection.execute(select(_c.answer).filter_by(**self._name(member_id, key))).scalar()

    def keep_answer(self, member_id: UUID, key: str, answer: str) -> str:
        """Keep an answer, which holds nobody's words, under a claimed key; returns the one that was kept first."""
        mine = update(api_command).filter_by(**self._name(member_id, key)).where(_c.answer.is_(None))
        with self.database.write() as connection:
            connection.execute(mine.values(answer=answer))
        return self.answer(member_id, key) or answer

    def _name(self, member_id: UUID, key: str) -> dict[str, str]:
        return {"member_id": str(member_id), "key": self.vault.digest("api command", f"{member_id} {key}")}

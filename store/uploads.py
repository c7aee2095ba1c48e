"""Files on their way: chosen, looked at, not confirmed yet; the vault keeps each sealed, for an hour, then no more."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, Text, delete, null, or_, select, update

from store.keys import METADATA
from store.vault import Vault

upload = Table(
    "upload",
    METADATA,
    Column("member_id", Text, primary_key=True),  # one for each member: another file replaces the one before
    Column("token", Text, nullable=False, unique=True),
    Column("sealed", LargeBinary),  # NULL as soon as it has been used
    Column("expires_at", Text, nullable=False),
    Column("taken_at", Text),
    Column("outcome", Text),
)

LIFE = timedelta(hours=1)
# Whoever took a file and was heard of no more (the process died) no longer keeps others from taking it.
PATIENCE = timedelta(minutes=2)

Outcome = dict[str, int]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it waits: `data` until it was used, `outcome` (counts) from then on; `taken` while it is being used."""

    data: bytes | None
    outcome: Outcome | None
    taken: bool


class Uploads:
    """A token of 256 random bits names a file, and only for the member whose it is, and for what it was chosen for."""

    def __init__(self, vault: Vault, purpose: str = "") -> None:
        self.vault, self.purpose = vault, purpose
        self.database = vault.database

    def of(self, purpose: str) -> "Uploads":
        """Files chosen for something else: a token of one is none of the other."""
        return Uploads(self.vault, purpose)

    def keep(self, member_id: UUID, data: bytes, now: datetime) -> str:
        """Seal a file under the member's key and return its token; files that are over go, whosever they were."""
        token = token_urlsafe(32)
        self.vault.make_keys([member_id.hex])
        row = {
            "member_id": str(member_id),
            "token": self._hashed(token),
            "sealed": self.vault.seal((member_id.hex,), data, self._context(member_id, token)),
            "expires_at": _stamp(now + LIFE),
            "taken_at": None,
            "outcome": None,
        }
        with self.database.write() as connection:
            connection.execute(delete(upload).where(upload.c.expires_at <= _stamp(now)))
            connection.execute(
                self.database.insert(upload).on_conflict_do_update(index_elements=["member_id"], set_=row), row
            )
        return token

    def look(self, token: str, member_id: UUID, now: datetime) -> Upload | None:
        """The file as it stands; None when there is none of this member, or its hour is over."""
        waiting = select(upload).where(self._named(token, member_id), upload.c.expires_at > _stamp(now))
        with self.database.read() as connection:
            row = connection.execute(waiting).one_or_none()
        if row is None:
            return None
        context = self._context(member_id, token)
        data = None if row.sealed is None else self.vault.open((member_id.hex,), row.sealed, context)
        taken = row.taken_at is not None and row.taken_at > _stamp(now - PATIENCE)
        return Upload(data, None if row.outcome is None else json.loads(row.outcome), taken)

    def take(self, token: str, member_id: UUID, now: datetime) -> bytes | None:
        """The file, for the one who uses it: of two at once, one gets it and the other None."""
        free = or_(upload.c.taken_at.is_(None), upload.c.taken_at <= _stamp(now - PATIENCE))
        mine = update(upload).where(
            self._named(token, member_id), upload.c.sealed.is_not(None), upload.c.expires_at > _stamp(now), free
        )
        with self.database.write() as connection:
            if connection.execute(mine.values(taken_at=_stamp(now))).rowcount == 0:
                return None
        found = self.look(token, member_id, now)
        return found.data if found else None

    def settle(self, token: str, member_id: UUID, outcome: Outcome) -> None:
        """The file was used: it is gone, and what came of it first stays for the rest of its hour."""
        mine, used = self._named(token, member_id), {"sealed": null(), "outcome": json.dumps(outcome)}
        with self.database.write() as connection:
            connection.execute(update(upload).where(mine, upload.c.sealed.is_not(None)).values(used))

    def give_back(self, token: str, member_id: UUID) -> None:
        """It could not be used after all; it may be taken again."""
        with self.database.write() as connection:
            connection.execute(update(upload).where(self._named(token, member_id)).values(taken_at=None))

    def forget(self, member_id: UUID) -> None:
        """Whatever waits of this member, chosen for whatever."""
        with self.database.write() as connection:
            connection.execute(delete(upload).where(upload.c.member_id == str(member_id)))

    def _named(self, token: str, member_id: UUID) -> ColumnElement[bool]:
        return (upload.c.token == self._hashed(token)) & (upload.c.member_id == str(member_id))

    def _context(self, member_id: UUID, token: str) -> bytes:
        return f"upload|{member_id.hex}|{self._hashed(token)}".encode()

    def _hashed(self, token: str) -> str:
        return sha256(f"{self.purpose}{token}".encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")

"""Letters about getting in, asked for or about a change: the vault keeps each sealed until it was sent, then its id."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Column, Executable, Integer, LargeBinary, Row, Table, Text, delete, null, or_, select, update

from store.invitation import REFUSED, SENT, WAITS, fares
from store.keys import METADATA
from store.vault import Vault

outbox = Table(
    "outbox",
    METADATA,
    Column("letter_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("member_id", Text, index=True),  # NULL while nobody has looked whose address it is
    Column("sealed", LargeBinary),  # NULL as soon as it was sent
    Column("asked_at", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("free_at", Text, nullable=False),
    Column("claims", Integer, nullable=False),  # begun, and nobody knows how it ended
)

# What a letter can be about, and for how long it is worth sending.
KINDS = {
    "sign_in": timedelta(minutes=15),
    "reset": timedelta(minutes=30),
    "confirm": timedelta(minutes=15),
    "new_address": timedelta(minutes=30),
    "address_changed": timedelta(days=1),
    "invitation": timedelta(days=1),
    "new_link": timedelta(days=1),
    # Of what a member changed about how they sign in, or somebody in their name.
    "password_changed": timedelta(days=7),
    "second_factor_on": timedelta(days=7),
    "second_factor_off": timedelta(days=7),
    "recovery_codes": timedelta(days=7),
    "provider_connected": timedelta(days=7),
    "provider_ended": timedelta(days=7),
    "token_made": timedelta(days=7),
    "token_revoked": timedelta(days=7),
}
# For one letter, with all the patience that a mail server may ask for; after it the outcome counts as unknown.
LEASE = timedelta(minutes=5)
# Of an unknown outcome one more letter is sent, and no third.
MOST_CLAIMS = 2
# A letter that was sent is known for so long by its id: asked for again under it, it is not sent again.
REMEMBERED = timedelta(days=1)
# Whose key seals an address that may be nobody's.
ANYBODYS = "outbox"

log = logging.getLogger(__name__)
_o = outbox.c


@dataclass(frozen=True, slots=True)
class Letter:
    """`kind` is one of KINDS; to a member, to an `address` ("" for none), or to both; `attempt` is 1 or 2."""

    letter_id: UUID
    kind: str
    member_id: UUID | None
    address: str
    attempt: int
    asked_at: datetime


class Outbox:
    """Asking writes one row, whoever's the address is: only the scheduler, which nobody waits for, looks that up."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def put(
        self,
        kind: str,
        now: datetime,
        *,
        member_id: UUID | None = None,
        address: str = "",
        letter_id: UUID | None = None,
        wait: timedelta = timedelta(),
    ) -> None:
        """Have a letter sent within a minute or so, after a `wait` if one is said, and at latest as KINDS says.

        Asked for again under the same `letter_id` within a day, it is the same letter, sent or not.
        sign_in, reset: either the address that was typed, or a member. confirm, invitation (for who was never here),
        new_link: a member, at the address they have. new_address, address_changed: a member, and the address to write
        to.
        """
        self.vault.make_keys([_subject(member_id)])
        with self.database.write() as connection:
            row = _row(self.vault, kind, now, now + wait, member_id, address, letter_id or uuid4())
            put = self.database.insert(outbox).on_conflict_do_nothing().returning(_o.letter_id)
            asked = connection.execute(put, row).first() is not None
            if asked and member_id and kind == "invitation":
                fares(self.database, connection, member_id, WAITS, now)

    def knows(self, letter_id: UUID) -> bool:
        """Whether it waits, or was sent within a day."""
        with self.database.read() as connection:
            asked = connection.execute(select(_o.letter_id).where(_o.letter_id == str(letter_id))).first()
        return asked is not None

    def claim(self, now: datetime) -> Letter | None:
        """The next letter, for whoever sends it: of two who ask at once, each gets another. Those that are over go."""
        free = _o.free_at <= _stamp(now)
        with self.database.read() as connection:
            if connection.execute(select(_o.letter_id).where(free).limit(1)).first() is None:
                return None
        with self.database.write() as connection:
            connection.execute(delete(outbox).where(free, _o.sealed.is_(None)))
            over = or_(_o.until <= _stamp(now), _o.claims >= MOST_CLAIMS)
            given_up = connection.execute(delete(outbox).where(free, over)).rowcount
            row = connection.execute(select(outbox).where(free).order_by(_o.asked_at, _o.letter_id).limit(1)).first()
            if row is not None:
                claimed = {"free_at": _stamp(now + LEASE), "claims": row.claims + 1}
                connection.execute(update(outbox).where(_o.letter_id == row.letter_id).values(claimed))
        if given_up:
            log.warning("letters given up", extra={"facts": {"letters": given_up}})
        return None if row is None else self._opened(row, now)

    def done(self, letter: Letter, now: datetime, *, refused: bool = False) -> None:
        """It was sent, or refused for good: only its id stays, for a day; and nothing of who was erased meanwhile."""
        sent = {"sealed": null(), "free_at": _stamp(now + REMEMBERED)}
        with self.database.write() as connection:
            mine = update(outbox).where(_o.letter_id == str(letter.letter_id)).values(sent)
            is_there = connection.execute(mine).rowcount == 1
            if is_there and letter.member_id and letter.kind == "invitation":
                fares(self.database, connection, letter.member_id, REFUSED if refused else SENT, now)

    def remove(self, letter: Letter) -> None:
        """Nobody is to get it, as things stand; asked for again, it is looked at again."""
        with self.database.write() as connection:
            connection.execute(delete(outbox).where(_o.letter_id == str(letter.letter_id)))

    def give_back(self, letter: Letter, again_at: datetime) -> None:
        """It was surely not taken, so this attempt does not count."""
        waiting = {"free_at": _stamp(again_at), "claims": letter.attempt - 1}
        with self.database.write() as connection:
            connection.execute(update(outbox).where(_o.letter_id == str(letter.letter_id)).values(waiting))

    def _opened(self, row: Row[Any], now: datetime) -> Letter:
        """Where it cannot be opened, as on a machine without the newest key, it is free again when a lease is over."""
        letter_id, member_id = UUID(row.letter_id), UUID(row.member_id) if row.member_id else None
        letter = Letter(letter_id, row.kind, member_id, "", row.claims + 1, datetime.fromisoformat(row.asked_at))
        try:
            address = self.vault.open((_subject(member_id),), row.sealed, _context(letter_id)) or b""
        except Exception:
            self.give_back(letter, now + LEASE)
            raise
        return replace(letter, address=address.decode("utf-8", "surrogatepass"))


def note(vault: Vault, kind: str, member_id: UUID, now: datetime) -> Executable:
    """Tells a member of a change; to be made before the transaction of the change, and carried out in it.

    So no change goes untold, and none is told that did not come about (OWASP ASVS 5.0, 6.3.7). What happens more than
    once within a minute is told once, when the minute is over.
    """
    vault.make_keys([_subject(member_id)])
    minute = now.replace(second=0, microsecond=0)
    letter_id = uuid5(member_id, f"{kind} {minute.isoformat()}")
    row = _row(vault, kind, now, minute + timedelta(minutes=1), member_id, "", letter_id)
    told: Executable = vault.database.insert(outbox).values(row).on_conflict_do_nothing()
    return told


def _row(
    vault: Vault, kind: str, now: datetime, free_at: datetime, member_id: UUID | None, address: str, letter_id: UUID
) -> dict[str, Any]:
    text = address.encode("utf-8", "surrogatepass")
    return {
        "letter_id": str(letter_id),
        "kind": kind,
        "member_id": str(member_id) if member_id else None,
        "sealed": vault.seal((_subject(member_id),), text, _context(letter_id)),
        "asked_at": _stamp(now),
        "until": _stamp(now + KINDS[kind]),
        "free_at": _stamp(free_at),
        "claims": 0,
    }


def _subject(member_id: UUID | None) -> str:
    return member_id.hex if member_id else ANYBODYS


def _context(letter_id: UUID) -> bytes:
    return f"outbox|{letter_id}".encode()


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")

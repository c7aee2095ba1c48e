"""Who is half in, with a second factor yet to show; and whether all that lets a member in was ended meanwhile."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, Table, Text, delete, select

from store.database import Database
from store.fingerprint import fingerprint
from store.keys import METADATA
from store.vault import Vault

half_open = Table(
    "half_open",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("expires_at", Text, nullable=False),
)
# How often all that let a member in was ended. Whoever began to show who they are under another number begins anew:
# checking a password takes long enough to be overtaken by whoever changes it.
standing = Table(
    "standing",
    METADATA,
    Column("member_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

# Long enough to look for a phone.
HALF_OPEN = timedelta(minutes=10)


class Overtaken(Exception):
    """What somebody showed counted until all of it was ended, while they were on their way in."""


class HalfOpen:
    """The door between a first factor and the second; of its tokens too only fingerprints are kept."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def standing(self, member_id: UUID) -> int:
        """To be read before they show who they are, and told when they come in."""
        with self.database.read() as connection:
            return _standing(connection, member_id)

    def let_half_in(self, member_id: UUID, now: datetime, *, standing: int | None = None) -> str:
        """A token that says who has shown a first factor, and is good for nothing but to show the second.

        Raises Overtaken where their standing is not the one given.
        """
        token = token_urlsafe(32)
        row = {"token": fingerprint(token), "member_id": str(member_id), "expires_at": (now + HALF_OPEN).isoformat()}
        with self.database.write() as connection:
            must_stand(connection, member_id, standing)
            connection.execute(delete(half_open).where(half_open.c.expires_at <= now.isoformat()))
            connection.execute(self.database.insert(half_open), row)
        return token

    def half_in(self, token: str, now: datetime) -> UUID | None:
        """Who stands in the door with this token."""
        with self.database.read() as connection:
            row = connection.execute(select(half_open).where(half_open.c.token == fingerprint(token))).one_or_none()
        return UUID(row.member_id) if row and datetime.fromisoformat(row.expires_at) > now else None


def must_stand(connection: Connection, member_id: UUID, number: int | None) -> None:
    """Raises Overtaken where their standing is not the one given; None: it does not matter."""
    if number is not None and number != _standing(connection, member_id):
        raise Overtaken


def shut(connection: Connection, token: str) -> None:
    """The door of this token, behind whoever comes in by it; raises Overtaken where it is shut already."""
    if connection.execute(delete(half_open).where(half_open.c.token == fingerprint(token))).rowcount != 1:
        raise Overtaken


def turn_back(database: Database, connection: Connection, member_id: UUID) -> int:
    """Whoever is on their way in as this member, half in or not: they begin anew. Returns the new standing."""
    connection.execute(delete(half_open).where(half_open.c.member_id == str(member_id)))
    number = _standing(connection, member_id) + 1
    row = {"member_id": str(member_id), "number": number}
    put = database.insert(standing).on_conflict_do_update(index_elements=["member_id"], set_=row)
    connection.execute(put, row)
    return number


def _standing(connection: Connection, member_id: UUID) -> int:
    return connection.execute(select(standing.c.number).where(standing.c.member_id == str(member_id))).scalar() or 0

"""Who may come in: passwords, sign-in sessions, one-time links, API tokens; the vault keeps only their hashes."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Text, delete, select

from store.fingerprint import fingerprint
from store.keys import METADATA
from store.outbox import note
from store.provider_identity import provider_identity
from store.sessions import Sessions, came_in, end_all, must_be_open, session
from store.tokens import Tokens

password = Table(
    "password", METADATA, Column("member_id", Text, primary_key=True), Column("hash", Text, nullable=False)
)
link = Table(
    "link",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("member_id", Text),
    Column("expires_at", Text, nullable=False),
)
# So long a form that used a link up may come once more: a second click, or an answer that was lost on the way.
ONCE_MORE = timedelta(minutes=2)
# A row about a member in any of these: they were here, or may have been before that was noted.
TRACES = (came_in, password, session, provider_identity)


class Access(Sessions, Tokens):
    """Tokens are at least 256 random bits; what the vault keeps of them cannot be used to come in."""

    def upgrade(self) -> None:
        """What a version before kept otherwise, or not at all; safe to run again."""
        self.seal_labels()
        self.note_who_came_in()

    # passwords

    def set_password(self, member_id: UUID, hashed: str) -> int:
        """As `change_password`, where nobody is told: for a school that is being made up."""
        with self.database.write() as connection:
            return self._put_password(connection, member_id, hashed)

    def change_password(self, member_id: UUID, hashed: str, now: datetime, *, of: str) -> int:
        """Also ends every session and every link that still waits: whoever knew the old password is out.

        Their standing from then on. `of`: the session that asks for it; raises Overtaken if that has ended.
        """
        told = note(self.vault, "password_changed", member_id, now)
        with self.database.write() as connection:
            must_be_open(connection, of)
            connection.execute(told)
            return self._put_password(connection, member_id, hashed)

    def _put_password(self, connection: Connection, member_id: UUID, hashed: str) -> int:
        row = {"member_id": str(member_id), "hash": hashed}
        put = self.database.insert(password).on_conflict_do_update(index_elements=["member_id"], set_=row)
        connection.execute(put, row)
        connection.execute(delete(link).where(link.c.member_id == str(member_id)))
        return end_all(self.database, connection, member_id)

    def password_of(self, member_id: UUID) -> str | None:
        with self.database.read() as connection:
            return connection.execute(select(password.c.hash).where(password.c.member_id == str(member_id))).scalar()

    # one-time links

    def make_link(self, purpose: str, *, member_id: UUID | None, expires_at: datetime, token: str = "") -> str:
        """A token for a link that works once. A newer link for the same purpose and member ends the older ones.

        `token`: 256 bits that the caller can make again, for one that a repeated request must show again.
        """
        token, owner = token or token_urlsafe(32), None if member_id is None else str(member_id)
        row = {
            "token": fingerprint(token),
            "purpose": purpose,
            "member_id": owner,
            "expires_at": expires_at.isoformat(),
        }
        with self.database.write() as connection:
            connection.execute(delete(link).where(link.c.purpose == purpose, link.c.member_id == owner))
            connection.execute(self.database.insert(link), row)
        return token

    def link(self, token: str, purpose: str, now: datetime) -> tuple[bool, UUID | None]:
        """Whether the link is good, and whose it is; looking does not use it up."""
        with self.database.read() as connection:
            row = connection.execute(
                select(link.c.member_id, link.c.expires_at).where(
                    link.c.token == fingerprint(token), link.c.purpose == purpose
                )
            ).one_or_none()
        if row is None or datetime.fromisoformat(row.expires_at) <= now:
            return False, None
        return True, None if row.member_id is None else UUID(row.member_id)

    def use_link(self, token: str, purpose: str, now: datetime, member_id: UUID, hashed: str) -> int | None:
        """Set a password by a link: then it is used up, both or neither. Of two at once, one succeeds.

        The member's standing from then on; None when the link is not good. Whoever was here before is told.
        """
        if not self.link(token, purpose, now)[0]:
            return None
        told = note(self.vault, "password_changed", member_id, now)
        with self.database.write() as connection:
            if not _spent(connection, token, purpose):
                return None
            if _was_here(connection, member_id):
                connection.execute(told)
            number = self._put_password(connection, member_id, hashed)
            used = {"token": fingerprint(token), "purpose": _used(purpose), "member_id": str(member_id)}
            connection.execute(self.database.insert(link), used | {"expires_at": (now + ONCE_MORE).isoformat()})
        return number

    def just_used(self, token: str, purpose: str, now: datetime) -> UUID | None:
        """Who chose the password they have by this link a moment ago. That alone lets nobody in."""
        return self.link(token, _used(purpose), now)[1]

    def spend_link(self, token: str, purpose: str, now: datetime) -> UUID | None:
        """Whose link it was: it is used up by this. None when it is not good; of two at once, one gets it."""
        good, member_id = self.link(token, purpose, now)
        if not good:
            return None
        with self.database.write() as connection:
            spent = _spent(connection, token, purpose)
        return member_id if spent else None

    def end_links(self, member_id: UUID) -> None:
        """Whatever links of theirs still wait somewhere."""
        with self.database.write() as connection:
            connection.execute(delete(link).where(link.c.member_id == str(member_id)))


def _spent(connection: Connection, token: str, purpose: str) -> bool:
    this = delete(link).where(link.c.token == fingerprint(token), link.c.purpose == purpose)
    return connection.execute(this).rowcount == 1


def _used(purpose: str) -> str:
    return f"{purpose}, used"


def _was_here(connection: Connection, member_id: UUID) -> bool:
    """Whoever sets their first password by an invitation was not."""
    seen = (connection.execute(select(t.c.member_id).where(t.c.member_id == str(member_id))).first() for t in TRACES)
    return any(seen)

"""Who may come in: passwords, sign-in sessions, one-time links, API tokens; the vault keeps only their hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, Table, Text, bindparam, delete, select, update

from store.question import Question
from store.vault import METADATA, TIMES_SHREDDED, Vault

password = Table(
    "password", METADATA, Column("member_id", Text, primary_key=True), Column("hash", Text, nullable=False)
)
session = Table(
    "session",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
)
link = Table(
    "link",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("member_id", Text),
    Column("expires_at", Text, nullable=False),
)
api_token = Table(
    "api_token",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("token_id", Text, nullable=False, unique=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

IDLE = {"staff": timedelta(minutes=30), "student": timedelta(days=14), "mentor": timedelta(days=14)}
ABSOLUTE = {"staff": timedelta(hours=12), "student": timedelta(days=60), "mentor": timedelta(days=60)}
SEEN_EVERY = timedelta(minutes=5)


_SHREDDED = TIMES_SHREDDED.label("shredded")
_SESSION = Question(select(session, _SHREDDED).where(session.c.token == bindparam("token")))
_OWNER = Question(select(api_token.c.member_id, _SHREDDED).where(api_token.c.token == bindparam("token")))


@dataclass(frozen=True, slots=True)
class Session:
    member_id: UUID
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    token_id: str
    label: str
    made_at: datetime


class Access:
    """Tokens are at least 256 random bits; what the vault keeps of them cannot be used to come in."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    # passwords

    def set_password(self, member_id: UUID, hashed: str) -> None:
        """Also ends every session and every link that still waits: whoever knew the old password is out."""
        with self.database.write() as connection:
            self._put_password(connection, member_id, hashed)

    def _put_password(self, connection: Connection, member_id: UUID, hashed: str) -> None:
        row = {"member_id": str(member_id), "hash": hashed}
        put = self.database.insert(password).on_conflict_do_update(index_elements=["member_id"], set_=row)
        connection.execute(put, row)
        connection.execute(delete(session).where(session.c.member_id == str(member_id)))
        connection.execute(delete(link).where(link.c.member_id == str(member_id)))

    def password_of(self, member_id: UUID) -> str | None:
        with self.database.read() as connection:
            return connection.execute(select(password.c.hash).where(password.c.member_id == str(member_id))).scalar()

    # sessions

    def start_session(self, member_id: UUID, now: datetime) -> str:
        """The token for the cookie."""
        token, at = token_urlsafe(32), now.isoformat()
        row = {"token": _hashed(token), "member_id": str(member_id), "started_at": at, "seen_at": at}
        with self.database.write() as connection:
            connection.execute(self.database.insert(session), row)
        return token

    def session(self, token: str) -> Session | None:
        """The session of a cookie, whatever its age: the door checks that, since limits differ by role."""
        for row in _SESSION.ask(self.database, token=_hashed(token)):
            # Who asks for pages must not be shown what this process remembers of somebody who was erased meanwhile.
            self.vault.notice(row["shredded"])
            started, seen = datetime.fromisoformat(row["started_at"]), datetime.fromisoformat(row["seen_at"])
            return Session(UUID(row["member_id"]), started, seen)
        return None

    def seen(self, token: str, now: datetime) -> None:
        with self.database.write() as connection:
            connection.execute(update(session).where(session.c.token == _hashed(token)).values(seen_at=now.isoformat()))

    def end_session(self, token: str) -> None:
        with self.database.write() as connection:
            connection.execute(delete(session).where(session.c.token == _hashed(token)))

    # one-time links

    def make_link(self, purpose: str, *, member_id: UUID | None, expires_at: datetime, token: str = "") -> str:
        """A token for a link that works once. A newer link for the same purpose and member ends the older ones.

        `token`: 256 bits that the caller can make again, for one that a repeated request must show again.
        """
        token, owner = token or token_urlsafe(32), None if member_id is None else str(member_id)
        row = {"token": _hashed(token), "purpose": purpose, "member_id": owner, "expires_at": expires_at.isoformat()}
        with self.database.write() as connection:
            connection.execute(delete(link).where(link.c.purpose == purpose, link.c.member_id == owner))
            connection.execute(self.database.insert(link), row)
        return token

    def link(self, token: str, purpose: str, now: datetime) -> tuple[bool, UUID | None]:
        """Whether the link is good, and whose it is; looking does not use it up."""
        with self.database.read() as connection:
            row = connection.execute(
                select(link.c.member_id, link.c.expires_at).where(
                    link.c.token == _hashed(token), link.c.purpose == purpose
                )
            ).one_or_none()
        if row is None or datetime.fromisoformat(row.expires_at) <= now:
            return False, None
        return True, None if row.member_id is None else UUID(row.member_id)

    def use_link(self, token: str, purpose: str, now: datetime, member_id: UUID, hashed: str) -> bool:
        """Set a password by a link: then it is used up, both or neither. Of two at once, one succeeds."""
        if not self.link(token, purpose, now)[0]:
            return False
        with self.database.write() as connection:
            if connection.execute(delete(link).where(link.c.token == _hashed(token))).rowcount != 1:
                return False
            self._put_password(connection, member_id, hashed)
        return True

    # API tokens

    def make_api_token(self, member_id: UUID, label: str, now: datetime) -> str:
        token = token_urlsafe(32)
        row = {
            "token": _hashed(token),
            "token_id": uuid4().hex,
            "member_id": str(member_id),
            "label": label,
            "made_at": now.isoformat(),
        }
        with self.database.write() as connection:
            connection.execute(self.database.insert(api_token), row)
        return token

    def member_of_api_token(self, token: str) -> UUID | None:
        for row in _OWNER.ask(self.database, token=_hashed(token)):
            self.vault.notice(row["shredded"])
            return UUID(row["member_id"])
        return None

    def api_tokens(self, member_id: UUID) -> Sequence[ApiToken]:
        with self.database.read() as connection:
            rows = connection.execute(
                select(api_token).where(api_token.c.member_id == str(member_id)).order_by(api_token.c.made_at)
            ).all()
        return [ApiToken(r.token_id, r.label, datetime.fromisoformat(r.made_at)) for r in rows]

    def revoke_api_token(self, member_id: UUID, token_id: str) -> bool:
        with self.database.write() as connection:
            done = connection.execute(
                delete(api_token).where(api_token.c.member_id == str(member_id), api_token.c.token_id == token_id)
            )
        return done.rowcount == 1


def _hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

"""Who is signed in, by the fingerprints of their cookies; and who is half in, with a second factor yet to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from store.database import Database
from store.question import Question
from store.vault import METADATA, TIMES_SHREDDED, Vault

session = Table(
    "session",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("device", Text),
    Column("second_factor_at", Text),  # NULL: shown who they are by one factor only
    Column("confirmed_at", Text),  # NULL: not since it started
)
# Who was here at least once; a session tells that only as long as it lasts.
came_in = Table(
    "came_in", METADATA, Column("member_id", Text, primary_key=True), Column("first_at", Text, nullable=False)
)
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

# How long a session lasts unused, and however much it is used (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
IDLE = {"staff": timedelta(minutes=30), "student": timedelta(days=14), "mentor": timedelta(days=14)}
ABSOLUTE = {"staff": timedelta(hours=12), "student": timedelta(days=60), "mentor": timedelta(days=60)}
SEEN_EVERY = timedelta(minutes=5)
# Long enough to look for a phone.
HALF_OPEN = timedelta(minutes=10)

_s = session.c
_SESSION = Question(select(session, TIMES_SHREDDED.label("shredded")).where(_s.token == bindparam("token")))


class Overtaken(Exception):
    """What somebody showed counted until all of it was ended, while they were on their way in."""


@dataclass(frozen=True, slots=True)
class Session:
    """`name` tells it apart and opens nothing. `device`: roughly, "Firefox on Android"; "" when it did not say."""

    name: str
    member_id: UUID
    started_at: datetime
    seen_at: datetime
    device: str
    second_factor_at: datetime | None
    confirmed_at: datetime

    def is_over(self, role: str, now: datetime) -> bool:
        return now - self.seen_at > IDLE[role] or now - self.started_at > ABSOLUTE[role]


class Sessions:
    """Tokens are 256 random bits; of each only a fingerprint is kept, which cannot be used to come in."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def standing(self, member_id: UUID) -> int:
        """To be read before they show who they are, and told when they come in."""
        with self.database.read() as connection:
            return _standing(connection, member_id)

    def start_session(
        self,
        member_id: UUID,
        now: datetime,
        *,
        device: str = "",
        second_factor_at: datetime | None = None,
        standing: int | None = None,
        through: str | None = None,
    ) -> str:
        """The token for the cookie. Sessions of this member that are over for everybody go.

        `through`: the token of the half-open door they come in by, which shuts behind them. Raises Overtaken where it
        is shut already, or their standing is not the one given.
        """
        token, at = token_urlsafe(32), now.isoformat()
        row = {
            "token": fingerprint(token),
            "member_id": str(member_id),
            "started_at": at,
            "seen_at": at,
            "device": device or None,
            "second_factor_at": second_factor_at.isoformat() if second_factor_at else None,
        }
        with self.database.write() as connection:
            _must_stand(connection, member_id, standing)
            if through is not None and connection.execute(_door(through)).rowcount != 1:
                raise Overtaken
            connection.execute(delete(session).where(_s.member_id == str(member_id), over_for_everybody(now)))
            connection.execute(self.database.insert(session), row)
            first = {"member_id": str(member_id), "first_at": at}
            connection.execute(self.database.insert(came_in).on_conflict_do_nothing(), first)
        return token

    def session(self, token: str) -> Session | None:
        """The session of a cookie, whatever its age: the door checks that, since limits differ by role."""
        for row in _SESSION.ask(self.database, token=fingerprint(token)):
            # Who asks for pages must not be shown what this process remembers of somebody who was erased meanwhile.
            self.vault.notice(row.pop("shredded"))
            return _session(**row)
        return None

    def sessions_of(self, member_id: UUID, role: str, now: datetime) -> Sequence[Session]:
        """Those that count, the one seen last first."""
        mine = select(session).where(_s.member_id == str(member_id)).order_by(_s.seen_at.desc(), _s.token)
        with self.database.read() as connection:
            found = [_session(**row) for row in connection.execute(mine).mappings()]
        return [one for one in found if not one.is_over(role, now)]

    def seen(self, token: str, now: datetime) -> None:
        self._change(token, seen_at=now.isoformat())

    def renew(self, token: str, now: datetime, *, second_factor: bool = False) -> str:
        """They have shown once more who they are: the same session under a new token, as ASVS 7.2.4 asks for.

        It ends when it would have ended. `second_factor`: that is what they have shown.
        """
        fresh, at = token_urlsafe(32), now.isoformat()
        shown = {"second_factor_at": at} if second_factor else {}
        self._change(token, token=fingerprint(fresh), confirmed_at=at, **shown)
        return fresh

    def end_session(self, token: str) -> None:
        with self.database.write() as connection:
            connection.execute(delete(session).where(_s.token == fingerprint(token)))

    def end_session_named(self, member_id: UUID, name: str) -> bool:
        """One of a member's sessions, as `sessions_of` names them; False when they have none of that name."""
        with self.database.write() as connection:
            mine = connection.execute(select(_s.token).where(_s.member_id == str(member_id))).scalars()
            ended = [kept for kept in mine if _name(kept) == name]
            connection.execute(delete(session).where(_s.token.in_(ended)))
        return bool(ended)

    def end_sessions(self, member_id: UUID, *, but: str = "") -> None:
        """All of a member's, and whoever stands in the door as them; `but` the one with this token."""
        with self.database.write() as connection:
            end_all(self.database, connection, member_id, but)

    def _change(self, of: str, **values: str) -> None:
        with self.database.write() as connection:
            connection.execute(update(session).where(_s.token == fingerprint(of)).values(**values))

    # the half-open door

    def let_half_in(self, member_id: UUID, now: datetime, *, standing: int | None = None) -> str:
        """A token that says who has shown a first factor, and is good for nothing but to show the second.

        Raises Overtaken as `start_session` does.
        """
        token = token_urlsafe(32)
        row = {"token": fingerprint(token), "member_id": str(member_id), "expires_at": (now + HALF_OPEN).isoformat()}
        with self.database.write() as connection:
            _must_stand(connection, member_id, standing)
            connection.execute(delete(half_open).where(half_open.c.expires_at <= now.isoformat()))
            connection.execute(self.database.insert(half_open), row)
        return token

    def half_in(self, token: str, now: datetime) -> UUID | None:
        """Who stands in the door with this token."""
        with self.database.read() as connection:
            row = connection.execute(select(half_open).where(half_open.c.token == fingerprint(token))).one_or_none()
        return UUID(row.member_id) if row and datetime.fromisoformat(row.expires_at) > now else None


def over_for_everybody(now: datetime) -> ColumnElement[bool]:
    """Sessions that are over whatever the role."""
    unused, old = now - max(IDLE.values()), now - max(ABSOLUTE.values())
    return or_(_s.seen_at < unused.isoformat(), _s.started_at < old.isoformat())


def fingerprint(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def end_all(database: Database, connection: Connection, member_id: UUID, but: str = "") -> int:
    """Every session but the one with this token, and as `turn_back`; returns the new standing."""
    connection.execute(delete(session).where(_s.member_id == str(member_id), _s.token != fingerprint(but)))
    return turn_back(database, connection, member_id)


def turn_back(database: Database, connection: Connection, member_id: UUID) -> int:
    """Whoever is on their way in as this member, half in or not: they begin anew. Returns the new standing."""
    connection.execute(delete(half_open).where(half_open.c.member_id == str(member_id)))
    number = _standing(connection, member_id) + 1
    row = {"member_id": str(member_id), "number": number}
    put = database.insert(standing).on_conflict_do_update(index_elements=["member_id"], set_=row)
    connection.execute(put, row)
    return number


def must_be_open(connection: Connection, token: str) -> None:
    """Raises Overtaken where the session of this token has ended."""
    if connection.execute(select(_s.token).where(_s.token == fingerprint(token))).first() is None:
        raise Overtaken


def _door(token: str) -> Delete:
    return delete(half_open).where(half_open.c.token == fingerprint(token))


def _standing(connection: Connection, member_id: UUID) -> int:
    return connection.execute(select(standing.c.number).where(standing.c.member_id == str(member_id))).scalar() or 0


def _must_stand(connection: Connection, member_id: UUID, number: int | None) -> None:
    if number is not None and number != _standing(connection, member_id):
        raise Overtaken


def _session(
    token: str,
    member_id: str,
    started_at: str,
    seen_at: str,
    device: str | None,
    second_factor_at: str | None,
    confirmed_at: str | None,
) -> Session:
    return Session(
        _name(token),
        UUID(member_id),
        datetime.fromisoformat(started_at),
        datetime.fromisoformat(seen_at),
        device or "",
        datetime.fromisoformat(second_factor_at) if second_factor_at else None,
        datetime.fromisoformat(confirmed_at or started_at),
    )


def _name(kept: str) -> str:
    return fingerprint(kept)[:32]

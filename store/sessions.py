"""Who is signed in, by the fingerprints of their cookies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, bindparam, delete, func, or_, select, update

from store.database import Database
from store.fingerprint import fingerprint
from store.half_open import HalfOpen, Overtaken, must_stand, shut, turn_back
from store.keys import METADATA, TIMES_SHREDDED
from store.question import Question

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

# How long a session lasts unused, and however much it is used (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
IDLE = {"staff": timedelta(minutes=30), "student": timedelta(days=14), "mentor": timedelta(days=14)}
ABSOLUTE = {"staff": timedelta(hours=12), "student": timedelta(days=60), "mentor": timedelta(days=60)}
SEEN_EVERY = timedelta(minutes=5)

_s = session.c
_SESSION = Question(select(session, TIMES_SHREDDED.label("shredded")).where(_s.token == bindparam("token")))


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


class Sessions(HalfOpen):
    """Tokens are 256 random bits; of each only a fingerprint is kept, which cannot be used to come in."""

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
            must_stand(connection, member_id, standing)
            if through is not None:
                shut(connection, through)
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
        with self.database.write() as connection:
            connection.execute(update(session).where(_s.token == fingerprint(token)).values(seen_at=now.isoformat()))

    def renew(self, token: str, now: datetime, *, second_factor: bool = False) -> str:
        """As `renewed`; returns the new token."""
        fresh = token_urlsafe(32)
        with self.database.write() as connection:
            renewed(connection, token, fresh, now, second_factor=second_factor)
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

    def note_who_came_in(self) -> None:
        """Those whose sessions are from before that was noted; safe to run again."""
        firsts = select(_s.member_id, func.min(_s.started_at)).group_by(_s.member_id)
        put = self.database.insert(came_in).from_select(["member_id", "first_at"], firsts).on_conflict_do_nothing()
        with self.database.write() as connection:
            connection.execute(put)


def over_for_everybody(now: datetime) -> ColumnElement[bool]:
    """Sessions that are over whatever the role."""
    unused, old = now - max(IDLE.values()), now - max(ABSOLUTE.values())
    return or_(_s.seen_at < unused.isoformat(), _s.started_at < old.isoformat())


def end_all(database: Database, connection: Connection, member_id: UUID, but: str = "") -> int:
    """Every session but the one with this token, and as `turn_back`; returns the new standing."""
    connection.execute(delete(session).where(_s.member_id == str(member_id), _s.token != fingerprint(but)))
    return turn_back(database, connection, member_id)


def must_be_open(connection: Connection, token: str) -> None:
    """Raises Overtaken where the session of this token has ended."""
    if connection.execute(select(_s.token).where(_s.token == fingerprint(token))).first() is None:
        raise Overtaken


def renewed(connection: Connection, token: str, fresh: str, now: datetime, *, second_factor: bool = False) -> None:
    """They have shown once more who they are: the same session under a `fresh` token, as ASVS 7.2.4 asks for.

    It ends when it would have ended; raises Overtaken where it has. `second_factor`: that is what they have shown.
    """
    at = now.isoformat()
    values = {"token": fingerprint(fresh), "confirmed_at": at} | ({"second_factor_at": at} if second_factor else {})
    if connection.execute(update(session).where(_s.token == fingerprint(token)).values(values)).rowcount != 1:
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

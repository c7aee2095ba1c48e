"""The view of histories: which events concern whom, so that any of them can be told as it was on any day."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Index, Text, func, select

from domain.member import Member
from domain.stream import Stream
from projections.buddy import unacquainted
from projections.people import member
from projections.view import Row, Rows, View, since, stamp
from projections.views import Views
from store.names import EVENTS, name_of
from store.record import Recorded

entry = Rows(
    "history_entry",
    Column("subject_id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    indexes=(
        Index("history_of_name", "subject_id", "name", "seen"),
        Index("history_by", "subject_id", "by", "at"),
    ),
    once=True,
)
HISTORY = View("history", 4, (entry,))


def _concerned(event: Stream.Event) -> list[str]:
    return list({str(who) for who in event.concerns()})


@entry.on(*EVENTS.values(), key=_concerned)
def _recorded(row: Row | None, event: Stream.Event) -> Row:
    return {
        "stream_id": str(event.originator_id),
        "at": stamp(event.timestamp),
        "name": name_of(type(event)),
        "by": event.by,
        "command_id": event.command_id.hex,
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: its event and place in the record. `name` is the stored event name, e.g. Goal.Set.

    `times`: how many of this name one command recorded, where they are told as one (`history_by_command`).
    """

    position: int
    name: str
    event: Stream.Event
    times: int = 1

    @property
    def at(self) -> datetime:
        return self.event.timestamp


_e, _m = entry.table, member.table


def history(
    views: Views, member_id: UUID, *, before: int | None = None, as_of: datetime | None = None, limit: int = 50
) -> list[Entry]:
    """What concerns a member, newest first: at most `limit` events before a position, recorded at or before `as_of`."""
    return _newest(views, _e.c.subject_id == str(member_id), before, as_of, limit)


def history_by_command(
    views: Views, member_id: UUID, *, before: int | None = None, as_of: datetime | None = None, limit: int = 50
) -> list[Entry]:
    """As `history`, with what one command did many times (an import) told once, by the latest of them."""
    latest, times = func.max(_e.c.seen).label("latest"), func.count().label("times")
    mine = select(latest, times).where(_e.c.subject_id == str(member_id)).group_by(_e.c.command_id, _e.c.name)
    if as_of is not None:
        mine = mine.where(_e.c.at <= stamp(as_of))
    if before is not None:
        mine = mine.having(latest < before)
    many = {row["latest"]: row["times"] for row in views.fetch(mine.order_by(latest.desc()).limit(limit))}
    return [
        replace(_told(recorded), times=many[recorded.position]) for recorded in reversed(views.record.at(list(many)))
    ]


def own_history(
    views: Views, member_id: UUID, *, before: int | None = None, as_of: datetime | None = None, limit: int = 50
) -> list[Entry]:
    """As `history`, for the member's own eyes: whether a question to an address has landed is not to be seen."""
    return _newest(views, _own(member_id), before, as_of, limit)


def how_many_own(views: Views, member_id: UUID) -> int:
    """How many entries `own_history` has in all."""
    row = views.fetch_one(select(func.count().label("n")).where(_own(member_id)))
    return row["n"] if row else 0


def _own(member_id: UUID) -> ColumnElement[bool]:
    return (_e.c.subject_id == str(member_id)) & _e.c.stream_id.not_in(unacquainted(member_id))


def _newest(
    views: Views, condition: ColumnElement[bool], before: int | None, as_of: datetime | None, limit: int
) -> list[Entry]:
    positions = select(_e.c.seen).where(condition).order_by(_e.c.seen.desc()).limit(limit)
    if before is not None:
        positions = positions.where(_e.c.seen < before)
    if as_of is not None:
        positions = positions.where(_e.c.at <= stamp(as_of))
    found = views.record.at([row["seen"] for row in views.fetch(positions)])
    return [_told(recorded) for recorded in reversed(found)]


def looks_at(views: Views, member_id: UUID, *, limit: int = 500) -> list[Entry]:
    """The latest times somebody on the staff opened this member's history, newest first."""
    looks = _e.c.name == name_of(Member.HistoryOpened)
    return _newest(views, (_e.c.subject_id == str(member_id)) & looks, None, None, limit)


def ways_in(views: Views, member_id: UUID, *, limit: int = 50) -> list[Entry]:
    """The latest times somebody made a way into this account, or an easier one, newest first."""
    ways = (Member.LinkMade, Member.TokenMade, Member.ProviderConnected, Member.SecondFactorRemoved)
    made = _e.c.name.in_([name_of(way) for way in ways])
    return _newest(views, (_e.c.subject_id == str(member_id)) & made, None, None, limit)


def latest_link(views: Views, member_id: UUID) -> Entry | None:
    """When a link to choose this member's password was made last, and by whom; None for a member without one."""
    links = _e.c.name == name_of(Member.LinkMade)
    return next(iter(_newest(views, (_e.c.subject_id == str(member_id)) & links, None, None, 1)), None)


def closures(views: Views, member_id: UUID, *, limit: int = 50) -> list[Entry]:
    """The latest times this account was closed or opened again, newest first."""
    told = _e.c.name.in_([name_of(Member.Closed), name_of(Member.Reopened)])
    return _newest(views, (_e.c.subject_id == str(member_id)) & told, None, None, limit)


def last_acts(views: Views, member_ids: list[UUID]) -> dict[UUID, datetime]:
    """When each of these members last did something themselves; those who never did are left out. One question."""
    # One look into the index for each: grouping would walk through all that they ever did.
    own = (_e.c.subject_id == _m.c.member_id) & (_e.c.by == _m.c.member_id)
    latest = select(func.max(_e.c.at)).where(own).scalar_subquery().label("at")
    rows = views.fetch(select(_m.c.member_id, latest).where(_m.c.member_id.in_([str(i) for i in member_ids])))
    return {UUID(row["member_id"]): since(row["at"]) for row in rows if row["at"]}


def streams_about(views: Views, member_id: UUID) -> list[UUID]:
    """Every stream with an event that concerns a member."""
    streams = select(_e.c.stream_id).where(_e.c.subject_id == str(member_id)).distinct()
    return [UUID(row["stream_id"]) for row in views.fetch(streams)]


def _told(recorded: Recorded) -> Entry:
    return Entry(recorded.position, name_of(type(recorded.event)), recorded.event)

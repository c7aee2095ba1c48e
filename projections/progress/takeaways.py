"""Takeaways in the view of progress: what was decided, by when, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Integer, Text, bindparam, select

from domain.personal import Personal
from domain.takeaway import Takeaway
from projections.view import Row, Rows, instant, since, stamp
from projections.views import Views
from store.question import Question
from store.sealing import from_token, token

takeaway = Rows(
    "progress_takeaway",
    Column("takeaway_id", Text, primary_key=True),
    Column("outreach_id", Text, nullable=False, unique=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("contact_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("settled_at", Text),
    Column("outcome", Text),
    Column("new_contact_id", Text),
    # Of one that an archive tells: when it came.
    Column("brought_at", Text),
)


@takeaway.on(Takeaway.Decided, key=lambda e: [str(e.originator_id)])
def _decided(row: Row | None, event: Takeaway.Decided) -> Row:
    return _new(event) | {"state": "open", "decided_at": stamp(event.timestamp)}


@takeaway.on(Takeaway.BroughtAlong, key=lambda e: [str(e.originator_id)])
def _takeaway_brought_along(row: Row | None, event: Takeaway.BroughtAlong) -> Row:
    return _new(event) | {
        "state": event.state,
        "decided_at": stamp(datetime.fromisoformat(event.decided_at)),
        "settled_at": stamp(datetime.fromisoformat(event.settled_at)) if event.settled_at else None,
        "outcome": token(event.outcome) if event.settled_at else None,
        "new_contact_id": None if event.new_contact_id is None else str(event.new_contact_id),
        "brought_at": stamp(event.timestamp),
    }


def _new(event: Takeaway.Decided | Takeaway.BroughtAlong) -> Row:
    return {
        "outreach_id": str(event.outreach_id),
        "member_id": str(event.member_id),
        "contact_id": str(event.contact_id),
        "version": event.originator_version,
        "text": token(event.text),
        "kind": event.kind,
        "due": event.due,
        "zone": event.zone,
    }


@takeaway.on(Takeaway.Reworded, key=lambda e: [str(e.originator_id)])
def _takeaway_reworded(row: Row, event: Takeaway.Reworded) -> Row:
    return row | {"text": token(event.text), "version": event.originator_version}


@takeaway.on(Takeaway.Rescheduled, key=lambda e: [str(e.originator_id)])
def _takeaway_rescheduled(row: Row, event: Takeaway.Rescheduled) -> Row:
    return row | {"due": event.due, "zone": event.zone, "version": event.originator_version}


@takeaway.on(Takeaway.FollowedUp, key=lambda e: [str(e.originator_id)])
def _followed_up(row: Row, event: Takeaway.FollowedUp) -> Row:
    led_to = None if event.new_contact_id is None else str(event.new_contact_id)
    return row | _settled("followed_up", event, event.what_came) | {"new_contact_id": led_to}


@takeaway.on(Takeaway.Dropped, key=lambda e: [str(e.originator_id)])
def _dropped(row: Row, event: Takeaway.Dropped) -> Row:
    return row | _settled("dropped", event, event.reason)


@takeaway.on(Takeaway.PickedUpAgain, key=lambda e: [str(e.originator_id)])
def _picked_up(row: Row, event: Takeaway.PickedUpAgain) -> Row:
    return row | {"state": "open", "settled_at": None, "outcome": None, "version": event.originator_version}


def _settled(state: str, event: Takeaway.FollowedUp | Takeaway.Dropped, words: Personal) -> Row:
    settled = {"state": state, "settled_at": stamp(event.timestamp), "outcome": token(words)}
    return settled | {"version": event.originator_version}


@dataclass(frozen=True, slots=True)
class TakeawayCard:
    """`brought_at`: when an archive told it, with the other instants as they are told."""

    takeaway_id: UUID
    outreach_id: UUID
    contact_id: UUID
    version: int
    text: Personal
    kind: str
    due: date
    zone: str
    state: str
    decided_at: datetime
    settled_at: datetime | None
    outcome: Personal
    new_contact_id: UUID | None
    brought_at: datetime | None = None


_t = takeaway.table
_TEXT = ("text", "outcome")
_FACTS = select(*(c for c in _t.c if c.name not in _TEXT))
_BY_DUE = select(_t).order_by(_t.c.due, _t.c.takeaway_id)
_MINE = Question(_BY_DUE.where(_t.c.member_id == bindparam("member_id")))


def one_takeaway(views: Views, member_id: UUID, takeaway_id: UUID) -> TakeawayCard | None:
    mine = (_t.c.member_id == str(member_id)) & (_t.c.takeaway_id == str(takeaway_id))
    found = takeaways_where(views, mine)
    return found[0] if found else None


def takeaways(views: Views, member_id: UUID) -> list[TakeawayCard]:
    """All of a member's takeaways, by due date."""
    rows = views.ask(_MINE, personal=_TEXT, member_id=str(member_id))
    return [_takeaway_card(row) for row in rows]


def takeaways_of(views: Views, member_ids: list[str]) -> list[TakeawayCard]:
    """Those of many members at once, without words."""
    nothing = from_token("", views.vault)
    rows = views.fetch(_FACTS.where(_t.c.member_id.in_(member_ids)))
    return [_takeaway_card(row | {"text": nothing, "outcome": nothing}) for row in rows]


def takeaways_where(views: Views, condition: ColumnElement[bool]) -> list[TakeawayCard]:
    rows = views.fetch(_BY_DUE.where(condition), personal=_TEXT)
    return [_takeaway_card(row) for row in rows]


def _takeaway_card(row: Row) -> TakeawayCard:
    return TakeawayCard(
        takeaway_id=UUID(row["takeaway_id"]),
        outreach_id=UUID(row["outreach_id"]),
        contact_id=UUID(row["contact_id"]),
        version=row["version"],
        text=row["text"],
        kind=row["kind"],
        due=date.fromisoformat(row["due"]),
        zone=row["zone"],
        state=row["state"],
        decided_at=since(row["decided_at"]),
        settled_at=instant(row["settled_at"]),
        outcome=row["outcome"],
        new_contact_id=None if row["new_contact_id"] is None else UUID(row["new_contact_id"]),
        brought_at=instant(row["brought_at"]),
    )

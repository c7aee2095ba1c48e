"""The view of nudges: what each member was told, over which channel, and what became of each attempt."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text, bindparam, func, or_, select

from domain.nudge import Nudge
from projections.view import Row, Rows, View, since, stamp
from projections.views import Views
from store.question import Question

nudge = Rows(
    "inbox_nudge",
    Column("nudge_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("thing_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", Text, nullable=False),
    Column("settled_at", Text),
    # Every page asks how many are unread; it must not walk past other people's, nor past what was said by mail.
    indexes=(
        Index("inbox_of", "member_id", "channel", "state", "settled_at"),
        Index("inbox_by_state", "state", "claimed_at"),
    ),
)
INBOX = View("inbox", 1, (nudge,))


def _id(event: Nudge.Event | Nudge.Claimed) -> list[str]:
    return [str(event.originator_id)]


@nudge.on(Nudge.Claimed, key=_id)
def _claimed(row: Row | None, event: Nudge.Claimed) -> Row:
    return {
        "member_id": str(event.member_id),
        "rule": event.rule,
        "thing_id": str(event.thing_id),
        "channel": event.channel,
        "slot": event.slot,
        "facts": json.dumps(event.facts),
        "state": "claimed",
        "reason": "",
        "attempts": 1,
        "claimed_at": stamp(event.timestamp),
    }


@nudge.on(Nudge.ClaimedAgain, key=_id)
def _claimed_again(row: Row, event: Nudge.ClaimedAgain) -> Row:
    return row | {"state": "claimed", "attempts": row["attempts"] + 1, "claimed_at": stamp(event.timestamp)}


@nudge.on(Nudge.Delivered, key=_id)
def _delivered(row: Row, event: Nudge.Delivered) -> Row:
    return row | {"state": "delivered", "settled_at": stamp(event.timestamp)}


@nudge.on(Nudge.Suppressed, key=_id)
def _suppressed(row: Row, event: Nudge.Suppressed) -> Row:
    return row | {"state": "suppressed", "reason": event.reason, "settled_at": stamp(event.timestamp)}


@nudge.on(Nudge.Refused, key=_id)
def _refused(row: Row, event: Nudge.Refused) -> Row:
    return row | {"state": "refused", "reason": event.reason}


@nudge.on(Nudge.GivenUp, key=_id)
def _given_up(row: Row, event: Nudge.GivenUp) -> Row:
    return row | {"state": "given_up", "reason": event.reason, "settled_at": stamp(event.timestamp)}


@nudge.on(Nudge.PutAway, key=_id)
def _put_away(row: Row, event: Nudge.PutAway) -> Row:
    return row | {"state": "put_away"}


@dataclass(frozen=True, slots=True)
class NudgeCard:
    """One nudge. `state`: claimed, delivered, suppressed, refused, given_up or put_away; `at` is its latest instant."""

    nudge_id: UUID
    member_id: UUID
    rule: str
    thing_id: UUID
    channel: str
    slot: str
    facts: dict[str, str]
    state: str
    reason: str
    attempts: int
    claimed_at: datetime
    at: datetime


_n = nudge.table


def inbox(views: Views, member_id: UUID, *, limit: int = 100) -> list[NudgeCard]:
    """What a member finds in the inbox, newest first, also what they have put away."""
    return [_card(row) for row in views.ask(_SHOWN, member_id=str(member_id), limit=limit)]


_SHOWN = Question(
    select(_n)
    .where(_n.c.member_id == bindparam("member_id"), _n.c.channel == "inbox")
    .where(or_(_n.c.state == "delivered", _n.c.state == "put_away"))
    .order_by(_n.c.settled_at.desc(), _n.c.nudge_id)
    .limit(bindparam("limit"))
)
_UNREAD = Question(
    select(func.count().label("n")).where(
        _n.c.member_id == bindparam("member_id"), _n.c.state == bindparam("state"), _n.c.channel == bindparam("channel")
    )
)


def unread(views: Views, member_id: UUID) -> int:
    count: int = views.ask(_UNREAD, member_id=str(member_id), state="delivered", channel="inbox")[0]["n"]
    return count


def unsettled(views: Views, *, limit: int = 200) -> list[NudgeCard]:
    """Claimed or refused for now: somebody is at it, or died at it."""
    question = select(_n).where(_n.c.state.in_(("claimed", "refused"))).order_by(_n.c.claimed_at).limit(limit)
    return [_card(row) for row in views.fetch(question)]


def unsettled_of(views: Views, member_id: UUID) -> list[UUID]:
    """This member's nudges that are on their way."""
    mine = (_n.c.member_id == str(member_id)) & _n.c.state.in_(("claimed", "refused"))
    return [UUID(row["nudge_id"]) for row in views.fetch(select(_n.c.nudge_id).where(mine))]


def outcomes(views: Views) -> dict[tuple[str, str], int]:
    """How many nudges of the whole school stand how, by channel and state."""
    question = select(_n.c.channel, _n.c.state, func.count().label("n")).group_by(_n.c.channel, _n.c.state)
    return {(row["channel"], row["state"]): row["n"] for row in views.fetch(question)}


def failed(views: Views, *, limit: int = 200) -> list[NudgeCard]:
    """Given up, newest first: staff may want to know."""
    question = select(_n).where(_n.c.state == "given_up").order_by(_n.c.settled_at.desc()).limit(limit)
    return [_card(row) for row in views.fetch(question)]


def _card(row: Row) -> NudgeCard:
    return NudgeCard(
        UUID(row["nudge_id"]),
        UUID(row["member_id"]),
        row["rule"],
        UUID(row["thing_id"]),
        row["channel"],
        row["slot"],
        json.loads(row["facts"]),
        row["state"],
        row["reason"],
        row["attempts"],
        since(row["claimed_at"]),
        since(row["settled_at"] or row["claimed_at"]),
    )

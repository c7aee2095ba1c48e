"""The view of what is shared: which parts of an outreach its owner shows to which buddy; the words stay where they are.

A choice holds for one agreement of the two, as do the words of a goal. Whether that is in force is asked whenever it
is read: with the end of a partnership everything is private at the next request, and stays so when the same two begin
anew.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Text, and_, bindparam, or_, select

from domain.outreach import Outreach
from domain.personal import Personal
from projections.buddy import partnership
from projections.people import any_closed, member
from projections.view import Key, Row, Rows, View, since, stamp
from projections.views import Views
from store.question import Question

sharing = Rows(
    "shared_outreach",
    Column("partnership_id", Text, primary_key=True),
    Column("agreed", Text, primary_key=True),
    Column("outreach_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False),
    Column("contact_id", Text, nullable=False),
    # A list of names of parts; empty when everything was taken back.
    Column("parts", Text, nullable=False),
    Column("chosen_at", Text, nullable=False),
)
SHARED = View("shared", 1, (sharing,))


def _choice(event: Outreach.SharingChosen) -> list[Key]:
    return [(str(event.partnership_id), str(event.agreed), str(event.originator_id))]


@sharing.on(Outreach.SharingChosen, key=_choice)
def _chosen(row: Row | None, event: Outreach.SharingChosen) -> Row:
    return {
        "member_id": str(event.member_id),
        "contact_id": str(event.contact_id),
        "parts": json.dumps(event.parts),
        "chosen_at": stamp(event.timestamp),
    }


@dataclass(frozen=True, slots=True)
class Shared:
    """An outreach of `owner_id` of which the other of that partnership sees `parts` (see domain.outreach.SHAREABLE)."""

    outreach_id: UUID
    partnership_id: UUID
    owner_id: UUID
    contact_id: UUID
    parts: frozenset[str]
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What one buddy of the owner sees of one outreach: nothing, until something is ticked."""

    partnership_id: UUID
    partner: Personal
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A buddy of somebody's, and since when; `key` tells it from every other agreement, also of the same two."""

    key: str
    partner: Personal
    agreed_at: datetime


_s, _p, _m = sharing.table, partnership.table, member.table
_IN_FORCE = and_(_p.c.partnership_id == _s.c.partnership_id, _p.c.agreed == _s.c.agreed)
_RUNS = or_(_p.c.state == "active", _p.c.state == "paused") & ~any_closed(_p.c.one, _p.c.other)
_MINE = or_(_p.c.one == bindparam("me"), _p.c.other == bindparam("me"))
_ALL = Question(
    select(_s)
    .select_from(_p.join(_s, _IN_FORCE))
    .where(_MINE, _RUNS, _s.c.parts != "[]")
    .order_by(_s.c.chosen_at.desc(), _s.c.outreach_id)
)
_PARTNER = or_(
    and_(_p.c.one == bindparam("me"), _m.c.member_id == _p.c.other),
    and_(_p.c.other == bindparam("me"), _m.c.member_id == _p.c.one),
)
_OF_ONE = Question(
    select(_p.c.partnership_id, _m.c.name, _s.c.parts)
    .select_from(_p.join(_m, _PARTNER).join(_s, and_(_IN_FORCE, _s.c.outreach_id == bindparam("it")), isouter=True))
    .where(_MINE, _RUNS)
    .order_by(_p.c.accepted_at, _p.c.partnership_id)
)

_AGREED = Question(
    select(_p.c.partnership_id, _p.c.agreed, _p.c.accepted_at, _m.c.name)
    .select_from(_p.join(_m, _PARTNER))
    .where(_MINE, _RUNS)
    .order_by(_p.c.accepted_at, _p.c.partnership_id)
)


def shared_with(views: Views, member_id: UUID) -> list[Shared]:
    """All that is shared in a member's partnerships, by either of the two, the latest choice first; one question."""
    return [_shared(row) for row in views.ask(_ALL, me=str(member_id))]


def choices_of(views: Views, member_id: UUID, outreach_id: UUID) -> list[Choice]:
    """For each buddy of the owner what they see of one outreach, the oldest partnership first; one question."""
    rows = views.ask(_OF_ONE, personal=("name",), me=str(member_id), it=str(outreach_id))
    return [Choice(UUID(r["partnership_id"]), r["name"], _parts(r["parts"])) for r in rows]


def agreements_of(views: Views, member_id: UUID) -> list[Agreement]:
    """Those that are in force, the oldest first; one question."""
    rows = views.ask(_AGREED, personal=("name",), me=str(member_id))
    return [Agreement(f"{r['partnership_id']} {r['agreed']}", r["name"], since(r["accepted_at"])) for r in rows]


def _shared(row: Row) -> Shared:
    return Shared(
        outreach_id=UUID(row["outreach_id"]),
        partnership_id=UUID(row["partnership_id"]),
        owner_id=UUID(row["member_id"]),
        contact_id=UUID(row["contact_id"]),
        parts=_parts(row["parts"]),
        chosen_at=since(row["chosen_at"]),
    )


def _parts(text: str | None) -> frozenset[str]:
    return frozenset(json.loads(text or "[]"))

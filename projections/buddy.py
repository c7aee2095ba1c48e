"""The view of partnerships: who is whose buddy, how each said it goes, and when the next check-in is due."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Column, ColumnElement, Integer, Select, Text, and_, bindparam, or_, select

from domain.dates import local_date
from domain.partnership import Partnership
from domain.personal import Personal
from projections.people import Person, any_closed, cohort_mates, mate_ids, person
from projections.view import Key, Row, Rows, View, instant, since, stamp
from projections.views import Views
from store.question import Question
from store.sealing import token

partnership = Rows(
    "buddy_partnership",
    Column("partnership_id", Text, primary_key=True),
    Column("one", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    # Whether each knows from what happened here that the other is a member: having been asked, or being told yes.
    Column("one_knows", Integer, nullable=False),
    Column("other_knows", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("cadence_days", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("proposed_at", Text, nullable=False),
    Column("accepted_at", Text),
    # Check-ins are counted from here on: agreed, or taken up again after a pause
    Column("counted_from", Text),
    # The local date (in `paused_zone`) on which a timed pause is over.
    Column("paused_until", Text, index=True),
    Column("paused_zone", Text),
    Column("ended_at", Text),
    # Which agreement of the two this is: the version at which both had said yes; "" before the first.
    Column("agreed", Text, nullable=False),
)
check_in = Rows(
    "buddy_check_in",
    Column("partnership_id", Text, primary_key=True),
    Column("member_id", Text, primary_key=True),
    Column("at", Text),
    Column("confidence", Integer),
    Column("moved", Text),
    Column("next_step", Text),
    Column("cheered_at", Text),
    # [[instant, confidence], …], the latest last, at most KEPT
    Column("earlier", Text, nullable=False),
)
BUDDY = View("buddy", 4, (partnership, check_in))

KEPT = 12


def _id(event: Partnership.Event) -> list[str]:
    return [str(event.originator_id)]


@partnership.on(Partnership.Proposed, Partnership.ProposedAgain, key=_id)
def _proposed(row: Row | None, event: Partnership.Proposed | Partnership.ProposedAgain) -> Row:
    one, other = event.member_ids
    return {
        "one": str(one),
        "other": str(other),
        "one_knows": int(one != event.proposed_by or bool(row and row["one_knows"])),
        "other_knows": int(other != event.proposed_by or bool(row and row["other_knows"])),
        "state": "proposed",
        "proposed_by": str(event.proposed_by),
        "note": token(event.note),
        "cadence_days": event.cadence_days,
        "zone": event.zone,
        "proposed_at": stamp(event.timestamp),
        "agreed": row["agreed"] if row else "",
    }


@partnership.on(Partnership.Accepted, key=_id)
def _accepted(row: Row, event: Partnership.Accepted) -> Row:
    at = stamp(event.timestamp)
    known = {"one_knows": 1, "other_knows": 1, "agreed": str(event.originator_version)}
    return row | known | {"state": "active", "accepted_at": at, "counted_from": at}


@partnership.on(Partnership.Declined, key=_id)
def _declined(row: Row, event: Partnership.Declined) -> Row:
    return row | {"state": "declined", "ended_at": stamp(event.timestamp)}


@partnership.on(Partnership.Withdrawn, key=_id)
def _withdrawn(row: Row, event: Partnership.Withdrawn) -> Row:
    return row | {"state": "withdrawn", "ended_at": stamp(event.timestamp)}


@partnership.on(Partnership.Paused, key=_id)
def _paused(row: Row, event: Partnership.Paused) -> Row:
    return row | {"state": "paused", "paused_until": event.until or None, "paused_zone": event.zone}


@partnership.on(Partnership.Resumed, key=_id)
def _resumed(row: Row, event: Partnership.Resumed) -> Row:
    return row | {"state": "active", "counted_from": stamp(event.timestamp), "paused_until": None}


@partnership.on(Partnership.Ended, key=_id)
def _ended(row: Row, event: Partnership.Ended) -> Row:
    return row | {"state": "ended", "ended_at": stamp(event.timestamp)}


def _who(event: Partnership.CheckedIn) -> list[Key]:
    return [(str(event.originator_id), str(event.checked_in_by))]


@check_in.on(Partnership.CheckedIn, key=_who)
def _checked_in(row: Row | None, event: Partnership.CheckedIn) -> Row:
    at = stamp(event.timestamp)
    earlier = [*json.loads(row["earlier"] if row else "[]"), [at, event.confidence]][-KEPT:]
    told = {"moved": token(event.moved), "next_step": token(event.next_step), "earlier": json.dumps(earlier)}
    return (row or {}) | {"at": at, "confidence": event.confidence} | told


@check_in.on(Partnership.Cheered, key=lambda e: [(str(e.originator_id), str(e.cheered_by))])
def _cheered(row: Row | None, event: Partnership.Cheered) -> Row:
    return (row or {"earlier": "[]"}) | {"cheered_at": stamp(event.timestamp)}


def _both(event: Partnership.Ended) -> list[Key]:
    return [(str(event.originator_id), str(member_id)) for member_id in event.member_ids]


@check_in.on(Partnership.Ended, key=_both)
def _forgotten(row: Row | None, event: Partnership.Ended) -> Row | None:
    """What was told was told to a buddy: it is gone with the partnership, and a new one begins without it."""
    nothing = dict.fromkeys(("at", "confidence", "moved", "next_step", "cheered_at"))
    return row and row | nothing | {"earlier": "[]"}


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The latest of one side. `confidence` is 1 to 5; `earlier` holds (instant, confidence), the latest last."""

    at: datetime
    confidence: int
    moved: Personal
    next_step: Personal
    earlier: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True)
class PartnershipCard:
    """A partnership as one of the two sees it. `state`: proposed, active, paused, declined, withdrawn or ended.

    It rests, as if it were paused, while the account of one of them is closed; the other sees no word of theirs then.
    """

    partnership_id: UUID
    partner_id: UUID
    state: str
    asked_by_me: bool
    note: Personal
    cadence_days: int
    zone: str
    proposed_at: datetime
    accepted_at: datetime | None
    counted_from: datetime | None
    paused_until: date | None
    mine: CheckIn | None
    theirs: CheckIn | None
    they_cheered_at: datetime | None
    resting: bool

    @property
    def next_check_in(self) -> date | None:
        """The local date on which mine is due, None unless the partnership is active."""
        return self._due_after(self.mine)

    @property
    def their_next_check_in(self) -> date | None:
        return self._due_after(self.theirs)

    def _due_after(self, last: CheckIn | None) -> date | None:
        if self.state != "active" or self.counted_from is None:
            return None
        latest = max(last.at, self.counted_from) if last else self.counted_from
        return local_date(latest, self.zone) + timedelta(days=self.cadence_days)


_p, _ci = partnership.table, check_in.table
_RESTING = any_closed(_p.c.one, _p.c.other).label("resting")


def partnerships(views: Views, member_id: UUID) -> list[PartnershipCard]:
    """Those that are asked, active or paused, the active ones first: two questions.

    A question to an address is not among them (nor found in any other way) until it is known who has the address.
    """
    cards = _cards(views, member_id, views.ask(_going_on(), personal=("note",), me=str(member_id)))
    return [card for card in cards if not (card.resting and card.state == "proposed")]


def may_ask(views: Views, member_id: UUID, partner_id: UUID) -> bool:
    """Whether this member may name that one when asking for a buddy: a cohort mate, or known from a partnership."""
    them = person(views, partner_id)
    if them is None or not _askable(them):
        return False
    mates = {mate.member_id for mate in cohort_mates(views, member_id)}
    pair_id = Partnership.id_for(member_id, partner_id)
    return partner_id in mates or one_partnership(views, member_id, pair_id) is not None


def whom_to_ask(views: Views, member_id: UUID) -> list[Person]:
    """The cohort mates who may be asked, by name."""
    return [mate for mate in cohort_mates(views, member_id) if _askable(mate)]


def _askable(them: Person) -> bool:
    return them.role != "staff" and not them.closed


def partnership_ids(views: Views, member_id: UUID) -> list[UUID]:
    """All that this member is or was one of the two of, in whatever state."""
    mine = or_(_p.c.one == str(member_id), _p.c.other == str(member_id))
    return [UUID(row["partnership_id"]) for row in views.fetch(select(_p.c.partnership_id).where(mine))]


def unacquainted(member_id: UUID) -> Select[tuple[str]]:
    """The pairs of which a member may see nothing yet, as a part of other questions."""
    mine = or_(_p.c.one == str(member_id), _p.c.other == str(member_id))
    return select(_p.c.partnership_id).where(mine, ~_acquainted(member_id))


@cache
def _going_on() -> Question:
    shown = or_(*(_p.c.state == state for state in ("proposed", "active", "paused")))
    return Question(select(_p, _RESTING).where(shown, _acquainted(bindparam("me"))))


@cache
def _told_in(size: int) -> Question:
    """What was told in so many partnerships: hardly anybody has more than two."""
    return Question(select(_ci).where(_ci.c.partnership_id.in_([bindparam(f"id_{n}") for n in range(size)])))


def _acquainted(member_id: UUID | BindParameter[str]) -> ColumnElement[bool]:
    """A pair of this member and somebody they know to be here.

    The one place that keeps secret whether a question to an address has landed.
    """
    me, mates = str(member_id) if isinstance(member_id, UUID) else member_id, mate_ids(member_id)
    return or_(
        and_(_p.c.one == me, or_(_p.c.one_knows == 1, _p.c.other.in_(mates))),
        and_(_p.c.other == me, or_(_p.c.other_knows == 1, _p.c.one.in_(mates))),
    )


def pauses_over(views: Views, now: datetime) -> list[tuple[UUID, int]]:
    """Partnerships whose timed pause has reached its date where it was agreed, each with its place in the record."""
    # Somewhere it is a day later than in UTC; the exact date is asked below, of the few that come near.
    near = (_p.c.state == "paused") & (_p.c.paused_until <= (now + timedelta(days=1)).date().isoformat())
    rows = views.fetch(select(_p.c.partnership_id, _p.c.paused_until, _p.c.paused_zone, _p.c.seen).where(near))
    over = [r for r in rows if local_date(now, r["paused_zone"]) >= date.fromisoformat(r["paused_until"])]
    return [(UUID(r["partnership_id"]), r["seen"]) for r in over]


def one_partnership(views: Views, member_id: UUID, partnership_id: UUID) -> PartnershipCard | None:
    """In whatever state; None for everybody but the two."""
    the_one = select(_p, _RESTING).where(_acquainted(member_id), _p.c.partnership_id == str(partnership_id))
    found = _cards(views, member_id, views.fetch(the_one, personal=("note",)))
    return found[0] if found else None


def _cards(views: Views, member_id: UUID, rows: list[Row]) -> list[PartnershipCard]:
    me = str(member_id)
    if not rows:
        return []
    asked = {f"id_{n}": row["partnership_id"] for n, row in enumerate(rows)}
    told = views.ask(_told_in(len(rows)), personal=("moved", "next_step"), **asked)
    of = {(t["partnership_id"], t["member_id"]): t for t in told}
    cards = [_card(row, me, of) for row in rows]
    order = {"active": 0, "paused": 1, "proposed": 2}
    return sorted(cards, key=lambda c: (order.get(c.state, 3), c.proposed_at, str(c.partnership_id)))


def _card(row: Row, me: str, told: dict[tuple[str, str], Row]) -> PartnershipCard:
    partner = row["other"] if row["one"] == me else row["one"]
    resting = bool(row["resting"])
    theirs = None if resting else told.get((row["partnership_id"], partner))
    return PartnershipCard(
        partnership_id=UUID(row["partnership_id"]),
        partner_id=UUID(partner),
        state="paused" if resting and row["state"] == "active" else row["state"],
        asked_by_me=row["proposed_by"] == me,
        note=row["note"],
        cadence_days=row["cadence_days"],
        zone=row["zone"],
        proposed_at=since(row["proposed_at"]),
        accepted_at=instant(row["accepted_at"]),
        counted_from=instant(row["counted_from"]),
        paused_until=None if row["paused_until"] is None else date.fromisoformat(row["paused_until"]),
        mine=_check_in(told.get((row["partnership_id"], me))),
        theirs=_check_in(theirs),
        they_cheered_at=instant(theirs["cheered_at"]) if theirs else None,
        resting=resting,
    )


def _check_in(row: Row | None) -> CheckIn | None:
    if row is None or row["at"] is None:
        return None
    earlier = tuple((since(at), confidence) for at, confidence in json.loads(row["earlier"]))
    return CheckIn(since(row["at"]), row["confidence"], row["moved"], row["next_step"], earlier)

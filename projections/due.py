"""The view of what falls due: one row for each promise that may deserve a nudge, with the moments at which it does."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Integer, Text, select

from domain.dates import local_date, wall_clock
from domain.goal import Goal
from domain.member import Member
from domain.nudge import Nudge
from domain.outreach import Outreach
from domain.partnership import Partnership
from domain.takeaway import Takeaway
from projections.view import Key, Row, Rows, View, since, stamp
from projections.views import Views

# Nobody is nudged in the night: slots begin at this hour where the promise was made.
HOUR = 9
SILENCE = timedelta(days=7)
UNDECIDED = timedelta(days=1)

due = Rows(
    "due_thing",
    Column("kind", Text, primary_key=True),
    Column("thing_id", Text, primary_key=True),
    Column("member_id", Text, primary_key=True),
    # When the next slot opens, NULL when nothing more will come: the scheduler asks by this index alone.
    Column("at", Text, index=True),
    # [[instant, rule, slot, the date it is about], …] still to come, in order
    Column("slots", Text, nullable=False),
    Column("open", Integer, nullable=False),
    Column("zone", Text),
    Column("cadence_days", Integer),
)
DUE = View("due", 3, (due,))

Slot = tuple[str, str, str, str]


def _row(slots: Sequence[Slot], *, open: bool = True, **more: object) -> Row:
    ahead = sorted(slots)
    return {"slots": json.dumps(ahead), "at": ahead[0][0] if ahead and open else None, "open": int(open), **more}


def _slot(at: datetime, rule: str, name: str, about: date) -> Slot:
    # The moment is part of the slot: a promise moved away and back falls due anew, as something not said before.
    opens = stamp(at)
    return (opens, rule, f"{opens[:19]}Z|{name}", about.isoformat())


def _on(day: date, zone: str, rule: str, name: str, about: date) -> Slot:
    return _slot(wall_clock(day, HOUR, zone), rule, name, about)


def goal_slots(day: date, zone: str, told_at: datetime) -> list[Slot]:
    """7 days, 2 days and the day itself, then once when it is over; none for moments before the promise was made."""
    ahead = [(7, "week"), (2, "two_days"), (0, "today")]
    slots = [_on(day - timedelta(days=n), zone, "goal_due_soon", name, day) for n, name in ahead]
    slots.append(_on(day + timedelta(days=1), zone, "goal_overdue", "over", day))
    return _later(slots, told_at)


def _later(slots: Iterable[Slot], told_at: datetime) -> list[Slot]:
    told = stamp(told_at)
    return [slot for slot in slots if slot[0] > told]


def _goal(event: Goal.Event | Goal.Set) -> list[Key]:
    return [("goal", str(event.originator_id), str(event.member_id))]


def _outreach(event: Outreach.Event | Outreach.Logged) -> list[Key]:
    return [("outreach", str(event.originator_id), str(event.member_id))]


def _conversation(event: Outreach.Event) -> list[Key]:
    return [("conversation", str(event.originator_id), str(event.member_id))]


def _takeaway(event: Takeaway.Event | Takeaway.Decided | Takeaway.BroughtAlong) -> list[Key]:
    return [("takeaway", str(event.originator_id), str(event.member_id))]


def _both(event: Partnership.Event | Partnership.Proposed) -> list[Key]:
    return [("check_in", str(event.originator_id), str(member)) for member in event.member_ids]


@due.on(Goal.Set, Goal.Rescheduled, key=_goal)
def _promised(row: Row | None, event: Goal.Set | Goal.Rescheduled) -> Row:
    return _row(goal_slots(date.fromisoformat(event.due), event.zone, event.timestamp))


@due.on(Goal.Closed, key=_goal)
def _closed(row: Row, event: Goal.Closed) -> Row:
    return row | {"open": 0, "at": None}


@due.on(Goal.Reopened, Takeaway.PickedUpAgain, key=lambda e: _goal(e) if isinstance(e, Goal.Reopened) else _takeaway(e))
def _open_again(row: Row, event: Goal.Reopened | Takeaway.PickedUpAgain) -> Row:
    return row | _row(_later(json.loads(row["slots"]), event.timestamp))


@due.on(Outreach.Sent, Outreach.Logged, key=_outreach)
def _sent(row: Row | None, event: Outreach.Sent | Outreach.Logged) -> Row:
    at = event.timestamp
    return _row([_slot(at + SILENCE, "outreach_unanswered", "week", at.date())])


@due.on(Outreach.Postponed, key=_outreach)
def _postponed(row: Row, event: Outreach.Postponed) -> Row:
    day = date.fromisoformat(event.until)
    # "Busy until today" is not asked about again on the same day.
    tomorrow = local_date(event.timestamp, event.zone) + timedelta(days=1)
    return _row([_on(max(day, tomorrow), event.zone, "outreach_unanswered", "again", day)])


@due.on(
    Outreach.Answered,
    Outreach.Declined,
    Outreach.LeftUnanswered,
    Outreach.ConversationArranged,
    Outreach.ConversationHeld,
    Outreach.Withdrawn,
    key=_outreach,
)
def _no_longer_waiting(row: Row | None, event: Outreach.Event) -> Row | None:
    return None if row is None else row | {"open": 0, "at": None}


@due.on(Outreach.ConversationHeld, key=_conversation)
def _held(row: Row | None, event: Outreach.ConversationHeld) -> Row:
    at = event.timestamp
    return _row([_slot(at + UNDECIDED, "takeaway_undecided", "day", at.date())])


@due.on(Takeaway.Decided, key=lambda e: [("conversation", str(e.outreach_id), str(e.member_id))])
def _was_decided(row: Row | None, event: Takeaway.Decided) -> Row | None:
    return None if row is None else row | {"open": 0, "at": None}


@due.on(Outreach.Withdrawn, key=_conversation)
def _never_held(row: Row | None, event: Outreach.Withdrawn) -> Row | None:
    return None if row is None else row | {"open": 0, "at": None}


@due.on(Takeaway.Decided, Takeaway.Rescheduled, key=_takeaway)
def _to_follow_up(row: Row | None, event: Takeaway.Decided | Takeaway.Rescheduled) -> Row:
    return _row(_takeaway_slots(event))


def _takeaway_slots(event: Takeaway.Decided | Takeaway.Rescheduled | Takeaway.BroughtAlong) -> list[Slot]:
    day = date.fromisoformat(event.due)
    ahead = [(1, "day_before"), (0, "today"), (-1, "over")]
    slots = [_on(day - timedelta(days=n), event.zone, "takeaway_due", name, day) for n, name in ahead]
    return _later(slots, event.timestamp)


@due.on(Takeaway.BroughtAlong, key=_takeaway)
def _came_along(row: Row | None, event: Takeaway.BroughtAlong) -> Row:
    """What was over elsewhere is not asked about here."""
    return _row(_takeaway_slots(event), open=event.state == "open")


@due.on(Takeaway.FollowedUp, Takeaway.Dropped, key=_takeaway)
def _settled(row: Row, event: Takeaway.FollowedUp | Takeaway.Dropped) -> Row:
    return row | {"open": 0, "at": None}


@due.on(Partnership.Proposed, Partnership.ProposedAgain, key=_both)
def _asked(row: Row | None, event: Partnership.Proposed | Partnership.ProposedAgain) -> Row:
    return _row([], open=False, zone=event.zone, cadence_days=event.cadence_days)


@due.on(Partnership.Accepted, Partnership.Resumed, key=_both)
def _active(row: Row, event: Partnership.Accepted | Partnership.Resumed) -> Row:
    return row | _check_in_slots(row, event.timestamp)


@due.on(Partnership.CheckedIn, key=lambda e: [("check_in", str(e.originator_id), str(e.checked_in_by))])
def _checked_in(row: Row, event: Partnership.CheckedIn) -> Row:
    return row | _check_in_slots(row, event.timestamp)


@due.on(Partnership.Paused, Partnership.Ended, Partnership.Declined, Partnership.Withdrawn, key=_both)
def _resting(row: Row, event: Partnership.Event) -> Row:
    return row | {"open": 0, "at": None}


def _check_in_slots(row: Row, at: datetime) -> Row:
    day = local_date(at, row["zone"]) + timedelta(days=row["cadence_days"])
    later = day + timedelta(days=row["cadence_days"])
    return _row(
        [_on(day, row["zone"], "check_in_due", "due", day), _on(later, row["zone"], "check_in_due", "late", day)]
    )


def _account(event: Member.Event) -> list[Key]:
    return [("erasure", str(event.member_id), str(event.member_id))]


@due.on(Member.ErasureRequested, key=_account)
def _erasure_asked(row: Row | None, event: Member.ErasureRequested) -> Row:
    """Said at once and on the day before, in case it was not the member who asked; not when it is done at once."""
    erase_from = datetime.fromisoformat(event.erase_from)
    moments = [(event.timestamp, "asked"), (erase_from - timedelta(days=1), "day_before")]
    ahead = [_slot(at, "erasure_ahead", name, erase_from.date()) for at, name in moments]
    return _row([slot for slot in ahead if event.timestamp < erase_from])


@due.on(Member.ErasureCancelled, Member.Erased, key=_account)
def _erasure_over(row: Row | None, event: Member.ErasureCancelled | Member.Erased) -> Row | None:
    return None if row is None else row | {"open": 0, "at": None}


_KIND_OF = {
    "goal_due_soon": "goal",
    "goal_overdue": "goal",
    "outreach_unanswered": "outreach",
    "takeaway_undecided": "conversation",
    "takeaway_due": "takeaway",
    "check_in_due": "check_in",
    "erasure_ahead": "erasure",
}


@due.on(
    Nudge.Delivered,
    Nudge.Suppressed,
    Nudge.GivenUp,
    key=lambda e: [(_KIND_OF[e.rule], str(e.thing_id), str(e.member_id))] if e.channel == "inbox" else [],
)
def _said(row: Row | None, event: Nudge.Event) -> Row | None:
    """A slot is behind us once the inbox was served: the next one is what the scheduler waits for."""
    if row is None:
        return None
    left = [s for s in json.loads(row["slots"]) if s[2] != event.slot]
    return row | {"slots": json.dumps(left), "at": left[0][0] if left and row["open"] else None}


@dataclass(frozen=True, slots=True)
class DueThing:
    """A slot that has opened: `rule` says why, `slot` is its name, `opened_at` when it opened.

    `facts` is what the wording needs: "about", the date it is about. `passed`: a later slot of the thing is open, too.
    """

    kind: str
    thing_id: UUID
    member_id: UUID
    rule: str
    slot: str
    facts: dict[str, str]
    opened_at: datetime
    passed: bool


_d = due.table


def due_things(views: Views, now: datetime) -> list[DueThing]:
    """Every slot that has opened and is not settled, the things waiting longest first, the slots of each in order.

    Asks by an index alone; costs what is due.
    """
    rows = views.fetch(select(_d).where(_d.c.at <= stamp(now)).order_by(_d.c.at, _d.c.thing_id, _d.c.member_id))
    return [thing for row in rows for thing in _opened(row, stamp(now))]


def _opened(row: Row, now: str) -> list[DueThing]:
    slots = [slot for slot in json.loads(row["slots"]) if slot[0] <= now]
    return [
        DueThing(
            kind=row["kind"],
            thing_id=UUID(row["thing_id"]),
            member_id=UUID(row["member_id"]),
            rule=rule,
            slot=slot,
            facts={"about": about},
            opened_at=since(at),
            passed=number < len(slots),
        )
        for number, (at, rule, slot, about) in enumerate(slots, start=1)
    ]

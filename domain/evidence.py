"""What counts: progress of a goal and the three levels, as pure functions of recorded facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.dates import end_of, local_date


@dataclass(frozen=True, slots=True)
class Story:
    """One outreach and what came of it; every instant is the recorded (UTC) time of the fact, None if it is not one.

    `tie` is as it stood when sent. `prepared_at`: when it had notes, or questions chosen beforehand.
    `said_why`: the draft that was sent said why this person. `elsewhere`: an archive tells it; such a story counts
    toward nothing, since nobody here saw it happen and an archive can be written by anybody.
    """

    outreach_id: UUID
    contact_id: UUID
    goal_id: UUID | None
    tie: str
    sent_at: datetime | None = None
    arranged_at: datetime | None = None
    held_at: datetime | None = None
    prepared_at: datetime | None = None
    decided_at: datetime | None = None
    followed_up_at: datetime | None = None
    said_why: bool = False
    withdrawn: bool = False
    elsewhere: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may count toward a goal or a level."""
        return not (self.withdrawn or self.elsewhere)


@dataclass(frozen=True, slots=True)
class Promise:
    """The due date that came into force at an instant, a local date in the zone it was promised in."""

    at: datetime
    due: date
    zone: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a goal asks for. `promises` are in order of time; the first was made when the goal was set."""

    goal_id: UUID
    measure: str
    target: int
    promises: tuple[Promise, ...]
    closed: bool = False

    @property
    def promise(self) -> Promise:
        """The one in force now."""
        return self.promises[-1]


@dataclass(frozen=True, slots=True)
class Fact:
    """One contact that counts, from the instant it counts."""

    contact_id: UUID
    outreach_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """`facts` in order of time; `achieved_at` and `on_time` are None until the target is reached.

    `standing` is one of achieved, closed, overdue, open.
    """

    facts: tuple[Fact, ...]
    target: int
    standing: str
    achieved_at: datetime | None
    on_time: bool | None

    @property
    def count(self) -> int:
        return len(self.facts)

    @property
    def missing(self) -> int:
        return max(0, self.target - self.count)


def progress(terms: Terms, stories: Iterable[Story], now: datetime) -> Progress:
    """How far a goal has come: each contact counts once, at the first instant the measure is met with them.

    A goal is achieved at the instant of the fact that reaches its target, on time if that lies before the end of the
    due date then in force. An instant before the goal was set counts from the setting.
    """
    first: dict[UUID, Fact] = {}
    for story in stories:
        at = _counts_at(terms.measure, story) if story.goal_id == terms.goal_id else None
        if at is None:
            continue
        fact = Fact(story.contact_id, story.outreach_id, max(at, terms.promises[0].at))
        known = first.get(story.contact_id)
        if known is None or (fact.at, str(fact.outreach_id)) < (known.at, str(known.outreach_id)):
            first[story.contact_id] = fact
    facts = tuple(sorted(first.values(), key=lambda f: (f.at, str(f.contact_id))))
    achieved_at = facts[terms.target - 1].at if len(facts) >= terms.target else None
    on_time = None if achieved_at is None else achieved_at < _end(_in_force(terms.promises, achieved_at))
    return Progress(facts, terms.target, _standing(terms, achieved_at, now), achieved_at, on_time)


def days_left(due: date, zone: str, now: datetime) -> int:
    """Calendar days until the due date, in its zone: 0 on the day itself, negative once it is late."""
    return (due - local_date(now, zone)).days


def _counts_at(measure: str, story: Story) -> datetime | None:
    if not story.counts:
        return None
    return {"contacted": story.sent_at, "conversations": story.held_at, "follow_through": story.followed_up_at}[measure]


def _in_force(promises: Sequence[Promise], at: datetime) -> Promise:
    return next(p for p in reversed(promises) if p.at <= at)


def _end(promise: Promise) -> datetime:
    return end_of(promise.due, promise.zone)


def _standing(terms: Terms, achieved_at: datetime | None, now: datetime) -> str:
    if achieved_at is not None:
        return "achieved"
    if terms.closed:
        return "closed"
    return "overdue" if now >= _end(terms.promise) else "open"

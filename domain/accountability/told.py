"""What an archive tells of another school: stories, takeaways and goals that nobody here saw; checked like any words.

It is kept as it is told, with its own dates, and counts toward nothing here (`domain.evidence`); the use cases that
keep it stand in `domain.accountability.elsewhere`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid5

from domain.accountability.desk import one_of, whole
from domain.contact import TIES
from domain.dates import FARTHEST, instant, iso_date, zone
from domain.goal import LEVELS, MEASURES, MOST_PEOPLE
from domain.outreach import CHANNELS
from domain.refusal import Unusable
from domain.takeaway import KINDS
from domain.wording import PARAGRAPH, line, paragraph

REACHED = ("drafted", "sent", "answered", "declined", "postponed", "unanswered", "arranged", "held")
STATES = ("open", "followed_up", "dropped")
ENDINGS = ("achieved", "closed", "overdue")
_LONGEST = {"notes": 20_000, "whom_next": 1_000}
_MOST_REACHED = 100_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TakeawayTold:
    """A takeaway as plain text; instants are ISO with an offset, "" for what did not happen; `due` is an ISO date."""

    text: str
    kind: str
    due: str
    zone: str
    state: str
    decided_at: str
    settled_at: str = ""
    outcome: str = ""
    new_contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StoryTold:
    """An outreach as plain text, with its takeaway; `first_id` is its id where it began, `contact_id` is one of here.

    `reached`: one of REACHED. Instants are ISO with an offset, "" for what did not happen.
    """

    first_id: UUID
    contact_id: UUID
    reached: str
    tie: str
    channel: str = ""
    medium: str = ""
    sent_at: str = ""
    answered_at: str = ""
    starts_at: str = ""
    held_at: str = ""
    introduction: str = ""
    purpose: str = ""
    why_you: str = ""
    call_to_action: str = ""
    answer_note: str = ""
    questions: str = ""
    notes: str = ""
    whom_next: str = ""
    confidential: bool = False
    takeaway: TakeawayTold | None = None


@dataclass(frozen=True, slots=True)
class GoalTold:
    """A goal that is over, as plain text; `standing` is one of ENDINGS, `reached` how many people had counted."""

    first_id: UUID
    statement: str
    steps: str
    measure: str
    target: int
    due: str
    zone: str
    level: str
    set_at: str
    standing: str
    ended_at: str = ""
    on_time: bool = False
    reached: int = 0
    reason: str = ""


PARTS = ("introduction", "purpose", "why_you", "call_to_action")
WORDS = (*PARTS, "answer_note", "questions", "notes", "whom_next")


def story_id(member_id: UUID, first_id: UUID) -> UUID:
    """Made of where it began, so that it comes once, by whichever archive."""
    return uuid5(member_id, f"archive|outreach|{first_id}")


def goal_id(member_id: UUID, first_id: UUID) -> UUID:
    """As `story_id`; a goal that is promised here gets the id of the act that promises it."""
    return uuid5(uuid5(member_id, f"archive|{first_id}"), f"{member_id}|goal")


def usable_story(told: StoryTold, now: datetime) -> StoryTold:
    """The story with its text trimmed and its instants in UTC; raises Unusable naming the field."""
    one_of(told.reached, REACHED, "reached")
    one_of(told.tie, TIES, "tie")
    words: dict[str, Any] = {n: paragraph(getattr(told, n), n, most=_LONGEST.get(n, PARAGRAPH)) for n in WORDS}
    if told.reached == "drafted":
        return replace(told, **words, takeaway=None)
    held = told.reached == "held"
    return replace(
        told,
        **words,
        channel=one_of(told.channel, CHANNELS, "channel"),
        medium=one_of(told.medium, CHANNELS, "medium") if held else "",
        sent_at=_instant(told.sent_at, "sent_at", now),
        answered_at=_instant(told.answered_at, "answered_at", now) if told.answered_at else "",
        starts_at=_planned(told.starts_at, "starts_at", now) if told.starts_at else "",
        held_at=_instant(told.held_at, "held_at", now) if held else "",
        takeaway=_usable_takeaway(told.takeaway, now) if told.takeaway and held else None,
    )


def usable_goal(told: GoalTold, now: datetime) -> GoalTold:
    """As `usable_story`."""
    whole(told.target, "target", least=1, most=MOST_PEOPLE)
    whole(told.reached, "reached", least=0, most=_MOST_REACHED)
    return replace(
        told,
        statement=line(told.statement, "statement", most=500),
        steps=paragraph(told.steps, "steps"),
        measure=one_of(told.measure, MEASURES, "measure"),
        level=one_of(told.level, LEVELS, "level"),
        due=_due(told.due, now),
        zone=zone(told.zone),
        set_at=_instant(told.set_at, "set_at", now),
        standing=one_of(told.standing, ENDINGS, "standing"),
        ended_at=_instant(told.ended_at, "ended_at", now) if told.ended_at else "",
        reason=line(told.reason, "reason", required=False, most=500),
    )


def _usable_takeaway(told: TakeawayTold, now: datetime) -> TakeawayTold:
    settled = one_of(told.state, STATES, "state") != "open"
    return replace(
        told,
        text=line(told.text, "text", most=500),
        kind=one_of(told.kind, KINDS, "kind"),
        due=_due(told.due, now),
        zone=zone(told.zone),
        decided_at=_instant(told.decided_at, "decided_at", now),
        settled_at=_instant(told.settled_at, "settled_at", now) if settled else "",
        outcome=paragraph(told.outcome, "outcome") if settled else "",
    )


def _instant(text: str, field: str, now: datetime) -> str:
    """It has happened by then."""
    return _since_then(instant(text, field=field), field, now, why="in_the_future").isoformat()


def _planned(text: str, field: str, now: datetime) -> str:
    """As far ahead as anything can be planned here: what lies near the end of all dates is on none in some zone."""
    return _since_then(instant(text, field=field), field, now + FARTHEST, why="too_far").isoformat()


def _due(text: str, now: datetime) -> str:
    """As `_planned`, of a date."""
    day = iso_date(text, field="due")
    _since_then(datetime.combine(day, time(), tzinfo=UTC), "due", now + FARTHEST, why="too_far")
    return day.isoformat()


def _since_then(at: datetime, field: str, latest: datetime, *, why: str) -> datetime:
    if at < _LONG_AGO:
        raise Unusable(field=field, why="too_long_ago")
    if at > latest:
        raise Unusable(field=field, why=why)
    return at

"""What came from elsewhere, in the view of progress: goals that were over there, and how many stories there are."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from domain.personal import Personal
from projections.progress.goals import goal
from projections.progress.outreach import outreach
from projections.view import Row, since
from projections.views import Views
from store.question import Question


@dataclass(frozen=True, slots=True)
class GoalElsewhere:
    """A goal that was over before it came here, as an archive tells it; nothing of it counts here.

    `standing`: achieved, closed or overdue; `ended_at` is None for one that just ran out; `reached` is how many people
    had counted; `reason` is why it was closed.
    """

    goal_id: UUID
    first_id: UUID
    statement: Personal
    steps: Personal
    measure: str
    target: int
    due: date
    zone: str
    level: str
    set_at: datetime
    standing: str
    ended_at: datetime | None
    on_time: bool
    reached: int
    reason: Personal
    brought_at: datetime


_g, _o = goal.table, outreach.table
_TEXT = ("statement", "steps", "closed_because")
_MINE = Question(select(_g).where(_g.c.member_id == bindparam("member_id"), _g.c.brought_at.is_not(None)))


def goals_elsewhere(views: Views, member_id: UUID) -> list[GoalElsewhere]:
    """Those that archives tell, the one that was due last first."""
    rows = views.ask(_MINE, personal=_TEXT, member_id=str(member_id))
    return sorted(map(_elsewhere, rows), key=lambda card: (card.due, str(card.goal_id)), reverse=True)


def how_many_brought(views: Views, member_id: UUID) -> int:
    """How many stories of elsewhere a member has here."""
    brought = (_o.c.member_id == str(member_id)) & _o.c.brought_at.is_not(None)
    row = views.fetch_one(select(func.count().label("n")).where(brought))
    return row["n"] if row else 0


def _elsewhere(row: Row) -> GoalElsewhere:
    ((set_at, due, zone, _),) = json.loads(row["promises"])
    ending = json.loads(row["ending"])
    return GoalElsewhere(
        goal_id=UUID(row["goal_id"]),
        first_id=UUID(row["first_id"]),
        statement=row["statement"],
        steps=row["steps"],
        measure=row["measure"],
        target=row["target"],
        due=date.fromisoformat(due),
        zone=zone,
        level=row["level"],
        set_at=since(set_at),
        standing=ending["standing"],
        ended_at=datetime.fromisoformat(ending["ended_at"]) if ending["ended_at"] else None,
        on_time=ending["on_time"],
        reached=ending["reached"],
        reason=row["closed_because"],
        brought_at=since(row["brought_at"]),
    )

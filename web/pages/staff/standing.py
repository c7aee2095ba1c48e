"""Where each of many members stands, from the record alone: what staff see without opening a history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.levels import Level, levels
from projections.history import last_acts
from projections.people import Person
from projections.progress.goals import GoalCard, goals_of
from projections.progress.outreach import OutreachCard, stories_of
from store.arrivals import Awaited
from web import beads, sharing
from web.beads import Bead
from web.session import services

QUIET = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """One member: the goal due next (or achieved last), its beads, levels, and when they last did something.

    `awaited`: they were never here.
    """

    person: Person
    goal: GoalCard | None
    beads: list[Bead]
    levels: tuple[Level, Level, Level]
    last_at: datetime | None
    quiet: bool
    awaited: Awaited | None

    @property
    def met(self) -> list[str]:
        return [level.level for level in self.levels if level.met_at]


def rows_of(members: Sequence[Person]) -> list[Standing]:
    """In the order given; six questions, however many members and events there are, and no words are read."""
    views, now, ids = services().views, services().now(), [m.member_id for m in members]
    told = stories_of(views, ids)
    goals, last = goals_of(views, ids, now, told=told), last_acts(views, ids)
    strangers = services().arrivals.awaited([i for i in ids if i not in last], now)
    own: dict[UUID, list[OutreachCard]] = {i: [] for i in ids}
    for card in told:
        own[card.member_id].append(card)
    return [
        _standing(m, goals[m.member_id], own[m.member_id], last.get(m.member_id), strangers.get(m.member_id), now)
        for m in members
    ]


def _standing(
    member: Person,
    goals: list[GoalCard],
    told: list[OutreachCard],
    last_at: datetime | None,
    awaited: Awaited | None,
    now: datetime,
) -> Standing:
    goal = next(iter(sharing.current(goals)), None)
    return Standing(
        person=member,
        goal=goal,
        beads=beads.of_goal(goal, told) if goal else [],
        levels=levels(card.story for card in told),
        last_at=last_at,
        quiet=member.role == "student" and now - (last_at or member.joined_at) > QUIET,
        awaited=awaited,
    )

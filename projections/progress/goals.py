"""Goals in the view of progress: the terms of each promise, and how far it has come when somebody asks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Column, Integer, Text, bindparam, select

from domain.evidence import Progress, Promise, Story, Terms, progress
from domain.goal import Goal
from domain.personal import Personal
from projections.progress.outreach import OutreachCard, stories_of
from projections.view import Row, Rows, instant, since, stamp
from projections.views import Views
from store.question import Question
from store.sealing import from_token, token

goal = Rows(
    "progress_goal",
    Column("goal_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("statement", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("target", Integer, nullable=False),
    Column("level", Text, nullable=False),
    Column("sharing", Text, nullable=False),
    # The instant of that choice; none before the first.
    Column("sharing_chosen_at", Text),
    Column("closed_at", Text),
    Column("closed_because", Text),
    # [[instant it came into force, due, zone, sealed reason], …]
    Column("promises", Text, nullable=False),
    # Of a goal that an archive tells: when it came, its id where it was set, and how it ended there, as JSON.
    Column("brought_at", Text),
    Column("first_id", Text),
    Column("ending", Text),
)


@goal.on(Goal.Set, key=lambda e: [str(e.originator_id)])
def _set(row: Row | None, event: Goal.Set) -> Row:
    return {
        "member_id": str(event.member_id),
        "version": event.originator_version,
        "statement": token(event.statement),
        "steps": token(event.steps),
        "template": event.template,
        "measure": event.measure,
        "target": event.target,
        "level": event.level,
        "sharing": "progress",
        "promises": json.dumps([[stamp(event.timestamp), event.due, event.zone, ""]]),
    }


@goal.on(Goal.BroughtAlong, key=lambda e: [str(e.originator_id)])
def _brought_along(row: Row | None, event: Goal.BroughtAlong) -> Row:
    ending = {name: getattr(event, name) for name in ("standing", "ended_at", "on_time", "reached")}
    return {
        "member_id": str(event.member_id),
        "version": event.originator_version,
        "statement": token(event.statement),
        "steps": token(event.steps),
        "template": "",
        "measure": event.measure,
        "target": event.target,
        "level": event.level,
        "sharing": "private",
        "closed_because": token(event.reason),
        "promises": json.dumps([[stamp(datetime.fromisoformat(event.set_at)), event.due, event.zone, ""]]),
        "brought_at": stamp(event.timestamp),
        "first_id": str(event.first_id),
        "ending": json.dumps(ending),
    }


@goal.on(Goal.Reworded, key=lambda e: [str(e.originator_id)])
def _reworded(row: Row, event: Goal.Reworded) -> Row:
    words = {"statement": token(event.statement), "steps": token(event.steps)}
    return row | words | {"version": event.originator_version}


@goal.on(Goal.Rescheduled, key=lambda e: [str(e.originator_id)])
def _rescheduled(row: Row, event: Goal.Rescheduled) -> Row:
    moved = [stamp(event.timestamp), event.due, event.zone, token(event.reason)]
    return row | {"promises": json.dumps([*json.loads(row["promises"]), moved]), "version": event.originator_version}


@goal.on(Goal.SharingChosen, key=lambda e: [str(e.originator_id)])
def _sharing_chosen(row: Row, event: Goal.SharingChosen) -> Row:
    chosen = {"sharing": event.sharing, "sharing_chosen_at": stamp(event.timestamp)}
    return row | chosen | {"version": event.originator_version}


@goal.on(Goal.Closed, key=lambda e: [str(e.originator_id)])
def _closed(row: Row, event: Goal.Closed) -> Row:
    closed = {"closed_at": stamp(event.timestamp), "closed_because": token(event.reason)}
    return row | closed | {"version": event.originator_version}


@goal.on(Goal.Reopened, key=lambda e: [str(e.originator_id)])
def _reopened(row: Row, event: Goal.Reopened) -> Row:
    return row | {"closed_at": None, "closed_because": None, "version": event.originator_version}


@dataclass(frozen=True, slots=True)
class Move:
    """One reschedule: on which instant, from which due date to which, and why."""

    at: datetime
    was: date
    due: date
    reason: Personal


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal with its terms and how far it has come at the moment of asking.

    `sharing` is what its owner chose last; what somebody sees by it, `sharing_with` tells.
    """

    goal_id: UUID
    member_id: UUID
    version: int
    statement: Personal
    steps: Personal
    template: str
    level: str
    sharing: str
    sharing_chosen_at: datetime | None
    set_at: datetime
    closed_at: datetime | None
    closed_because: Personal | None
    moves: tuple[Move, ...]
    terms: Terms
    progress: Progress

    def sharing_with(self, *agreed_at: datetime | None) -> str:
        """What buddies see who agreed at these instants (None: they did not); of several, what one of them sees.

        Words were chosen for whoever had agreed by then. To a later buddy, and to the same two who agree anew, they are
        not shown by it: they see progress.
        """
        chosen = self.sharing_chosen_at
        if self.sharing != "words" or any(at and chosen and at <= chosen for at in agreed_at):
            return self.sharing
        return "progress"


_g = goal.table
_TEXT = ("statement", "steps")
_HERE = _g.c.brought_at.is_(None)
_MINE = Question(select(_g).where(_g.c.member_id == bindparam("member_id"), _HERE))


def goals(views: Views, member_id: UUID, told: Sequence[OutreachCard], now: datetime) -> list[GoalCard]:
    """A member's goals, the one due next first; `told` are their stories, on which progress rests."""
    rows = views.ask(_MINE, personal=_TEXT, member_id=str(member_id))
    facts = [card.story for card in told]
    cards = [_goal_card(views, row, facts, now) for row in rows]
    return sorted(cards, key=_due_next_first)


def goals_of(
    views: Views, member_ids: list[UUID], now: datetime, *, told: Sequence[OutreachCard] | None = None
) -> dict[UUID, list[GoalCard]]:
    """The goals of many members as `goals` orders them, for buddies and staff (who see what each may).

    `told` are the stories of all of them, asked for here if the caller does not have them: one to three questions.
    """
    ids = [str(i) for i in member_ids]
    by_goal: dict[UUID, list[Story]] = {}
    for fact in (card.story for card in (stories_of(views, member_ids) if told is None else told)):
        if fact.goal_id is not None:
            by_goal.setdefault(fact.goal_id, []).append(fact)
    found: dict[UUID, list[GoalCard]] = {i: [] for i in member_ids}
    for row in views.fetch(select(_g).where(_g.c.member_id.in_(ids), _HERE), personal=_TEXT):
        card = _goal_card(views, row, by_goal.get(UUID(row["goal_id"]), []), now)
        found[card.member_id].append(card)
    return {member_id: sorted(cards, key=_due_next_first) for member_id, cards in found.items()}


def _due_next_first(card: GoalCard) -> tuple[bool, date, datetime, str]:
    over = card.progress.standing not in ("open", "overdue")
    return (over, card.terms.promise.due, card.set_at, str(card.goal_id))


def _goal_card(views: Views, row: Row, facts: list[Story], now: datetime) -> GoalCard:
    promised = [(since(at), date.fromisoformat(due), zone, why) for at, due, zone, why in json.loads(row["promises"])]
    terms = Terms(
        UUID(row["goal_id"]),
        row["measure"],
        row["target"],
        tuple(Promise(at, due, zone) for at, due, zone, _ in promised),
        closed=row["closed_at"] is not None,
    )
    moves = tuple(
        Move(at, before[1], due, from_token(why, views.vault)) for before, (at, due, _, why) in pairwise(promised)
    )
    return GoalCard(
        goal_id=UUID(row["goal_id"]),
        member_id=UUID(row["member_id"]),
        version=row["version"],
        statement=row["statement"],
        steps=row["steps"],
        template=row["template"],
        level=row["level"],
        sharing=row["sharing"],
        sharing_chosen_at=instant(row["sharing_chosen_at"]),
        set_at=promised[0][0],
        closed_at=instant(row["closed_at"]),
        closed_because=from_token(row["closed_because"], views.vault) if row["closed_because"] else None,
        moves=moves,
        terms=terms,
        progress=progress(terms, facts, now),
    )

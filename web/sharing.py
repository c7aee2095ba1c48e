"""A goal as a buddy is shown it, after the table of rights; pages show nothing else of a partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.personal import Personal
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from web import beads, rights
from web.beads import Bead


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """Counts, dates and beads of a goal; `statement` is None unless its owner shares the words.

    `standing` is as in `domain.evidence.Progress`; `moved` counts how often the date was moved, never why.
    """

    statement: Personal | None
    measure: str
    count: int
    target: int
    due: date
    zone: str
    standing: str
    achieved_at: datetime | None
    on_time: bool | None
    moved: int
    beads: list[Bead]


def shared(goal: GoalCard, told: Sequence[OutreachCard]) -> SharedGoal | None:
    """One goal of the partner as its owner shares it (private, progress or words); None when it is private."""
    seen = rights.SEEN_BY_BUDDY[goal.sharing]
    return _told(goal, told, statement=goal.statement if "statement" in seen else None) if seen else None


def own(goal: GoalCard, told: Sequence[OutreachCard]) -> SharedGoal:
    """The reader's own goal in the same shape, so that both columns look alike."""
    return _told(goal, told, statement=goal.statement)


def current(goals: Iterable[GoalCard]) -> list[GoalCard]:
    """Those that are under way; when none is, the one achieved last."""
    kept = list(goals)
    under_way = [g for g in kept if g.progress.standing in ("open", "overdue")]
    achieved = [g for g in kept if g.progress.achieved_at is not None]
    return under_way or sorted(achieved, key=_achieved_last)[:1]


def shown_to_buddy(goals: Iterable[GoalCard], told: Sequence[OutreachCard]) -> list[SharedGoal]:
    """Everything a buddy sees of somebody's goals. No goal at all and only private ones look the same."""
    open_to_buddy = [g for g in goals if rights.SEEN_BY_BUDDY[g.sharing]]
    return [seen for goal in current(open_to_buddy) if (seen := shared(goal, told)) is not None]


def _told(goal: GoalCard, told: Sequence[OutreachCard], *, statement: Personal | None) -> SharedGoal:
    promise, progress = goal.terms.promise, goal.progress
    return SharedGoal(
        statement=statement,
        measure=goal.terms.measure,
        count=progress.count,
        target=progress.target,
        due=promise.due,
        zone=promise.zone,
        standing=progress.standing,
        achieved_at=progress.achieved_at,
        on_time=progress.on_time,
        moved=len(goal.moves),
        beads=beads.of_goal(goal, told),
    )


def _achieved_last(goal: GoalCard) -> float:
    assert goal.progress.achieved_at is not None
    return -goal.progress.achieved_at.timestamp()

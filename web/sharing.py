"""A goal as a buddy is shown it, after the table of rights and its owner's choice; pages show nothing else of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.personal import Personal
from domain.refusal import Unusable
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from projections.shared import Agreement, agreements_of
from web import beads, rights
from web.beads import Bead
from web.session import me, services


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


def shared(goal: GoalCard, told: Sequence[OutreachCard], agreed_at: datetime | None) -> SharedGoal | None:
    """One goal of a partner who agreed then, as its owner shares it (private, progress or words); None if private."""
    seen = rights.SEEN_BY_BUDDY[goal.sharing_with(agreed_at)]
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


def shown_to_buddy(
    goals: Iterable[GoalCard], told: Sequence[OutreachCard], agreed_at: datetime | None
) -> list[SharedGoal]:
    """Everything a buddy who agreed then sees of somebody's goals. No goal and only private ones look the same."""
    open_to_buddy = [g for g in goals if rights.SEEN_BY_BUDDY[g.sharing]]
    return [seen for goal in current(open_to_buddy) if (seen := shared(goal, told, agreed_at)) is not None]


def buddies() -> list[Agreement]:
    """Those who would read the words of a goal of the reader's, were they chosen now; one question."""
    return agreements_of(services().views, me().member_id)


def in_force(goals: Iterable[GoalCard]) -> dict[UUID, str]:
    """What buddies see of each of the reader's own goals at this moment; one question, if words were ever chosen."""
    kept = list(goals)
    agreed = [one.agreed_at for one in buddies()] if any(goal.sharing == "words" for goal in kept) else []
    return {goal.goal_id: goal.sharing_with(*agreed) for goal in kept}


def must_reach(sharing: str, named: Collection[str] | None = None) -> None:
    """Words need somebody to read them; `named`: the keys of the agreements with those whom a page named as readers.

    Raises Unusable when nobody is a buddy now, or others are than those who were named.
    """
    if sharing != "words":
        return
    keys = {one.key for one in buddies()}
    if not keys or (named is not None and set(named) != keys):
        raise Unusable(field="sharing", why="other_buddies" if keys else "no_buddy")


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

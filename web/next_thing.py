"""Which small thing comes next, of everything a member has going on; a pure function, for Today and a goal's page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.dates import local_date
from projections.buddy import PartnershipCard
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard

PATIENCE = timedelta(days=7)  # after this long without an answer, a second note is no bother
# The steps of a story that wait for the member, the first that is taken first.
STEPS = ("takeaway_due", "undecided", "unanswered", "free_again", "answered", "met", "meeting", "draft")
TO_CONCLUDE = STEPS[:2]
ON_THE_WAY = ("drafted", "sent", "postponed", "answered", "arranged")
CURRENT = ("open", "overdue")


@dataclass(frozen=True, slots=True)
class NextThing:
    """`kind` says what to do; the cards say with whom and why, as far as they matter. Words: today/next_thing.html."""

    kind: str
    goal: GoalCard | None = None
    story: OutreachCard | None = None
    pair: PartnershipCard | None = None


def next_thing(
    goals: Sequence[GoalCard],
    told: Iterable[OutreachCard],
    contacts: int,
    pairs: Sequence[PartnershipCard],
    *,
    now: datetime,
    zone: str,
    gone: Collection[UUID] = (),
    erased: Collection[UUID] = (),
) -> NextThing:
    """The first that applies, the longest waiting first among equals.

    contacts: how many are in the tracker. zone: where the member lives. gone: ids of contacts they have removed; nobody
    is asked to write to those, but a conversation with them still has its takeaway. erased: ids of those who were
    forgotten; their stories are over.
    """
    told = [card for card in told if card.stage != "withdrawn" and card.contact_id not in erased]
    current = [goal for goal in goals if goal.progress.standing in CURRENT]
    return (
        _longest_waiting(told, gone, now, zone)
        or _somebody_to_choose(current, [card for card in told if card.contact_id not in gone], contacts)
        or with_buddies(pairs, now=now)
        or _nothing_pressing(goals, current)
    )


def with_buddies(pairs: Sequence[PartnershipCard], *, now: datetime) -> NextThing | None:
    """An invitation to answer, or a check-in that is due; None when neither waits."""
    asked = next((p for p in pairs if p.state == "proposed" and not p.asked_by_me), None)
    if asked:
        return NextThing("invitation", pair=asked)
    due = [(p.next_check_in, p) for p in pairs if p.next_check_in and p.next_check_in <= local_date(now, p.zone)]
    return NextThing("check_in", pair=min(due, key=lambda d: d[0])[1]) if due else None


def _longest_waiting(
    told: Iterable[OutreachCard], gone: Collection[UUID], now: datetime, zone: str
) -> NextThing | None:
    waiting = []
    for card in told:
        kind, since = _step(card, now, zone)
        if kind in STEPS and (card.contact_id not in gone or kind in TO_CONCLUDE):
            waiting.append((STEPS.index(kind), since, str(card.outreach_id), NextThing(kind, story=card)))
    return min(waiting, key=lambda w: w[:3])[3] if waiting else None


def _step(card: OutreachCard, now: datetime, zone: str) -> tuple[str, date | None]:
    """What a story waits for ("" for nothing now), and since when: a date or an instant, the same sort for a kind."""
    decided, until = card.takeaway, card.postponed_until
    if card.stage == "held" and decided is None:
        return "undecided", card.held_at
    if decided and decided.state == "open" and decided.due <= local_date(now, decided.zone):
        return "takeaway_due", decided.due
    if card.stage == "sent" and card.sent_at and now - card.sent_at >= PATIENCE:
        return "unanswered", card.sent_at
    if card.stage == "postponed" and until and until <= local_date(now, card.postponed_zone):
        return "free_again", until
    if card.stage == "answered":
        return "answered", card.answered_at
    if card.stage == "arranged" and card.starts_at and card.starts_at <= now:
        return "met", card.starts_at
    if card.stage == "arranged" and card.starts_at and local_date(card.starts_at, zone) == local_date(now, zone):
        return "meeting", card.starts_at
    return ("draft", card.touched_at) if card.stage == "drafted" else ("", None)


def _somebody_to_choose(current: Sequence[GoalCard], told: Sequence[OutreachCard], contacts: int) -> NextThing | None:
    for goal in current:
        counted = {fact.contact_id for fact in goal.progress.facts}
        rest = [card for card in told if card.goal_id == goal.goal_id and card.contact_id not in counted]
        if not any(_may_count_yet(card) for card in rest):
            late = goal.progress.standing == "overdue"
            return NextThing("goal_over" if late else "choose" if contacts else "first_contact", goal=goal)
    return None


def _may_count_yet(card: OutreachCard) -> bool:
    """Whether it can still count without anybody else being chosen."""
    decided = card.takeaway
    return card.stage in ON_THE_WAY or (decided is not None and decided.state == "open")


def _nothing_pressing(goals: Sequence[GoalCard], current: Sequence[GoalCard]) -> NextThing:
    if current:
        return NextThing("waiting", goal=current[0])
    achieved = [goal for goal in goals if goal.progress.achieved_at]
    if achieved:
        return NextThing("all_kept", goal=max(achieved, key=lambda g: g.progress.achieved_at or g.set_at))
    return NextThing("next_goal" if goals else "first_goal")

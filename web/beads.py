"""The thread, as data: goal → contact → message → conversation → takeaway → follow-up, what happened, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from projections.relations import Relation
from web.words import ago

LABELS = {
    "goal": "Goal",
    "contact": "Contact",
    "message": "Message",
    "conversation": "Conversation",
    "takeaway": "Takeaway",
    "follow_up": "Follow-up",
}
ENDED = ("declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class Bead:
    """`state`: done (it happened, `when` in words), next, later or skipped; `href` leads to it, for its owner only."""

    key: str
    label: str
    state: str
    when: str = ""
    href: str = ""


def of_story(card: OutreachCard, *, named: bool = True) -> list[Bead]:
    """One outreach from the contact to the follow-up; `named` leaves the contact's bead out when false."""
    instants, decided = _instants(card), card.takeaway
    over = card.stage in ENDED or (decided is not None and decided.state == "dropped")
    # Nothing of a story of elsewhere goes on here, but for a takeaway that is still open.
    over = over or (card.stage == "elsewhere" and (decided is None or decided.state != "open"))
    return _beads(instants if named else instants[1:], over=over)


def of_relation(relation: Relation) -> list[Bead]:
    """The story to go on with; for somebody never written to the thread begins with them, and the rest is to come."""
    if relation.pressing:
        return of_story(relation.pressing.card)
    rest: list[tuple[str, datetime | None]] = [(key, None) for key in list(LABELS)[2:]]
    return _beads([("contact", relation.card.added_at), *rest], over=False)


def of_goal(goal: GoalCard, told: Sequence[OutreachCard]) -> list[Bead]:
    """A goal with the story that carries it; the first bead is the promise itself."""
    best = story_of(goal, told)
    rest = of_story(best) if best else _beads([(key, None) for key in list(LABELS)[1:]], over=False)
    if goal.progress.standing == "closed":
        rest = [bead if bead.state == "done" else replace(bead, state="skipped") for bead in rest]
    return [Bead("goal", LABELS["goal"], "done", ago(goal.set_at)), *rest]


def story_of(goal: GoalCard, told: Sequence[OutreachCard]) -> OutreachCard | None:
    """The story that came furthest; while the goal needs more, only one that goes on: None says "begin a new one"."""
    mine = [c for c in told if c.goal_id == goal.goal_id and c.stage != "withdrawn"]
    if goal.progress.standing in ("open", "overdue"):
        mine = [c for c in mine if _goes_on(c)]
    return max(mine, key=lambda c: (_length(c), c.touched_at), default=None)


def linked(beads: Sequence[Bead], places: Mapping[str, str]) -> list[Bead]:
    """The beads that happened or come next, with the addresses they lead to, by key."""
    return [replace(b, href=places.get(b.key, "") if b.state in ("done", "next") else "") for b in beads]


def _goes_on(card: OutreachCard) -> bool:
    return card.stage not in (*ENDED, "unanswered") and (card.takeaway is None or card.takeaway.state == "open")


def _length(card: OutreachCard) -> int:
    return sum(at is not None for _, at in _instants(card))


def _instants(card: OutreachCard) -> list[tuple[str, datetime | None]]:
    """When each step of a story happened, by the key of its bead."""
    decided = card.takeaway
    followed = decided.settled_at if decided and decided.state == "followed_up" else None
    return [
        ("contact", card.begun_at),
        ("message", card.sent_at or card.arranged_at),
        ("conversation", card.held_at),
        ("takeaway", decided.decided_at if decided else None),
        ("follow_up", followed),
    ]


def _beads(instants: Sequence[tuple[str, datetime | None]], *, over: bool) -> list[Bead]:
    beads, waiting = [], False
    for key, at in instants:
        if at is not None:
            beads.append(Bead(key, LABELS[key], "done", ago(at)))
        else:
            state = "skipped" if over else "later" if waiting else "next"
            beads.append(Bead(key, LABELS[key], state))
            waiting = True
    return beads

"""What every page about one outreach loads first; the other files of this folder import it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from domain.levels import TIES_OF
from domain.refusal import NotFound
from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import OutreachCard, one_story, stories
from projections.tracker import ContactCard, contact_with, contacts
from projections.whom_next import Suggestion, whom_next
from web.session import me, services
from web.wall_times import both
from web.words import TIES, day

pages = Blueprint("outreach", __name__)

TIE_CHOICES = [(tie, name) for tie, (name, _) in TIES.items()]


@dataclass(frozen=True, slots=True)
class Told:
    """One outreach of the signed-in member and whom it is with; `first` is what to call them."""

    card: OutreachCard
    contact: ContactCard

    @property
    def first(self) -> str:
        return first_name(self.contact)

    @property
    def meeting(self) -> str:
        """When the conversation is, on the member's clock and in UTC; "" when none is arranged."""
        return both(self.card.starts_at, me().zone, "UTC") if self.card.starts_at else ""

    @property
    def offered(self) -> list[str]:
        """The times that were offered, as `meeting` says them."""
        return [both(at, me().zone, "UTC") for at in self.card.times_offered]

    @property
    def about(self) -> dict[str, Any]:
        """What every template about it is handed."""
        names = ("card", "contact", "first", "meeting", "offered")
        return {name: getattr(self, name) for name in names}


def told(outreach_id: UUID) -> Told:
    """Raises NotFound for one that does not exist or is another member's."""
    card = one_story(services().views, me().member_id, outreach_id)
    contact = contact_with(services().views, me().member_id, card.contact_id) if card else None
    if card is None or contact is None:
        raise NotFound
    return Told(card, contact)


def own_contact(contact_id: UUID | None) -> ContactCard:
    found = contact_with(services().views, me().member_id, contact_id) if contact_id else None
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Mine:
    """All of the member's outreach, the latest touched first, and their goals, the one due next first."""

    stories: list[OutreachCard]
    goals: list[GoalCard]

    def goal(self, goal_id: UUID | None) -> GoalCard | None:
        return next((g for g in self.goals if g.goal_id == goal_id), None)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An open goal that a message does not count toward; `asks_for_others`: its level asks for another tie."""

    goal: GoalCard
    asks_for_others: bool


def mine() -> Mine:
    """Three questions; a page asks them once and hands the answer on."""
    told_so_far = stories(services().views, me().member_id)
    return Mine(told_so_far, goals(services().views, me().member_id, told_so_far, services().now()))


def goal_choices(promised: Sequence[GoalCard]) -> list[tuple[str, str]]:
    """Open goals as (id, one line) for a list of choices."""
    still = [g for g in promised if g.closed_at is None]
    return [(str(g.goal_id), f"{_short(str(g.statement))} (due {day(g.terms.promise.due)})") for g in still]


def uncounted(known: Mine, tie: str) -> list[Uncounted]:
    """The open goals that a message without a goal does not count toward, to somebody with this tie."""
    still = [g for g in known.goals if g.progress.standing in ("open", "overdue")]
    return [Uncounted(g, bool(g.level) and tie not in TIES_OF[g.level]) for g in still]


def suggestions(known: Mine, goal_id: UUID | None, *, without: UUID) -> list[Suggestion]:
    """Two others to write to, with the goal's level in mind."""
    goal = known.goal(goal_id)
    everybody = contacts(services().views, me().member_id)
    level = goal.level if goal else ""
    return whom_next(everybody, known.stories, now=services().now(), level=level, without={without})


def first_name(contact: ContactCard) -> str:
    """What a friend would say; the whole name where its first word is a title or an initial."""
    name = str(contact.name)
    first = name.split()[0] if name.split() else name
    return name if first.endswith(".") or len(first) < 2 or contact.name.erased else first.rstrip(",")


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69].rstrip() + "…"


def wanted(name: str) -> UUID | None:
    """An id from the address of a page; None when it is left out, NotFound when it is no id."""
    text = request.args.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None

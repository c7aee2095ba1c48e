"""What a member's nudges are about, as it stands now, and whether there is still something to say about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from projections.buddy import PartnershipCard, partnerships
from projections.erasures import Erasure, erasure_of
from projections.people import Person, persons
from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import OutreachCard, stories
from projections.tracker import ContactCard, contacts_by_id
from projections.views import Views


class Occasion(Protocol):
    """A slot that has opened, or a nudge that came of one."""

    @property
    def member_id(self) -> UUID: ...

    @property
    def rule(self) -> str: ...

    @property
    def thing_id(self) -> UUID: ...

    @property
    def slot(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Subjects:
    """One member's promises, each by its id; `by_takeaway` are the stories that have one, `partners` by partnership."""

    goals: Mapping[UUID, GoalCard]
    stories: Mapping[UUID, OutreachCard]
    by_takeaway: Mapping[UUID, OutreachCard]
    contacts: Mapping[UUID, ContactCard]
    partnerships: Mapping[UUID, PartnershipCard]
    partners: Mapping[UUID, Person]
    erasure: Erasure | None = None


def subjects(
    views: Views,
    member_id: UUID,
    now: datetime,
    *,
    told: Sequence[OutreachCard] | None = None,
    promised: Sequence[GoalCard] | None = None,
    paired: Sequence[PartnershipCard] | None = None,
) -> Subjects:
    """At most seven questions; fewer when a page has the stories, goals or partnerships of this member already."""
    told = stories(views, member_id) if told is None else told
    promised = goals(views, member_id, told, now) if promised is None else promised
    paired = partnerships(views, member_id) if paired is None else paired
    known = persons(views, [p.partner_id for p in paired]) if paired else {}
    return Subjects(
        goals={goal.goal_id: goal for goal in promised},
        stories={story.outreach_id: story for story in told},
        by_takeaway={story.takeaway.takeaway_id: story for story in told if story.takeaway},
        contacts=contacts_by_id(views, member_id, {story.contact_id for story in told}) if told else {},
        partnerships={pair.partnership_id: pair for pair in paired},
        partners={p.partnership_id: known[p.partner_id] for p in paired if p.partner_id in known},
    )


def with_erasure(views: Views, member_id: UUID, about: Subjects, occasions: Sequence[Occasion]) -> Subjects:
    """What lies ahead of an account is asked only where something is said about it: hardly ever."""
    if not any(occasion.rule == "erasure_ahead" for occasion in occasions):
        return about
    return replace(about, erasure=erasure_of(views, member_id))


def moot(occasion: Occasion, about: Subjects) -> str:
    """Why there is nothing left to say, as a code; "" while there is."""
    return _RULES[occasion.rule](occasion, about)


def date_of(occasion: Occasion) -> date:
    """The local date it is about: due, asked for, or of the conversation."""
    return date.fromisoformat(occasion.facts["about"])


def moment_of(occasion: Occasion) -> str:
    """Which of a thing's moments: week, two_days, today, over, again, day, day_before, due or late."""
    return occasion.slot.rpartition("|")[2]


def _goal(occasion: Occasion, about: Subjects) -> str:
    goal = about.goals.get(occasion.thing_id)
    if goal is None:
        return "gone"
    standing, moved = goal.progress.standing, goal.terms.promise.due != date_of(occasion)
    if standing in ("achieved", "closed"):
        return standing
    if moved:
        return "moved"
    return "lapsed" if (standing == "overdue") != (occasion.rule == "goal_overdue") else ""


def _unanswered(occasion: Occasion, about: Subjects) -> str:
    story = about.stories.get(occasion.thing_id)
    if story is None:
        return "gone"
    contact = about.contacts.get(story.contact_id)
    if contact is None or contact.removed:
        return "contact_removed"
    if moment_of(occasion) == "week":
        return "" if story.stage == "sent" else story.stage
    if story.stage != "postponed":
        return story.stage
    return "" if story.postponed_until == date_of(occasion) else "moved"


def _undecided(occasion: Occasion, about: Subjects) -> str:
    story = about.stories.get(occasion.thing_id)
    if story is None:
        return "gone"
    if story.stage != "held":
        return story.stage
    if _is_erased(story, about):
        return "contact_erased"
    return "decided" if story.takeaway else ""


def _takeaway(occasion: Occasion, about: Subjects) -> str:
    story = about.by_takeaway.get(occasion.thing_id)
    if story is None or story.takeaway is None:
        return "gone"
    if story.stage == "withdrawn":
        return "withdrawn"
    if story.takeaway.state != "open":
        return story.takeaway.state
    if _is_erased(story, about):
        return "contact_erased"
    return "" if story.takeaway.due == date_of(occasion) else "moved"


def _is_erased(story: OutreachCard, about: Subjects) -> bool:
    """Then nothing more can be written about it."""
    contact = about.contacts.get(story.contact_id)
    return contact is not None and contact.erased


def _check_in(occasion: Occasion, about: Subjects) -> str:
    pair = about.partnerships.get(occasion.thing_id)
    if pair is None:
        return "ended"
    if pair.resting:
        return "resting"
    if pair.state != "active":
        return pair.state
    return "" if pair.next_check_in == date_of(occasion) else "checked_in"


def _erasure(occasion: Occasion, about: Subjects) -> str:
    if about.erasure is None:
        return "called_off"
    return "" if about.erasure.erase_from.date() == date_of(occasion) else "moved"


_RULES = {
    "goal_due_soon": _goal,
    "goal_overdue": _goal,
    "outreach_unanswered": _unanswered,
    "takeaway_undecided": _undecided,
    "takeaway_due": _takeaway,
    "check_in_due": _check_in,
    "erasure_ahead": _erasure,
}

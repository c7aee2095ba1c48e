"""Use cases about what happened elsewhere: keeping the stories and goals of an archive, without counting them."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from domain.accountability.contacts import Contacts
from domain.accountability.told import (
    PARTS,
    WORDS,
    GoalTold,
    StoryTold,
    TakeawayTold,
    goal_id,
    story_id,
    usable_goal,
    usable_story,
)
from domain.act import Act
from domain.contact import Contact
from domain.goal import Goal
from domain.outreach import Outreach
from domain.personal import Personal
from domain.stream import Stream
from domain.takeaway import Takeaway

_INSTANTS = ("sent_at", "answered_at", "starts_at", "held_at")


class Elsewhere(Contacts):
    """All of it in one transaction, each thing under an id made of its first one, so that none comes twice.

    Theirs is who says it; an operator names the member. Raises Unusable for a story or goal that cannot be kept.
    """

    def bring_stories(self, act: Act, *, stories: Iterable[StoryTold], member_id: UUID | None = None) -> list[UUID]:
        """Keep what happened with contacts of here, and returns which of it came, also by this very act before.

        A message that was not sent yet becomes a draft of here. Whoever is not in the tracker any more, or asked to be
        forgotten, gets none.
        """
        whose = self._whose(act, member_id)
        told = [usable_story(story, act.at) for story in stories]
        kept = {i for i in {story.contact_id for story in told} if self._is_kept(whose, i)}

        def keeping(story: StoryTold) -> Callable[[], list[Stream]]:
            return lambda: self._story(act, whose, story)

        mine = {story_id(whose, story.first_id): keeping(story) for story in told if story.contact_id in kept}
        return self._begin_all(act, Outreach, mine)

    def bring_goals(self, act: Act, *, goals: Iterable[GoalTold], member_id: UUID | None = None) -> list[UUID]:
        """Keep goals that are over, and returns which of them came, also by this very act before."""
        whose = self._whose(act, member_id)

        def keeping(told: GoalTold) -> Callable[[], list[Stream]]:
            return lambda: [_goal(act, whose, told)]

        usable = [usable_goal(told, act.at) for told in goals]
        return self._begin_all(act, Goal, {goal_id(whose, told.first_id): keeping(told) for told in usable})

    def _is_kept(self, whose: UUID, contact_id: UUID) -> bool:
        contact = self._find(Contact, contact_id)
        return contact is not None and contact.member_id == whose and not (contact.removed or contact.erased)

    def _story(self, act: Act, whose: UUID, told: StoryTold) -> list[Stream]:
        about, outreach_id = (whose, told.contact_id), story_id(whose, told.first_id)
        ids: dict[str, Any] = {"member_id": whose, "contact_id": told.contact_id}
        words = {name: Personal(getattr(told, name), *about) for name in WORDS}
        if told.reached == "drafted":
            parts = {name: words[name] for name in PARTS}
            return [Outreach.begin_draft(act, outreach_id, **ids, goal_id=None, tie=told.tie, parts=parts)]
        plain = {name: getattr(told, name) for name in ("reached", "tie", "channel", "medium", *_INSTANTS)}
        mark: dict[str, Any] = {"first_id": told.first_id, "confidential": told.confidential}
        story = Outreach.bring_along(act, outreach_id, **ids, **mark, **plain, **words)
        return [story, self._takeaway(act, story, told.takeaway)] if told.takeaway else [story]

    def _takeaway(self, act: Act, story: Outreach, told: TakeawayTold) -> Takeaway:
        new = told.new_contact_id
        return Takeaway.bring_along(
            act,
            outreach_id=story.id,
            member_id=story.member_id,
            contact_id=story.contact_id,
            text=Personal(told.text, story.member_id, story.contact_id),
            kind=told.kind,
            due=told.due,
            zone=told.zone,
            state=told.state,
            decided_at=told.decided_at,
            settled_at=told.settled_at,
            outcome=Personal(told.outcome, story.member_id, story.contact_id),
            new_contact_id=new if new and self._is_kept(story.member_id, new) else None,
        )


def _goal(act: Act, whose: UUID, told: GoalTold) -> Goal:
    words = {name: Personal(getattr(told, name), whose) for name in ("statement", "steps", "reason")}
    plain = ("first_id", "measure", "target", "due", "zone", "level", "set_at", "standing", "ended_at", "on_time")
    return Goal.bring_along(
        act,
        goal_id(whose, told.first_id),
        member_id=whose,
        reached=told.reached,
        **{name: getattr(told, name) for name in plain},
        **words,
    )

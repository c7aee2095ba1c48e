"""Plants words that can be found again in every field for words of people; scripts.leakscan looks for them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.accountability.told import WORDS, GoalTold, StoryTold, TakeawayTold
from domain.act import OPERATOR, Act
from domain.outreach import SHAREABLE
from domain.personal import Personal
from projections.services import Services
from store.names import EVENTS, name_of

# No other text holds it; lower case, since addresses are compared without their capitals.
CANARY = "kanarie7q"


@dataclass
class Planter:
    """One member after the other, each with a story of their own; `words` counts what was planted.

    `made`: what the school made up for them, which nobody may find in readable form either.
    """

    services: Services
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    words: int = 0
    made: list[str] = field(default_factory=list)
    _stories: dict[UUID, UUID] = field(default_factory=dict)

    @cached_property
    def staff(self) -> UUID:
        """Somebody of whom nothing is planted."""
        person = {"name": "Of the staff", "address": "staff@example.org", "role": "staff", "zone": "UTC"}
        staff_id: UUID = self.say(OPERATOR, "add_member", **person)
        return staff_id

    def word(self) -> str:
        self.words += 1
        return f"{CANARY}{next(self.numbers):05d}"

    def say(self, by: UUID | str, verb: str, *args: Any, **words: Any) -> Any:
        act = Act(str(by), "command line", self.services.now(), uuid4())
        return getattr(self.services.accountability, verb)(act, *args, **words)

    def a_day(self, ahead: int) -> str:
        at: datetime = self.services.now() + timedelta(days=ahead)
        return at.date().isoformat()

    def card(self) -> Card:
        address, link = f"{self.word()}@example.org", f"https://example.org/{self.word()}"
        return Card(self.word(), self.word(), self.word(), self.word(), address, link)

    def draft(self) -> Draft:
        return Draft(self.word(), self.word(), self.word(), self.word())

    def member(self) -> UUID:
        """Somebody with a tracker, a goal, conversations, a takeaway; every field for words is filled."""
        address = f"{self.word()}@example.org"
        who: UUID = self.say(OPERATOR, "add_member", name=self.word(), address=address, role="student", zone="UTC")
        self.say(who, "change_address", address=f"{self.word()}@example.org")
        self.say(who, "change_settings", name=self.word(), zone="UTC", nudges=True)
        self.say(OPERATOR, "open_history", who, reason=self.word())
        self.say(self.staff, "close_account", who, reason=self.word())
        self.say(self.staff, "reopen_account", who)
        goal = self._goal(who)
        contact = self.say(who, "add_contact", card=self.card(), tie="weak")
        self.say(who, "edit_contact", contact, card=self.card(), tie="weak")
        self._outreach(who, contact, goal)
        self._elsewhere(who, contact)
        return who

    def pair(self, one: UUID, other: UUID) -> None:
        """The two ask, check in, end, and ask again."""
        pair = self.say(one, "propose_partnership", partner_id=other, note=self.word())
        self.say(other, "accept_partnership", pair)
        self.say(one, "check_in", pair, confidence=3, moved=self.word(), next_step=self.word())
        self.say(one, "end_partnership", pair)
        self.say(one, "propose_partnership", partner_id=other, note=self.word())
        self.say(other, "accept_partnership", pair)
        self.say(one, "choose_outreach_sharing", self._stories[one], partnership_id=pair, parts=SHAREABLE)

    def _goal(self, who: UUID) -> UUID:
        promise = {"measure": "conversations", "target": 2, "due": self.a_day(30)}
        goal: UUID = self.say(who, "set_goal", statement=self.word(), steps=self.word(), **promise)
        self.say(who, "reword_goal", goal, statement=self.word(), steps=self.word())
        self.say(who, "reschedule_goal", goal, due=self.a_day(40), reason=self.word())
        self.say(who, "close_goal", goal, reason=self.word())
        self.say(who, "reopen_goal", goal, reason=self.word())
        return goal

    def _outreach(self, who: UUID, contact: UUID, goal: UUID) -> None:
        held, refused = (self._sent(who, contact, goal) for _ in range(2))
        self.say(who, "record_answer", held, note=self.word())
        self.say(who, "choose_questions", held, questions=self.word())
        words = {"questions": self.word(), "notes": self.word(), "whom_next": self.word()}
        self.say(who, "record_conversation", held, medium="call", **words)
        self.say(who, "write_notes", held, notes=self.word())
        self.say(who, "count_outreach_toward", held, goal_id=None, reason=self.word())
        self.say(who, "correct_tie", held, tie="cold", reason=self.word())
        self._stories[who] = held
        self._takeaway(who, held)
        self.say(who, "record_decline", refused, note=self.word())
        self.say(who, "withdraw_outreach", refused, reason=self.word())
        confided = self._sent(who, contact, goal)
        self.say(who, "record_conversation", confided, medium="call", notes=self.word())
        self.say(who, "choose_confidentiality", confided, confidential=True)
        self.say(who, "write_notes", confided, notes=self.word())

    def _sent(self, who: UUID, contact: UUID, goal: UUID) -> UUID:
        outreach: UUID = self.say(who, "draft_outreach", contact_id=contact, goal_id=goal, draft=self.draft())
        self.say(who, "revise_draft", outreach, draft=self.draft())
        self.say(who, "send_outreach", outreach, channel="email", times_offered=[])
        return outreach

    def _takeaway(self, who: UUID, held: UUID) -> None:
        decided = {"text": self.word(), "kind": "research", "due": self.a_day(3)}
        takeaway = self.say(who, "decide_takeaway", held, **decided)
        self.say(who, "reword_takeaway", takeaway, text=self.word())
        self.say(who, "reschedule_takeaway", takeaway, due=self.a_day(4), reason=self.word())
        self.say(who, "drop_takeaway", takeaway, reason=self.word())
        self.say(who, "pick_up_takeaway", takeaway)
        self.say(who, "follow_up_takeaway", takeaway, what_came=self.word(), introduced=self.card())

    def _elsewhere(self, who: UUID, contact: UUID) -> None:
        """What an archive of another school tells."""
        at, due = self.services.now().isoformat(), self.a_day(-3)
        words = {name: self.word() for name in WORDS}
        text, outcome, statement, steps, reason = (self.word() for _ in range(5))
        came = TakeawayTold(text, "research", due, "UTC", "followed_up", at, settled_at=at, outcome=outcome)
        told: dict[str, Any] = {"channel": "email", "medium": "call", "sent_at": at, "held_at": at, **words}
        story = StoryTold(uuid4(), contact, "held", "weak", **told, takeaway=came)
        kept = GoalTold(uuid4(), statement, steps, "conversations", 2, due, "UTC", "", at, "closed", at, reason=reason)
        self.say(who, "bring_stories", stories=[story])
        self.say(who, "bring_goals", goals=[kept])


def empty_fields(services: Services) -> list[str]:
    """Fields for words of people in which nothing was planted: then a search says less than it seems to."""
    wanted = {
        f"{name}.{of}"
        for name, event in EVENTS.items()
        for cls in event.__mro__
        for of, kind in vars(cls).get("__annotations__", {}).items()
        if kind is Personal
    }
    found: set[str] = set()
    position = 0
    while batch := services.accountability.after(position, 1_000):
        position = batch[-1].position
        for recorded in batch:
            for of, value in vars(recorded.event).items():
                if isinstance(value, Personal) and CANARY in value.text:
                    found.add(f"{name_of(type(recorded.event))}.{of}")
    return sorted(wanted - found)

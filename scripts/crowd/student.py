"""An invented student: what they have going on, and what they do next when they come by."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from domain.accountability import Accountability
from domain.act import Act
from scripts.crowd import words
from scripts.crowd.stories import OVER, Story, next_step

TIES = ("mentor", "alum", "fellow", "weak", "weak", "dormant", "cold", "cold")
CADENCE = timedelta(days=7)
MOST_STORIES = 6

_CROWD = UUID("a4d7f2b6-2f0f-4b55-9d29-5f1a8a1c6c2e")


@dataclass
class Pair:
    """Two who asked or agreed to be buddies; `state` is proposed or active."""

    partnership_id: UUID
    asked: "Student"
    state: str = "proposed"


@dataclass
class Student:
    """All they do hangs on the seed, their number and the hours at which they come, and on nobody but their buddy.

    `busyness` is how often they come, as against the others; `mates` are those they may ask to be their buddy.
    """

    member_id: UUID
    number: int
    seed: int
    busyness: float
    mates: list["Student"]
    random: Random = field(init=False)
    deeds: int = 0
    people: int = 0
    goals: list[tuple[UUID, datetime]] = field(default_factory=list)
    fresh: list[UUID] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    nudges: list[UUID] = field(default_factory=list)
    pair: Pair | None = None
    checked_in_at: datetime | None = None

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed}|{self.number}")  # noqa: S311  # a story, no secret

    def come_by(self, school: Accountability, at: datetime) -> None:
        """One deed: whatever is nearest at hand."""
        self.deeds += 1
        act = Act(str(self.member_id), "page", at, uuid5(_CROWD, f"{self.seed}|{self.number}|{self.deeds}"))
        ready = next((s for s in self.stories if s.ready_at <= at), None)
        if self.nudges:
            school.put_nudge_away(act, self.nudges.pop())
        elif not self.people:
            self._begin_tracker(school, act)
        elif not self._promised(at):
            self._promise(school, act)
        elif self.pair is None or self.pair.state == "proposed":
            self._find_buddy(school, act, ready)
        elif self.checked_in_at is None or at - self.checked_in_at > CADENCE:
            self._check_in(school, act)
        else:
            self._work(school, act, ready)

    def _promised(self, at: datetime) -> bool:
        self.goals = [(goal_id, due) for goal_id, due in self.goals if due > at]
        return bool(self.goals)

    def _begin_tracker(self, school: Accountability, act: Act) -> None:
        """Some bring their network along, the others begin with one person."""
        if self.random.random() < 0.5:
            self._add(school, act)
        else:
            self.people = self.random.randint(10, 80)
            cards = [words.card(self.random, number) for number in range(1, self.people + 1)]
            self.fresh += school.import_contacts(act, cards=cards, tie="weak", source="linkedin", known=())

    def _promise(self, school: Accountability, act: Act) -> None:
        target, due = self.random.randint(1, 4), act.at + timedelta(days=self.random.randint(10, 40))
        goal_id = school.set_goal(
            act,
            statement=words.statement(self.random, target),
            measure=self.random.choice(("contacted", "conversations", "conversations", "follow_through")),
            target=target,
            due=due.date().isoformat(),
            level=self.random.choice(("", "I", "II", "III")),
        )
        self.goals.append((goal_id, due))

    def _find_buddy(self, school: Accountability, act: Act, ready: Story | None) -> None:
        free = [mate for mate in self.mates if mate.pair is None and mate is not self]
        if self.pair and self.pair.asked is self:
            school.accept_partnership(act, self.pair.partnership_id)
            self.pair.state = "active"
        elif self.pair is None and free and self.random.random() < 0.5:
            mate = self.random.choice(free)
            partnership_id = school.propose_partnership(act, partner_id=mate.member_id, note="Shall we look in weekly?")
            self.pair = mate.pair = Pair(partnership_id, mate)
        else:
            self._work(school, act, ready)

    def _check_in(self, school: Accountability, act: Act) -> None:
        assert self.pair is not None
        self.checked_in_at = act.at
        told, coming = words.moved(self.random), words.takeaway(self.random)
        confidence = self.random.choice((1, 2, 3, 3, 4, 4, 4, 5))
        school.check_in(act, self.pair.partnership_id, confidence=confidence, moved=told, next_step=coming)

    def _work(self, school: Accountability, act: Act, ready: Story | None) -> None:
        """Go on with a story, begin one, meet somebody new, or cheer and change a plan."""
        chance = self.random.random()
        if ready is not None:
            next_step(school, act, ready, self.random)
            self.stories = [story for story in self.stories if story.stage != OVER]
        elif self.fresh and self.goals and len(self.stories) < MOST_STORIES:
            self._begin_story(school, act)
        elif chance < 0.5 or not self.goals:
            self._add(school, act)
        elif chance < 0.7 and self.pair and self.pair.state == "active":
            school.cheer(act, self.pair.partnership_id)
        elif chance < 0.8:
            self._reschedule(school, act)
        elif chance < 0.85:
            goal_id, _ = self.goals.pop()
            school.close_goal(act, goal_id, reason=words.reason(self.random))
        else:
            self._add(school, act)

    def _begin_story(self, school: Accountability, act: Act) -> None:
        contact_id = self.fresh.pop(self.random.randrange(len(self.fresh)))
        goal_id = self.goals[-1][0] if self.random.random() < 0.9 else None
        if self.random.random() < 0.75:
            draft = words.draft(self.random)
            outreach_id = school.draft_outreach(act, contact_id=contact_id, goal_id=goal_id, draft=draft)
            stage, days = "drafted", 0.0
        else:
            outreach_id = school.log_outreach(act, contact_id=contact_id, goal_id=goal_id, channel="in_person")
            stage, days = "sent", self.random.uniform(0, 4)
        self.stories.append(Story(outreach_id, goal_id, stage, act.at + timedelta(days=days)))

    def _add(self, school: Accountability, act: Act) -> None:
        self.people += 1
        card, tie = words.card(self.random, self.people), self.random.choice(TIES)
        self.fresh.append(school.add_contact(act, card=card, tie=tie))

    def _reschedule(self, school: Accountability, act: Act) -> None:
        goal_id, was = self.goals.pop()
        due = was + timedelta(days=7)
        school.reschedule_goal(act, goal_id, due=due.date().isoformat(), reason=words.reason(self.random))
        self.goals.append((goal_id, due))

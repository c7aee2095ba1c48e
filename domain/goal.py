"""Goals: timebound networking promises. Nobody ticks one off; `domain.evidence` computes how far it has come."""

from dataclasses import field
from typing import Any, ClassVar
from uuid import UUID

from domain.act import Act
from domain.personal import Personal
from domain.refusal import HappenedElsewhere, Refusal
from domain.stream import Stream

MEASURES = ("contacted", "conversations", "follow_through")
LEVELS = ("", "I", "II", "III")
SHARINGS = ("private", "progress", "words")
MOST_PEOPLE = 100


class GoalAlreadyClosed(Refusal):
    """A closed goal stays as it is until it is reopened."""


class GoalNotClosed(Refusal):
    """Only a closed goal can be reopened."""


class SameDueDate(Refusal):
    """Rescheduling needs another date."""


class Goal(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id",)
    shape: ClassVar[int] = 2

    class Event(Stream.Event):
        member_id: UUID

    class Set(Stream.Created):
        """A promise for a local date (`due`, ISO) in the zone it was made in; `steps` are lines."""

        member_id: UUID
        statement: Personal
        template: str
        measure: str
        target: int
        due: str
        zone: str
        level: str
        steps: Personal

        def apply(self, goal: "Goal") -> None:
            goal.member_id = self.member_id
            goal.statement, goal.steps = self.statement, self.steps
            goal.measure, goal.target = self.measure, self.target
            goal.due, goal.zone = self.due, self.zone
            goal.closed, goal.sharing = False, "progress"

    class BroughtAlong(Stream.Created):
        """What an archive tells of a goal that is over: its terms, and how it ended elsewhere (`standing`).

        `first_id` is its id where it was set; `set_at` and `ended_at` ("" if it just ran out) are ISO, UTC; `reached`
        is how many people had counted; `reason` is why it was closed.
        """

        member_id: UUID
        first_id: UUID
        statement: Personal
        steps: Personal
        measure: str
        target: int
        due: str
        zone: str
        level: str
        set_at: str
        standing: str
        ended_at: str
        on_time: bool
        reached: int
        reason: Personal

        def apply(self, goal: "Goal") -> None:
            goal.member_id = self.member_id
            goal.statement, goal.steps = self.statement, self.steps
            goal.measure, goal.target = self.measure, self.target
            goal.due, goal.zone = self.due, self.zone
            goal.closed, goal.sharing, goal.elsewhere = True, "private", True

    class Reworded(Event):
        statement: Personal
        steps: Personal

        def apply(self, goal: "Goal") -> None:
            goal.statement, goal.steps = self.statement, self.steps

    class Rescheduled(Event):
        """Also before the date has passed; `was_due` (in `was_zone`) is the date given up."""

        was_due: str
        was_zone: str
        due: str
        zone: str
        reason: Personal

        def apply(self, goal: "Goal") -> None:
            goal.due, goal.zone = self.due, self.zone

    class SharingChosen(Event):
        """What the buddy may see: private (nothing), progress (counts and dates) or words (the statement too).

        Words are for whoever has agreed to be a buddy by then; who agrees later, or anew, sees progress.
        """

        sharing: str

        def apply(self, goal: "Goal") -> None:
            goal.sharing = self.sharing

    class Closed(Event):
        reason: Personal

        def apply(self, goal: "Goal") -> None:
            goal.closed = True

    class Reopened(Event):
        reason: Personal

        def apply(self, goal: "Goal") -> None:
            goal.closed = False

    member_id: UUID = field(init=False)
    statement: Personal = field(init=False)
    steps: Personal = field(init=False)
    measure: str = field(init=False)
    target: int = field(init=False)
    due: str = field(init=False)
    zone: str = field(init=False)
    sharing: str = field(init=False)
    closed: bool = field(init=False)
    elsewhere: bool = field(init=False, default=False)

    @classmethod
    def set(
        cls,
        act: Act,
        goal_id: UUID,
        *,
        member_id: UUID,
        statement: Personal,
        template: str,
        measure: str,
        target: int,
        due: str,
        zone: str,
        level: str,
        steps: Personal,
    ) -> "Goal":
        return cls.begin(
            cls.Set,
            act,
            goal_id,
            member_id=member_id,
            statement=statement,
            template=template,
            measure=measure,
            target=target,
            due=due,
            zone=zone,
            level=level,
            steps=steps,
        )

    @classmethod
    def bring_along(cls, act: Act, goal_id: UUID, **told: Any) -> "Goal":
        """`told`: the fields of BroughtAlong."""
        return cls.begin(cls.BroughtAlong, act, goal_id, **told)

    def reword(self, act: Act, *, statement: Personal, steps: Personal) -> None:
        self._must_be_open()
        if (statement, steps) != (self.statement, self.steps):
            self.tell(Goal.Reworded, act, statement=statement, steps=steps)

    def reschedule(self, act: Act, *, due: str, zone: str, reason: Personal) -> None:
        self._must_be_open()
        if (due, zone) == (self.due, self.zone):
            raise SameDueDate
        self.tell(Goal.Rescheduled, act, was_due=self.due, was_zone=self.zone, due=due, zone=zone, reason=reason)

    def choose_sharing(self, act: Act, sharing: str) -> None:
        """Words are told each time: they are for the buddies of that moment, who may be others than before."""
        self._must_be_of_here()
        if sharing != self.sharing or sharing == "words":
            self.tell(Goal.SharingChosen, act, sharing=sharing)

    def close(self, act: Act, reason: Personal) -> None:
        self._must_be_open()
        self.tell(Goal.Closed, act, reason=reason)

    def reopen(self, act: Act, reason: Personal) -> None:
        self._must_be_of_here()
        if not self.closed:
            raise GoalNotClosed
        self.tell(Goal.Reopened, act, reason=reason)

    def _must_be_of_here(self) -> None:
        if self.elsewhere:
            raise HappenedElsewhere

    def _must_be_open(self) -> None:
        self._must_be_of_here()
        if self.closed:
            raise GoalAlreadyClosed

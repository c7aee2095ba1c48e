"""What an archive would bring to this school, as facts: what comes, what is here already, what stays behind and why."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from domain.accountability.contacts import Card
from domain.accountability.told import GoalTold, StoryTold

KINDS = ("people", "stories", "takeaways", "goals")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that does not come. `kind` is one of KINDS, `name` what it is called, if that can be read.

    `why`: forgotten | removed | nobody (its person does not come) | withdrawn | repeated | no_story (its conversation
    does not come) | promise (only its owner makes one) | too_long | too_far | in_the_future | unreadable.
    """

    kind: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A goal that is open and can be promised anew; `template` is the key of what it was made from, or ""."""

    told: GoalTold
    template: str


@dataclass(slots=True)
class Plan:
    """Every row of the archive is once among what comes, in `here` (a count by kind: it is here already), or left out.

    `people` by tie, each with the id they get here; `introducers` as `import_contacts` takes them. A takeaway comes
    with its story; `goals_over` had ended before they came.
    """

    people: dict[str, dict[UUID, Card]] = field(default_factory=dict)
    introducers: dict[UUID, UUID] = field(default_factory=dict)
    stories: list[StoryTold] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    goals_over: list[GoalTold] = field(default_factory=list)
    here: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def coming(self) -> dict[str, int]:
        """How many of each kind."""
        return {
            "people": sum(map(len, self.people.values())),
            "stories": len(self.stories),
            "takeaways": sum(story.takeaway is not None for story in self.stories),
            "goals": len(self.promises) + len(self.goals_over),
        }

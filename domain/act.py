"""Who does something, through which door, when, under which command id; every verb takes one first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

SCHEDULER = "system:scheduler"
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Act:
    """One request to change something.

    by: a member id as ``str(UUID)``, or one of SCHEDULER, OPERATOR.
    door: "page", "api", "command line", "scheduler" or "demo".
    at: an aware UTC instant; it becomes the recorded time of the events.
    command_id: chosen by the caller; saying the same thing twice under it has one effect.
    fingerprint: of what was asked, opaque and keyed ("" when unknown); the same command id with another is refused.
    """

    by: str
    door: str
    at: datetime
    command_id: UUID
    fingerprint: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act needs an aware instant")

    def new_id(self, kind: str) -> UUID:
        """The id of the one `kind` this act creates: the same act always names the same thing."""
        return uuid5(self.command_id, f"{self.by}|{kind}")

    def part(self, name: str) -> "Act":
        """One step of a larger act (an import row, a draw), with a command id of its own."""
        return Act(self.by, self.door, self.at, uuid5(self.command_id, name), self.fingerprint)

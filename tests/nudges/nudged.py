"""A channel that remembers, fails or crashes as a test says; the rest of a nudge's way is real."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from domain.nudge import Nudge
from nudges.channels import Message
from nudges.tick import tick
from nudges.turn import TickReport
from projections.inbox import inbox
from tests.cast import ADA, Player, School


@dataclass
class Outbox:
    """Takes every letter; `trouble` is raised before it is taken, `trouble_after` when it was."""

    sent: list[Message] = field(default_factory=list)
    trouble: BaseException | None = None
    trouble_after: BaseException | None = None
    asked: int = 0
    meanwhile: Callable[[], object] = lambda: None

    def send(self, message: Message) -> None:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(message)
        self.meanwhile()
        if self.trouble_after is not None:
            raise self.trouble_after


class Nudged(School):
    """A school with its scheduler: `tick()` says what is due, letters land in `outbox`."""

    def __init__(self, school: School) -> None:
        self.folder, self.clock, self.services = school.folder, school.clock, school.services
        self.outbox = Outbox()

    def tick(self) -> TickReport:
        return tick(self.services, self.outbox)

    def told(self, who: Player = ADA) -> list[str]:
        """What the inbox holds: rule and moment, newest first."""
        return [f"{n.rule} {n.slot.rpartition('|')[2]}" for n in inbox(self.views, who.id)]

    def outcomes(self, channel: str = "inbox") -> list[str]:
        """What became of each slot, in the order of the record: its moment, the outcome and the reason."""
        found = []
        for recorded in self.services.accountability.after(0, 100_000):
            event = recorded.event
            if isinstance(event, Nudge.Event) and not isinstance(event, Nudge.Claimed) and event.channel == channel:
                words = [event.slot.rpartition("|")[2], type(event).__name__, getattr(event, "reason", "")]
                found.append(" ".join(word for word in words if word))
        return found

    def deliveries(self, channel: str = "inbox") -> list[UUID]:
        """The nudge ids of recorded deliveries."""
        events = [recorded.event for recorded in self.services.accountability.after(0, 100_000)]
        return [e.originator_id for e in events if isinstance(e, Nudge.Delivered) and e.channel == channel]

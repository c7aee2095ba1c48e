"""What every aggregate has in common: events that say who, how and under which command, and hearing a thing once."""

from dataclasses import field
from typing import Any, ClassVar, Self
from uuid import UUID

from eventsourcing.domain import Aggregate

from domain.act import Act
from domain.refusal import CommandReused


class Stream(Aggregate):
    """One history. Subclasses nest their events (past tense), each with an `apply` of plain assignments."""

    # Ids written on every event of the stream beside the act, so that one event alone says whom and what it concerns.
    carries: ClassVar[tuple[str, ...]] = ("member_id",)

    # What a replay leaves on an aggregate: raised with every change to its fields or to what an `apply` does, so that
    # no snapshot of another shape is taken for it.
    shape: ClassVar[int] = 1

    # The fingerprint of each act that was told here.
    acts: dict[str, str] = field(init=False, default_factory=dict)

    class Event(Aggregate.Event):
        by: str
        door: str
        command_id: UUID
        fingerprint: str

        def mutate(self, aggregate: Any) -> Any:
            changed: Any = super().mutate(aggregate)
            changed.acts[_said(self.by, self.command_id)] = self.fingerprint
            return changed

        def concerns(self) -> tuple[UUID, ...]:
            """The people (or the cohort) whose history this belongs to."""
            return (self.member_id,)  # type: ignore[attr-defined]  # all but cohorts and partnerships carry it

    class Created(Event, Aggregate.Created):
        pass

    @classmethod
    def begin(cls, event: type[Created], act: Act, new_id: UUID, /, **fields: Any) -> Self:
        """Start a stream with its first event, stamped with the act."""
        return cls._create(event, id=new_id, **_stamp(act), **fields)

    def tell(self, event: type[Event], act: Act, /, **fields: Any) -> None:
        """Record an event, stamped with the act and with the ids this stream carries."""
        ids = {name: getattr(self, name) for name in self.carries}
        self.trigger_event(event, **_stamp(act), **ids, **fields)

    def heard(self, act: Act) -> bool:
        """Whether this very act was already recorded here.

        Raises CommandReused when its command id came before with another fingerprint.
        """
        fingerprint = self.acts.get(_said(act.by, act.command_id))
        if fingerprint is None:
            return False
        if fingerprint != act.fingerprint:
            raise CommandReused
        return True


def _said(by: str, command_id: UUID) -> str:
    # The same command id of somebody else is another command.
    return f"{by}|{command_id.hex}"


def _stamp(act: Act) -> dict[str, Any]:
    return {
        "timestamp": act.at,
        "by": act.by,
        "door": act.door,
        "command_id": act.command_id,
        "fingerprint": act.fingerprint,
    }

"""Use cases about nudges: claiming a slot, recording what became of it, putting it away."""

from collections.abc import Callable
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from domain.accountability.desk import Desk
from domain.act import Act
from domain.nudge import Nudge


class Nudges(Desk):
    def claim_nudge(
        self, act: Act, *, member_id: UUID, rule: str, thing_id: UUID, channel: str, slot: str, facts: dict[str, str]
    ) -> UUID | None:
        """The id of the nudge if this caller is the one who may send it, None if somebody else has the slot."""
        nudge = Nudge.claim(
            act, member_id=member_id, rule=rule, thing_id=thing_id, channel=channel, slot=slot, facts=facts
        )
        try:
            self._keep(nudge)
        except IntegrityError:
            return None
        return nudge.id

    def claim_nudge_again(self, act: Act, nudge_id: UUID) -> None:
        self._settle(act, nudge_id, lambda nudge: nudge.claim_again(act))

    def record_delivery(self, act: Act, nudge_id: UUID) -> None:
        self._settle(act, nudge_id, lambda nudge: nudge.deliver(act))

    def suppress_nudge(self, act: Act, nudge_id: UUID, *, reason: str) -> None:
        self._settle(act, nudge_id, lambda nudge: nudge.suppress(act, reason))

    def record_channel_refusal(self, act: Act, nudge_id: UUID, *, reason: str) -> None:
        self._settle(act, nudge_id, lambda nudge: nudge.refuse(act, reason))

    def give_up_nudge(self, act: Act, nudge_id: UUID, *, reason: str) -> None:
        self._settle(act, nudge_id, lambda nudge: nudge.give_up(act, reason))

    def put_nudge_away(self, act: Act, nudge_id: UUID) -> None:
        """Done with it in the inbox."""
        self._change(act, lambda: self._own(Nudge, nudge_id, act), lambda nudge: nudge.put_away(act))

    def _settle(self, act: Act, nudge_id: UUID, decide: Callable[[Nudge], None]) -> None:
        self._change(act, lambda: self._get(Nudge, nudge_id), decide)

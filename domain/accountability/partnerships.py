"""Use cases about partnerships: asking, consenting, checking in, cheering, pausing and ending."""

from collections.abc import Callable
from uuid import UUID

from domain.accountability.desk import Desk, whole
from domain.act import SCHEDULER, Act
from domain.member import Member
from domain.partnership import CADENCES, AlreadyPartners, Partnership
from domain.personal import Personal
from domain.refusal import NotFound, Unusable
from domain.wording import line


class Partnerships(Desk):
    def propose_partnership(self, act: Act, *, partner_id: UUID, cadence_days: int = 7, note: str = "") -> UUID:
        """Ask somebody to be each other's buddy; nothing is shared before they say yes. Staff are not there to ask."""
        if cadence_days not in CADENCES:
            raise Unusable(field="cadence_days", why="not_a_choice")
        one, zone = self._actor(act), self._zone(act)
        words = Personal(line(note, "note", required=False, most=500), one)
        partner = self._get(Member, partner_id)
        if partner.role == "staff" or partner.erased or partner.closed:
            raise NotFound
        partnership_id = Partnership.id_for(one, partner_id)

        def propose() -> Partnership:
            rival = self._find(Partnership, partnership_id)
            if rival is not None:
                raise AlreadyPartners(state=rival.state)
            return Partnership.propose(act, one=one, other=partner_id, cadence_days=cadence_days, zone=zone, note=words)

        if self._find(Partnership, partnership_id) is None:
            self._begin(act, Partnership, partnership_id, propose)
        else:
            self._between(
                act,
                partnership_id,
                lambda p: p.propose_again(act, by=one, cadence_days=cadence_days, zone=zone, note=words),
            )
        return partnership_id

    def accept_partnership(self, act: Act, partnership_id: UUID) -> None:
        self._between(act, partnership_id, lambda p: p.accept(act, self._actor(act)))

    def decline_partnership(self, act: Act, partnership_id: UUID) -> None:
        self._between(act, partnership_id, lambda p: p.decline(act, self._actor(act)))

    def withdraw_proposal(self, act: Act, partnership_id: UUID) -> None:
        self._between(act, partnership_id, lambda p: p.withdraw(act, self._actor(act)))

    def pause_partnership(self, act: Act, partnership_id: UUID, *, until: str = "") -> None:
        """Until a local date (ISO, today or later), or open-ended; no check-in falls due meanwhile, for either."""
        zone = self._zone(act)
        self._between(
            act,
            partnership_id,
            lambda p: p.pause(act, until=self._due(act, until, zone, "until") if until else "", zone=zone),
        )

    def resume_partnership(self, act: Act, partnership_id: UUID) -> None:
        self._between(act, partnership_id, lambda p: p.resume(act))

    def end_partnership(self, act: Act, partnership_id: UUID) -> None:
        """Either may, alone and without a reason; sharing stops with it."""
        self._between(act, partnership_id, lambda p: p.end(act, self._actor(act)))

    def check_in(
        self, act: Act, partnership_id: UUID, *, confidence: int, moved: str = "", next_step: str = ""
    ) -> None:
        """Tell the partner how it goes: confidence 1 to 5, what moved, what next."""
        whole(confidence, "confidence", least=1, most=5)
        by = self._actor(act)
        told = Personal(line(moved, "moved", required=False, most=1_000), by)
        coming = Personal(line(next_step, "next_step", required=False, most=1_000), by)
        self._between(
            act,
            partnership_id,
            lambda p: p.check_in(act, by=by, confidence=confidence, moved=told, next_step=coming),
        )

    def cheer(self, act: Act, partnership_id: UUID) -> None:
        self._between(act, partnership_id, lambda p: p.cheer(act, self._actor(act)))

    def _between(self, act: Act, partnership_id: UUID, decide: Callable[[Partnership], None]) -> None:
        """Only the two (and the scheduler, when a pause is over) may touch it: for all others it does not exist."""

        def find() -> Partnership:
            partnership = self._get(Partnership, partnership_id)
            if act.by != SCHEDULER and self._actor(act) not in partnership.member_ids:
                raise NotFound
            return partnership

        self._change(act, find, decide)

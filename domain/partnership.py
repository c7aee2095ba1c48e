"""Partnerships: two people who agreed to be each other's buddy; consent comes first, either may end it alone."""

from dataclasses import field
from typing import ClassVar
from uuid import UUID, uuid5

from domain.act import Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream

CADENCES = (3, 7, 14)


class NotYourself(Refusal):
    """A buddy is somebody else."""


class AlreadyPartners(Refusal):
    """There is a proposal or a partnership between the two; facts: state."""


class NotYoursToAccept(Refusal):
    """Only the one who was asked can say yes or no."""


class NotYoursToWithdraw(Refusal):
    """Only the one who asked can take it back."""


class NoProposal(Refusal):
    """There is nothing to answer; facts: state."""


class NotActive(Refusal):
    """That needs a partnership that both agreed to and that is not paused; facts: state."""


class NotPaused(Refusal):
    """There is nothing to resume; facts: state."""


class PartnershipOver(Refusal):
    """It has ended; propose again to start anew."""


class Partnership(Stream):
    """One stream for each pair of people, however often they start anew: two rival proposals meet in it."""

    carries: ClassVar[tuple[str, ...]] = ("member_ids",)
    shape: ClassVar[int] = 2

    class Event(Stream.Event):
        member_ids: list[UUID]

        def concerns(self) -> tuple[UUID, ...]:
            return tuple(self.member_ids)

    class Proposed(Stream.Created):
        """`proposed_by` asks the other of `member_ids`; a check-in is due every `cadence_days`, counted in `zone`."""

        member_ids: list[UUID]
        proposed_by: UUID
        cadence_days: int
        zone: str
        note: Personal

        def apply(self, partnership: "Partnership") -> None:
            partnership.member_ids = self.member_ids
            partnership.state, partnership.proposed_by = "proposed", self.proposed_by

        def concerns(self) -> tuple[UUID, ...]:
            return tuple(self.member_ids)

    class ProposedAgain(Event):
        proposed_by: UUID
        cadence_days: int
        zone: str
        note: Personal

        def apply(self, partnership: "Partnership") -> None:
            partnership.state, partnership.proposed_by = "proposed", self.proposed_by

    class Accepted(Event):
        def apply(self, partnership: "Partnership") -> None:
            partnership.state, partnership.agreed = "active", self.originator_version

    class Declined(Event):
        def apply(self, partnership: "Partnership") -> None:
            partnership.state = "declined"

    class Withdrawn(Event):
        def apply(self, partnership: "Partnership") -> None:
            partnership.state = "withdrawn"

    class Paused(Event):
        """`until` is a local date in `zone`, or "" for open-ended."""

        until: str
        zone: str

        def apply(self, partnership: "Partnership") -> None:
            partnership.state = "paused"

    class Resumed(Event):
        def apply(self, partnership: "Partnership") -> None:
            partnership.state = "active"

    class Ended(Event):
        ended_by: UUID

        def apply(self, partnership: "Partnership") -> None:
            partnership.state = "ended"

    class CheckedIn(Event):
        """How it goes, told by one to the other: confidence 1 to 5, what moved, what next."""

        checked_in_by: UUID
        confidence: int
        moved: Personal
        next_step: Personal

    class Cheered(Event):
        cheered_by: UUID

    member_ids: list[UUID] = field(init=False)
    proposed_by: UUID = field(init=False)
    state: str = field(init=False)
    # The version at which both had said yes, which tells one agreement of the two from another; 0 before the first.
    agreed: int = field(init=False, default=0)

    @staticmethod
    def id_for(one: UUID, other: UUID) -> UUID:
        first, second = sorted((one, other))
        return uuid5(first, f"partnership|{second}")

    @classmethod
    def propose(
        cls, act: Act, *, one: UUID, other: UUID, cadence_days: int, zone: str, note: Personal
    ) -> "Partnership":
        if one == other:
            raise NotYourself
        return cls.begin(
            cls.Proposed,
            act,
            cls.id_for(one, other),
            member_ids=sorted((one, other)),
            proposed_by=one,
            cadence_days=cadence_days,
            zone=zone,
            note=note,
        )

    def propose_again(self, act: Act, *, by: UUID, cadence_days: int, zone: str, note: Personal) -> None:
        if self.state in ("proposed", "active", "paused"):
            raise AlreadyPartners(state=self.state)
        self.tell(Partnership.ProposedAgain, act, proposed_by=by, cadence_days=cadence_days, zone=zone, note=note)

    def accept(self, act: Act, by: UUID) -> None:
        self._must_be_asked(by)
        self.tell(Partnership.Accepted, act)

    def decline(self, act: Act, by: UUID) -> None:
        self._must_be_asked(by)
        self.tell(Partnership.Declined, act)

    def withdraw(self, act: Act, by: UUID) -> None:
        self._must_be_proposed()
        if by != self.proposed_by:
            raise NotYoursToWithdraw
        self.tell(Partnership.Withdrawn, act)

    def pause(self, act: Act, *, until: str, zone: str) -> None:
        self._must_be_active()
        self.tell(Partnership.Paused, act, until=until, zone=zone)

    def resume(self, act: Act) -> None:
        if self.state != "paused":
            raise NotPaused(state=self.state)
        self.tell(Partnership.Resumed, act)

    def end(self, act: Act, by: UUID) -> None:
        self.must_be_agreed()
        self.tell(Partnership.Ended, act, ended_by=by)

    def check_in(self, act: Act, *, by: UUID, confidence: int, moved: Personal, next_step: Personal) -> None:
        self._must_be_active()
        self.tell(Partnership.CheckedIn, act, checked_in_by=by, confidence=confidence, moved=moved, next_step=next_step)

    def cheer(self, act: Act, by: UUID) -> None:
        self._must_be_active()
        self.tell(Partnership.Cheered, act, cheered_by=by)

    def must_be_agreed(self) -> None:
        """Both said yes, and neither has ended it; it may be paused."""
        if self.state not in ("active", "paused"):
            raise PartnershipOver if self.state == "ended" else NotActive(state=self.state)

    def _must_be_proposed(self) -> None:
        if self.state != "proposed":
            raise NoProposal(state=self.state)

    def _must_be_asked(self, by: UUID) -> None:
        self._must_be_proposed()
        if by == self.proposed_by:
            raise NotYoursToAccept

    def _must_be_active(self) -> None:
        if self.state == "ended":
            raise PartnershipOver
        if self.state != "active":
            raise NotActive(state=self.state)

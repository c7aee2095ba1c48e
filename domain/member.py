"""Members: the people who signed up (students, mentors, staff) and what was done to their record."""

from dataclasses import field
from typing import Any, ClassVar
from uuid import UUID

from domain.act import Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream

ROLES = ("student", "mentor", "staff")


class AlreadyInCohort(Refusal):
    """The member is in that cohort."""


class NotInCohort(Refusal):
    """The member is not in that cohort."""


class MemberErased(Refusal):
    """They asked to be forgotten, and were."""


class AccountClosed(Refusal):
    """Nobody comes into it, and no way in is made, until somebody on the staff opens it again."""


class AccountNotClosed(Refusal):
    """It is open already."""


class NotOnesOwn(Refusal):
    """Nobody closes their own account: so somebody on the staff always stays."""


class Member(Stream):
    shape: ClassVar[int] = 3

    class Event(Stream.Event):
        member_id: UUID

    class Joined(Stream.Created):
        member_id: UUID
        name: Personal
        address: Personal
        role: str
        zone: str
        cohort_id: UUID | None

        def apply(self, member: "Member") -> None:
            member.member_id = self.member_id
            member.name, member.address = self.name, self.address
            member.role, member.zone = self.role, self.zone
            member.cohorts = [] if self.cohort_id is None else [self.cohort_id]
            member.nudged = True
            member.closed, member.erased, member.erase_from = False, False, ""

    class Renamed(Event):
        name: Personal

        def apply(self, member: "Member") -> None:
            member.name = self.name

    class AddressChanged(Event):
        """To one that they have proven to read mail at: it is how they sign in."""

        address: Personal

        def apply(self, member: "Member") -> None:
            member.address = self.address

    class Moved(Event):
        """To another time zone; promises already made keep the zone they were made in."""

        zone: str

        def apply(self, member: "Member") -> None:
            member.zone = self.zone

    class NudgesSwitched(Event):
        on: bool

        def apply(self, member: "Member") -> None:
            member.nudged = self.on

    class CohortJoined(Event):
        cohort_id: UUID

        def apply(self, member: "Member") -> None:
            member.cohorts.append(self.cohort_id)

    class CohortLeft(Event):
        cohort_id: UUID

        def apply(self, member: "Member") -> None:
            member.cohorts.remove(self.cohort_id)

    class HistoryOpened(Event):
        """Somebody on the staff was shown this member's history: recorded before the page is."""

        reason: Personal

    class LinkMade(Event):
        """A one-time link with which a password for this account is chosen: recorded before there is one."""

    class TokenMade(Event):
        """A bearer token with which programs act as this member: recorded before there is one."""

    class ProviderConnected(Event):
        """Their account at the school's sign-in provider opens this one: recorded before it does."""

    class SecondFactorRemoved(Event):
        """By an operator, for somebody who lost phone and codes: recorded before a password alone opens the door."""

    class Closed(Event):
        """By somebody on the staff: no door opens any more, and nothing is erased."""

        reason: Personal

        def apply(self, member: "Member") -> None:
            member.closed = True

    class Reopened(Event):
        def apply(self, member: "Member") -> None:
            member.closed = False

    class ErasureRequested(Event):
        """All that is written about them is to become unreadable; `erase_from` is the ISO instant from when."""

        erase_from: str

        def apply(self, member: "Member") -> None:
            member.erase_from = self.erase_from

    class ErasureCancelled(Event):
        def apply(self, member: "Member") -> None:
            member.erase_from = ""

    class Erased(Event):
        """Their key is gone, and the keys of so many `contacts` of theirs."""

        contacts: int

        def apply(self, member: "Member") -> None:
            member.erased, member.erase_from = True, ""

    member_id: UUID = field(init=False)
    name: Personal = field(init=False)
    address: Personal = field(init=False)
    role: str = field(init=False)
    zone: str = field(init=False)
    cohorts: list[UUID] = field(init=False)
    nudged: bool = field(init=False)
    closed: bool = field(init=False)
    erased: bool = field(init=False)
    erase_from: str = field(init=False)

    @classmethod
    def join(
        cls,
        act: Act,
        member_id: UUID,
        *,
        name: Personal,
        address: Personal,
        role: str,
        zone: str,
        cohort_id: UUID | None,
    ) -> "Member":
        return cls.begin(
            cls.Joined,
            act,
            member_id,
            member_id=member_id,
            name=name,
            address=address,
            role=role,
            zone=zone,
            cohort_id=cohort_id,
        )

    def rename(self, act: Act, name: Personal) -> None:
        if name != self.name:
            self.tell(Member.Renamed, act, name=name)

    def change_address(self, act: Act, address: Personal) -> None:
        if address != self.address:
            self.tell(Member.AddressChanged, act, address=address)

    def move(self, act: Act, zone: str) -> None:
        if zone != self.zone:
            self.tell(Member.Moved, act, zone=zone)

    def switch_nudges(self, act: Act, *, on: bool) -> None:
        if on != self.nudged:
            self.tell(Member.NudgesSwitched, act, on=on)

    def join_cohort(self, act: Act, cohort_id: UUID) -> None:
        if cohort_id in self.cohorts:
            raise AlreadyInCohort
        self.tell(Member.CohortJoined, act, cohort_id=cohort_id)

    def leave_cohort(self, act: Act, cohort_id: UUID) -> None:
        if cohort_id not in self.cohorts:
            raise NotInCohort
        self.tell(Member.CohortLeft, act, cohort_id=cohort_id)

    def open_history(self, act: Act, reason: Personal) -> None:
        self.tell(Member.HistoryOpened, act, reason=reason)

    def record_link(self, act: Act) -> None:
        self._must_be_open()
        self.tell(Member.LinkMade, act)

    def record_token(self, act: Act) -> None:
        self._must_be_open()
        self.tell(Member.TokenMade, act)

    def record_provider(self, act: Act) -> None:
        self._must_be_open()
        self.tell(Member.ProviderConnected, act)

    def record_second_factor_removed(self, act: Act) -> None:
        self._must_be_open()
        self.tell(Member.SecondFactorRemoved, act)

    def close(self, act: Act, reason: Personal) -> None:
        self._must_be_open()
        if act.by == str(self.member_id):
            raise NotOnesOwn
        self.tell(Member.Closed, act, reason=reason)

    def reopen(self, act: Act) -> None:
        if not self.closed:
            raise AccountNotClosed
        self.tell(Member.Reopened, act)

    def request_erasure(self, act: Act, *, erase_from: str) -> None:
        """Also sooner than was asked before; later, only after it was cancelled."""
        if not self.erased and (not self.erase_from or erase_from < self.erase_from):
            self.tell(Member.ErasureRequested, act, erase_from=erase_from)

    def cancel_erasure(self, act: Act) -> None:
        if self.erase_from:
            self.tell(Member.ErasureCancelled, act)

    def complete_erasure(self, act: Act, *, contacts: int) -> None:
        if not self.erased:
            self.tell(Member.Erased, act, contacts=contacts)

    def tell(self, event: type[Stream.Event], act: Act, /, **fields: Any) -> None:
        if self.erased:
            raise MemberErased
        super().tell(event, act, **fields)

    def _must_be_open(self) -> None:
        if self.closed:
            raise AccountClosed

"""Members: the people who signed up (students, mentors, staff) and what was done to their record."""

from dataclasses import field
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


class Member(Stream):
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

    class Renamed(Event):
        name: Personal

        def apply(self, member: "Member") -> None:
            member.name = self.name

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

    member_id: UUID = field(init=False)
    name: Personal = field(init=False)
    address: Personal = field(init=False)
    role: str = field(init=False)
    zone: str = field(init=False)
    cohorts: list[UUID] = field(init=False)
    nudged: bool = field(init=False)

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
        self.tell(Member.LinkMade, act)

    def record_token(self, act: Act) -> None:
        self.tell(Member.TokenMade, act)

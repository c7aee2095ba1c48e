"""Inviting a cohort by a list: who of it is new to the school, and letting them in, nobody twice."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from domain.accountability.members import AddressTaken
from domain.act import Act
from domain.roster import Invitee, read
from domain.table_file import Skipped
from projections.services import Services


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What an invitation would do. Every record of the list is in exactly one of the four, in the list's order."""

    new: tuple[Invitee, ...]
    known: tuple[Invitee, ...]
    repeated: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]

    @property
    def records(self) -> int:
        return len(self.new) + len(self.known) + len(self.repeated) + len(self.skipped)


def plan_roster(services: Services, data: bytes) -> RosterPlan:
    """Read a list and find who has an account already, by their address; changes nothing. Raises NotARoster."""
    reading = read(data)
    here = {person.row for person in reading.people if services.vault.member_with(person.address) is not None}
    new, known = ([p for p in reading.people if (p.row in here) is there] for there in (False, True))
    return RosterPlan(tuple(new), tuple(known), reading.repeated, reading.skipped)


def let_in(services: Services, act: Act, people: Collection[Invitee], *, cohort_id: UUID, zone: str) -> list[UUID]:
    """Add to the cohort whoever has no account; those without a time zone live in `zone`. Returns the new members.

    Each by a part of the act that is named by their row: the same act for the same list goes on where it was
    interrupted, whatever zone is said by then, and returns also those whom it had added before.
    """
    added = []
    for person in people:
        step = replace(act.part(f"row {person.row}"), fingerprint="")
        try:
            member_id = services.accountability.add_member(
                step,
                name=person.name,
                address=person.address,
                role=person.role,
                zone=person.zone or zone,
                cohort_id=cohort_id,
            )
        except AddressTaken:
            continue
        # Before there is a letter with a way in.
        services.accountability.record_link(step.part("invitation"), member_id)
        added.append(member_id)
    return added

"""Inviting a cohort by a list: who of it is new to the school, and letting them in, nobody twice."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from domain.accountability.members import AddressTaken
from domain.act import Act
from domain.roster import Invitee, read
from domain.table_file import Skipped
from projections import people as members
from projections.services import Services
from store.outbox import REMEMBERED


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


def plan_roster(services: Services, data: bytes, act: Act) -> RosterPlan:
    """Read a list and find who has an account already, by their address; changes nothing. Raises NotARoster.

    Whom `let_in` would go on with under this act, since it was interrupted before, is as good as new.
    """
    reading = read(data)
    here = {person.row for person in reading.people if _is_done(services, act, person)}
    new, known = ([p for p in reading.people if (p.row in here) is there] for there in (False, True))
    return RosterPlan(tuple(new), tuple(known), reading.repeated, reading.skipped)


def let_in(services: Services, act: Act, people: Collection[Invitee], *, cohort_id: UUID, zone: str) -> list[UUID]:
    """Add to the cohort whoever has no account, with a letter to each; those without a time zone live in `zone`.

    Returns the new members. Each by a part of the act that is named by their row: within a day, the same act for the
    same list goes on where it was interrupted, whatever zone is said by then, and returns also those whom it had added
    before. Nobody is left without a letter by that, and nobody gets two.
    """
    added = []
    for person in people:
        step, done = _step(act, person), _is_done(services, act, person)
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
        if not done:
            invitation = step.part("invitation")
            services.accountability.record_link(invitation, member_id)
            letter_id = invitation.new_id("letter")
            services.outbox.put("invitation", act.at, member_id=member_id, letter_id=letter_id)
        added.append(member_id)
    return added


def _is_done(services: Services, act: Act, person: Invitee) -> bool:
    """Whether they have an account; and if this act gave it to them within a day, whether a letter was asked for."""
    step, owner = _step(act, person), services.vault.member_with(person.address)
    if owner != step.new_id("member"):
        return owner is not None
    member = members.person(services.views, owner)
    if member is None:
        return False
    return act.at - member.joined_at >= REMEMBERED or services.outbox.knows(step.part("invitation").new_id("letter"))


def _step(act: Act, person: Invitee) -> Act:
    return replace(act.part(f"row {person.row}"), fingerprint="")

"""Use cases about members and cohorts: joining, settings, and staff opening a history."""

from uuid import UUID

from domain.accountability.desk import Desk, one_of
from domain.act import OPERATOR, Act
from domain.cohort import Cohort
from domain.dates import zone as usable_zone
from domain.member import ROLES, Member
from domain.personal import Personal
from domain.refusal import NotFound, Refusal, Unusable
from domain.same_person import is_address
from domain.wording import ADDRESS, line


class AddressTaken(Refusal):
    """A member with that address is here already."""


class Members(Desk):
    def open_cohort(self, act: Act, *, name: str) -> UUID:
        self._must_be_staff(act)
        name, cohort_id = line(name, "name"), act.new_id("cohort")
        self._begin(act, Cohort, cohort_id, lambda: Cohort.open(act, cohort_id, name=name))
        return cohort_id

    def rename_cohort(self, act: Act, cohort_id: UUID, *, name: str) -> None:
        self._must_be_staff(act)
        name = line(name, "name")
        self._change(act, lambda: self._get(Cohort, cohort_id), lambda cohort: cohort.rename(act, name))

    def add_member(
        self, act: Act, *, name: str, address: str, role: str, zone: str, cohort_id: UUID | None = None
    ) -> UUID:
        """Raises AddressTaken when somebody with that address is a member already."""
        self._must_be_staff(act)
        name, address = line(name, "name"), _usable(address)
        one_of(role, ROLES, "role")
        zone = usable_zone(zone)
        if cohort_id is not None:
            self._get(Cohort, cohort_id)
        known = self._find(Member, act.new_id("member"))
        if known is not None and self._heard(known, act):
            return known.id  # before the address is claimed: a command that is refused may not keep one
        member_id = self.secrets.claim_address(address, act.new_id("member"))

        def join() -> Member:
            if self._find(Member, member_id) is not None:
                raise AddressTaken
            return Member.join(
                act,
                member_id,
                name=Personal(name, member_id),
                address=Personal(address, member_id),
                role=role,
                zone=zone,
                cohort_id=cohort_id,
            )

        self._begin(act, Member, member_id, join)
        return member_id

    def join_cohort(self, act: Act, member_id: UUID, *, cohort_id: UUID) -> None:
        self._must_be_staff(act)
        self._get(Cohort, cohort_id)
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.join_cohort(act, cohort_id))

    def leave_cohort(self, act: Act, member_id: UUID, *, cohort_id: UUID) -> None:
        self._must_be_staff(act)
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.leave_cohort(act, cohort_id))

    def change_settings(self, act: Act, *, name: str, zone: str, nudges: bool) -> None:
        """All three at once, as the settings page asks them; what did not change leaves no event."""
        member_id = self._actor(act)
        zone = usable_zone(zone)
        new_name = Personal(line(name, "name"), member_id)

        def decide(member: Member) -> None:
            member.rename(act, new_name)
            member.move(act, zone)
            member.switch_nudges(act, on=nudges)

        self._change(act, lambda: self._get(Member, member_id), decide)

    def change_address(self, act: Act, *, address: str) -> None:
        """To one that the actor has proven to read mail at. Raises AddressTaken.

        Claimed before it is recorded, and the old one is free only after: no address is ever nobody's in between.
        """
        member_id, address = self._actor(act), _usable(address)
        if not self._heard(self._get(Member, member_id), act):
            if self.secrets.claim_address(address, member_id) != member_id:
                raise AddressTaken
            new = Personal(address, member_id)
            self._change(act, lambda: self._get(Member, member_id), lambda member: member.change_address(act, new))
        self.free_addresses(member_id)

    def free_addresses(self, member_id: UUID) -> None:
        """Whatever was claimed for this member and is not their address: left behind, or claimed and never recorded.

        Not while they may be changing it.
        """
        self.secrets.release_addresses(member_id, but=self._get(Member, member_id).address.text)

    def switch_nudges(self, act: Act, member_id: UUID, *, on: bool) -> None:
        """Only by the member; also from the link in a mail, where they are known by its signature."""
        self._change(act, lambda: self._own(Member, member_id, act), lambda member: member.switch_nudges(act, on=on))

    def open_history(self, act: Act, member_id: UUID, *, reason: str) -> None:
        """Record that somebody on the staff looks at this member's history, and why, before they are shown it."""
        self._must_be_staff(act)
        because = Personal(line(reason, "reason"), member_id)
        if self._find(Member, member_id) is None:
            raise NotFound
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.open_history(act, because))

    def record_link(self, act: Act, member_id: UUID) -> bool:
        """Record that a link to choose this member's password is about to be made; whoever makes it asks this first.

        False when this very act was recorded before: then the link was made, and may have been used.
        """
        self._must_be_staff(act)
        if self._heard(self._get(Member, member_id), act):
            return False
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.record_link(act))
        return True

    def record_token(self, act: Act, member_id: UUID) -> None:
        """As `record_link`, of a token for programs; the member's own affair, or the operator's."""
        if act.by not in (str(member_id), OPERATOR):
            raise NotFound
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.record_token(act))

    def record_provider(self, act: Act, member_id: UUID) -> None:
        """As `record_link`, of their account at the school's sign-in provider; only by the member."""
        self._change(act, lambda: self._own(Member, member_id, act), lambda member: member.record_provider(act))

    def record_second_factor_removed(self, act: Act, member_id: UUID) -> None:
        """As `record_link`, of the second factor being taken off; only by an operator, who saw who they are."""
        if act.by != OPERATOR:
            raise NotFound
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.record_second_factor_removed(act))


def _usable(address: str) -> str:
    address = line(address, "address", most=ADDRESS)
    if not is_address(address):
        raise Unusable(field="address", why="no_address")
    return address

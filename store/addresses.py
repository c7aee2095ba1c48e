"""Which address is whose: a member has it by claiming it first, and only its mark is kept."""

from uuid import UUID

from sqlalchemy import Column, Table, Text, delete, select

from domain.same_person import address as comparable_address
from store.keys import METADATA
from store.secrets import Secrets

claimed_address = Table(
    "claimed_address", METADATA, Column("mark", Text, primary_key=True), Column("member_id", Text, nullable=False)
)


class Addresses(Secrets):
    """An address that was written another way is the same one."""

    def claim_address(self, address: str, member_id: UUID) -> UUID:
        """The member this address belongs to: the one given, unless somebody claimed it before."""
        mark = self._address_mark(address)
        with self.database.write() as connection:
            connection.execute(
                self.database.insert(claimed_address).on_conflict_do_nothing(),
                {"mark": mark, "member_id": str(member_id)},
            )
            owner = connection.execute(
                select(claimed_address.c.member_id).where(claimed_address.c.mark == mark)
            ).scalar()
        return UUID(owner)

    def member_with(self, address: str) -> UUID | None:
        """The member id behind an address, None if nobody has it."""
        with self.database.read() as connection:
            owner = connection.execute(
                select(claimed_address.c.member_id).where(claimed_address.c.mark == self._address_mark(address))
            ).scalar()
        return None if owner is None else UUID(owner)

    def release_addresses(self, member_id: UUID, *, but: str = "") -> None:
        """Whoever comes with such an address from now on is somebody new; not with the one that is kept."""
        theirs = claimed_address.c.member_id == str(member_id)
        with self.database.write() as connection:
            connection.execute(delete(claimed_address).where(theirs, claimed_address.c.mark != self._address_mark(but)))

    def _address_mark(self, address: str) -> str:
        return self.mark(f"member address {comparable_address(address) or address.casefold()}")

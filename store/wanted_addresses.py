"""Addresses that members want to change to and have not proven to read yet; sealed, one for each, for an hour."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, Text, delete, select

from store.keys import METADATA
from store.vault import Vault

wanted_address = Table(
    "wanted_address",
    METADATA,
    Column("member_id", Text, primary_key=True),  # another one replaces the one before
    Column("sealed", LargeBinary, nullable=False),
    Column("until", Text, nullable=False),
)

# From asking to the click: the letter has to arrive, and its link is good for half an hour.
LIFE = timedelta(hours=1)


class WantedAddresses:
    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def want(self, member_id: UUID, address: str, now: datetime) -> None:
        """Remember it."""
        self.vault.make_keys([member_id.hex])
        sealed = self.vault.seal((member_id.hex,), address.encode(), _context(member_id))
        row = {"member_id": str(member_id), "sealed": sealed, "until": _stamp(now + LIFE)}
        put = self.database.insert(wanted_address).on_conflict_do_update(index_elements=["member_id"], set_=row)
        with self.database.write() as connection:
            connection.execute(put, row)

    def of(self, member_id: UUID, now: datetime) -> str:
        """The one this member wants, "" for none."""
        waiting = select(wanted_address.c.sealed).where(
            wanted_address.c.member_id == str(member_id), wanted_address.c.until > _stamp(now)
        )
        with self.database.read() as connection:
            sealed = connection.execute(waiting).scalar()
        found = None if sealed is None else self.vault.open((member_id.hex,), sealed, _context(member_id))
        return (found or b"").decode()

    def over(self, now: datetime) -> list[UUID]:
        """The members whose wish is over, and was not fulfilled."""
        with self.database.read() as connection:
            found = connection.execute(
                select(wanted_address.c.member_id).where(wanted_address.c.until <= _stamp(now))
            ).scalars()
            return [UUID(member_id) for member_id in found]

    def forget(self, member_id: UUID) -> None:
        with self.database.write() as connection:
            connection.execute(delete(wanted_address).where(wanted_address.c.member_id == str(member_id)))

    def purpose(self, address: str) -> str:
        """Of the link that is mailed there: a link for one address is none for another that was wanted since."""
        return f"new address {self.vault.mark(f'wanted address {address}')}"


def _context(member_id: UUID) -> bytes:
    return f"wanted address|{member_id.hex}".encode()


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")

"""Which account at the school's own sign-in provider is whose; kept as marks that tell nobody which account it is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Table, Text, UniqueConstraint, delete, select

from store.keys import METADATA
from store.outbox import note
from store.vault import Vault

provider_identity = Table(
    "provider_identity",
    METADATA,
    Column("mark", Text, primary_key=True),  # of the issuer and what it calls this person (`sub`)
    Column("issuer", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("bound_at", Text, nullable=False),
    UniqueConstraint("issuer", "member_id"),
)

# Whoever ended it comes in from there by no address any more, or the next sign-in would connect the two again.
provider_ended = Table(
    "provider_ended",
    METADATA,
    Column("member_id", Text, primary_key=True),
    Column("issuer", Text, primary_key=True),
)

_i, _e = provider_identity.c, provider_ended.c


class ProviderIdentities:
    """A person at a provider belongs to one member, and a member to one person there, until the member ends it."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def member_of(self, issuer: str, subject: str) -> UUID | None:
        with self.database.read() as connection:
            owner = connection.execute(select(_i.member_id).where(_i.mark == self._mark(issuer, subject))).scalar()
        return None if owner is None else UUID(owner)

    def bound_at(self, issuer: str, member_id: UUID) -> datetime | None:
        """Since when this member comes in from there, None if they do not."""
        mine = (_i.issuer == issuer) & (_i.member_id == str(member_id))
        with self.database.read() as connection:
            at = connection.execute(select(_i.bound_at).where(mine)).scalar()
        return None if at is None else datetime.fromisoformat(at)

    def of(self, member_id: UUID) -> dict[str, datetime]:
        """Every issuer from which this member comes in, and since when."""
        theirs = select(_i.issuer, _i.bound_at).where(_i.member_id == str(member_id)).order_by(_i.issuer)
        with self.database.read() as connection:
            return {row.issuer: datetime.fromisoformat(row.bound_at) for row in connection.execute(theirs)}

    def bind(self, issuer: str, subject: str, member_id: UUID, now: datetime) -> bool:
        """Whether the two belong together from now on: not when either belongs to another. Of two at once one wins."""
        mark = self._mark(issuer, subject)
        row = {"mark": mark, "issuer": issuer, "member_id": str(member_id), "bound_at": now.isoformat()}
        told = note(self.vault, "provider_connected", member_id, now)
        with self.database.write() as connection:
            put = self.database.insert(provider_identity).on_conflict_do_nothing().returning(_i.mark)
            if connection.execute(put, row).first() is not None:
                connection.execute(told)
            return connection.execute(select(_i.member_id).where(_i.mark == mark)).scalar() == str(member_id)

    def release(self, issuer: str, member_id: UUID, now: datetime) -> None:
        """Nobody comes into this account from there any more, until the member binds it anew."""
        mine = (_i.issuer == issuer) & (_i.member_id == str(member_id))
        row, told = {"member_id": str(member_id), "issuer": issuer}, note(self.vault, "provider_ended", member_id, now)
        with self.database.write() as connection:
            if connection.execute(delete(provider_identity).where(mine)).rowcount:
                connection.execute(told)
            connection.execute(self.database.insert(provider_ended).on_conflict_do_nothing(), row)

    def was_released(self, issuer: str, member_id: UUID) -> bool:
        """Whether the member ended it once: then their address alone binds nobody to them."""
        ended = select(_e.issuer).where(_e.issuer == issuer, _e.member_id == str(member_id))
        with self.database.read() as connection:
            return connection.execute(ended).first() is not None

    def _mark(self, issuer: str, subject: str) -> str:
        return self.vault.digest("provider identity", f"{issuer}\n{subject}")

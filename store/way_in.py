"""What is kept of how a member came in, beside what lets them in: for their own archive."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from store.access import password
from store.invitation import invitation
from store.provider_identity import provider_ended
from store.sessions import came_in
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class WayIn:
    """`invited`: how their newest invitation fared (see store.invitation) and since when; "" and None without one.

    `providers_ended`: issuers whose connection they ended, so that it is not made again by itself.
    """

    has_password: bool
    first_came_in_at: datetime | None
    invited: str
    invited_at: datetime | None
    providers_ended: tuple[str, ...]


def way_in(vault: Vault, member_id: UUID) -> WayIn:
    tables = (password, came_in, invitation, provider_ended)
    with vault.database.read() as connection:
        found = [connection.execute(select(t).where(t.c.member_id == str(member_id))).all() for t in tables]
    (has_password, first, invited, ended) = found
    return WayIn(
        has_password=bool(has_password),
        first_came_in_at=datetime.fromisoformat(first[0].first_at) if first else None,
        invited=invited[0].how if invited else "",
        invited_at=datetime.fromisoformat(invited[0].at) if invited else None,
        providers_ended=tuple(sorted(row.issuer for row in ended)),
    )

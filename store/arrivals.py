"""Who has not come in yet since they were invited, and whether they still can."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select, union

from store.access import TRACES, link
from store.invitation import REFUSED, SHOWN, WAITS, fares, invitation
from store.outbox import KINDS
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Awaited:
    """A member who never came in, and how their newest invitation stands since `at`.

    how: "" (nothing is known of one), or of `store.invitation`; "lost", a letter that waited too long or of which
    nobody knows whether it arrived; "over", a link that was used up by time or by what happened since.
    until: how long the link of a letter that left, or of one that was shown, opens the door.
    """

    how: str = ""
    at: datetime | None = None
    until: datetime | None = None


class Arrivals:
    def __init__(self, vault: Vault) -> None:
        self.database = vault.database
        among = self.database.among
        self._here = union(*(select(t.c.member_id).where(among(t.c.member_id, "ids")) for t in TRACES))
        joins = (link.c.member_id == invitation.c.member_id) & (link.c.purpose == "join")
        self._invited = (
            select(invitation, link.c.expires_at)
            .join(link, joins, isouter=True)
            .where(among(invitation.c.member_id, "ids"))
        )

    def awaited(self, member_ids: Collection[UUID], now: datetime) -> dict[UUID, Awaited]:
        """Those who never came in; two questions, however many are asked about."""
        ids = {"ids": json.dumps([str(i) for i in member_ids])}
        with self.database.read() as connection:
            here = set(connection.execute(self._here, ids).scalars())
            invited = {row.member_id: row for row in connection.execute(self._invited, ids)}
        return {i: _standing(invited.get(str(i)), now) for i in member_ids if str(i) not in here}

    def link_was_shown(self, member_id: UUID, now: datetime) -> None:
        """To somebody on the staff, who hands it over. A link that went with an erased member is not noted."""
        theirs = select(link.c.token).where(link.c.member_id == str(member_id), link.c.purpose == "join")
        with self.database.write() as connection:
            if connection.execute(theirs).first() is not None:
                fares(self.database, connection, member_id, SHOWN, now)


def _standing(row: Row[tuple[str, str, str, str | None]] | None, now: datetime) -> Awaited:
    if row is None:
        return Awaited()
    at = datetime.fromisoformat(row.at)
    if row.how == WAITS:
        return Awaited(WAITS if now - at < KINDS["invitation"] else "lost", at)
    if row.how == REFUSED:
        return Awaited(REFUSED, at)
    until = datetime.fromisoformat(row.expires_at) if row.expires_at else None
    return Awaited(row.how, at, until) if until and until > now else Awaited("over", at)

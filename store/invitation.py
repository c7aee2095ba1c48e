"""How the newest invitation of each member fares; written beside the letter or the link that it is about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Text

from store.database import Database
from store.keys import METADATA

invitation = Table(
    "invitation",
    METADATA,
    Column("member_id", Text, primary_key=True),
    Column("how", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# The letter waits for the scheduler; it left; the mail server refuses it for good; the link was shown to staff instead.
WAITS, SENT, REFUSED, SHOWN = "waits", "sent", "refused", "shown"


def fares(database: Database, connection: Connection, member_id: UUID, how: str, now: datetime) -> None:
    """From now on this is how it stands, whatever was known of an earlier one."""
    row = {"member_id": str(member_id), "how": how, "at": now.isoformat(timespec="microseconds")}
    put = database.insert(invitation).on_conflict_do_update(index_elements=["member_id"], set_=row)
    connection.execute(put, row)

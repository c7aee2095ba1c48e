"""Which rows of the vault end by time, and taking them out; the outbox sees to its own whenever a letter is sent."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete

from store.access import link
from store.attempts import attempt
from store.commands import KEPT, api_command
from store.half_open import half_open
from store.sessions import over_for_everybody, session
from store.uploads import upload
from store.vault import Vault
from store.wanted_addresses import wanted_address


def sweep_out(vault: Vault, now: datetime) -> int:
    """Take out what is over; returns how many rows that were."""
    with vault.database.write() as connection:
        return sum(connection.execute(delete(table).where(rows)).rowcount for table, rows in over(now).items())


def over(now: datetime) -> dict[Table, ColumnElement[bool]]:
    """By table, the rows that are worth nothing to anybody any more."""
    at = now.isoformat(timespec="microseconds")
    return {
        upload: upload.c.expires_at <= at,
        wanted_address: wanted_address.c.until <= at,
        link: link.c.expires_at <= at,
        half_open: half_open.c.expires_at <= at,
        session: over_for_everybody(now),
        attempt: attempt.c.until <= now.timestamp(),
        api_command: api_command.c.made_at < (now - KEPT).isoformat(),
    }

"""What an open connection says that could lose an acknowledged commit with the machine's power; for each store."""

from typing import Any

from psycopg.rows import tuple_row
from sqlalchemy import Connection

# Whatever else these are set to waits until the commit is on a disk.
WANTED_ON = ["synchronous_commit", "fsync", "full_page_writes"]
FULL = 2


def of(connection: Connection) -> list[str]:
    """Whichever engine it belongs to; empty when nothing can be lost."""
    ask = of_sqlite if connection.dialect.name == "sqlite" else of_postgres
    return ask(connection.connection.driver_connection)


def of_sqlite(connection: Any) -> list[str]:
    """Of the driver's own connection."""
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    return [] if synchronous >= FULL else ["synchronous is below FULL"]


def of_postgres(connection: Any) -> list[str]:
    """As a role, a database or the server's own settings made it for this very connection."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name", (WANTED_ON,)
        )
        return [f"{name} is off" for (name,) in cursor.fetchall()]

"""Tables of the views' database that are no view: how far each has come, and when the scheduler was last at work."""

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text

# Written directly, and never built from events.
BESIDES = MetaData()

standing = Table(
    "view_standing",
    BESIDES,
    Column("view", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("trouble", Text, nullable=False),
)

heartbeat = Table("heartbeat", BESIDES, Column("name", Text, primary_key=True), Column("at", Text, nullable=False))

# On the way of every command, so said to the driver itself; "?" stands for the driver's own mark.
STANDINGS = "SELECT view, version, position, trouble FROM view_standing"
# Never backwards: a view that was just put in its place may be ahead of the others.
MOVE = "UPDATE view_standing SET position=? WHERE position<? AND view IN (…)"
TROUBLE = "UPDATE view_standing SET trouble=? WHERE view=?"
SET_OUT = (
    "INSERT INTO view_standing (view, version, position, trouble) VALUES (?, ?, ?, ?) ON CONFLICT (view)"
    " DO UPDATE SET version=excluded.version, position=excluded.position, trouble=excluded.trouble"
)


def cursor_of(connection: Connection) -> Any:
    """The driver's own cursor in the transaction that this connection is in."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor()

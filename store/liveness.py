"""Whether a PostgreSQL server is still there, found out without a journey to it; for store only."""

from select import POLLIN, poll

from psycopg import Connection

from store.turns import WAIT_SECONDS

# A server that does not answer is given up, and what was asked of it fails, rather than wait for ever.
LIVENESS = {"connect_timeout": 5, "tcp_user_timeout": WAIT_SECONDS * 1000}


def must_be_alive(connection: Connection) -> None:
    """Raises psycopg.Error where a connection that lay idle has ended.

    A server that goes says so, or its system does: until something has come that nobody asked for, it is not asked
    whether it is there, as the pools would before each use.
    """
    heard = poll()
    heard.register(connection.fileno(), POLLIN)
    if heard.poll(0):
        connection.execute("")

"""One SQL database through SQLAlchemy: short reads, and writes that take their turn before they read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from store.sqlite import prepare

# What the drivers raise when the disk, a lock or the file is at fault, as opposed to our own code.
FAULTS = (sqlite3.Error,)


class Database:
    """A file of ours. `write` waits for its turn first, so that nothing it reads can be outdated when it writes."""

    def __init__(self, path: Path, *, synchronous: str, secure_delete: bool = False) -> None:
        self.path = path
        self.engine: Engine = create_engine(
            f"sqlite:///{path}",
            pool_size=10,
            max_overflow=20,
            connect_args={"isolation_level": None, "timeout": 15},
            hide_parameters=True,  # an error ends in a log
        )

        @event.listens_for(self.engine, "connect")
        def _connected(connection: Any, _: Any) -> None:
            prepare(connection, synchronous=synchronous, secure_delete=secure_delete)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for questions; each statement sees the newest committed state."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: everything in it, or nothing."""
        with self.engine.connect() as connection:
            # Said to the driver itself, since this is on the way of every command.
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                driver.execute("ROLLBACK")
                raise
            driver.execute("COMMIT")

    def close(self) -> None:
        self.engine.dispose()

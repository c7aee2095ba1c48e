"""The record in a file: SQLite with positions that never repeat, append only by triggers, durable at every commit."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import (
    ConnectionUnavailableError,
    InfrastructureFactory,
    IntegrityError,
    InterfaceError,
    Notification,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from store.durability import of_sqlite
from store.selecting import Selecting
from store.sqlite import is_read_only, prepare
from store.turns import Turns


class AppendOnlyRecorder(Selecting, SQLiteApplicationRecorder):
    """Positions come from AUTOINCREMENT (never renumbered, never reused); the database refuses updates and deletes."""

    mark, position = "?", "position"

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        self.table = events_table_name
        self.insert_events_statement = (
            f"INSERT INTO {events_table_name} (originator_id, originator_version, topic, state) VALUES (?,?,?,?)"  # noqa: S608
        )
        self.select_max_notification_id_statement = f"SELECT MAX(position) FROM {events_table_name}"  # noqa: S608
        self._insert_copy = (
            "INSERT INTO "  # noqa: S608
            f"{events_table_name} (position, originator_id, originator_version, topic, state) VALUES (?,?,?,?,?)"
        )
        self._turns = Turns(Path(datastore.pool.db_name))

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        try:
            return self._inserted(stored_events, **kwargs)
        except (sqlite3.Error, PersistenceError) as error:
            if is_read_only(error.__cause__ or error):
                cast(_DurablePool, self.datastore.pool).begin_anew()
            raise

    def _inserted(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        if len(stored_events) != 1:
            with self._turns:
                return super().insert_events(stored_events, **kwargs)
        [event] = stored_events
        stream = event.originator_id.hex if isinstance(event.originator_id, UUID) else event.originator_id
        values = (stream, event.originator_version, event.topic, event.state)
        # What most commands record: a statement that is a transaction by itself.
        with self._turns, self.datastore.get_connection(commit=True) as connection:
            try:
                position = connection._sqlite_conn.execute(self.insert_events_statement, values).lastrowid
            except sqlite3.IntegrityError as error:
                raise IntegrityError(error) from error
        return [cast(int, position)]

    def insert_copies(self, batches: Iterable[Sequence[Notification]]) -> None:
        """Events of another record, at the positions they have there; all of them or none."""
        with self._turns, self.datastore.transaction(commit=True) as cursor:
            for batch in batches:
                for n in batch:
                    stream = n.originator_id.hex if isinstance(n.originator_id, UUID) else n.originator_id
                    cursor.execute(self._insert_copy, (n.id, stream, n.originator_version, n.topic, n.state))

    def has_table(self) -> bool:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (self.events_table_name,))
            return cursor.fetchone() is not None

    def weaknesses(self) -> list[str]:
        with self.datastore.get_connection(commit=False) as connection:
            return of_sqlite(connection._sqlite_conn)

    def construct_create_table_statements(self) -> list[str]:
        table = self.events_table_name
        refuse = "BEGIN SELECT RAISE(ABORT, 'the record is append only'); END"
        return [
            f"CREATE TABLE IF NOT EXISTS {table} (position INTEGER PRIMARY KEY AUTOINCREMENT,"
            " originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,"
            " state BLOB NOT NULL, UNIQUE (originator_id, originator_version))",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        ]

    def _rows(self, statement: str, values: list[Any]) -> list[Any]:
        with self.datastore.get_connection(commit=False) as connection:
            rows: list[Any] = connection._sqlite_conn.execute(statement, values).fetchall()
        return rows


class _DurablePool(SQLiteConnectionPool):
    def __init__(self, db_name: str) -> None:
        super().__init__(db_name=db_name, pool_size=10, max_overflow=30)
        # The library would switch the file itself, and not wait for others who do: `prepare` does.
        self.is_journal_mode_wal = True

    def _create_connection(self) -> SQLiteConnection:
        """As the library's own, which keeps one statement prepared and would prepare each of ours anew, each time."""
        try:
            made = sqlite3.connect(self.db_name, isolation_level=None, check_same_thread=False, uri=True)
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        made.row_factory = sqlite3.Row
        prepare(made, synchronous="FULL")
        return SQLiteConnection(made, self.max_age)

    def begin_anew(self) -> None:
        """Close those that lie idle: they were opened while the file could not be written, and stay for reading."""
        with self._put_condition:
            while self._pool:
                self._pool.pop().close()

    def get_connection(self, timeout: float | None = None, *, is_writer: bool | None = None) -> SQLiteConnection:
        """A connection first, then the writers' lock: the other way round, one that cannot be made locks all out."""
        connection = super().get_connection(timeout)
        if is_writer:
            if not self._writer_lock.acquire(timeout=self.pool_timeout):
                self.put_connection(connection)
                raise ConnectionUnavailableError("other writers took too long")
            self._num_writers += 1
            connection.is_writer = True
        return connection


class SqliteStorage:
    """A file, named by its path or as SQLite's own addresses do."""

    def __init__(self, path: Path | str) -> None:
        self.path = path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(self.path),
            "APPLICATION_RECORDER_TOPIC": "store.record_sqlite:AppendOnlyRecorder",
            "CREATE_TABLE": "n",
        }

    def factory(self, environment: Environment) -> InfrastructureFactory[Any]:
        factory = SQLiteFactory(environment)
        factory.datastore.pool = _DurablePool(str(self.path))
        return factory

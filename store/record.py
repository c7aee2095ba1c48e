"""The record: every event, append only, with ids that never repeat; and the use cases on top of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, Mapper, Notification
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from domain.accountability import Accountability
from domain.personal import Personal
from domain.stream import Stream
from store.mapper import SealingMapper
from store.names import UnknownEvent
from store.sqlite import prepare
from store.vault import Vault


class Recorded(NamedTuple):
    """An event with its place in the record: positions grow in the order of commit and are never used twice."""

    position: int
    event: Stream.Event


class AppendOnlyRecorder(SQLiteApplicationRecorder):
    """Positions come from AUTOINCREMENT (never renumbered, never reused); the database refuses updates and deletes."""

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        self.insert_events_statement = (
            f"INSERT INTO {events_table_name} (originator_id, originator_version, topic, state) VALUES (?,?,?,?)"  # noqa: S608
        )
        self.select_max_notification_id_statement = f"SELECT MAX(position) FROM {events_table_name}"  # noqa: S608

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

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        terms, values = ["1=1"], list[Any]()
        if start is not None:
            terms.append("position>=?" if inclusive_of_start else "position>?")
            values.append(start)
        if stop is not None:
            terms.append("position<=?")
            values.append(stop)
        if topics:
            terms.append(f"topic IN ({','.join('?' * len(topics))})")
            values += topics
        return self._select(f"{' AND '.join(terms)} ORDER BY position LIMIT ?", [*values, limit])

    def select_positions(self, positions: Sequence[int]) -> Sequence[Notification]:
        """The events at just these positions, in order; at most some thousands at a time."""
        marks = ",".join("?" * len(positions))
        return self._select(f"position IN ({marks}) ORDER BY position", list(positions))

    def _select(self, condition: str, values: list[Any]) -> Sequence[Notification]:
        statement = (
            "SELECT position, originator_id, originator_version, topic, state"  # noqa: S608  # terms are ours
            f" FROM {self.events_table_name} WHERE {condition}"
        )
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, values)
            return [
                Notification(
                    id=row["position"],
                    originator_id=self.convert_originator_id(row["originator_id"]),
                    originator_version=row["originator_version"],
                    topic=row["topic"],
                    state=row["state"],
                )
                for row in cursor.fetchall()
            ]


class _DurablePool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        prepare(connection._sqlite_conn, synchronous="FULL")
        return connection


class Record(Accountability):
    """`Accountability` on top of `record.db` in a folder, sealed with the keys of the vault."""

    name = "accountabilibuddy"
    recorder: AppendOnlyRecorder
    mapper: SealingMapper

    def __init__(self, folder: Path, vault: Vault, after_save: Callable[[], None] = lambda: None) -> None:
        self.vault = vault
        self.path = folder / "record.db"
        env = {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(self.path),
            "APPLICATION_RECORDER_TOPIC": "store.record:AppendOnlyRecorder",
            "CREATE_TABLE": "n",
        }
        super().__init__(env, secrets=vault, after_save=after_save)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        factory = SQLiteFactory(env)
        factory.datastore.pool = _DurablePool(db_name=str(self.path), lock_timeout=15, pool_size=10, max_overflow=30)
        return factory

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(self.construct_transcoder(), self.vault)

    def save(self, *things: Any, **kwargs: Any) -> list[Any]:
        """One transaction; keys for people who are new are made first, all at once: no event without its key."""
        fresh = {
            subject
            for thing in things
            for event in thing.pending_events
            for value in vars(event).values()
            if isinstance(value, Personal)
            for subject in value.subjects
        }
        self.vault.make_keys(fresh)
        return super().save(*things, **kwargs)

    def after(self, position: int, limit: int) -> list[Recorded]:
        """The next events after a position, in order, at most `limit`."""
        found = self.recorder.select_notifications(position, limit, inclusive_of_start=False)
        return [self._decoded(n) for n in found]

    def at(self, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, in order, in one question."""
        found = self.recorder.select_positions(positions)
        return [self._decoded(n) for n in found]

    def _decoded(self, stored: Notification) -> Recorded:
        try:
            return Recorded(stored.id, self.mapper.to_domain_event(stored))
        except UnknownEvent:
            raise UnknownEvent(f"{stored.topic} at position {stored.id} is no event of this version") from None

    def end(self) -> int:
        """The last position, 0 for an empty record."""
        return self.recorder.max_notification_id() or 0

    def migrate(self) -> None:
        """Create what is missing; safe to run again."""
        self.recorder.create_table()

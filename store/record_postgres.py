"""The record in PostgreSQL: many machines, positions in the order of commit, append only by a trigger."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from zlib import crc32

from eventsourcing.persistence import InfrastructureFactory, Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresFactory
from eventsourcing.utils import Environment
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import make_url

from store.durability import of_postgres
from store.liveness import LIVENESS, must_be_alive
from store.selecting import Selecting
from store.turns import WAIT_SECONDS

SCHEMA = "record"
TABLE = "stored_events"
LOCK_SECONDS = 2
# How long a request waits for a connection, and how long a lost one is asked for again before the next request does.
CONNECT_SECONDS = 5
_COLUMNS = ("originator_id", "originator_version", "topic", "state")


def _once(method: Any) -> Any:
    """The library's method without its ten attempts, while which a page would hang: a fault is told at once."""
    return method.__wrapped__


class AppendOnlyRecorder(Selecting, PostgresApplicationRecorder):
    """Events are appended one command after the other, so a reader never passes one that is not committed yet."""

    mark, position = "%s", "notification_id"
    max_notification_id = _once(PostgresApplicationRecorder.max_notification_id)

    def __init__(self, datastore: PostgresDatastore, **_: Any) -> None:
        super().__init__(datastore, events_table_name=TABLE)  # as in files, and not named after a class
        schema = Identifier(datastore.schema)
        table = SQL("{}.{}").format(schema, Identifier(TABLE))
        function = SQL("{}.refuse_change").format(schema)
        # The library's types and functions are for ways of appending that are not used here.
        create_table = self.sql_create_statements[self.create_table_statement_index]
        create_index = next(s for s in self.sql_create_statements if "CREATE UNIQUE INDEX" in s.as_string())
        self.sql_create_statements = [
            SQL("SET LOCAL lock_timeout = {}").format(Literal(f"{WAIT_SECONDS}s")),
            SQL("SELECT pg_advisory_xact_lock({})").format(Literal(crc32(b"accountabilibuddy record"))),
            SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema),
            create_table,
            create_index,
            SQL(
                "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN RAISE EXCEPTION 'the record is append only'; END$$"
            ).format(function),
            SQL(
                "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {}"
                " FOR EACH STATEMENT EXECUTE FUNCTION {}()"
            ).format(table, function),
        ]
        self.table = table.as_string()
        # Positions are drawn in one's turn: `nextval` stands above the join, which gives no row before it has read
        # `turn`, and that waits. The order is no cause of it: rows come numbered, so nothing is sorted.
        in_turn = SQL(
            "WITH turn AS MATERIALIZED (SELECT {}) INSERT INTO {} (originator_id, originator_version, topic, state)"
            " SELECT {} RETURNING notification_id"
        )
        one = SQL("%s::uuid, %s::bigint, %s, %s FROM turn")
        many = SQL(
            "id, version, topic, state FROM turn, unnest(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[])"
            " WITH ORDINALITY AS fresh(id, version, topic, state, place) ORDER BY place"
        )
        self._append_one, self._append = (in_turn.format(self._turn(), table, s).as_string() for s in (one, many))
        self._lock = SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(table)
        self._insert_copies = SQL(
            "INSERT INTO {} (notification_id, originator_id, originator_version, topic, state)"
            " SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::text[], %s::bytea[])"
        ).format(table)
        self._go_on_after = SQL("SELECT setval(pg_get_serial_sequence({}, 'notification_id'), %s)").format(
            Literal(f"{datastore.schema}.{TABLE}")
        )

    def _turn(self) -> SQL | Composed:
        """Waits until nobody else appends, and keeps everybody else from it until the commit."""
        number = crc32(f"accountabilibuddy append to {self.datastore.schema}".encode())
        return SQL("pg_advisory_xact_lock({})").format(Literal(number))

    def create_table(self) -> None:
        """Or leave it to its owner, where that is somebody else and we may only append (docs/running.md)."""
        if not self._is_another_s():
            super().create_table()

    def _is_another_s(self) -> bool:
        question = "SELECT pg_has_role(relowner, 'USAGE') AS ours FROM pg_class WHERE oid = to_regclass(%s)"
        with self.datastore.get_connection() as connection:
            found = connection.execute(question, (f"{self.datastore.schema}.{TABLE}",)).fetchone()
        return found is not None and not found["ours"]

    def has_table(self) -> bool:
        with self.datastore.get_connection() as connection:
            found = connection.execute(
                "SELECT to_regclass(%s) AS there", (f"{self.datastore.schema}.{TABLE}",)
            ).fetchone()
        return found is not None and found["there"] is not None

    def weaknesses(self) -> list[str]:
        with self.datastore.get_connection() as connection:
            return of_postgres(connection)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """All in one statement, which is committed by itself: nobody holds up the others while they are on their way.

        Whoever gets no answer asks again under the same command id, and hears that it is done.
        """
        columns = [[getattr(event, name) for event in stored_events] for name in _COLUMNS]
        if len(stored_events) == 1:
            # What most commands record: values travel as they are, and not as lists.
            appended = self._rows(self._append_one, [value for (value,) in columns])
        else:
            appended = self._rows(self._append, columns)
        return [row[0] for row in appended]

    def insert_copies(self, batches: Iterable[Sequence[Notification]]) -> None:
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(self._lock)
            for batch in batches:
                columns = [[getattr(event, name) for event in batch] for name in ("id", *_COLUMNS)]
                connection.execute(self._insert_copies, columns, prepare=True)
                connection.execute(self._go_on_after, (batch[-1].id,))

    def select_positions(self, positions: Sequence[int]) -> Sequence[Notification]:
        return self._select("notification_id = ANY(%s) ORDER BY notification_id", [list(positions)])

    def _rows(self, statement: str, values: list[Any]) -> list[Any]:
        with self.datastore.get_connection() as connection:
            # Binary: as text, the bytes of an event take twice the room and time.
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            return cursor.execute(statement, values, prepare=True).fetchall()


class PostgresStorage:
    """Schema `record` of a database."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    @property
    def environment(self) -> dict[str, str]:
        url = self.url
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.database or "",
            # A folder in the query names a UNIX socket, as libpq's own addresses do.
            "POSTGRES_HOST": str(url.query.get("host", url.host or "")),
            "POSTGRES_PORT": str(url.port or url.query.get("port", 5432)),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": str(url.password or ""),
            "POSTGRES_SCHEMA": SCHEMA,
            "POSTGRES_CONNECT_TIMEOUT": str(CONNECT_SECONDS),
            "POSTGRES_POOL_SIZE": "1",
            "POSTGRES_MAX_OVERFLOW": "39",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
            "APPLICATION_RECORDER_TOPIC": "store.record_postgres:AppendOnlyRecorder",
            "CREATE_TABLE": "n",
        }

    def factory(self, environment: Environment) -> InfrastructureFactory[Any]:
        factory = PostgresFactory(environment)
        pool = factory.datastore.pool
        pool.reconnect_timeout = CONNECT_SECONDS
        # The library knows but its own check, which is a journey to the server before each use.
        cast(Any, pool)._check = must_be_alive
        given = {key: str(value) for key, value in self.url.query.items() if key not in ("host", "port")}
        options = f"-clock_timeout={LOCK_SECONDS}s {given.pop('options', '')}"
        pool.kwargs = {**cast(dict[str, Any], pool.kwargs), **LIVENESS, **given, "options": options}
        return factory

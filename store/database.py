"""One SQL database through SQLAlchemy: short reads, and writes that take their turn before they read."""

import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    JSON,
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    bindparam,
    cast,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError

from store.bulk import Bulk, PostgresBulk, SqliteBulk
from store.liveness import LIVENESS, must_be_alive
from store.sqlite import delete, is_damage, is_read_only, prepare
from store.turns import WAIT_SECONDS, Turns

# What the drivers raise when the disk, a lock, the file or the server is at fault, as opposed to our own code.
FAULTS = (sqlite3.Error, psycopg.Error, DBAPIError)

log = logging.getLogger(__name__)


class Database(ABC):
    """Where rows are kept. `write` waits for its turn first, so that nothing it reads can be outdated when it writes.

    `mark` is how the driver writes a value's place in a statement, `bulk` how it is told of many rows.
    """

    engine: Engine
    mark: str
    bulk: Bulk
    _turns: AbstractContextManager[None]
    _look: str

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for questions; each statement sees the newest committed state."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for questions that belong together: all of them see the same instant; nothing may be written."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(self._look)
            try:
                yield connection
            finally:
                self._roll_back(connection, driver)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, one writer at a time: everything in it, or nothing."""
        with self._turns, self.engine.connect() as connection:
            # Said to the driver itself, since this is on the way of every command.
            driver: Any = connection.connection.driver_connection
            self._take_turn(driver)
            with self._until_committed(connection, driver):
                yield connection

    def write_apart(self) -> AbstractContextManager[Connection]:
        """`write` in rows that nobody else touches: several do so at once, but nobody while somebody writes."""
        return self.write()

    @contextmanager
    def add(self, question: str) -> Iterator[tuple[Connection, list[Any]]]:
        """`write` for new rows alone, with the answer to a question that is asked in turn.

        Rows are put in the order of their keys: several add at once, but nobody while somebody writes.
        """
        with self.write() as connection:
            driver: Any = connection.connection.driver_connection
            yield connection, driver.execute(question).fetchall()

    def lead(self, question: str) -> AbstractContextManager[tuple[Connection | None, list[Any]]]:
        """`write` for what one does on behalf of all, with the answer to a question that is asked in turn.

        No connection: somebody else was at it. The answer is from when they were done, and tells whether that is enough
        or has to be asked again.
        """
        return self.add(question)

    @contextmanager
    def finish(self, cursor: Any) -> Iterator[None]:
        """The last statements of a `write`, and its commit: nobody waits for an answer before, and faults come then."""
        yield
        cursor.execute("COMMIT")

    @abstractmethod
    def insert(self, table: Table) -> Any:
        """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update` of this engine."""

    @abstractmethod
    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Whether a text is one of a JSON list, bound under `name`: one statement for lists of any length."""

    @abstractmethod
    def make_room(self, connection: Connection) -> None:
        """From now on keep more of what it writes at hand, for who writes much."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what tables need to stand in; safe to run again, and by several at once."""

    @abstractmethod
    def scrub(self) -> bool:
        """Take what was deleted out of the files, as far as that is ours to do; False: not now, somebody reads."""

    @abstractmethod
    def _take_turn(self, driver: Any) -> None: ...

    @abstractmethod
    def _is_in_transaction(self, driver: Any) -> bool: ...

    @contextmanager
    def _until_committed(self, connection: Connection, driver: Any) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._roll_back(connection, driver)
            if is_read_only(getattr(error, "orig", None) or error):
                # So it was opened while it could not be written, and would stay as long as it is open.
                self.engine.dispose()
            raise
        if self._is_in_transaction(driver):
            driver.execute("COMMIT")

    def _roll_back(self, connection: Connection, driver: Any) -> None:
        try:
            driver.execute("ROLLBACK")
        except FAULTS:
            # The connection is gone, and what it had begun with it; the error that led here says more.
            connection.invalidate()

    def close(self) -> None:
        self.engine.dispose()


class SqliteDatabase(Database):
    """A file of ours, in write-ahead mode, named by its path or as SQLite's own addresses do.

    `synchronous`: FULL for what may not be lost, else NORMAL.
    """

    mark, bulk = "?", SqliteBulk()
    _look = "BEGIN"

    def __init__(self, path: Path | str, *, synchronous: str, secure_delete: bool = False) -> None:
        self.path = path
        self._may_be_lost = synchronous != "FULL"
        self._turns = Turns(path)
        self.engine = create_engine(
            URL.create("sqlite", database=str(path), query={"uri": "true"}),
            pool_size=10,
            max_overflow=30,
            pool_use_lifo=True,  # whoever read last still has the pages at hand
            connect_args={"isolation_level": None, "timeout": WAIT_SECONDS},
            hide_parameters=True,  # an error ends in a log
        )

        @event.listens_for(self.engine, "connect")
        def _connected(connection: Any, _: Any) -> None:
            prepare(connection, synchronous=synchronous, secure_delete=secure_delete)

    def insert(self, table: Table) -> sqlite.Insert:
        return sqlite.insert(table)

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        wanted = func.json_each(bindparam(name)).table_valued("value")
        return column.in_(select(wanted.c.value))

    def make_room(self, connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA cache_size=-16000")

    def prepare(self) -> None:
        """A damaged file of what can be made anew is deleted, so that whoever migrates makes it anew."""
        with self._turns:
            try:
                with self.read() as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
            except FAULTS as error:
                if not (self._may_be_lost and is_damage(getattr(error, "orig", None) or error)):
                    raise
                self.engine.dispose()
                delete(Path(self.path))
                log.warning("%s was damaged and is made anew", self.path)

    def scrub(self) -> bool:
        """The write-ahead log goes into the file, where deleting overwrites, and is cut to nothing."""
        with self._turns, self.read() as connection:
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not busy

    def _take_turn(self, driver: Any) -> None:
        driver.execute("BEGIN IMMEDIATE")

    def _is_in_transaction(self, driver: Any) -> bool:
        return bool(driver.in_transaction)


class PostgresDatabase(Database):
    """One schema of a PostgreSQL database; writers take turns by an advisory lock that ends with the transaction.

    `durable`: a commit waits until it is on disk, as it must for anything that cannot be built again.
    """

    mark, bulk = "%s", PostgresBulk()
    _look = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    _turns = nullcontext()  # the server lets those who wait have their turn in order

    def __init__(self, url: str, schema: str, *, durable: bool) -> None:
        self.schema = schema
        options = f"-csearch_path={schema} -clock_timeout={WAIT_SECONDS}s"
        self.engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            pool_size=10,
            max_overflow=30,
            pool_timeout=WAIT_SECONDS,
            use_native_hstore=False,  # it would ask every new process's server for a type that we do not use
            connect_args={"options": options if durable else f"{options} -csynchronous_commit=off", **LIVENESS},
            hide_parameters=True,
        )

        @event.listens_for(self.engine, "checkout")
        def _checked_out(connection: Any, *_: Any) -> None:
            try:
                must_be_alive(connection)
            except psycopg.Error as error:
                # A new one takes its place.
                raise DisconnectionError from error

        # An advisory lock belongs to the whole database: the schema's name tells ours apart from the others'.
        turn, lead = (crc32(f"accountabilibuddy {name}".encode()) for name in (schema, f"lead in {schema}"))
        take = f"pg_advisory_xact_lock({turn})"
        wait = f"SELECT pg_advisory_xact_lock_shared({turn})"
        self._begin_in_turn, self._begin_to_add = f"BEGIN; SELECT {take}", f"BEGIN; {wait}; "
        # Whoever comes while somebody leads knows at once that they do not, and waits beside the others.
        self._begin_to_lead = f"BEGIN; SELECT CASE WHEN pg_try_advisory_xact_lock({lead}) THEN {take} IS NOT NULL END; "
        self._wait = f"ROLLBACK; BEGIN; {wait}; "

    def insert(self, table: Table) -> postgresql.Insert:
        return postgresql.insert(table)

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        listed = cast(bindparam(name, type_=Text), JSON)
        wanted = func.json_array_elements_text(listed).table_valued("value")
        return column.in_(select(wanted.c.value))

    @contextmanager
    def lead(self, question: str) -> Iterator[tuple[Connection | None, list[Any]]]:
        """Those who wait are woken all at once, rather than one after the other to find nothing left to do."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            _, [(leads,)], answer = _answers(driver, self._begin_to_lead + question)
            if leads:
                with self._until_committed(connection, driver):
                    yield connection, answer
            else:
                *_, answer, _ = _answers(driver, f"{self._wait}{question}; COMMIT")
                yield None, answer

    @contextmanager
    def write_apart(self) -> Iterator[Connection]:
        with self.add("SELECT 1") as (connection, _):
            yield connection

    @contextmanager
    def add(self, question: str) -> Iterator[tuple[Connection, list[Any]]]:
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            *_, answer = _answers(driver, self._begin_to_add + question)
            with self._until_committed(connection, driver):
                yield connection, answer

    @contextmanager
    def finish(self, cursor: Any) -> Iterator[None]:
        # Together they make one journey.
        with cursor.connection.pipeline(), super().finish(cursor):
            yield

    def prepare(self) -> None:
        with self.write() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")

    def make_room(self, connection: Connection) -> None:
        """The server has room of its own."""

    def scrub(self) -> bool:
        """The server keeps its own logs and dead rows; what they hold ends with the epoch of the master key."""
        return True

    def _take_turn(self, driver: Any) -> None:
        # Two statements in one journey; such a pair cannot be prepared.
        driver.execute(self._begin_in_turn, prepare=False)

    def _is_in_transaction(self, driver: Any) -> bool:
        return bool(driver.info.transaction_status != TransactionStatus.IDLE)


def _answers(driver: Any, statements: str) -> list[Any]:
    """Those to statements that make one journey."""
    results = driver.execute(statements, prepare=False).results()
    return [result.fetchall() if result.description else None for result in results]

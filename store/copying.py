"""A school's record and vault from one place to another, and whether both hold the same; for backups and moves."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from eventsourcing.persistence import Notification
from sqlalchemy import Connection, Table, delete, inspect, select

from domain.personal import Personal
from store.keys import METADATA, subject_key
from store.record import Record
from store.vault import Vault

ROWS = 2_000

Progress = Callable[[int], None]


def unwatched(_: int) -> None:
    """Progress that nobody looks at."""


class Extent(NamedTuple):
    """What a record holds up to a position; two with the same bytes in the same places have the same digest."""

    events: int
    last: int
    digest: str


class Texts(NamedTuple):
    """How many texts about people a record holds, and how many of them are erased."""

    sealed: int
    erased: int


class Foreign(Exception):
    """The target holds something that does not stand in the source; nothing was changed."""


class Unequal(Exception):
    """What was read back is not what was written."""


def extent(record: Record, end: int | None = None, progress: Progress = unwatched) -> Extent:
    """Read a record up to a position, by default all of it. `progress` is told how many events were read."""
    measured = _Measure(progress)
    for _ in measured.passing(record.rows(0, record.end() if end is None else end)):
        pass
    return measured.extent


def copy_record(source: Record, target: Record, progress: Progress = unwatched) -> Extent:
    """Append what the target lacks, ids and bytes as they are, in one transaction, and compare by reading all of it.

    Raises Foreign, or Unequal. Nobody waits for it: events never change, so what stands up to a position can be read
    piece by piece while others write.
    """
    begun, end = target.end(), source.end()
    measured = _Measure(progress)
    for _ in measured.passing(source.rows(0, begun)):
        pass
    if measured.extent != extent(target):
        raise Foreign
    target.take_over(measured.passing(source.rows(begun, end)))
    if measured.extent != extent(target):
        raise Unequal
    return measured.extent


def copy_vault(source: Vault, target: Vault) -> str:
    """Put what is in one vault in the place of all that is in the other; its digest. Raises Unequal.

    To be done after the record: a key is made before the first event that needs it, so none is missing then.
    """
    with source.database.snapshot() as reading, target.database.write() as writing:
        for table in METADATA.sorted_tables:
            writing.execute(delete(table))
        digest = _digest(reading, lambda table, rows: writing.execute(target.database.insert(table), rows))
    if vault_digest(target) != digest:
        raise Unequal
    return digest


def vault_digest(vault: Vault) -> str:
    """The same for two vaults with the same rows, on any engine."""
    with vault.database.snapshot() as reading:
        return _digest(reading, lambda *_: None)


def is_unused(record: Record, vault: Vault) -> bool:
    """Nothing was ever said here and nobody is known, whether or not the tables were made."""
    if record.is_there() and record.end():
        return False
    if subject_key.name in vault.lacking():
        return True
    with vault.database.read() as connection:
        return connection.execute(select(subject_key.c.subject).limit(1)).first() is None


def open_all(record: Record, progress: Progress = unwatched) -> Texts:
    """Decode every event and open every text. Raises what the first that cannot be opened raises.

    These are UnknownEvent, WrongKey, or UnknownKey for the vault of another school or of an earlier day.
    """
    sealed = erased = position = 0
    while batch := record.after(position, ROWS):
        texts = [v for one in batch for v in vars(one.event).values() if isinstance(v, Personal) and v]
        record.vault.load_keys({subject for text in texts for subject in text.subjects})
        sealed += len(texts)
        erased += sum(text.erased for text in texts)
        position = batch[-1].position
        progress(len(batch))
    return Texts(sealed, erased)


class _Measure:
    """What has passed by so far."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.events = self.last = 0
        self.sha = hashlib.sha256()

    def passing(self, batches: Iterable[Sequence[Notification]]) -> Iterator[Sequence[Notification]]:
        for batch in batches:
            for n in batch:
                self.sha.update(f"{n.id}|{n.originator_id}|{n.originator_version}|{n.topic}|{len(n.state)}|".encode())
                self.sha.update(n.state)
            self.events, self.last = self.events + len(batch), batch[-1].id
            yield batch
            self.progress(len(batch))

    @property
    def extent(self) -> Extent:
        return Extent(self.events, self.last, self.sha.hexdigest())


def _digest(connection: Connection, each: Callable[[Table, list[dict[str, Any]]], object]) -> str:
    """A sum, since engines give rows in orders of their own. `each` is handed every table's rows, some at a time."""
    total = 0
    for table in METADATA.sorted_tables:
        for rows in _rows(connection, table):
            for row in rows:
                # A column that came later says nothing about rows from before.
                told = repr((table.name, [(name, value) for name, value in row.items() if value is not None]))
                total += int.from_bytes(hashlib.sha256(told.encode()).digest())
            each(table, rows)
    return f"{total % 2**256:064x}"


def _rows(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Those columns that are there: a backup may be older than the program."""
    found = inspect(connection)
    if not found.has_table(table.name):
        return
    there = {column["name"] for column in found.get_columns(table.name)}
    question = select(*(column for column in table.columns if column.name in there))
    for rows in connection.execution_options(yield_per=ROWS).execute(question).mappings().partitions():
        yield [dict(row) for row in rows]

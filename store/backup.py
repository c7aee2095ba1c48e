"""A backup: the record in a file and the vault in another, whole or not there; for those who write and read one."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from sqlalchemy import Column, MetaData, Table, Text, select

from store.copying import Extent, Progress, copy_record, copy_vault, extent, unwatched, vault_digest
from store.database import SqliteDatabase
from store.keys import METADATA
from store.master_key import MasterKey
from store.record import PositionsRecorder, Record
from store.record_sqlite import SqliteStorage
from store.sqlite import unchanging
from store.vault import Vault

# Enough to look at rows without opening them.
NO_KEY = MasterKey({})

# Stands in both files, and says what they held when they were written.
label = Table("backup", MetaData(), Column("holds", Text, primary_key=True), Column("what", Text), Column("at", Text))


class NoBackup(Exception):
    """This file is none."""


class Damaged(Exception):
    """This file does not hold any more what was written into it."""


def vault_of(file: Path) -> Path:
    """Where the vault of a backup is written. It may be moved: keys are kept apart, and no longer than needed."""
    return file.with_name(f"{file.name}.vault")


def write(source: Record, file: Path, now: datetime, progress: Progress = unwatched) -> Extent:
    """Write a backup while the school goes on, and read it once more; it holds all that stood there as this began.

    Raises FileExistsError rather than to replace anything, and leaves nothing behind when it fails.
    """
    places = (vault_of(file), file)
    if taken := [path for path in places if os.path.lexists(path)]:
        raise FileExistsError(f"{taken[0]} is there already.")
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as folder:
        vault_file, record_file = drafts = (Path(folder) / "vault.db", Path(folder) / "record.db")
        _fill(record_file, vault_file, source, now, progress)
        held = check(record_file, vault_file)
        with ExitStack() as undone:
            # The record last: where that is, the vault was put as well.
            for draft, path in zip(drafts, places, strict=True):
                _put_in_place(draft, path, undone)
            undone.pop_all()
    return held


def check(file: Path, vault_file: Path) -> Extent:
    """Look at every byte that counts; what the record holds. Raises NoBackup or Damaged, with the path."""
    with _telling(vault_file):
        written = _label(vault_file, "vault")
        with opened(file, vault_file, NO_KEY) as copy:
            if written != vault_digest(copy.vault):
                raise Damaged
    with _telling(file):
        written = _label(file, "record")
        with opened(file, vault_file, NO_KEY) as copy:
            held = extent(copy)
            if written != _words(held):
                raise Damaged
    return held


@contextmanager
def opened(file: Path, vault_file: Path, key: MasterKey) -> Iterator[Record]:
    """A backup to be read, with the master key; it was checked before."""
    with (
        closing(_database(unchanging(vault_file))) as kept,
        closing(Record(SqliteStorage(unchanging(file)), Vault(kept, key), kept)) as record,
    ):
        yield record


@contextmanager
def _telling(file: Path) -> Iterator[None]:
    """Whatever a missing table or a flipped bit leads to, told as what it means."""
    try:
        yield
    except (NoBackup, Damaged) as error:
        raise type(error)(file) from None
    except Exception as error:
        foreign = any(words in str(error) for words in ("not a database", "no such table: backup"))
        raise (NoBackup if foreign else Damaged)(file) from error


def _fill(record_file: Path, vault_file: Path, source: Record, now: datetime, progress: Progress) -> None:
    with closing(_database(vault_file)) as kept:
        vault = Vault(kept, NO_KEY)
        with closing(Record(SqliteStorage(record_file), vault, kept)) as copy:
            cast(PositionsRecorder, copy.recorder).create_table()
            written = copy_record(source, copy, progress)
        with kept.write() as connection:
            METADATA.create_all(connection)
        _stick_on(kept, "vault", copy_vault(source.vault, vault), now)
    with closing(_database(record_file)) as labelled:
        _stick_on(labelled, "record", _words(written), now)


def _database(place: Path | str) -> SqliteDatabase:
    return SqliteDatabase(place, synchronous="FULL", secure_delete=True)


def _stick_on(database: SqliteDatabase, holds: str, what: str, now: datetime) -> None:
    with database.write() as connection:
        label.create(connection)
        connection.execute(database.insert(label), {"holds": holds, "what": what, "at": now.isoformat()})


def _label(file: Path, holds: str) -> str:
    with closing(_database(unchanging(file))) as database, database.read() as connection:
        found = connection.execute(select(label.c.what).where(label.c.holds == holds)).scalar()
    if found is None:
        raise NoBackup
    return str(found)


def _words(held: Extent) -> str:
    return f"{held.events} events, the last at {held.last}: {held.digest}"


def _put_in_place(draft: Path, path: Path, undone: ExitStack) -> None:
    """Readable by its owner only, on the disk, and never in the place of another file; taken away if it is undone."""
    draft.chmod(0o600)
    _sync(draft)
    try:
        path.touch(0o600, exist_ok=False)
    except FileExistsError:
        raise FileExistsError(f"{path} is there already.") from None
    undone.callback(path.unlink, missing_ok=True)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

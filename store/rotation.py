"""Rotating the master key: a new epoch, all that lives wrapped anew under it, an old epoch let go; for operators."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Table, bindparam, select, update

from domain.refusal import Refusal
from store.keys import subject_key
from store.master_key import add_epoch, drop_epoch, epoch_of, master_key
from store.secrets import secret
from store.vault import Vault

BATCH = 1_000

Progress = Callable[[int], object]


class EpochInUse(Refusal):
    """Keys are wrapped under this epoch; facts: epoch, keys."""


class NoSuchEpoch(Refusal):
    """The master key has no such epoch; facts: epoch."""


def rotate(vault: Vault, path: Path, progress: Progress = lambda _: None) -> int:
    """Begin a new epoch and wrap every key anew; the epoch. Stopped anywhere, it goes on when it is called again.

    Others may go on meanwhile: who makes a key asks the vault for the epoch, and reads the file for its key.
    """
    used, newest = vault.epoch(), max(master_key(path).epochs)
    if used == newest and not _stale(vault, used):
        newest = add_epoch(path)
    vault.begin_epoch(newest)
    for table in (subject_key, secret):
        _wrap_anew(vault, table, newest, progress)
    return newest


def retire(vault: Vault, path: Path, epoch: int) -> None:
    """Take an epoch's key out of the file. Raises NoSuchEpoch, or EpochInUse while anything needs it."""
    if epoch not in master_key(path).epochs:
        raise NoSuchEpoch(epoch=epoch)
    uses = using(vault).get(epoch, 0)
    if uses or epoch == vault.epoch():
        raise EpochInUse(epoch=epoch, keys=uses)
    drop_epoch(path, epoch)


def using(vault: Vault) -> dict[int, int]:
    """How many keys are wrapped under each epoch."""
    found: dict[int, int] = {}
    for table in (subject_key, secret):
        for rows in _batches(vault, table):
            for _, wrapped in rows:
                found[epoch_of(wrapped)] = found.get(epoch_of(wrapped), 0) + 1
    return found


def _stale(vault: Vault, epoch: int) -> bool:
    return bool(using(vault).keys() - {epoch})


def _wrap_anew(vault: Vault, table: Table, epoch: int, progress: Progress) -> None:
    name = next(iter(table.primary_key.columns))
    # Only what still stands as it was read: a key that is shredded meanwhile does not come back.
    put = (
        update(table)
        .where(name == bindparam("of"), table.c.wrapped == bindparam("before"))
        .values(wrapped=bindparam("now"))
    )
    for rows in _batches(vault, table):
        fresh = [
            {"of": of, "before": wrapped, "now": vault.wrapped_anew(wrapped, epoch)}
            for of, wrapped in rows
            if epoch_of(wrapped) != epoch
        ]
        if fresh:
            with vault.database.write() as connection:
                connection.execute(put, fresh)
        progress(len(rows))


def _batches(vault: Vault, table: Table) -> Iterator[list[tuple[str, bytes]]]:
    name, last = next(iter(table.primary_key.columns)), ""
    while True:
        question = select(name, table.c.wrapped).where(name > last, table.c.wrapped.is_not(None)).order_by(name)
        with vault.database.read() as connection:
            rows = [(of, bytes(wrapped)) for of, wrapped in connection.execute(question.limit(BATCH))]
        if not rows:
            return
        yield rows
        last = rows[-1][0]

"""A school from one place to another: opened as it stands, brought over, compared; for backup, restore and copy."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from bootstrap import Services, Settings, open_services
from projections.rebuild import Poisoned
from scripts import guards
from scripts.school import is_school, made_ready, where
from scripts.signals import unwinding
from scripts.troubles import CannotStart, Refused
from store.copying import Extent, Foreign, Progress, copy_record, copy_vault, is_unused, vault_digest
from store.fit import must_fit
from store.master_key import MasterKey, master_key
from store.record import Record

KEY = "master.key"
STILL_IN_USE = (
    "The school in {source} was written to meanwhile. Nothing is lost: end whatever uses it, and run the same command"
    " again, which brings the rest over."
)


class Brought(NamedTuple):
    """What the school holds in its new place; `poisoned`: the view that could not be built, "" if all could."""

    held: Extent
    poisoned: str


@contextmanager
def as_it_stands(settings: Settings) -> Iterator[Services]:
    """A school of this or an older version, to be read: nothing in it is made, upgraded or built."""
    if not settings.database and not is_school(settings.folder):
        raise Refused(f"There is no school in {where(settings)}.")
    guards.key_is_there(settings.folder)
    guards.place_is_usable(settings)
    with closing(open_services(settings)) as services:
        if not services.accountability.is_there():
            raise Refused(f"There is no school in {where(settings)}.")
        must_fit(services.accountability)
        yield services


def bring(source: Record, place: Settings, key: MasterKey, *, shown: str, go_on: bool = False) -> Brought:
    """Record, vault and master key to a place where nothing is, brought up to date, and the views built anew there.

    `shown`: how the source is named to people. `go_on`: the place may also hold an earlier part of the same record.
    Raises Refused for any other, and CannotStart when the source was written to meanwhile; no key is put there then,
    nor when it is ended in between.
    Stopped while the views are built, it is a school all the same: whoever starts it builds the rest.
    """
    guards.place_is_usable(place)
    with unwinding(signal.SIGTERM, signal.SIGHUP), _key_in(place.folder, key):
        _must_be_free(place, go_on=go_on)
        with made_ready(place) as target:
            held = _copied(source, target, shown)
            if source.end() != held.last or vault_digest(source.vault) != vault_digest(target.vault):
                raise CannotStart(STILL_IN_USE.format(source=shown))
            target.access.upgrade()
    with closing(open_services(place)) as target:
        return Brought(held, _with_views(target))


def facts(held: Extent) -> str:
    return f"{held.events:,} events, the last at position {held.last:,}"


@contextmanager
def bar(label: str, length: int) -> Iterator[Progress]:
    """A progress bar on standard error, for somebody who looks."""
    nobody = not sys.stderr.isatty()
    with click.progressbar(
        length=max(length, 1), label=f"{label:8}", file=sys.stderr, show_pos=True, hidden=nobody
    ) as made:
        shown: Any = made
        yield shown.update


@contextmanager
def _key_in(folder: Path, key: MasterKey) -> Iterator[None]:
    """The key in the folder, and no more if what follows fails: without it nobody takes a part for a school."""
    file = folder / KEY
    if file.exists():
        if master_key(file) != key:
            raise Refused(f"{file} is the master key of another school. Name an empty folder.")
        yield
        return
    _write(file, key)
    try:
        yield
    except BaseException:
        file.unlink()
        raise


def _write(file: Path, key: MasterKey) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(key.text)
        opened.flush()
        os.fsync(opened.fileno())


def _must_be_free(place: Settings, *, go_on: bool) -> None:
    with closing(open_services(place)) as services:
        record, vault = services.accountability, services.vault
        if not is_unused(record, vault) and not (go_on and record.is_there() and record.end()):
            raise Refused(f"There is a school in {where(place)} already. Name an empty place; nothing was changed.")


def _copied(source: Record, target: Services, shown: str) -> Extent:
    record = target.accountability
    try:
        with bar("Events", source.end() - record.end()) as progress:
            held = copy_record(source, record, progress)
    except Foreign:
        raise Refused(
            f"{where(target.settings)} holds events that {shown} does not. Name an empty place; nothing was changed."
        ) from None
    copy_vault(source.vault, target.vault)
    return held


def _with_views(target: Services) -> str:
    end = target.accountability.end()
    with bar("Views", end) as forward:
        progress = _steps(forward)
        try:
            target.views.catch_up.rebuild(progress=progress)
        except Poisoned as error:
            return str(error)
    return ""


def _steps(forward: Callable[[int], None]) -> Callable[[int, int], None]:
    """From how far it is to how far it went."""
    before = 0

    def progress(done: int, _: int) -> None:
        nonlocal before
        forward(max(done - before, 0))
        before = max(done, before)

    return progress

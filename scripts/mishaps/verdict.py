"""Whether a school came to harm: its record against what the writers wrote down, its views against views built anew."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bootstrap import Services
from projections import VIEWS
from projections.view import Row, Rows
from projections.views import Views
from scripts.mishaps.deeds import STEPS, command_id, left
from scripts.mishaps.diary import Read
from store.database import Database
from store.names import name_of
from store.record import Record

MANY = 5_000


@dataclass(frozen=True)
class Kept:
    """What the record holds of the commands.

    lost: acknowledged and not there; half: some of its events are missing; doubled: some are there twice.
    """

    events: int
    acknowledged: int
    lost: int
    half: int
    doubled: int


@dataclass(frozen=True)
class Shown:
    """How many rows of the views differ from views built anew: for want of an event, or for one taken in twice."""

    skipped: int
    applied_twice: int


def kept(record: Record, diaries: Mapping[int, Read]) -> Kept:
    events, there = 0, defaultdict[UUID, list[str]](list)
    for recorded in _all(record):
        events += 1
        there[recorded.event.command_id].append(name_of(type(recorded.event)))
    lost = half = doubled = acknowledged = 0
    for slot, diary in diaries.items():
        acknowledged += len(diary.answers)
        for number in diary.begun:
            found = there.pop(command_id(slot, number), [])
            wanted = STEPS[number % len(STEPS)].leaves
            lost += bool(number in diary.answers and wanted and not found)
            some_missing, some_twice = left(found, number)
            half += some_missing
            doubled += some_twice
    # What all writers asked for under the same command id, and the members.
    doubled += sum(len(found) > 1 for found in there.values())
    return Kept(events, acknowledged, lost, half, doubled)


def shown(services: Services, fresh: Database) -> Shown:
    """Compare row by row, once the views are level."""
    services.views.catch_up.run()
    anew = Views(fresh, services.accountability, services.vault, VIEWS)
    try:
        anew.catch_up.migrate()
        anew.catch_up.run()
        skipped = sum(bool(trouble) for _, trouble in services.views.catch_up.standings().values())
        twice = 0
        for view in VIEWS:
            for rows in view.tables:
                missing, more = differences(_rows(services.views, rows), _rows(anew, rows))
                skipped, twice = skipped + missing, twice + more
        return Shown(skipped, twice)
    finally:
        fresh.close()


def differences(live: Mapping[Any, Row], anew: Mapping[Any, Row]) -> tuple[int, int]:
    """Rows that lack something, and rows that have too much: one that should not be, or a greater number in it."""
    skipped = twice = 0
    for key in live.keys() | anew.keys():
        ours, right = live.get(key), anew.get(key)
        if ours == right:
            continue
        if ours is not None and (right is None or _has_more(ours, right)):
            twice += 1
        else:
            skipped += 1
    return skipped, twice


def _has_more(ours: Row, right: Row) -> bool:
    numbers = [name for name, value in right.items() if type(value) is int and type(ours[name]) is int]
    return any(ours[name] > right[name] for name in numbers)


def _rows(views: Views, rows: Rows) -> dict[Any, Row]:
    key = [column.name for column in rows.table.primary_key.columns]
    return {tuple(row[name] for name in key): row for row in views.fetch(select(rows.table))}


def _all(record: Record) -> Iterator[Any]:
    position = 0
    while batch := record.after(position, MANY):
        yield from batch
        position = batch[-1].position

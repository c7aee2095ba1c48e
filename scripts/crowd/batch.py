"""The use cases as always, but what they record is kept back and appended some thousand events at a time."""

from collections import OrderedDict
from typing import Any, TypeVar
from uuid import UUID

from domain.accountability import Accountability
from domain.stream import Stream
from store.record import Record

# Events in one transaction: large enough that the disk does not count, small enough to hold.
MOST = 5_000
# Streams kept in memory, about 4 kB each; others are read again when somebody comes back to them.
STREAMS_KEPT = 100_000

T = TypeVar("T", bound=Stream)


class Batch(Accountability):
    """For a school in which nothing happens but through here: what did not begin here is not there.

    Nobody else reads what was said before `write` was called. `total` counts the events so far.
    """

    def __init__(self, record: Record) -> None:
        # No store of its own, so nothing of the library's is set up: it finds and saves in the record's.
        self.secrets, self.after_save = record.secrets, _nothing
        self.record = record
        self.total = 0
        self._begun: set[UUID] = set()
        self._kept: OrderedDict[UUID, Stream] = OrderedDict()
        self._told: list[Any] = []

    def save(self, *things: Any, **_: Any) -> list[Any]:
        for thing in things:
            events = thing.collect_events()
            self._told += events
            self.total += len(events)
            self._begun.add(thing.id)
            self._kept[thing.id] = thing
        if len(self._told) >= MOST:
            self.write()
        return []

    def write(self) -> None:
        """Append what was kept back, in the order in which it was said, in one transaction."""
        if self._told:
            self.record.save(_Together(self._told))
            self._told = []
        while len(self._kept) > STREAMS_KEPT:
            self._kept.popitem(last=False)

    def _find(self, kind: type[T], thing_id: UUID) -> T | None:
        if thing_id not in self._begun:
            return None
        if thing_id not in self._kept:
            found = self.record._find(kind, thing_id)  # only what was written is ever put away
            if found is not None:
                self._kept[thing_id] = found
            return found
        self._kept.move_to_end(thing_id)
        thing = self._kept[thing_id]
        return thing if isinstance(thing, kind) else None


class _Together:
    """Events of many streams, handed to the record as if they were of one."""

    def __init__(self, events: list[Any]) -> None:
        self.events = events

    def collect_events(self) -> list[Any]:
        return self.events


def _nothing(_: int) -> None:
    """In the place of catching up: the views follow in large steps."""

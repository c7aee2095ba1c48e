"""Snapshots: where a long history stood, so that it is not replayed from its beginning; disposable, and sealed.

They stand beside the views: in no backup, and gone with the views' database. Each names the event it stands on by a
digest of its stored bytes, so one of another past (a record that was restored) is never taken for ours.
"""

import json
import logging
from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Repository, project_aggregate
from eventsourcing.persistence import EventStore, JSONTranscoder, StoredEvent, Transcoding
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text, bindparam, delete, select

from domain.stream import Stream
from store.database import Database
from store.names import AGGREGATES, UnknownEvent
from store.question import Question
from store.sealing import Opener, SealedText

METADATA = MetaData()

snapshot = Table(
    "snapshot",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stands_on", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("shape", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)

# A history is replayed from at most so many events back; half a millisecond for ten of them on a slow machine.
STEP = 10

_NEWEST = Question(select(snapshot).where(snapshot.c.stream == bindparam("stream")))

KINDS = {kind.__name__: kind for kind in AGGREGATES}
# What the library keeps on an aggregate beside its state.
_BESIDE = ("_id", "_version", "_pending_events")

log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """A snapshot as it was found; `stands_on`: a digest of the event with that version."""

    version: int
    stands_on: str
    kind: type[Stream]
    state: bytes


class SealedAsStored(Transcoding):
    """Text about people goes into a snapshot as it came out of the record: sealed, and bound to the same place.

    A transcoder that knows this knows no other `Personal`: a state with plain text in it is refused, and not kept.
    """

    type = SealedText
    name = "sealed"

    def __init__(self, opener: Opener) -> None:
        self.opener = opener

    def encode(self, obj: SealedText) -> list[str]:
        return obj.parts

    def decode(self, data: list[str]) -> SealedText:
        return SealedText.of(data, self.opener)


class Snapshots:
    """The newest one of each long history. Whatever is the matter with one, it counts as none: events tell all."""

    def __init__(self, database: Database, transcoder: JSONTranscoder, opener: Opener) -> None:
        self.database, self.transcoder = database, transcoder
        transcoder.register(SealedAsStored(opener))

    def find(self, stream: UUID) -> Kept | None:
        """The snapshot of a stream, if it has the shape of today."""
        try:
            for row in _NEWEST.ask(self.database, stream=stream.hex):
                kind = KINDS[row["kind"]]
                if row["shape"] == kind.shape:
                    return Kept(row["version"], row["stands_on"], kind, row["state"])
            return None
        except Exception:
            log.warning("a snapshot could not be read", exc_info=True)
            return None

    def opened(self, stream: UUID, kept: Kept) -> Stream | None:
        thing: Stream = object.__new__(kept.kind)
        try:
            vars(thing).update(self.transcoder.decode(kept.state), _id=stream, _version=kept.version)
        except Exception:
            log.warning("a snapshot could not be read", exc_info=True)
            return None
        vars(thing)["_pending_events"] = []
        return thing

    def keep(self, thing: Stream, last: StoredEvent) -> None:
        """Keep what was just replayed up to its `last` event; what fails here fails nobody."""
        try:
            state = {name: value for name, value in vars(thing).items() if name not in _BESIDE}
            if any(isinstance(value, tuple) for value in state.values()):
                raise TypeError("a tuple would come back as a list")
            row = {
                "stream": thing.id.hex,
                "version": last.originator_version,
                "stands_on": digest(last),
                "kind": type(thing).__name__,
                "shape": thing.shape,
                "state": self.transcoder.encode(state),
            }
            with self.database.write() as connection:
                connection.execute(
                    self.database.insert(snapshot).on_conflict_do_update(index_elements=["stream"], set_=row), row
                )
        except Exception:
            log.warning("a snapshot could not be kept", exc_info=True)

    def drop(self, streams: Collection[UUID]) -> None:
        """Those of these streams, if they have one."""
        theirs = delete(snapshot).where(self.database.among(snapshot.c.stream, "streams"))
        with self.database.write() as connection:
            connection.execute(theirs, {"streams": json.dumps([stream.hex for stream in streams])})

    def migrate(self) -> None:
        """Create what is missing; safe to run again."""
        with self.database.write() as connection:
            METADATA.create_all(connection)


class Histories(Repository[UUID]):
    """The library's repository, but that the newest events are read first.

    A short history has no more of them, and costs what it did: no snapshot is asked for. A long one begins at its
    snapshot, and whoever had to replay so many since the last one, or more than `STEP` without one, leaves a new one.
    """

    def __init__(self, events: EventStore[UUID], snapshots: Snapshots) -> None:
        super().__init__(events)
        self.recorder, self.mapper, self.snapshots = events.recorder, events.mapper, snapshots

    def get(self, aggregate_id: UUID, *, projector_func: Any = project_aggregate, **how: Any) -> Any:
        if how:
            return super().get(aggregate_id, projector_func=projector_func, **how)
        rows = self.recorder.select_events(aggregate_id, desc=True, limit=STEP + 1)[::-1]
        begun: Stream | None = None
        if len(rows) > STEP:
            begun, rows = self._begun(aggregate_id, rows)
        try:
            thing = projector_func(begun, map(self.mapper.to_domain_event, rows))
        except UnknownEvent as unknown:
            raise _placed(unknown, rows) from None
        if thing is None:
            raise AggregateNotFoundError(aggregate_id)
        # Of a history that just reaches so far none is looked for, so that each look would leave the same one.
        if len(rows) > STEP or (begun is not None and len(rows) == STEP):
            self.snapshots.keep(thing, rows[-1])
        return thing

    def _begun(self, stream: UUID, newest: Sequence[StoredEvent]) -> tuple[Stream | None, Sequence[StoredEvent]]:
        """Where a long history stood, and the events since; without a snapshot of it nothing, and all of them."""
        kept = self.snapshots.find(stream)
        if kept is not None:
            before = kept.version - newest[0].originator_version
            rows = newest[before:] if before >= 0 else self.recorder.select_events(stream, gt=kept.version - 1)
            if rows and digest(rows[0]) == kept.stands_on and (begun := self.snapshots.opened(stream, kept)):
                return begun, rows[1:]
        return None, self.recorder.select_events(stream)


def digest(event: StoredEvent) -> str:
    """What only this event has: its bytes hold an instant, a command id and freshly sealed text."""
    return sha256(f"{event.originator_version}|{event.topic}|".encode() + bytes(event.state)).hexdigest()


def _placed(unknown: UnknownEvent, rows: Sequence[StoredEvent]) -> UnknownEvent:
    first = next(row for row in rows if row.topic == str(unknown))
    where = f"event {first.originator_version} of {first.originator_id}"
    return UnknownEvent(f"{first.topic}, {where}, is no event of this version")

"""The record: every event, append only, with ids that never repeat; and the use cases on top of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, cast
from uuid import UUID

from eventsourcing.application import Repository
from eventsourcing.persistence import InfrastructureFactory, JSONTranscoder, Mapper, Notification
from eventsourcing.utils import Environment, EnvType

from domain.accountability import Accountability
from domain.personal import Personal
from domain.stream import Stream
from store.database import Database
from store.mapper import SealingMapper
from store.names import UnknownEvent, event_named
from store.snapshots import Histories, Snapshots
from store.vault import Vault

ROWS = 2_000


class Recorded:
    """An event with its place in the record: positions grow in the order of commit and are never used twice.

    It is decoded when somebody asks for it: who builds one view needs the few kinds that this view is told of. Raises
    UnknownEvent at once.
    """

    __slots__ = ("_event", "_mapper", "_stored", "kind", "position")

    def __init__(self, stored: Notification, mapper: SealingMapper) -> None:
        try:
            self.kind = event_named(stored.topic)
        except UnknownEvent:
            raise UnknownEvent(f"{stored.topic} at position {stored.id} is no event of this version") from None
        self.position, self._stored, self._mapper = stored.id, stored, mapper
        self._event: Stream.Event | None = None

    @property
    def event(self) -> Stream.Event:
        if self._event is None:
            self._event = self._mapper.to_domain_event(self._stored)
        return self._event


class Storage(Protocol):
    """Which of the library's recorders keeps the events, and where."""

    @property
    def environment(self) -> dict[str, str]: ...

    def factory(self, environment: Environment) -> InfrastructureFactory[Any]: ...


class PositionsRecorder(Protocol):
    """What the record needs of a recorder beyond the library's own."""

    def select_positions(self, positions: Sequence[int]) -> Sequence[Notification]:
        """The events at just these positions, in order; at most some thousands at a time."""

    def insert_copies(self, batches: Iterable[Sequence[Notification]]) -> None:
        """Events of another record, at the positions they have there; all of them or none."""

    def create_table(self) -> None: ...

    def has_table(self) -> bool: ...

    def weaknesses(self) -> list[str]: ...


class Record(Accountability):
    """`Accountability` on top of the stored events, sealed with the keys of the vault; snapshots stand in `beside`."""

    name = "accountabilibuddy"
    mapper: SealingMapper

    def __init__(
        self, storage: Storage, vault: Vault, beside: Database, after_save: Callable[[int], None] = lambda _: None
    ) -> None:
        self.storage, self.vault, self.beside = storage, vault, beside
        super().__init__(storage.environment, secrets=vault, after_save=after_save)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """What the storage says, and nothing else: no variable of the machine moves a record."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        return self.storage.factory(env)

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(cast(JSONTranscoder, self.construct_transcoder()), self.vault)

    def construct_repository(self) -> Repository[UUID]:
        self.snapshots_kept = Snapshots(self.beside, cast(JSONTranscoder, self.construct_transcoder()), self.vault)
        return Histories(self.events, self.snapshots_kept)

    def save(self, *things: Any, **_: Any) -> list[Any]:
        """One transaction; keys for people who are new are made first, all at once: no event without its key.

        The library's own way would also ask each thing what it is, and look for followers and caches that are not ours.
        """
        events = [event for thing in things for event in thing.collect_events()]
        fresh = {
            subject
            for event in events
            for value in vars(event).values()
            if isinstance(value, Personal)
            for subject in value.subjects
        }
        self.vault.make_keys(fresh)
        return self.events.put(events)

    def after(self, position: int, limit: int) -> list[Recorded]:
        """The next events after a position, in order, at most `limit`."""
        found = self.recorder.select_notifications(position, limit, inclusive_of_start=False)
        return [Recorded(n, self.mapper) for n in found]

    def at(self, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, in order, in one question."""
        found = self._positions.select_positions(positions)
        return [Recorded(n, self.mapper) for n in found]

    def rows(self, position: int, end: int) -> Iterator[Sequence[Notification]]:
        """What is stored after a position and up to another, as it stands, some thousands at a time."""
        while found := self.recorder.select_notifications(position, ROWS, stop=end, inclusive_of_start=False):
            yield found
            position = found[-1].id

    def take_over(self, rows: Iterable[Sequence[Notification]]) -> None:
        """Append what stands in another record, at the positions it has there; all of it or nothing."""
        self._positions.insert_copies(rows)

    @property
    def _positions(self) -> PositionsRecorder:
        return cast(PositionsRecorder, self.recorder)

    def end(self) -> int:
        """The last position, 0 for an empty record."""
        return self.recorder.max_notification_id() or 0

    def is_there(self) -> bool:
        """Whether it was made; before that, nothing else can be asked."""
        return self._positions.has_table()

    def weaknesses(self) -> list[str]:
        """Why an event that was acknowledged could be lost with the machine's power; see `store.durability`."""
        return self._positions.weaknesses()

    def migrate(self) -> None:
        """Create what is missing; safe to run again."""
        self._positions.create_table()
        self.snapshots_kept.migrate()

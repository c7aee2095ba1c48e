"""How every use case works: find the thing, hear an act once, decide, save, and try again when a rival was first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import EnvType

from domain.act import OPERATOR, SCHEDULER, Act
from domain.dates import due_date, local_date
from domain.member import Member
from domain.refusal import Busy, NotFound, Refusal, Stale, Unusable
from domain.stream import Stream

ATTEMPTS = 5

T = TypeVar("T", bound=Stream)


class StaffOnly(Refusal):
    """That is for staff and operators."""


class Secrets(Protocol):
    """What the use cases need of the vault."""

    def mark(self, text: str) -> str:
        """A blind index: the same text always gives the same mark, and only the school can compute it."""

    def claim_address(self, address: str, member_id: UUID) -> UUID:
        """The member id this address belongs to: the one given, or the one that claimed it first."""

    def release_addresses(self, member_id: UUID, *, but: str = "") -> None:
        """Whoever comes with an address of this member from now on is somebody new; not with the one that is kept."""


class Desk(Application[UUID]):
    """The common part of `Accountability`.

    `after_save` is called once events are durable, with the position of the last (0 if that is not known); it may not
    fail.
    """

    def __init__(
        self, env: EnvType | None = None, *, secrets: Secrets, after_save: Callable[[int], None] = lambda _: None
    ) -> None:
        self.secrets = secrets
        self.after_save = after_save
        super().__init__(env)

    def _find(self, kind: type[T], thing_id: UUID) -> T | None:
        try:
            thing: object = self.repository.get(thing_id, projector_func=_replayed)
        except AggregateNotFoundError:
            return None
        return thing if isinstance(thing, kind) else None

    def _get(self, kind: type[T], thing_id: UUID) -> T:
        thing = self._find(kind, thing_id)
        if thing is None:
            raise NotFound
        return thing

    def _own(self, kind: type[T], thing_id: UUID, act: Act) -> T:
        """The actor's own thing: another's is not found, in the same words as one that does not exist."""
        thing = self._get(kind, thing_id)
        if act.by != str(getattr(thing, "member_id", None)):
            raise NotFound
        return thing

    def _begin(self, act: Act, kind: type[T], new_id: UUID, make: Callable[[], T]) -> T:
        """Start a stream unless this act did already; then answer as it was answered first.

        When a rival was first, `make` is asked again and refuses in its own words what is there by now.
        """
        for _ in range(ATTEMPTS):
            known = self._find(kind, new_id)
            if known is not None and self._heard(known, act):
                return known
            thing = make()
            try:
                self._keep(thing)
            except IntegrityError:
                continue
            return thing
        raise Busy

    def _begin_all(self, act: Act, kind: type[T], make: Mapping[UUID, Callable[[], Sequence[Stream]]]) -> list[UUID]:
        """Start many streams in one transaction, each with what comes beside it, but for those that are there.

        Returns the ids of those that this act started, now or before. A rival who was first doubles nothing.
        """
        fresh, begun = dict(make), list[UUID]()
        for _ in range(ATTEMPTS):
            try:
                self._keep(*(thing for begin in fresh.values() for thing in begin()))
            except IntegrityError:
                there = {i: thing for i in fresh if (thing := self._find(kind, i)) is not None}
                begun += [i for i, thing in there.items() if self._heard(thing, act)]
                fresh = {i: begin for i, begin in fresh.items() if i not in there}
                continue
            return [*begun, *fresh]
        raise Busy

    def _change(
        self,
        act: Act,
        find: Callable[[], T],
        decide: Callable[[T], None],
        *,
        expected: int | None = None,
        beside: Sequence[Stream] = (),
    ) -> T:
        """Let a thing decide and save what it says, in one transaction with what the decision put `beside` it.

        `expected` is the version an editor had before them.
        """
        for _ in range(ATTEMPTS):
            thing = find()
            if self._heard(thing, act):
                return thing
            if expected is not None and thing.version != expected:
                raise Stale(version=thing.version)
            decide(thing)
            try:
                self._keep(thing, *beside)
            except IntegrityError:
                continue
            return thing
        raise Busy

    def _heard(self, thing: Stream, act: Act) -> bool:
        """As the thing says it. Whoever asks again may never have been answered, and the views not been told."""
        heard = thing.heard(act)
        if heard:
            self.after_save(0)
        return heard

    def _keep(self, *things: Stream) -> None:
        """All of it in one transaction, or none of it."""
        if any(thing.pending_events for thing in things):
            recorded = self.save(*things)
            self.after_save(recorded[-1].notification.id if recorded else 0)

    def _actor(self, act: Act) -> UUID:
        try:
            return UUID(act.by)
        except ValueError:
            raise NotFound from None

    def _zone(self, act: Act) -> str:
        """Where the actor lives: promises are made in that zone."""
        return self._get(Member, self._actor(act)).zone

    def _due(self, act: Act, text: str, zone: str, field: str = "due") -> str:
        return due_date(text, today=local_date(act.at, zone), field=field).isoformat()

    def _must_be_staff(self, act: Act) -> None:
        if act.by in (OPERATOR, SCHEDULER):
            return
        member = self._find(Member, self._actor(act))
        if member is None or member.role != "staff" or member.closed:
            raise StaffOnly


def _replayed(thing: Any, events: Iterable[Any]) -> Any:
    # The library's own asks of every event whether it follows a protocol, which costs more than applying it.
    for event in events:
        thing = event.mutate(thing)
    return thing


def one_of(value: str, allowed: tuple[str, ...], field: str) -> str:
    """The value itself if it is one of the allowed words; raises Unusable."""
    if value not in allowed:
        raise Unusable(field=field, why="not_a_choice")
    return value


def whole(value: int, field: str, *, least: int, most: int) -> int:
    """The number itself if it lies within the bounds; raises Unusable."""
    if not least <= value <= most:
        raise Unusable(field=field, why="out_of_range", least=least, most=most)
    return value

"""The language of the domain's tests: given what was said, when somebody says this, then these events (or a refusal).

    given(A_GOAL).when(ada.close_goal(the(Goal), reason="Met")).then(event("Goal.Closed", reason="Met"))

The cast has settled already. Every event is also checked for its stamp: who, when, through which door.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any, cast
from uuid import UUID, uuid4, uuid5

from eventsourcing.persistence import JSONTranscoder, Mapper

from domain.accountability import Accountability
from domain.accountability.told import StoryTold
from domain.act import OPERATOR, SCHEDULER, Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream
from store.mapper import SealingMapper
from store.names import aggregate_of, name_of
from tests.cast import ADA, BEN, CLEO, DORA, Clock, Player, settle

NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class The:
    """The id of a thing that was begun in this specification, resolved when the command is said."""

    kind: type[Stream]
    which: int


def the(kind: type[Stream], which: int = -1) -> Any:
    """The latest thing of a kind; `which` counts as an index does (0 is the first, the cast included)."""
    return The(kind, which)


@dataclass(frozen=True)
class Said:
    """A command, not yet said."""

    voice: "Voice"
    verb: str
    args: tuple[Any, ...]
    words: dict[str, Any]


@dataclass(frozen=True)
class Voice:
    """Somebody who can say any use case: `ada.close_goal(goal_id, reason="…")`."""

    by: Player | str
    door: str = "page"
    command: str = ""
    fingerprint: str = ""

    def under(self, command: str, fingerprint: str = "") -> "Voice":
        """Under a command id of this name, so that a thing can be said twice."""
        return replace(self, command=command, fingerprint=fingerprint)

    def __getattr__(self, verb: str) -> Callable[..., Said]:
        return lambda *args, **words: Said(self, verb, args, words)


ada, ben, cleo, dora = Voice(ADA), Voice(BEN), Voice(CLEO), Voice(DORA)
operator, scheduler = Voice(OPERATOR), Voice(SCHEDULER, "scheduler")
# An actor that no door of ours gives: it is nobody, and may do nothing.
unheard_of = Voice("system:import", "command line")


@dataclass(frozen=True)
class Expected:
    name: str
    fields: dict[str, Any]


def event(name: str, /, **fields: Any) -> Expected:
    """An event under its stored name, with those of its fields that matter; text about people as plain text."""
    return Expected(name, fields)


class _OpenSecrets:
    """Stands in for the vault where no secret is at stake: marks are plain digests, nothing is sealed."""

    def __init__(self) -> None:
        self.claims: dict[str, UUID] = {}

    def mark(self, text: str) -> str:
        return sha256(text.encode()).hexdigest()[:32]

    def claim_address(self, address: str, member_id: UUID) -> UUID:
        return self.claims.setdefault(address.casefold(), member_id)

    def release_addresses(self, member_id: UUID, *, but: str = "") -> None:
        kept = {address: who for address, who in self.claims.items() if who != member_id or address == but.casefold()}
        self.claims = kept

    def seal(self, subjects: tuple[str, ...], plain: bytes, context: bytes) -> bytes:
        return plain

    def open(self, subjects: tuple[str, ...], sealed: bytes, context: bytes) -> bytes | None:
        return sealed


class _Rehearsal(Accountability):
    """The use cases, kept in memory; rivals are let in between a decision and its saving."""

    rivals: list[Callable[[], Any]]

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(cast(JSONTranscoder, self.construct_transcoder()), _OpenSecrets())

    def save(self, *things: Any, **kwargs: Any) -> list[Any]:
        if self.rivals:
            (rival, *later), self.rivals = self.rivals, []
            rival()
            self.rivals = later
        return super().save(*things, **kwargs)


class Specification:
    def __init__(self) -> None:
        self.clock, self.acts = Clock(), dict[UUID, Act]()
        self.use_cases = _Rehearsal(secrets=_OpenSecrets())
        self.use_cases.rivals = []
        self.answer: Any = None
        self.refusal: Refusal | None = None
        settle(self.use_cases)
        self.known = len(self.recorded())

    def given(self, *said: Said | timedelta) -> "Specification":
        """What was said before, in order; a timedelta lets time pass. May be said again, to go on from a refusal."""
        self.refusal = None
        for one in said:
            self._say(one)
        self.known = len(self.recorded())
        return self

    def meanwhile(self, *said: Said) -> "Specification":
        """Rivals: each is said, and saved, just before one attempt to save what comes next."""
        self.use_cases.rivals = [partial(self._say, one) for one in said]
        return self

    def when(self, said: Said) -> "Specification":
        self.asked = self._act(said.voice)
        try:
            self.answer = self._do(said, self.asked)
        except Refusal as refusal:
            self.refusal = refusal
        return self

    def then(self, *expected: Expected) -> "Specification":
        """These events, in this order, and no others; no events for what is quiet."""
        self._must_be_done()
        fresh = self.recorded()[self.known :]
        assert [name_of(type(e)) for e in fresh] == [e.name for e in expected]
        for happened, wanted in zip(fresh, expected, strict=True):
            found = {name: _plain(getattr(happened, name)) for name in wanted.fields}
            assert found == {name: self._resolved(value) for name, value in wanted.fields.items()}
            self._is_stamped_by_its_act(happened)
        return self

    def then_refused(self, refusal: type[Refusal], **facts: Any) -> "Specification":
        """Refused for just this reason, with these facts among its own (ids as text); and it recorded nothing."""
        assert type(self.refusal) is refusal
        wanted = {name: str(self._resolved(v)) if isinstance(v, The) else v for name, v in facts.items()}
        assert {name: self.refusal.facts.get(name) for name in facts} == wanted
        assert [e for e in self.recorded()[self.known :] if e.command_id == self.asked.command_id] == []
        return self

    def then_answered(self, answer: Any) -> "Specification":
        self._must_be_done()
        assert self.answer == self._resolved(answer)
        return self

    def recorded(self) -> list[Any]:
        """Every event so far, read back from what was stored."""
        stored = self.use_cases.recorder.select_notifications(1, 100_000)
        return [self.use_cases.mapper.to_domain_event(one) for one in stored]

    def _say(self, said: Said | timedelta) -> Any:
        if isinstance(said, timedelta):
            self.clock.now += said
            return None
        return self._do(said, self._act(said.voice))

    def _act(self, voice: Voice) -> Act:
        command_id = uuid5(NOBODY, voice.command) if voice.command else uuid4()
        act = self.acts[command_id] = Act(str(voice.by), voice.door, self.clock(), command_id, voice.fingerprint)
        return act

    def _do(self, said: Said, act: Act) -> Any:
        words = {name: self._resolved(value) for name, value in said.words.items()}
        return getattr(self.use_cases, said.verb)(act, *map(self._resolved, said.args), **words)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._resolved(one) for one in value]
        if isinstance(value, StoryTold):
            return replace(value, contact_id=self._resolved(value.contact_id))
        if not isinstance(value, The):
            return value
        begun = [e for e in self.recorded() if isinstance(e, Stream.Created)]
        return [e.originator_id for e in begun if aggregate_of(name_of(type(e))) is value.kind][value.which]

    def _must_be_done(self) -> None:
        assert self.refusal is None, f"refused: {self.refusal!r} {self.refusal.facts}"

    def _is_stamped_by_its_act(self, happened: Any) -> None:
        act = self.acts[happened.command_id]
        stamped = (happened.timestamp, happened.by, happened.door, happened.fingerprint)
        assert stamped == (act.at, act.by, act.door, act.fingerprint), "an event says who, when, through which door"


def given(*said: Said | timedelta) -> Specification:
    return Specification().given(*said)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Personal) else value

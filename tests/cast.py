"""The fixed cast and a school for them: Ada (student), Ben (her buddy), Cleo (a stranger), Dora (staff); for any test.

Ids are the same in every school, so a test may name them. It is Monday, 2 November 2026, 09:00 UTC, until a test moves
the clock. `School` is a real school; its helper verbs say through the use cases what a story needs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

import bootstrap
from domain.accountability import Accountability
from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.act import OPERATOR, Act
from projections.views import Views
from store.record import Record

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
_CAST = UUID("00000000-0000-4000-8000-00000000cafe")


T = TypeVar("T")


def there(found: T | None) -> T:
    """What was found, and must be."""
    assert found is not None
    return found


class Clock:
    """A clock that stands still until it is moved; handed in wherever a `now` is asked for."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now

    def go(self, **how_far: float) -> None:
        """Move on as `timedelta` takes it: `clock.go(days=7)`."""
        self.now += timedelta(**how_far)


@dataclass(frozen=True)
class Group:
    """A cohort of the cast."""

    name: str

    @property
    def id(self) -> UUID:
        return self._opening.new_id("cohort")

    def open(self, use_cases: Accountability) -> None:
        use_cases.open_cohort(self._opening, name=self.name)

    @property
    def _opening(self) -> Act:
        return Act(OPERATOR, "command line", MONDAY, uuid5(_CAST, f"opens {self.name}"))


@dataclass(frozen=True)
class Player:
    """Somebody of the cast. `str()` is the `by` of their acts."""

    name: str
    address: str
    role: str
    zone: str
    cohort: Group | None = None

    @cached_property
    def id(self) -> UUID:
        return self._joining.new_id("member")

    def __str__(self) -> str:
        return str(self.id)

    def join(self, use_cases: Accountability) -> None:
        use_cases.add_member(
            self._joining,
            name=self.name,
            address=self.address,
            role=self.role,
            zone=self.zone,
            cohort_id=self.cohort.id if self.cohort else None,
        )

    @property
    def _joining(self) -> Act:
        return Act(OPERATOR, "command line", MONDAY, uuid5(_CAST, f"{self.address} joins"))


AUTUMN, SPRING = Group("Autumn"), Group("Spring")
ADA = Player("Ada Lindqvist", "ada@example.org", "student", "Europe/Berlin", AUTUMN)
BEN = Player("Ben Okafor", "ben@example.org", "student", "America/New_York", AUTUMN)
CLEO = Player("Cleo Tanaka", "cleo@example.org", "student", "Asia/Tokyo", SPRING)
DORA = Player("Dora Weiss", "dora@example.org", "staff", "UTC")
CAST = (ADA, BEN, CLEO, DORA)


def settle(use_cases: Accountability) -> None:
    """Let the cohorts open and the cast join: 2 cohorts, 4 members."""
    for group in (AUTUMN, SPRING):
        group.open(use_cases)
    for player in CAST:
        player.join(use_cases)


class School:
    """A real school. `services` is what every door is handed; `act(who)` is a fresh act of theirs, now.

    `migrated`: what is kept in that place is a school already.
    """

    def __init__(self, place: bootstrap.Settings | Path, clock: Clock, *, migrated: bool = False) -> None:
        self.settings = bootstrap.Settings(place) if isinstance(place, Path) else place
        self.folder, self.clock = self.settings.folder, clock
        self.services = bootstrap.open_services(self.settings, now=clock)
        if not migrated:
            bootstrap.migrate(self.services)

    @property
    def use_cases(self) -> Record:
        return self.services.accountability

    @property
    def views(self) -> Views:
        return self.services.views

    def act(self, who: Player | str = ADA, *, command_id: UUID | None = None, fingerprint: str = "") -> Act:
        return Act(str(who), "page", self.clock(), command_id or uuid4(), fingerprint)

    def say(self, who: Player | str, verb: str, *args: Any, **words: Any) -> Any:
        """`school.say(ADA, "close_goal", goal_id, reason="…")`: the use case, by a fresh act."""
        return getattr(self.use_cases, verb)(self.act(who), *args, **words)

    def days_ahead(self, days: int) -> str:
        return (self.clock() + timedelta(days=days)).date().isoformat()

    # What a story needs, each by its owner and with words that are never asserted on

    def goal(self, who: Player = ADA, **changes: Any) -> UUID:
        """A promise to hold one conversation in four weeks."""
        promise = {"statement": "Talk to two people", "measure": "conversations", "target": 1}
        goal_id: UUID = self.say(who, "set_goal", **{**promise, "due": self.days_ahead(28), **changes})
        return goal_id

    def contact(self, who: Player = ADA, name: str = "Mira Solberg", *, tie: str = "weak", **card: str) -> UUID:
        contact_id: UUID = self.say(who, "add_contact", card=Card(name, **card), tie=tie)
        return contact_id

    def draft(self, contact_id: UUID, goal_id: UUID | None = None, who: Player = ADA, **parts: str) -> UUID:
        draft = Draft(**{"introduction": "Hello", "why_you": "Your talk on queues", **parts})
        outreach_id: UUID = self.say(who, "draft_outreach", contact_id=contact_id, goal_id=goal_id, draft=draft)
        return outreach_id

    def sent(self, contact_id: UUID, goal_id: UUID | None = None, who: Player = ADA) -> UUID:
        outreach_id = self.draft(contact_id, goal_id, who)
        self.say(who, "send_outreach", outreach_id, channel="email", times_offered=[])
        return outreach_id

    def held(self, contact_id: UUID, goal_id: UUID | None = None, who: Player = ADA, *, notes: str = "Notes") -> UUID:
        outreach_id = self.sent(contact_id, goal_id, who)
        self.say(who, "record_conversation", outreach_id, medium="call", notes=notes)
        return outreach_id

    def takeaway(self, outreach_id: UUID, who: Player = ADA, *, days: int = 7) -> UUID:
        words = {"text": "Read about queues", "kind": "research", "due": self.days_ahead(days)}
        takeaway_id: UUID = self.say(who, "decide_takeaway", outreach_id, **words)
        return takeaway_id

    def partnership(self, one: Player = ADA, other: Player = BEN) -> UUID:
        """Proposed by one and accepted by the other."""
        partnership_id: UUID = self.say(one, "propose_partnership", partner_id=other.id)
        self.say(other, "accept_partnership", partnership_id)
        return partnership_id

    def close(self) -> None:
        self.services.close()

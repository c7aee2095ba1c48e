"""How a student stands with each of their people: the last touch, whose turn it is, and finding somebody by a word."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from domain.dates import local_date
from projections.progress.outreach import OutreachCard, stories, stories_with
from projections.tracker import ContactCard, contact_with, contacts
from projections.views import Views

# What comes next in a story, the most pressing first. "" is a story that has ended.
MINE = ("met", "answered", "decide", "follow", "again")
THEIRS = ("waiting", "busy")
STEPS = (*MINE, "drafted", "ahead", *THEIRS, "")

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """One outreach and what comes next in it, one of STEPS."""

    card: OutreachCard
    step: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A contact and every outreach to them, the latest first, also those taken back."""

    card: ContactCard
    told: tuple[Told, ...]

    @property
    def touched_at(self) -> datetime | None:
        """When the two last had to do with each other; writing a draft is no touch."""
        return max((at for told in self.told for at in _touches(told.card)), default=None)

    @property
    def pressing(self) -> Told | None:
        """The story to go on with, None when there is none yet."""
        kept = [told for told in self.told if told.card.stage != "withdrawn"]
        return min(kept, key=lambda told: STEPS.index(told.step), default=None)

    @property
    def my_turn(self) -> bool:
        return any(told.step in MINE for told in self.told)

    @property
    def their_turn(self) -> bool:
        return not self.my_turn and any(told.step in THEIRS for told in self.told)

    @property
    def never_written(self) -> bool:
        return self.touched_at is None


def relations(views: Views, member_id: UUID, *, now: datetime, removed: bool = False) -> list[Relation]:
    """Everybody in a member's tracker (or everybody removed from it), by name."""
    about: dict[UUID, list[OutreachCard]] = {}
    for card in stories(views, member_id):
        about.setdefault(card.contact_id, []).append(card)
    people = contacts(views, member_id, removed=removed)
    return [_relation(person, about.get(person.contact_id, []), now) for person in people]


def relation(views: Views, member_id: UUID, contact_id: UUID, *, now: datetime) -> Relation | None:
    """As `relations`, for one contact, removed or not; None when there is no such contact of this member."""
    person = contact_with(views, member_id, contact_id)
    return None if person is None else _relation(person, stories_with(views, member_id, contact_id), now)


def next_step(card: OutreachCard, *, now: datetime) -> str:
    """What comes next in one story.

    drafted: send it | waiting: they have not answered | busy: until a day to come | again: that day is here |
    answered: find a time | ahead: the conversation is arranged | met: its time has passed, what happened? |
    decide: no takeaway yet | follow: the takeaway is open | "": ended, or told by an archive and over here but for its
    takeaway.
    """
    if card.stage == "postponed":
        until = card.postponed_until
        return "busy" if until and until > local_date(now, card.postponed_zone) else "again"
    if card.stage == "arranged":
        return "met" if card.starts_at and card.starts_at <= now else "ahead"
    if card.stage == "elsewhere":
        return "follow" if card.takeaway and card.takeaway.state == "open" else ""
    if card.stage == "held":
        return "decide" if card.takeaway is None else "follow" if card.takeaway.state == "open" else ""
    return _BY_STAGE.get(card.stage, "")


_BY_STAGE = {"drafted": "drafted", "sent": "waiting", "unanswered": "waiting", "answered": "answered"}


def found(people: Iterable[Relation], words: str) -> list[Relation]:
    """Those in whose name, company or role every word occurs; letter case and accents do not matter."""
    asked = _plain(words).split()
    return [one for one in people if all(word in _about(one.card) for word in asked)] if asked else list(people)


def ordered(people: Sequence[Relation], order: str) -> list[Relation]:
    """`people` come by name. "": the last touch first, "added": the newest first, anything else: as they come."""
    if order == "":
        return sorted(people, key=lambda one: one.touched_at or _LONG_AGO, reverse=True)
    if order == "added":
        return sorted(people, key=lambda one: one.card.added_at, reverse=True)
    return list(people)


def _relation(person: ContactCard, cards: Iterable[OutreachCard], now: datetime) -> Relation:
    return Relation(person, tuple(Told(card, next_step(card, now=now)) for card in cards))


def _touches(card: OutreachCard) -> list[datetime]:
    if card.stage == "withdrawn":
        return []
    told = card.touched_at if card.stage == "postponed" else None
    return [at for at in (card.sent_at, card.answered_at, card.arranged_at, card.held_at, told) if at is not None]


def _about(card: ContactCard) -> str:
    return _plain(f"{card.name.text}\n{card.company.text}\n{card.role.text}")


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))

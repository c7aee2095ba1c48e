"""Lets the stories happen: one clock moved through eight weeks, every deed through the use cases, nudges on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from domain.act import OPERATOR, Act
from nudges.channels import Message
from nudges.channels.mailbox import Mailbox
from nudges.tick import tick
from projections.due import due_things
from projections.inbox import inbox
from projections.services import Services
from scripts.demo.calendar import Calendar
from scripts.demo.scene import Scene
from scripts.demo.stories import STORIES
from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER, Beat

# When each cohort began, in UTC; its members join in the minutes after.
OPENINGS = {HERON: "8w Mon 08:00", JUNIPER: "4w Mon 08:00"}
DOOR = "demo"

# Whoever comes by has seen what lies in the inbox for so long, and puts it away.
SEEN_AFTER = timedelta(days=3)
# The real scheduler looks every minute. Hours between looks; divides a day.
LOOKS_EVERY = 3
# Letters of eight weeks would bury the ones that a visitor may want to look at.
LETTERS_KEPT = timedelta(days=2)

_DEMO = UUID("6f1f8f0e-55c1-4a8e-9a31-0d4c7a8be5d1")


class MovedClock:
    """Hands out the hour at which the story has arrived."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class LatestLetters:
    """A channel that takes every letter and keeps only those written since an instant, as files."""

    box: Mailbox
    since: datetime

    def send(self, message: Message) -> None:
        if message.written_at >= self.since:
            self.box.send(message)


def script(calendar: Calendar) -> list[tuple[datetime, Beat]]:
    """Everything that happens, in order of time; raises ValueError when a story runs backwards or past today."""
    told = [entry for story in STORIES for entry in _in_order(story, calendar)]
    return sorted([*_arrivals(calendar), *told], key=lambda entry: (entry[0], entry[1].who, entry[1].number))


def play(services: Services, clock: MovedClock, calendar: Calendar) -> dict[str, UUID]:
    """Let it happen up to today; returns the ids of everybody and everything by their names in the stories."""
    ids: dict[str, UUID] = {}
    letters = LatestLetters(Mailbox(services.settings.letters, services.settings.sender), calendar.today - LETTERS_KEPT)
    visits: set[tuple[str, str]] = set()
    for at, beat in script(calendar):
        _pass_time(services, clock, at, letters)
        by = str(ids[beat.who]) if beat.who in ids else OPERATOR
        act = Act(by, DOOR, at, uuid5(_DEMO, f"{beat.who}|{beat.number}"))
        visit = (beat.who, at.date().isoformat())
        if by != OPERATOR and visit not in visits:
            visits.add(visit)
            _tidy_inbox(services, act)
        try:
            beat.do(Scene(services, calendar, ids, act, beat.who, beat.zone))
        except Exception as error:
            error.add_note(f"in the story of {beat.who}, on {beat.when!r}")
            raise
    _pass_time(services, clock, calendar.today, letters)
    tick(services, letters)
    return ids


def _in_order(story: Story, calendar: Calendar) -> Iterator[tuple[datetime, Beat]]:
    before = datetime.min.replace(tzinfo=UTC)
    for beat in story.beats:
        at = beat.at(calendar)
        if not before < at < calendar.today:
            raise ValueError(f"{story.key}: {beat.when!r} is out of order when today is a {calendar.today:%A}")
        before = at
        yield at, beat


def _arrivals(calendar: Calendar) -> Iterator[tuple[datetime, Beat]]:
    """Staff and mentors first, then each cohort and its members, one every minute and a half."""
    looking_after = [s for s in STORIES if s.cohort is None]
    groups: list[tuple[str, str | None, list[Story]]] = [("8w Mon 07:30", None, looking_after)]
    groups += [(OPENINGS[c], c, [s for s in STORIES if s.cohort == c]) for c in (HERON, JUNIPER)]
    for when, cohort, stories in groups:
        if cohort is not None:
            yield _beat(calendar, Beat(cohort, 0, when, timedelta(), "UTC", _opening(cohort)))
        for place, story in enumerate(stories, start=1):
            after = timedelta(seconds=90 * place)
            zone = story.home if story.joined else "UTC"
            yield _beat(calendar, Beat(f"{story.key} joins", 0, story.joined or when, after, zone, _joining(story)))


def _beat(calendar: Calendar, beat: Beat) -> tuple[datetime, Beat]:
    return beat.at(calendar), beat


def _opening(cohort: str) -> Callable[[Scene], None]:
    def open_it(s: Scene) -> None:
        s.ids[cohort] = s.school.open_cohort(s.act, name=cohort)

    return open_it


def _joining(story: Story) -> Callable[[Scene], None]:
    def join(s: Scene) -> None:
        cohort_id = s.ids[story.cohort] if story.cohort else None
        s.ids[story.key] = s.school.add_member(
            s.act, name=story.name, address=story.address, role=story.role, zone=story.home, cohort_id=cohort_id
        )

    return join


def _pass_time(services: Services, clock: MovedClock, until: datetime, letters: LatestLetters) -> None:
    """On the way the scheduler looks up every few hours and, if something is due, says so."""
    while (look := _next_look(clock.now)) <= until:
        clock.now = look
        if due_things(services.views, look):
            tick(services, letters)
    clock.now = until


def _next_look(now: datetime) -> datetime:
    return now.replace(hour=now.hour - now.hour % LOOKS_EVERY, minute=0, second=0, microsecond=0) + timedelta(
        hours=LOOKS_EVERY
    )


def _tidy_inbox(services: Services, act: Act) -> None:
    seen = [n for n in inbox(services.views, UUID(act.by)) if n.state == "delivered" and act.at - n.at > SEEN_AFTER]
    for card in seen:
        services.accountability.put_nudge_away(act.part(str(card.nudge_id)), card.nudge_id)

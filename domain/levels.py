"""Levels I, II and III: met by rule from recorded evidence, and always explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.evidence import Story

_NEVER = datetime.max.replace(tzinfo=UTC)
TIES_OF = {"I": ("mentor",), "II": ("alum", "fellow", "weak", "dormant"), "III": ("cold",)}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a level asks for (sent, said_why, held, prepared, takeaway); `done_at` is None until it is done."""

    key: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Level:
    """Where somebody stands on one level, told by the story that met it first, else by the one that came furthest.

    `missing` is the first step not done ("" when met); `beyond_at` is when the takeaway of one that met it was first
    followed up.
    """

    level: str
    story: Story | None
    steps: tuple[Step, ...]
    met_at: datetime | None
    beyond_at: datetime | None
    missing: str


def levels(stories: Iterable[Story]) -> tuple[Level, Level, Level]:
    """The three levels over all of a student's outreach, whichever goal it counts toward."""
    kept = [s for s in stories if s.counts]
    first, second, third = (_level(name, [s for s in kept if s.tie in ties]) for name, ties in TIES_OF.items())
    return first, second, third


def _level(name: str, stories: list[Story]) -> Level:
    told = [(s, _steps(name, s)) for s in stories]
    if not told:
        return Level(name, None, _steps(name, None), None, None, "sent")
    story, steps = min(told, key=lambda t: _furthest_first(*t))
    missing = next((s.key for s in steps if s.done_at is None), "")
    met_at = None if missing else max(s.done_at for s in steps if s.done_at)
    beyond = [s.followed_up_at for s, its in told if s.followed_up_at and all(step.done_at for step in its)]
    return Level(name, story, steps, met_at, min(beyond, default=None), missing)


def _steps(name: str, story: Story | None) -> tuple[Step, ...]:
    if story is None:
        sent = held = takeaway = why = prepared = None
    else:
        sent = story.sent_at or story.arranged_at
        held, takeaway = story.held_at, story.decided_at
        why = sent if story.said_why else None
        prepared = story.prepared_at
    steps = [Step("sent", sent), Step("held", held), Step("prepared", prepared), Step("takeaway", takeaway)]
    if name == "III":
        steps.insert(1, Step("said_why", why))
    return tuple(steps)


def _furthest_first(story: Story, steps: tuple[Step, ...]) -> tuple[int, datetime, str]:
    """Most steps done in order, then the earliest: a level once met stays met since then, whatever comes later."""
    in_order = next((i for i, s in enumerate(steps) if s.done_at is None), len(steps))
    last = max((s.done_at for s in steps if s.done_at), default=_NEVER)
    return (-in_order, last, str(story.outreach_id))

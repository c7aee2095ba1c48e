"""Times as people type and read them: a local date and time on somebody's clock, in any zone; for pages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields

from web.session import me

UNREADABLE = "That is not a date and time we can read. Please use the calendar, or write it like 2026-12-05T14:30."
SKIPPED = "That hour does not exist on that day: the clocks are put forward then. Please choose another."

# One or two places for each offset that people meet; whoever lives elsewhere finds a neighbour.
PLACES = (
    "UTC",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Africa/Johannesburg",
    "Europe/Kyiv",
    "Africa/Nairobi",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)


class LocalTime(fields.Field["datetime | None"]):
    """What a `datetime-local` field sends, on the member's clock, as an aware instant; an empty field is None."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime | None:
        text = str(value).strip()
        return read(text, me().zone) if text else None


def read(text: str, zone: str) -> datetime:
    """The instant of a wall-clock time there: of an hour that comes twice, the first.

    Raises ValidationError for what cannot be read, and for an hour that the clocks skip.
    """
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError(UNREADABLE) from None
    if wall.tzinfo is not None or "T" not in text:
        raise ValidationError(UNREADABLE)
    try:
        at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        back = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except OverflowError:
        raise ValidationError(UNREADABLE) from None
    if back != wall:
        raise ValidationError(SKIPPED)
    return at


def readable(texts: Iterable[str], zone: str) -> list[datetime]:
    """Those of the typed times that can be read, in order, each once: for showing them while somebody still types."""
    found = set()
    for text in texts:
        try:
            found.add(read(text.strip(), zone))
        except ValidationError:
            continue
    return sorted(found)


def typed(at: datetime, zone: str) -> str:
    """What stands in a `datetime-local` field for that instant."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def clock(at: datetime, zone: str) -> str:
    """ "Friday 5 December, 14:30" there."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"


def place(zone: str) -> str:
    """ "New York" for "America/New_York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def both(at: datetime, mine: str, theirs: str) -> str:
    """One line in two clocks: "Friday 5 December, 14:30 (Berlin) · 08:30 (New York)"."""
    here, there = at.astimezone(ZoneInfo(mine)), at.astimezone(ZoneInfo(theirs))
    other = f"{there:%H:%M}" if there.date() == here.date() else clock(at, theirs)
    first = f"{clock(at, mine)} ({place(mine)})"
    return first if mine == theirs else f"{first} · {other} ({place(theirs)})"

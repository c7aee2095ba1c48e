"""Dates, counts and choices in words, as template filters and globals; nothing here decides anything."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask, g
from markupsafe import Markup, escape

from domain.dates import local_date
from domain.evidence import days_left
from domain.personal import Personal

TIES = {
    "mentor": ("Mentor", "somebody who guides you"),
    "alum": ("Alum", "went through your school or program before you"),
    "fellow": ("Fellow student", "learning beside you"),
    "weak": ("Acquaintance", "a friend of a friend, somebody you met once"),
    "dormant": ("Out of touch", "you knew each other well, a while ago"),
    "cold": ("New to you", "you have not met yet"),
}
CHANNELS = {
    "email": "E-mail",
    "linkedin": "LinkedIn",
    "call": "Phone or video call",
    "slack": "Slack or chat",
    "in_person": "In person",
    "social": "Social media",
}
MEASURES = {
    "contacted": ("People contacted", "counts when you wrote to somebody, called or spoke to them"),
    "conversations": ("Conversations held", "counts when you talked, in any medium"),
    "follow_through": ("Takeaways followed up", "counts when you did the one thing you decided"),
}
STAGES = {
    "drafted": "being written",
    "sent": "waiting for an answer",
    "answered": "answered",
    "declined": "declined",
    "postponed": "busy for now",
    "unanswered": "no answer",
    "arranged": "conversation arranged",
    "held": "conversation held",
    "withdrawn": "taken back",
    "elsewhere": "brought along",
}
LEVELS = {
    "I": "Level I: a mentor",
    "II": "Level II: somebody you know already",
    "III": "Level III: somebody new to you",
}
STEPS = {
    "sent": "message sent or meeting arranged",
    "said_why": "said why this person in particular",
    "held": "conversation held",
    "prepared": "notes taken or questions chosen",
    "takeaway": "one takeaway decided",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(number: int, one: str, many: str = "") -> str:
    """ "two conversations", "1,204 contacts"."""
    return f"{in_words(number) if number else 'no'} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """ "two", "1,204"; "none" for 0."""
    if number == 0:
        return "none"
    return _NUMBERS[number] if 0 < number < len(_NUMBERS) else f"{number:,}"


def channel(code: str) -> str:
    """A channel within a sentence: "e-mail", "LinkedIn"."""
    name = CHANNELS[code]
    return name if code in ("linkedin", "slack") else name.lower()


def zone() -> str:
    """Where the reader lives; UTC for those who are not signed in."""
    person = g.get("me")
    return person.zone if person else "UTC"


def today() -> date:
    """The reader's local date."""
    return _here()[1]


def day(value: date | datetime) -> str:
    """ "Friday 5 December", with the year when it is another one."""
    there, today = _here()
    local = value.astimezone(there).date() if isinstance(value, datetime) else value
    words = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
    return words if local.year == today.year else f"{words} {local.year}"


def moment(value: datetime) -> str:
    """ "Friday 5 December, 14:30" on the reader's clock."""
    return f"{day(value)}, {value.astimezone(_here()[0]):%H:%M}"


def ago(value: date | datetime) -> str:
    """How long since, or until, in the reader's calendar: "today", "yesterday", "five weeks ago", "in nine days"."""
    there, today = _here()
    local = value.astimezone(there).date() if isinstance(value, datetime) else value
    return _distance((local - today).days)


def remaining(due: date, zone_name: str) -> str:
    """Days left of a promise, in the zone it was made in: "nine days", "today", "two days ago"."""
    left = days_left(due, zone_name, _now())
    if left in (0, 1):
        return ("today", "tomorrow")[left]
    return count(left, "day") if left > 0 else _distance(left)


def iso(value: datetime | date) -> str:
    return value.isoformat()


def lines(text: Personal | str) -> Markup:
    """Text with its line breaks, escaped."""
    return Markup("<br>").join(escape(line) for line in str(text).split("\n"))


@lru_cache(maxsize=1024)
def _distance(days: int) -> str:
    if days in (-1, 0, 1):
        return ("today", "tomorrow", "yesterday")[days]
    size = abs(days)
    units = ((730, 365, "year"), (70, 30, "month"), (14, 7, "week"), (0, 1, "day"))
    words = next(count(size // days_each, unit) for least, days_each, unit in units if size >= least)
    return f"in {words}" if days > 0 else f"{words} ago"


def _here() -> tuple[ZoneInfo, date]:
    """The reader's zone and local date, found once a request: a page says the same day from top to bottom."""
    found: tuple[ZoneInfo, date] | None = g.get("here")
    if found is None:
        found = g.here = (ZoneInfo(zone()), local_date(_now(), zone()))
    return found


def _now() -> datetime:
    from web.session import services

    return services().now()


def register(app: Flask) -> None:
    app.jinja_env.filters.update(channel=channel, day=day, moment=moment, ago=ago, lines=lines, iso=iso)
    app.jinja_env.globals.update(
        count=count,
        in_words=in_words,
        remaining=remaining,
        today=today,
        zone=zone,
        TIES=TIES,
        CHANNELS=CHANNELS,
        MEASURES=MEASURES,
        STAGES=STAGES,
        LEVELS=LEVELS,
        STEPS=STEPS,
        UTC=UTC,
        timedelta=timedelta,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

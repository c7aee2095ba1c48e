"""Local dates and the zones they were promised in: "by Friday" is a date there, never midnight UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from domain.refusal import Unusable

# Nothing is planned further ahead than two years, the longer of them with a leap day.
FARTHEST = timedelta(days=731)


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Every zone a person may live in: IANA names with a region, and UTC. Offsets and abbreviations are not zones."""
    skipped = ("Etc/", "SystemV/", "posix/", "right/")
    return frozenset(z for z in available_timezones() if "/" in z and not z.startswith(skipped)) | {"UTC"}


def zone(typed: str) -> str:
    """The IANA name of the zone that somebody means: by that name or its last part, in any case ("berlin", "New York").

    Raises Unusable(field="zone"); why: unknown_zone, or several_zones (choices: their names).
    """
    meant = _by_what_people_write().get("_".join(typed.split()).casefold(), ())
    if not meant:
        raise Unusable(field="zone", why="unknown_zone")
    if len(meant) > 1:
        raise Unusable(field="zone", why="several_zones", choices=", ".join(meant))
    return meant[0]


@lru_cache(maxsize=1)
def _by_what_people_write() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(zones()):
        last = name.rpartition("/")[2].casefold()
        found[last] = (*found.get(last, ()), name)
    return found | {name.casefold(): (name,) for name in zones()}


def local_date(at: datetime, zone_name: str) -> date:
    """The date on the wall there, at that instant."""
    return at.astimezone(ZoneInfo(zone_name)).date()


@lru_cache(maxsize=4096)
def start_of(day: date, zone_name: str) -> datetime:
    """The first UTC instant at which that date has begun there.

    Midnight does not exist everywhere on every day, and comes twice on some (then the first one counts). Where a
    date was skipped altogether, it is the first instant of the date that followed.
    """
    there = ZoneInfo(zone_name)
    about = datetime.combine(day, time(), tzinfo=UTC)
    low, high = int((about - timedelta(hours=30)).timestamp()), int((about + timedelta(hours=30)).timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, there).date() >= day:
            high = middle
        else:
            low = middle
    # Clocks set back across midnight pass it twice, at most two hours apart.
    first = next((s for s in range(high - 7200, high, 60) if datetime.fromtimestamp(s, there).date() >= day), high)
    return datetime.fromtimestamp(first, UTC)


def end_of(day: date, zone_name: str) -> datetime:
    """The first UTC instant after that local date: a promise for the date is kept strictly before it."""
    return start_of(day + timedelta(days=1), zone_name)


def wall_clock(day: date, hour: int, zone_name: str) -> datetime:
    """A UTC instant at that hour on that local date (the first of two in autumn; just after the gap in spring)."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone_name)).astimezone(UTC)


def due_date(text: str, *, today: date, field: str = "due") -> date:
    """Read an ISO date that is today or later, at most two years ahead; raises Unusable."""
    day = iso_date(text, field=field)
    if day < today:
        raise Unusable(field=field, why="in_the_past")
    if day > today + FARTHEST:
        raise Unusable(field=field, why="too_far")
    return day


def instant(text: str, *, field: str) -> datetime:
    """Read an ISO instant with an offset, into UTC; raises Unusable(why="no_instant")."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unusable(field=field, why="no_instant") from None


def iso_date(text: str, *, field: str) -> date:
    """Read YYYY-MM-DD strictly; raises Unusable(why="no_date")."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unusable(field=field, why="no_date") from None
    if day.isoformat() != text:
        raise Unusable(field=field, why="no_date")
    return day

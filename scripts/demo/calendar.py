"""When things happen in the demo school: dates counted back from today, so that every build is recent.

"7w Tue 18:40" is the Tuesday seven weeks before this one's week, "3d 09:15" is three days ago, "+9d" is in nine days,
"+1w Fri" is Friday of next week; without an hour it is a date. Weeks keep people off most weekends, days are exact. In
one story, "1w" (3 to 9 days ago, by what day today is) is only followed by "2d" or later, "2w" by "9d", "3w" by "14d".
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.dates import local_date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_WHEN = re.compile(
    r"(?P<ahead>\+?)(?:(?P<days>\d+)d|(?P<weeks>\d+)w (?P<weekday>[A-Z][a-z]{2}))(?: (?P<hour>\d\d:\d\d))?"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`today` is an aware instant: the moment at which the story of the school has arrived."""

    today: datetime

    def date(self, when: str, zone: str) -> date:
        """The local date; raises ValueError for what is written otherwise."""
        found = _WHEN.fullmatch(when)
        if found is None:
            raise ValueError(f"no such time: {when!r}")
        sign = 1 if found["ahead"] else -1
        if found["days"]:
            return local_date(self.today, zone) + sign * timedelta(days=int(found["days"]))
        # One Monday for all, or two people would live a week apart while it is Monday in one zone only.
        here = self.today.astimezone(UTC).date()
        monday = here - timedelta(days=here.weekday())
        return monday + sign * timedelta(weeks=int(found["weeks"])) + timedelta(days=WEEKDAYS.index(found["weekday"]))

    def instant(self, when: str, zone: str) -> datetime:
        """The UTC instant; the text needs an hour."""
        clock = time.fromisoformat(when.rpartition(" ")[2])
        return datetime.combine(self.date(when, zone), clock, ZoneInfo(zone)).astimezone(UTC)

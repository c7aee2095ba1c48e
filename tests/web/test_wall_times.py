"""Times as people type and read them: gaps, hours that come twice, two clocks in a line."""

from datetime import UTC, datetime

import pytest
from marshmallow import ValidationError

from domain.dates import zones
from web.wall_times import PLACES, SKIPPED, UNREADABLE, both, place, read, readable, typed


def test_a_wall_clock_time_becomes_an_instant():
    assert read("2026-11-05T10:00", "Europe/Berlin") == datetime(2026, 11, 5, 9, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(ValidationError, match=SKIPPED[:20]):
        read("2027-03-28T02:30", "Europe/Berlin")


def test_of_an_hour_that_comes_twice_the_first_counts():
    assert read("2026-10-25T02:30", "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["soon", "2026-11-05", "2026-11-05T25:00", "2026-11-05T10:00+01:00", "0001-01-01T00:00", "２０２６"]
)
def test_what_is_no_time_is_refused(text: str):
    with pytest.raises(ValidationError, match=UNREADABLE[:20]):
        read(text, "Asia/Tokyo")


def test_what_cannot_be_read_yet_is_left_out_while_somebody_types():
    assert readable(["", "2026-", "2026-11-05T10:00", "2026-11-05T10:00"], "UTC") == [
        datetime(2026, 11, 5, 10, tzinfo=UTC)
    ]


def test_two_clocks_share_the_day_when_it_is_the_same():
    at = datetime(2026, 11, 5, 9, tzinfo=UTC)
    assert both(at, "Europe/Berlin", "America/New_York") == "Thursday 5 November, 10:00 (Berlin) · 04:00 (New York)"
    assert both(at, "UTC", "UTC") == "Thursday 5 November, 09:00 (UTC)"


def test_two_clocks_name_both_days_when_they_differ():
    at = datetime(2026, 11, 5, 20, tzinfo=UTC)
    assert both(at, "Europe/Berlin", "Asia/Tokyo") == (
        "Thursday 5 November, 21:00 (Berlin) · Friday 6 November, 05:00 (Tokyo)"
    )


def test_an_instant_is_typed_back_as_it_was_read():
    assert typed(read("2026-11-05T10:00", "Asia/Kolkata"), "Asia/Kolkata") == "2026-11-05T10:00"


def test_every_place_on_the_short_list_is_a_zone():
    assert set(PLACES) <= zones()
    assert place("America/New_York") == "New York"

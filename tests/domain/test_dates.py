"""Local dates: when a date begins and ends where it was promised, in every zone, also on odd days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import due_date, end_of, iso_date, local_date, start_of, wall_clock, zone, zones
from domain.refusal import Unusable

ALL = sorted(zones())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


STARTS = [
    ("an ordinary day", "2026-11-02", "Europe/Berlin", "2026-11-01T23:00"),
    ("far in the east", "2026-11-02", "Pacific/Kiritimati", "2026-11-01T10:00"),
    ("far in the west", "2026-11-02", "Pacific/Pago_Pago", "2026-11-02T11:00"),
    ("by a quarter of an hour", "2026-11-02", "Asia/Kathmandu", "2026-11-01T18:15"),
    ("a day of 23 hours", "2026-03-29", "Europe/Berlin", "2026-03-28T23:00"),
    ("the day after one of 23 hours", "2026-03-30", "Europe/Berlin", "2026-03-29T22:00"),
    ("a day of 25 hours", "2026-10-25", "Europe/Berlin", "2026-10-24T22:00"),
    ("the day after one of 25 hours", "2026-10-26", "Europe/Berlin", "2026-10-25T23:00"),
    ("no midnight in Santiago", "2026-09-06", "America/Santiago", "2026-09-06T04:00"),
    ("no midnight in Cairo", "2026-04-24", "Africa/Cairo", "2026-04-23T22:00"),
    ("no midnight in Beirut", "2026-03-29", "Asia/Beirut", "2026-03-28T22:00"),
    ("midnight twice in Havana is one midnight", "2026-11-01", "America/Havana", "2026-11-01T04:00"),
    ("back across midnight in Santiago", "2026-04-05", "America/Santiago", "2026-04-05T04:00"),
    ("back across midnight in Beirut", "2026-10-25", "Asia/Beirut", "2026-10-24T22:00"),
    ("midnight twice in St. John's, the first counts", "2006-10-29", "America/St_Johns", "2006-10-29T02:30"),
    ("the day before the skipped one", "2011-12-29", "Pacific/Apia", "2011-12-29T10:00"),
    ("the skipped day itself", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),
    ("the day after the skipped one", "2011-12-31", "Pacific/Apia", "2011-12-30T10:00"),
    ("half an hour on Lord Howe", "2026-10-05", "Australia/Lord_Howe", "2026-10-04T13:00"),
    ("a leap day", "2028-02-29", "UTC", "2028-02-29T00:00"),
]


@pytest.mark.parametrize(("day", "where", "at"), [s[1:] for s in STARTS], ids=[s[0] for s in STARTS])
def test_a_date_begins(day, where, at):
    assert start_of(date.fromisoformat(day), where) == utc(at)


@pytest.mark.parametrize(("day", "where", "at"), [s[1:] for s in STARTS], ids=[s[0] for s in STARTS])
def test_the_date_before_ends_when_it_begins(day, where, at):
    assert end_of(date.fromisoformat(day) - timedelta(days=1), where) == utc(at)


def test_in_every_zone_dates_begin_at_their_first_instant_also_where_clocks_change():
    wrong = [(where, day) for where in ALL for day in odd_days(where) if not begins_at_its_first_instant(day, where)]
    assert wrong == []


def odd_days(where: str) -> list[date]:
    """Those of two years on which the clocks change, with their neighbours, and an ordinary one."""
    there, noon = ZoneInfo(where), datetime(2026, 1, 1, 12, tzinfo=UTC)
    offsets = [(noon + timedelta(days=n)).astimezone(there).utcoffset() for n in range(731)]
    changes = [n for n in range(1, 731) if offsets[n] != offsets[n - 1]]
    return [date(2026, 1, 1) + timedelta(days=n + near) for n in [100, *changes] for near in (-1, 0, 1)]


def begins_at_its_first_instant(day: date, where: str) -> bool:
    first, there = start_of(day, where), ZoneInfo(where)
    before = [first - timedelta(minutes=n, microseconds=1) for n in (0, 30, 60, 90, 120)]
    return first.astimezone(there).date() == day and all(at.astimezone(there).date() < day for at in before)


@given(st.integers(946_684_800, 2_082_758_400), st.sampled_from(ALL))
def test_every_instant_lies_within_its_local_date(seconds, where):
    at = datetime.fromtimestamp(seconds, UTC)
    # Where clocks went back across midnight, an hour of the day before comes again within the new date.
    assert start_of(local_date(at, where), where) <= at
    assert at < end_of(local_date(at, where), where) + timedelta(hours=2)


@given(st.dates(date(2000, 1, 1), date(2036, 1, 1)), st.sampled_from(ALL))
def test_dates_follow_each_other_without_a_gap(day, where):
    assert start_of(day, where) <= end_of(day, where) == start_of(day + timedelta(days=1), where)


def test_zones_are_names_of_places():
    assert {"Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"} <= zones()
    assert not {"CET", "EST", "Etc/GMT-3", "GMT", "posix/Europe/Berlin", "localtime", ""} & zones()


def test_a_zone_is_given_back_as_it_is():
    assert zone("Asia/Tokyo") == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("europe/BERLIN", "Europe/Berlin"),
        ("  New   York ", "America/New_York"),
        ("new_york", "America/New_York"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_known_as_people_write_it(typed, meant):
    assert zone(typed) == meant


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("istanbul", "Asia/Istanbul, Europe/Istanbul"),
        ("Louisville", "America/Kentucky/Louisville, America/Louisville"),
    ],
)
def test_of_several_places_of_that_name_one_has_to_be_chosen(typed, choices):
    with pytest.raises(Unusable) as refused:
        zone(typed)
    assert refused.value.facts == {"field": "zone", "why": "several_zones", "choices": choices}


@pytest.mark.parametrize(
    "typed", ["", " ", "Europe", "europe/", "/berlin", "Mars/Base", "CET", "+02:00", "Berlin Paris"]
)
def test_what_names_no_place_is_no_zone(typed):
    with pytest.raises(Unusable) as refused:
        zone(typed)
    assert refused.value.facts["why"] == "unknown_zone"


def test_every_zone_is_known_by_its_own_name():
    assert [name for name in ALL if zone(name) != name or zone(name.upper()) != name] == []


WALLS = [
    ("in winter", "2026-11-02", "Europe/Berlin", "2026-11-02T08:00"),
    ("in summer", "2026-07-02", "Europe/Berlin", "2026-07-02T07:00"),
    ("in the east, on the day before by UTC", "2026-11-02", "Pacific/Kiritimati", "2026-11-01T19:00"),
]


@pytest.mark.parametrize(("day", "where", "at"), [w[1:] for w in WALLS], ids=[w[0] for w in WALLS])
def test_nine_in_the_morning(day, where, at):
    assert wall_clock(date.fromisoformat(day), 9, where) == utc(at)


def test_an_hour_that_does_not_exist_is_the_one_after_the_gap():
    assert wall_clock(date(2026, 3, 29), 2, "Europe/Berlin") == utc("2026-03-29T01:00")


def test_an_hour_that_comes_twice_is_the_first():
    assert wall_clock(date(2026, 10, 25), 2, "Europe/Berlin") == utc("2026-10-25T00:00")


def test_a_due_date_may_be_today():
    assert due_date("2026-11-02", today=date(2026, 11, 2)) == date(2026, 11, 2)


def test_a_due_date_may_lie_two_years_ahead():
    assert due_date("2028-11-02", today=date(2026, 11, 2)) == date(2028, 11, 2)


def test_a_due_date_names_the_field_it_was_read_from():
    with pytest.raises(Unusable) as refusal:
        due_date("2026-11-01", today=date(2026, 11, 2), field="until")
    assert refusal.value.facts == {"field": "until", "why": "in_the_past"}


@given(st.dates())
def test_a_date_is_read_as_it_is_written(day):
    assert iso_date(day.isoformat(), field="due") == day

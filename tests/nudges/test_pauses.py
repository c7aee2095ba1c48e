"""A pause with a date ends by itself, once, on that date where it was agreed."""

from datetime import UTC, datetime

from nudges.tick import tick
from projections.buddy import one_partnership
from tests.cast import ADA, BEN, School


def state(school: School, partnership_id: object) -> str:
    card = one_partnership(school.views, ADA.id, partnership_id)  # type: ignore[arg-type]
    assert card is not None
    return card.state


def test_a_timed_pause_ends_on_its_date_in_the_zone_of_whoever_paused(school: School) -> None:
    pair = school.partnership()
    school.say(BEN, "pause_partnership", pair, until="2026-11-10")  # New York: the 10th begins at 05:00 UTC
    school.clock.set(datetime(2026, 11, 10, 4, 59, tzinfo=UTC))
    tick(school.services)
    assert state(school, pair) == "paused"
    school.clock.set(datetime(2026, 11, 10, 5, 1, tzinfo=UTC))
    tick(school.services)
    tick(school.services)
    assert state(school, pair) == "active"
    names = [type(e).__name__ for e in school.use_cases.events.get(pair)]
    assert names.count("Resumed") == 1


def test_an_open_ended_pause_waits_for_the_two(school: School) -> None:
    pair = school.partnership()
    school.say(ADA, "pause_partnership", pair)
    school.clock.go(days=90)
    tick(school.services)
    assert state(school, pair) == "paused"


def test_after_a_second_pause_until_another_date_it_ends_again(school: School) -> None:
    pair = school.partnership()
    for until in ("2026-11-10", "2026-11-20"):
        school.say(ADA, "pause_partnership", pair, until=until)
        school.clock.set(datetime.fromisoformat(f"{until}T12:00:00+00:00"))
        tick(school.services)
        assert state(school, pair) == "active"

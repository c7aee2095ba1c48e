"""What counts toward a goal, case by case: measures, targets, lateness, moves, withdrawals, closing, zones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import Promise, Story, Terms, days_left, progress
from tests.cast import MONDAY

GOAL, OTHER = UUID(int=1), UUID(int=2)
NEVER = None


def day(n: float) -> datetime:
    """Noon of the n-th day after that Monday, or an instant written out."""
    return MONDAY + timedelta(days=n, hours=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def story(who: str, *, sent=None, held=None, followed=None, goal=GOAL, withdrawn=False, attempt: int = 1) -> Story:
    """One outreach; days as numbers (or instants)."""

    def when(value):
        return day(value) if isinstance(value, int | float) else value

    return Story(
        outreach_id=uuid5(GOAL, f"{who} {attempt}"),
        contact_id=uuid5(GOAL, who),
        goal_id=goal,
        tie="weak",
        sent_at=when(sent),
        held_at=when(held),
        decided_at=when(followed),
        followed_up_at=when(followed),
        withdrawn=withdrawn,
    )


DAY_TEN = day(10)
MIRA = story("Mira", sent=1, held=3, followed=6)
NOOR = story("Noor", sent=2, held=5, followed=9)


@dataclass(frozen=True)
class Case:
    """A goal set on that Monday for two conversations by Friday 20 November (day 18), and what has become of it."""

    what: str
    stories: list[Story]
    expected: str
    achieved: datetime | None = None
    measure: str = "conversations"
    target: int = 2
    due: str = "2026-11-20"
    zone: str = "UTC"
    moves: tuple[tuple[datetime, str], ...] = ()
    closed: bool = False
    now: datetime = DAY_TEN
    set_at: datetime = MONDAY

    @property
    def terms(self) -> Terms:
        first = Promise(self.set_at, date.fromisoformat(self.due), self.zone)
        later = (Promise(when, date.fromisoformat(due), self.zone) for when, due in self.moves)
        return Terms(GOAL, self.measure, self.target, (first, *later), closed=self.closed)


LATE = story("Noor", sent=2, held=19)
ENDS = at("2026-11-21T00:00")
MOMENT = timedelta(microseconds=1)
ONE: dict[str, Any] = {"target": 1, "now": day(40)}
CASES = [
    # what a goal measures
    Case("nothing recorded yet", [], "0 open"),
    Case("a draft counts for nothing", [story("Mira")], "0 open", measure="contacted"),
    Case("contacted: what was sent counts", [story("Mira", sent=1)], "1 open", measure="contacted"),
    Case("contacted: two sent reach the target", [MIRA, NOOR], "2 achieved on time", day(2), measure="contacted"),
    Case("conversations: what was only sent does not count", [story("Mira", sent=1)], "0 open"),
    Case("conversations: what was held counts", [MIRA], "1 open"),
    Case("conversations: two held reach the target", [MIRA, NOOR], "2 achieved on time", day(5)),
    Case("follow-through: what was only held does not count", [LATE], "0 open", measure="follow_through"),
    Case("follow-through: what was followed up counts", [MIRA], "1 open", measure="follow_through"),
    Case("follow-through: two reach it", [MIRA, NOOR], "2 achieved on time", day(9), measure="follow_through"),
    # who counts, and how often
    Case("one contact counts once, however often they meet", [MIRA, story("Mira", held=5, attempt=2)], "1 open"),
    Case("and from the first time", [story("Mira", held=5, attempt=2), MIRA], "1 achieved on time", day(3), target=1),
    Case("meeting somebody again later moves nothing", [MIRA, NOOR, LATE], "2 achieved on time", day(5)),
    Case("a third person moves nothing", [MIRA, NOOR, story("Sam", held=7)], "3 achieved on time", day(5)),
    Case("what counts toward another goal does not count here", [MIRA, replace(NOOR, goal_id=OTHER)], "1 open"),
    Case("what counts toward no goal does not count here", [MIRA, replace(NOOR, goal_id=None)], "1 open"),
    Case("what an archive tells of elsewhere does not count", [MIRA, replace(NOOR, elsewhere=True)], "1 open"),
    Case("what was withdrawn does not count", [MIRA, replace(NOOR, withdrawn=True)], "1 open"),
    Case(
        "withdrawn and tried again counts from the second time",
        [replace(MIRA, withdrawn=True), story("Mira", held=7, attempt=2)],
        "1 achieved on time",
        day(7),
        target=1,
    ),
    Case("a withdrawal undoes what was achieved", [replace(MIRA, withdrawn=True), NOOR], "1 overdue", now=day(30)),
    # on time, late, and the boundary
    Case("not yet due", [MIRA], "1 open", now=day(18)),
    Case("open until the very end of the day", [MIRA], "1 open", now=ENDS - MOMENT),
    Case("overdue from the first instant of the next day", [MIRA], "1 overdue", now=ENDS),
    Case("reached after the date is achieved, but late", [MIRA, LATE], "2 achieved late", day(19), now=day(30)),
    Case(
        "in the last microsecond is on time",
        [story("Mira", held=ENDS - MOMENT)],
        "1 achieved on time",
        ENDS - MOMENT,
        **ONE,
    ),
    Case("at the instant the date ends is late", [story("Mira", held=ENDS)], "1 achieved late", ENDS, **ONE),
    Case("on the very day it was set for", [story("Mira", held=18)], "1 achieved on time", day(18), **ONE),
    Case(
        "what happened before the goal was set counts from its setting",
        [MIRA],
        "1 achieved on time",
        day(4),
        target=1,
        set_at=day(4),
    ),
    Case(
        "even when it was set late for its own date",
        [MIRA],
        "1 achieved on time",
        day(4),
        target=1,
        set_at=day(4),
        due="2026-11-06",
    ),
    # rescheduled
    Case(
        "moved before the date: the new date holds",
        [MIRA, LATE],
        "2 achieved on time",
        day(19),
        moves=((day(9), "2026-11-27"),),
        now=day(30),
    ),
    Case(
        "moved after the date but before the fact: on time again",
        [MIRA, LATE],
        "2 achieved on time",
        day(19),
        moves=((day(18.9), "2026-11-27"),),
        now=day(30),
    ),
    Case(
        "moved after the fact: it stays late",
        [MIRA, LATE],
        "2 achieved late",
        day(19),
        moves=((day(20), "2026-12-24"),),
        now=day(30),
    ),
    Case(
        "moved to an earlier date after the fact: it stays on time",
        [MIRA, NOOR],
        "2 achieved on time",
        day(5),
        moves=((day(6), "2026-11-06"),),
        now=day(30),
    ),
    Case(
        "moved to an earlier date before the fact: it is late",
        [MIRA, NOOR],
        "2 achieved late",
        day(5),
        moves=((day(2), "2026-11-06"),),
        now=day(30),
    ),
    Case(
        "moved at the instant of the fact: the new date holds",
        [MIRA, LATE],
        "2 achieved on time",
        day(19),
        moves=((day(19), "2026-11-27"),),
        now=day(30),
    ),
    Case(
        "moved twice: the date in force at the fact decides",
        [MIRA, LATE],
        "2 achieved late",
        day(19),
        moves=((day(9), "2026-11-19"), (day(25), "2026-12-24")),
        now=day(30),
    ),
    Case(
        "overdue by the first date, open again by the second",
        [MIRA],
        "1 open",
        moves=((day(25), "2026-12-24"),),
        now=day(30),
    ),
    Case("overdue by the second date as well", [MIRA], "1 overdue", moves=((day(9), "2026-11-27"),), now=day(30)),
    # closed and reopened
    Case("closed by its owner", [MIRA], "1 closed", closed=True),
    Case("closed and past its date is closed, not overdue", [MIRA], "1 closed", closed=True, now=day(30)),
    Case("closing does not undo what was achieved", [MIRA, NOOR], "2 achieved on time", day(5), closed=True),
    Case("closing does not undo that it was late", [MIRA, LATE], "2 achieved late", day(19), closed=True, now=day(30)),
    # zones: the promise ends where it was made
    Case(
        "in Tokyo the day ends nine hours early",
        [story("Mira", held=at("2026-11-20T15:00"))],
        "1 achieved late",
        at("2026-11-20T15:00"),
        zone="Asia/Tokyo",
        **ONE,
    ),
    Case(
        "and is on time just before",
        [story("Mira", held=at("2026-11-20T14:59"))],
        "1 achieved on time",
        at("2026-11-20T14:59"),
        zone="Asia/Tokyo",
        **ONE,
    ),
    Case(
        "in New York it ends five hours late",
        [story("Mira", held=at("2026-11-21T04:59"))],
        "1 achieved on time",
        at("2026-11-21T04:59"),
        zone="America/New_York",
        **ONE,
    ),
    Case(
        "and not a minute more",
        [story("Mira", held=at("2026-11-21T05:00"))],
        "1 achieved late",
        at("2026-11-21T05:00"),
        zone="America/New_York",
        **ONE,
    ),
    Case(
        "Santiago: the night without a midnight",
        [],
        "0 open",
        zone="America/Santiago",
        due="2027-09-04",
        now=at("2027-09-05T03:59"),
    ),
    Case(
        "Santiago: over when the clocks jump",
        [],
        "0 overdue",
        zone="America/Santiago",
        due="2027-09-04",
        now=at("2027-09-05T04:00"),
    ),
    Case(
        "Cairo: the night without a midnight",
        [],
        "0 open",
        zone="Africa/Cairo",
        due="2027-04-29",
        now=at("2027-04-29T21:59"),
    ),
    Case(
        "Cairo: over when the clocks jump",
        [],
        "0 overdue",
        zone="Africa/Cairo",
        due="2027-04-29",
        now=at("2027-04-29T22:00"),
    ),
    Case(
        "Beirut: the night without a midnight",
        [],
        "0 open",
        zone="Asia/Beirut",
        due="2027-03-27",
        now=at("2027-03-27T21:59"),
    ),
    Case(
        "Beirut: over when the clocks jump",
        [],
        "0 overdue",
        zone="Asia/Beirut",
        due="2027-03-27",
        now=at("2027-03-27T22:00"),
    ),
    Case(
        "Apia: a promise for the day that was skipped",
        [],
        "0 overdue",
        zone="Pacific/Apia",
        due="2011-12-30",
        now=at("2011-12-30T10:00"),
        set_at=at("2011-12-01T00:00"),
    ),
    Case(
        "Apia: the day before the skipped one",
        [],
        "0 open",
        zone="Pacific/Apia",
        due="2011-12-29",
        now=at("2011-12-30T09:59"),
        set_at=at("2011-12-01T00:00"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_progress(case):
    found = progress(case.terms, case.stories, case.now)
    lateness = {True: " on time", False: " late", None: ""}[found.on_time]
    assert (f"{found.count} {found.standing}{lateness}", found.achieved_at) == (case.expected, case.achieved)


def test_the_table_is_as_long_as_was_promised():
    assert len({case.what for case in CASES}) == len(CASES) >= 40


def test_facts_name_who_counts_from_when_in_order_of_time():
    found = progress(CASES[0].terms, [NOOR, MIRA], day(10))
    assert [(f.contact_id, f.outreach_id, f.at) for f in found.facts] == [
        (MIRA.contact_id, MIRA.outreach_id, day(3)),
        (NOOR.contact_id, NOOR.outreach_id, day(5)),
    ]


@pytest.mark.parametrize(
    ("stories", "missing"), [((), 2), ((MIRA,), 1), ((MIRA, NOOR), 0), ((MIRA, NOOR, story("Sam", held=7)), 0)]
)
def test_how_many_are_missing(stories, missing):
    assert progress(CASES[0].terms, stories, day(10)).missing == missing


@pytest.mark.parametrize(
    ("now", "zone", "left"),
    [
        ("2026-11-20T12:00", "UTC", 0),
        ("2026-11-19T23:59", "UTC", 1),
        ("2026-11-21T00:00", "UTC", -1),
        ("2026-11-20T15:00", "Asia/Tokyo", -1),
        ("2026-11-21T04:59", "America/New_York", 0),
        ("2026-11-02T09:00", "Europe/Berlin", 18),
    ],
)
def test_days_left_are_calendar_days_where_it_was_promised(now, zone, left):
    assert days_left(date(2026, 11, 20), zone, at(now)) == left


# What holds for every story

moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
terms = st.builds(
    lambda measure, target, moves: Terms(
        GOAL,
        measure,
        target,
        (
            Promise(MONDAY, date(2026, 11, 20), "UTC"),
            *(Promise(a, a.date() + timedelta(days=9), "UTC") for a in sorted(moves)),
        ),
    ),
    st.sampled_from(["contacted", "conversations", "follow_through"]),
    st.integers(1, 4),
    st.lists(moments, max_size=2),
)
told = st.lists(
    st.builds(
        lambda who, instants, goal, withdrawn, attempt: story(
            who,
            sent=instants[0],
            held=instants[1] if len(instants) > 1 else None,
            followed=instants[2] if len(instants) > 2 else None,
            goal=goal,
            withdrawn=withdrawn,
            attempt=attempt,
        ),
        st.sampled_from(["Mira", "Noor", "Sam", "Kim"]),
        st.lists(moments, min_size=1, max_size=3).map(sorted),
        st.sampled_from([GOAL, GOAL, OTHER, None]),
        st.booleans(),
        st.integers(1, 1_000),
    ),
    max_size=8,
    unique_by=lambda s: s.outreach_id,
)


@given(terms, told, moments, st.randoms())
def test_the_order_in_which_stories_are_told_changes_nothing(goal, stories, now, random):
    shuffled = random.sample(stories, len(stories))
    assert progress(goal, shuffled, now) == progress(goal, stories, now)


@given(terms, told, moments, told)
def test_more_evidence_never_lowers_the_count_nor_delays_the_achievement(goal, stories, now, more):
    before, after = progress(goal, stories, now), progress(goal, [*stories, *more], now)
    assert after.count >= before.count
    if before.achieved_at is not None:
        assert after.achieved_at is not None
        assert after.achieved_at <= before.achieved_at


@given(terms, told, moments)
def test_stories_of_other_goals_and_withdrawn_ones_change_nothing(goal, stories, now):
    mine = [s for s in stories if s.goal_id == GOAL and not s.withdrawn]
    assert progress(goal, mine, now) == progress(goal, stories, now)


@given(terms, told, moments, moments)
def test_what_was_achieved_when_does_not_depend_on_when_one_asks_or_on_closing(goal, stories, now, later):
    first, then = progress(goal, stories, now), progress(replace(goal, closed=True), stories, later)
    assert (first.facts, first.achieved_at, first.on_time) == (then.facts, then.achieved_at, then.on_time)


@given(terms, told, moments)
def test_rescheduling_after_the_fact_changes_nothing_about_it(goal, stories, now):
    before = progress(goal, stories, now)
    if before.achieved_at is not None:
        later = max(before.achieved_at, goal.promises[-1].at) + MOMENT
        moved = replace(goal, promises=(*goal.promises, Promise(later, date(2027, 6, 1), "UTC")))
        assert progress(moved, stories, now) == before


@given(terms, told, moments)
def test_achieved_means_that_the_target_is_reached_and_nobody_counts_twice(goal, stories, now):
    found = progress(goal, stories, now)
    assert (found.standing == "achieved") == (found.count >= goal.target) == (found.missing == 0)
    assert len({f.contact_id for f in found.facts}) == found.count

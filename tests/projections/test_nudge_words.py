"""What nudges say: names in the inbox, dates in words, and no word that blames."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, update

from projections.nudge_subjects import subjects
from projections.nudge_words import InboxItem, count_in_words, date_in_words, inbox_items, nearness
from store.keys import subject_key
from store.question import Question
from tests.cast import ADA, BEN, CLEO, School
from tests.nudges.nudged import Nudged
from tests.nudges.test_letter import everything_due

TODAY = date(2026, 12, 3)


@pytest.fixture
def nudged(school: School) -> Nudged:
    return Nudged(school)


def items(school: School) -> list[InboxItem]:
    return inbox_items(school.views, ADA.id, school.clock())


def erase(school: School, *subjects: Any) -> None:
    """Shred their keys, as an erasure does."""
    with school.services.vault.database.write() as connection:
        for subject in subjects:
            connection.execute(update(subject_key).where(subject_key.c.subject == subject.hex).values(wrapped=None))
    school.services.vault._keys.clear()
    school.services.vault._ciphers.clear()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 3), "today"),
        (date(2026, 12, 4), "tomorrow"),
        (date(2026, 12, 5), "in two days"),
        (date(2026, 12, 10), "in a week"),
        (date(2026, 12, 2), "yesterday"),
        (date(2026, 11, 27), "on Friday 27 November"),
        (date(2026, 12, 25), "on Friday 25 December"),
        (date(2027, 12, 3), "on Friday 3 December 2027"),
    ],
)
def test_a_day_is_said_as_a_person_would(day: date, words: str) -> None:
    assert nearness(day, TODAY) == words


def test_dates_and_counts_are_words() -> None:
    assert date_in_words(date(2026, 12, 5), TODAY) == "Saturday 5 December"
    assert [count_in_words(n) for n in (0, 1, 12, 13)] == ["none", "one", "twelve", "13"]


def test_the_inbox_says_whom_and_what_it_is_about(nudged: Nudged) -> None:
    everything_due(nudged)
    nudged.tick()
    said = {item.nudge.rule: item.words for item in items(nudged)}
    assert said["outreach_unanswered"].title == "No reply from Dana Reyes for a week"
    assert said["takeaway_undecided"].title == "One thing to take from Tomás Vega"
    assert said["takeaway_due"].text.startswith("Your takeaway from Mira Solberg was due yesterday.")
    assert said["check_in_due"].title == "Time to check in with Ben"
    assert said["goal_due_soon"].text == (
        "“Write to Marcus Bell” ends today (Tuesday 10 November). So far: none of one."
        " If it needs more time, moving it is fine."
    )
    assert said["goal_overdue"].text.startswith("“Talk to two people at Initech” ended yesterday.")


def test_every_nudge_leads_to_the_page_where_something_can_be_done(nudged: Nudged) -> None:
    everything_due(nudged)
    nudged.tick()
    for item in items(nudged):
        place = {"g": "goals", "o": "outreach", "c": "outreach"}.get(item.nudge.rule[0])
        place = {"takeaway_due": "takeaways", "takeaway_undecided": "outreach"}.get(item.nudge.rule, place)
        path = "/buddy" if item.nudge.rule == "check_in_due" else f"/{place}/{item.nudge.thing_id}"
        assert item.words.path == path


def test_no_word_shouts_or_blames(nudged: Nudged) -> None:
    everything_due(nudged)
    nudged.tick()
    for days in (0, 3, 40):
        nudged.clock.go(days=days)
        for item in items(nudged):
            said = f"{item.words.title} {item.words.text} {item.words.action}"
            assert not re.search(r"!|behind|fail|late\b|overdue|must|should have|streak", said)
            assert len(item.words.title) <= 80


def test_words_follow_the_calendar_while_a_nudge_lies_in_the_inbox(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(datetime(2026, 11, 7, 8, tzinfo=UTC))
    nudged.tick()
    assert [i.words.title for i in items(nudged)] == ["A goal ends in two days"]
    nudged.clock.go(days=1)
    assert [i.words.title for i in items(nudged)] == ["A goal ends tomorrow"]
    nudged.clock.go(days=4)
    assert [i.words.title for i in items(nudged)] == ["A goal ended on Monday 9 November"]


def test_an_item_waits_until_it_is_put_away_or_overtaken(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.sent(nudged.contact())
    nudged.clock.set(datetime(2026, 11, 9, 12, tzinfo=UTC))
    nudged.tick()
    assert [item.waiting for item in items(nudged)] == [True, True]
    nudged.say(ADA, "close_goal", goal_id, reason="enough")
    assert {i.nudge.rule: (i.waiting, i.moot) for i in items(nudged)} == {
        "goal_due_soon": (False, "closed"),
        "outreach_unanswered": (True, ""),
    }
    waiting = next(item for item in items(nudged) if item.waiting)
    nudged.say(ADA, "put_nudge_away", waiting.nudge.nudge_id)
    assert [(i.waiting, i.put_away) for i in items(nudged) if not i.moot] == [(False, True)]


def test_people_who_were_erased_are_not_named_and_nothing_breaks(nudged: Nudged) -> None:
    contact_id = nudged.contact(name="Dana Reyes")
    nudged.sent(contact_id)
    nudged.partnership(ADA, BEN)
    nudged.clock.set(datetime(2026, 11, 9, 15, tzinfo=UTC))
    nudged.tick()
    erase(nudged, contact_id, BEN.id)
    assert {item.words.title for item in items(nudged)} == {"No reply for a week", "Time to check in with your buddy"}


def test_an_ended_partnership_leaves_its_nudge_without_a_name(nudged: Nudged) -> None:
    partnership_id = nudged.partnership(ADA, BEN)
    nudged.clock.set(datetime(2026, 11, 9, 15, tzinfo=UTC))
    nudged.tick()
    nudged.say(BEN, "end_partnership", partnership_id)
    [item] = items(nudged)
    assert (item.words.title, item.moot) == ("Time to check in with your buddy", "ended")


def test_a_long_statement_is_shortened(nudged: Nudged) -> None:
    nudged.goal(statement="word " * 90, due="2026-11-09")
    nudged.clock.set(datetime(2026, 11, 9, 8, tzinfo=UTC))
    nudged.tick()
    [item] = items(nudged)
    assert len(item.words.text) < 300


def test_the_inbox_of_one_is_not_that_of_another(nudged: Nudged) -> None:
    everything_due(nudged)
    nudged.tick()
    assert inbox_items(nudged.views, CLEO.id, nudged.clock()) == []


def test_the_inbox_costs_the_same_however_full_it_is(nudged: Nudged, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @event.listens_for(nudged.views.database.engine, "before_cursor_execute")
    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    plain = Question.ask

    def ask(self: Question, *how: Any, **values: Any) -> Any:
        asked.append("said to the driver itself")
        return plain(self, *how, **values)

    monkeypatch.setattr(Question, "ask", ask)

    def cost(**known: Any) -> int:
        asked.clear()
        inbox_items(nudged.views, ADA.id, nudged.clock(), **known)
        return len(asked)

    everything_due(nudged)
    nudged.tick()
    few = cost()
    for number in range(20):
        nudged.held(nudged.contact(name=f"Somebody {number}"))
        nudged.goal(due=nudged.days_ahead(2))
    nudged.clock.go(days=1)
    nudged.tick()
    assert cost() == few <= 9
    assert cost(about=subjects(nudged.views, ADA.id, nudged.clock())) == 2

"""The view of histories: what concerns a member, newest first, page by page, as of any moment; and every look at it."""

from datetime import timedelta
from typing import Any

import pytest

from domain.accountability.contacts import Card
from projections.history import Entry, history, history_by_command, last_acts, looks_at
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, MONDAY


def names(entries) -> list[str]:
    return [entry.name for entry in entries]


def said(entry: Entry) -> Any:
    return entry.event


def test_a_history_begins_with_joining(school):
    assert names(history(school.views, ADA.id)) == ["Member.Joined"]


def test_what_one_did_comes_newest_first(school):
    goal_id = school.goal()
    school.clock.go(days=1)
    school.say(ADA, "close_goal", goal_id, reason="Another plan")
    closed, was_set, joined = history(school.views, ADA.id)
    assert names([closed, was_set, joined]) == ["Goal.Closed", "Goal.Set", "Member.Joined"]
    assert closed.position > was_set.position > joined.position
    assert (closed.at, was_set.at) == (MONDAY + timedelta(days=1), MONDAY)
    assert (said(closed).reason.text, closed.event.by, closed.event.door) == ("Another plan", str(ADA), "page")


def test_it_holds_every_kind_of_thing_that_concerns_a_member(told):
    kinds = {name.partition(".")[0] for name in names(history(told.views, ADA.id, limit=1_000))}
    assert kinds == {"Member", "Goal", "Contact", "Outreach", "Takeaway", "Partnership", "Nudge"}


def test_what_others_did_is_not_in_it(school):
    school.goal(BEN)
    assert names(history(school.views, ADA.id)) == ["Member.Joined"]


def test_what_happens_between_two_is_in_the_history_of_both(school):
    partnership_id = school.partnership(ADA, BEN)
    school.say(BEN, "check_in", partnership_id, confidence=3)
    between = ["Partnership.CheckedIn", "Partnership.Accepted", "Partnership.Proposed"]
    assert names(history(school.views, ADA.id))[:3] == names(history(school.views, BEN.id))[:3] == between
    assert names(history(school.views, CLEO.id)) == ["Member.Joined"]


def test_a_cohort_has_a_history_too(school):
    school.say(DORA, "rename_cohort", AUTUMN.id, name="Autumn 2026")
    assert names(history(school.views, AUTUMN.id)) == ["Cohort.Renamed", "Cohort.Opened"]


def test_it_is_read_page_by_page_and_nothing_is_left_out_or_told_twice(told):
    whole, pages, before = history(told.views, ADA.id, limit=1_000), [], None
    while page := history(told.views, ADA.id, before=before, limit=7):
        assert len(page) <= 7
        pages += page
        before = page[-1].position
    assert [e.position for e in pages] == [e.position for e in whole]
    assert len(whole) > 21


def test_as_of_a_moment_it_holds_what_was_recorded_at_or_before_it(school):
    goal_id = school.goal()
    moment = school.clock() + timedelta(days=1)
    school.clock.set(moment)
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    school.clock.set(moment + timedelta(microseconds=1))
    school.say(ADA, "close_goal", goal_id, reason="Another plan")
    assert names(history(school.views, ADA.id, as_of=moment)) == ["Goal.SharingChosen", "Goal.Set", "Member.Joined"]
    assert names(history(school.views, ADA.id, as_of=moment - timedelta(microseconds=1)))[0] == "Goal.Set"
    assert history(school.views, ADA.id, as_of=MONDAY - timedelta(days=1)) == []


@pytest.mark.parametrize("days", [0, 3, 7, 12, 30])
def test_as_of_a_day_and_page_by_page_agree(told, days):
    moment = MONDAY + timedelta(days=days)
    whole = [e.position for e in history(told.views, ADA.id, limit=1_000) if e.at <= moment]
    first = history(told.views, ADA.id, as_of=moment, limit=5)
    rest = history(told.views, ADA.id, as_of=moment, before=first[-1].position, limit=1_000)
    assert [e.position for e in first + rest] == whole


def test_a_look_is_in_the_history_with_who_and_why(school):
    school.say(DORA, "open_history", ADA.id, reason="Asked for help")
    (look,) = looks_at(school.views, ADA.id)
    assert (look.name, look.event.by, said(look).reason.text) == ("Member.HistoryOpened", str(DORA), "Asked for help")
    assert looks_at(school.views, BEN.id) == []


def test_a_look_is_not_forgotten_however_much_happens_after_it(school):
    school.say(DORA, "open_history", ADA.id, reason="Asked for help")
    for _ in range(30):
        school.goal()
    assert len(looks_at(school.views, ADA.id, limit=20)) == 1


def test_the_last_act_is_ones_own(school):
    partnership_id = school.partnership(ADA, BEN)
    school.clock.go(days=1)
    school.say(ADA, "check_in", partnership_id, confidence=3)
    school.clock.go(days=1)
    school.say(DORA, "open_history", ADA.id, reason="Asked for help")
    found = last_acts(school.views, [ADA.id, BEN.id, CLEO.id])
    assert found == {ADA.id: MONDAY + timedelta(days=1), BEN.id: MONDAY}


def test_what_one_command_did_many_times_is_told_once(school):
    goal = school.goal()
    cards = [Card(f"Person {n}") for n in range(30)]
    school.say(ADA, "import_contacts", cards=cards, tie="weak", source="linkedin", known=set())
    told = history_by_command(school.views, ADA.id, limit=2)
    assert [(e.name, e.times) for e in told] == [("Contact.Added", 30), ("Goal.Set", 1)]
    [rest] = history_by_command(school.views, ADA.id, before=told[-1].position)
    assert (rest.name, rest.times) == ("Member.Joined", 1)
    assert told[-1].event.originator_id == goal

"""Whom to write to next: by tie, by the goal's level, by who was not written to yet."""

from datetime import timedelta

import pytest

from projections.progress.goals import goals
from projections.progress.outreach import stories
from projections.tracker import contacts
from projections.whom_next import REST, fitting_goal, whom_next
from tests.cast import ADA, School


def names(school: School, **how) -> list[str]:
    everybody, told = contacts(school.views, ADA.id), stories(school.views, ADA.id)
    found = whom_next(everybody, told, now=school.clock(), **{"most": 9, **how})
    return [one.contact.name.text for one in found]


def test_out_of_touch_comes_before_weak_and_so_on_to_cold(school):
    for tie in ("cold", "mentor", "fellow", "alum", "weak", "dormant"):
        school.contact(name=f"A {tie}", tie=tie)
    assert names(school) == ["A dormant", "A weak", "A alum", "A fellow", "A mentor", "A cold"]


@pytest.mark.parametrize(
    ("level", "first"), [("I", "A mentor"), ("II", "A dormant"), ("III", "A cold"), ("", "A dormant")]
)
def test_the_level_of_the_goal_comes_before_everything(school, level, first):
    for tie in ("cold", "mentor", "dormant"):
        school.contact(name=f"A {tie}", tie=tie)
    assert names(school, level=level)[0] == first


def test_never_written_to_comes_before_written_to_long_ago(school, clock):
    old, older = school.contact(name="B old"), school.contact(name="C older")
    for contact_id in (older, old):
        outreach_id = school.sent(contact_id)
        school.say(ADA, "record_silence", outreach_id)
        clock.go(days=1)
    school.contact(name="D never")
    clock.go(days=30)
    assert names(school) == ["D never", "C older", "B old"]


def test_who_can_be_reached_comes_first_among_equals(school):
    school.contact(name="Aaron")
    school.contact(name="Zoe", email="zoe@example.org")
    assert names(school) == ["Zoe", "Aaron"]


@pytest.mark.parametrize("verb", ["", "record_answer", "record_decline"])
def test_who_is_under_way_or_said_no_is_left_out(school, clock, verb):
    outreach_id = school.sent(school.contact(name="Busy"))
    if verb:
        school.say(ADA, verb, outreach_id)
    clock.go(days=100)
    assert names(school) == []


def test_a_withdrawn_attempt_keeps_nobody_out(school):
    outreach_id = school.sent(school.contact(name="Again"))
    school.say(ADA, "withdraw_outreach", outreach_id, reason="Never happened")
    assert names(school) == ["Again"]


def test_who_was_spoken_to_just_now_is_left_in_peace(school, clock):
    school.held(school.contact(name="Lena"))
    clock.set(clock() + REST - timedelta(minutes=1))
    assert names(school) == []
    clock.go(minutes=2)
    assert names(school) == ["Lena"]


def test_removed_people_and_the_one_at_hand_are_left_out(school):
    gone, here = school.contact(name="Gone"), school.contact(name="Here")
    school.say(ADA, "remove_contact", gone)
    assert names(school, without={here}) == []


def test_two_are_enough_unless_more_are_asked_for(school):
    for name in ("A", "B", "C"):
        school.contact(name=name)
    assert names(school, most=2) == ["A", "B"]


def test_the_goal_that_fits_is_open_and_asks_for_such_a_tie(school):
    later = school.goal(due=school.days_ahead(20))
    mentor = school.goal(level="I", due=school.days_ahead(5))
    mine = goals(school.views, ADA.id, [], school.clock())
    assert [g.goal_id for g in (fitting_goal(mine, tie) for tie in ("mentor", "cold")) if g] == [mentor, later]
    school.say(ADA, "close_goal", later, reason="Enough")
    assert fitting_goal(goals(school.views, ADA.id, [], school.clock()), "cold") is None

"""The thread as data: which beads happened, which is next, and which story carries a goal."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from projections.progress.goals import goals
from projections.progress.outreach import stories
from tests.cast import ADA, School
from web import beads
from web.beads import Bead

Thread = Callable[[UUID], list[Bead]]


@pytest.fixture
def thread_of(app: Flask, school: School) -> Thread:
    """The thread of one of Ada's goals, as it stands."""

    def read(goal_id: UUID) -> list[Bead]:
        told = stories(school.views, ADA.id)
        promised = goals(school.views, ADA.id, told, school.clock())
        with app.test_request_context():
            return beads.of_goal(next(goal for goal in promised if goal.goal_id == goal_id), told)

    return read


def states(thread: list[Bead]) -> list[str]:
    return [bead.state for bead in thread]


def test_a_goal_with_nobody_chosen_waits_at_the_contact(thread_of: Thread, school: School) -> None:
    assert states(thread_of(school.goal())) == ["done", "next", "later", "later", "later", "later"]


def test_each_step_fills_its_bead(thread_of: Thread, school: School) -> None:
    goal_id = school.goal(target=5)
    draft = school.draft(school.contact(), goal_id)
    assert states(thread_of(goal_id)).count("done") == 2
    school.say(ADA, "send_outreach", draft, channel="email", times_offered=[])
    assert states(thread_of(goal_id)).count("done") == 3
    school.say(ADA, "record_conversation", draft, medium="call", notes="Notes")
    assert states(thread_of(goal_id)).count("done") == 4
    school.takeaway(draft)
    assert states(thread_of(goal_id)) == ["done"] * 5 + ["next"]


def test_a_goal_that_needs_more_begins_a_fresh_thread_after_one_is_done(thread_of: Thread, school: School) -> None:
    goal_id = school.goal(target=2)
    done = school.takeaway(school.held(school.contact(), goal_id))
    school.say(ADA, "follow_up_takeaway", done, what_came="Read it")
    assert states(thread_of(goal_id))[:2] == ["done", "next"]


def test_a_kept_goal_shows_the_story_that_came_furthest(thread_of: Thread, school: School) -> None:
    goal_id = school.goal()
    done = school.takeaway(school.held(school.contact(name="Mira Solberg"), goal_id))
    school.say(ADA, "follow_up_takeaway", done, what_came="Read it")
    school.sent(school.contact(name="Tom Reyes"), goal_id)
    assert states(thread_of(goal_id)) == ["done"] * 6


def test_nothing_comes_next_for_a_goal_that_was_let_go(thread_of: Thread, school: School) -> None:
    goal_id = school.goal()
    school.sent(school.contact(), goal_id)
    school.say(ADA, "close_goal", goal_id, reason="Too much")
    assert states(thread_of(goal_id)) == ["done"] * 3 + ["skipped"] * 3


def test_who_declined_or_stayed_silent_does_not_hold_the_thread(thread_of: Thread, school: School) -> None:
    goal_id = school.goal()
    for verb, name in (("record_decline", "Mira Solberg"), ("record_silence", "Tom Reyes")):
        school.say(ADA, verb, school.sent(school.contact(name=name), goal_id))
        assert states(thread_of(goal_id))[:2] == ["done", "next"]


def test_only_what_happened_or_comes_next_leads_anywhere() -> None:
    thread = [Bead("goal", "Goal", "done"), Bead("contact", "Contact", "next"), Bead("message", "Message", "later")]
    places = {"contact": "/contacts", "message": "/outreach"}
    assert [bead.href for bead in beads.linked(thread, places)] == ["", "/contacts", ""]


def test_beads_lead_nowhere_unless_they_are_told_where(thread_of: Thread, school: School) -> None:
    goal_id = school.goal()
    school.held(school.contact(), goal_id)
    assert [bead.href for bead in thread_of(goal_id)] == [""] * 6

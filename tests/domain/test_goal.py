"""Goals: promising, rewording, rescheduling, choosing what the buddy sees, closing, reopening."""

from datetime import timedelta

from domain.goal import Goal, GoalAlreadyClosed, GoalNotClosed, SameDueDate
from domain.refusal import CommandReused, NotFound, Stale
from tests.cast import ADA
from tests.domain.stories import A_GOAL, GOAL_CLOSED, PROMISE
from tests.specification import ada, event, given, operator, the


def test_a_goal_is_promised_for_a_date_in_the_students_own_zone():
    given().when(A_GOAL).then(event("Goal.Set", member_id=ADA.id, **PROMISE, zone="Europe/Berlin"))


def test_a_goal_may_have_a_level_steps_and_a_template():
    more = {"level": "II", "steps": "One\nTwo", "template": "someone_known"}
    given().when(ada.set_goal(**PROMISE, **more)).then(event("Goal.Set", **more))


def test_promising_twice_under_one_command_makes_one_goal_with_the_same_answer():
    promise = ada.under("promise", "same").set_goal(**PROMISE)
    given(promise).when(promise).then_answered(the(Goal)).then()


def test_promising_something_else_under_the_same_command_is_refused():
    given(ada.under("promise", "one").set_goal(**PROMISE)).when(
        ada.under("promise", "another").set_goal(**PROMISE | {"target": 3})
    ).then_refused(CommandReused)


def test_who_is_no_member_cannot_promise():
    given().when(operator.set_goal(**PROMISE)).then_refused(NotFound)


def test_rewording_keeps_the_new_words():
    given(A_GOAL).when(ada.reword_goal(the(Goal), statement="Talk to three", steps="Ask Mira")).then(
        event("Goal.Reworded", member_id=ADA.id, statement="Talk to three", steps="Ask Mira")
    )


def test_rewording_to_the_same_words_is_quiet():
    given(A_GOAL).when(ada.reword_goal(the(Goal), statement=PROMISE["statement"])).then()


def test_rewording_a_closed_goal_is_refused():
    given(A_GOAL, GOAL_CLOSED).when(ada.reword_goal(the(Goal), statement="Other")).then_refused(GoalAlreadyClosed)


def test_rewording_what_changed_meanwhile_is_refused_with_the_version_it_has_now():
    given(A_GOAL, ada.reword_goal(the(Goal), statement="Newer")).when(
        ada.reword_goal(the(Goal), statement="Older", expected=1)
    ).then_refused(Stale, version=2)


def test_rewording_the_version_one_has_seen_is_heard():
    given(A_GOAL).when(ada.reword_goal(the(Goal), statement="Newer", expected=1)).then(event("Goal.Reworded"))


def test_rescheduling_keeps_the_date_given_up_and_the_reason():
    given(A_GOAL).when(ada.reschedule_goal(the(Goal), due="2026-12-08", reason="Ill")).then(
        event("Goal.Rescheduled", was_due="2026-12-01", due="2026-12-08", zone="Europe/Berlin", reason="Ill")
    )


def test_rescheduling_after_the_date_has_passed_is_possible():
    given(A_GOAL, timedelta(days=40)).when(ada.reschedule_goal(the(Goal), due="2026-12-24", reason="Late")).then(
        event("Goal.Rescheduled", was_due="2026-12-01", due="2026-12-24")
    )


def test_rescheduling_to_an_earlier_date_is_possible():
    given(A_GOAL).when(ada.reschedule_goal(the(Goal), due="2026-11-02", reason="Today!")).then(
        event("Goal.Rescheduled", due="2026-11-02")
    )


def test_rescheduling_to_the_same_date_is_refused():
    given(A_GOAL).when(ada.reschedule_goal(the(Goal), due="2026-12-01", reason="?")).then_refused(SameDueDate)


def test_the_same_date_in_another_zone_is_another_promise():
    moved = ada.change_settings(name=ADA.name, zone="Asia/Tokyo", nudges=True)
    given(A_GOAL, moved).when(ada.reschedule_goal(the(Goal), due="2026-12-01", reason="Moved")).then(
        event("Goal.Rescheduled", was_due="2026-12-01", was_zone="Europe/Berlin", due="2026-12-01", zone="Asia/Tokyo")
    )


def test_rescheduling_a_closed_goal_is_refused():
    given(A_GOAL, GOAL_CLOSED).when(ada.reschedule_goal(the(Goal), due="2026-12-08", reason="?")).then_refused(
        GoalAlreadyClosed
    )


def test_rescheduling_on_a_stale_page_is_refused():
    given(A_GOAL, ada.reword_goal(the(Goal), statement="Newer")).when(
        ada.reschedule_goal(the(Goal), due="2026-12-08", reason="Ill", expected=1)
    ).then_refused(Stale, version=2)


def test_choosing_what_the_buddy_sees():
    given(A_GOAL).when(ada.choose_goal_sharing(the(Goal), sharing="words")).then(
        event("Goal.SharingChosen", sharing="words")
    )


def test_choosing_what_is_chosen_already_is_quiet():
    given(A_GOAL).when(ada.choose_goal_sharing(the(Goal), sharing="progress")).then()


def test_words_are_told_each_time_as_they_are_for_the_buddies_of_that_moment():
    chosen = ada.choose_goal_sharing(the(Goal), sharing="words")
    given(A_GOAL, chosen).when(chosen).then(event("Goal.SharingChosen", sharing="words"))


def test_words_chosen_twice_under_one_command_are_told_once():
    chosen = ada.under("words").choose_goal_sharing(the(Goal), sharing="words")
    given(A_GOAL, chosen).when(chosen).then()


def test_what_the_buddy_sees_may_be_chosen_for_a_closed_goal_too():
    given(A_GOAL, GOAL_CLOSED).when(ada.choose_goal_sharing(the(Goal), sharing="private")).then(
        event("Goal.SharingChosen", sharing="private")
    )


def test_closing_keeps_the_reason():
    given(A_GOAL).when(GOAL_CLOSED).then(event("Goal.Closed", member_id=ADA.id, reason="Another plan"))


def test_closing_a_closed_goal_is_refused():
    given(A_GOAL, GOAL_CLOSED).when(ada.close_goal(the(Goal), reason="Again")).then_refused(GoalAlreadyClosed)


def test_closing_twice_under_one_command_is_one_closing():
    close = ada.under("close").close_goal(the(Goal), reason="Enough")
    given(A_GOAL, close).when(close).then()


def test_closing_for_another_reason_under_the_same_command_is_refused():
    given(A_GOAL, ada.under("close", "one").close_goal(the(Goal), reason="Enough")).when(
        ada.under("close", "another").close_goal(the(Goal), reason="Bored")
    ).then_refused(CommandReused)


def test_closing_on_a_stale_page_is_refused():
    given(A_GOAL, ada.reword_goal(the(Goal), statement="Newer")).when(
        ada.close_goal(the(Goal), reason="Enough", expected=1)
    ).then_refused(Stale, version=2)


def test_reopening_a_closed_goal():
    given(A_GOAL, GOAL_CLOSED).when(ada.reopen_goal(the(Goal), reason="Back to it")).then(
        event("Goal.Reopened", reason="Back to it")
    )


def test_reopening_an_open_goal_is_refused():
    given(A_GOAL).when(ada.reopen_goal(the(Goal), reason="?")).then_refused(GoalNotClosed)


def test_reopening_on_a_stale_page_is_refused():
    given(A_GOAL, GOAL_CLOSED).when(ada.reopen_goal(the(Goal), reason="Back", expected=1)).then_refused(
        Stale, version=2
    )


def test_a_reopened_goal_can_be_closed_again():
    given(A_GOAL, GOAL_CLOSED, ada.reopen_goal(the(Goal), reason="Back")).when(GOAL_CLOSED).then(event("Goal.Closed"))

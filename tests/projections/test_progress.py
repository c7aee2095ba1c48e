"""The view of progress: goals and how far they have come, outreach with its story, takeaways; from real events."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.levels import levels
from projections.progress.goals import goals, goals_of
from projections.progress.outreach import one_story, stories, stories_of, stories_with
from projections.progress.takeaways import one_takeaway, takeaways
from tests.cast import ADA, BEN, CLEO, MONDAY, there


def the_goal(school, who=ADA):
    (card,) = goals(school.views, who.id, stories(school.views, who.id), school.clock())
    return card


def standing(school) -> tuple[int, str, bool | None]:
    found = the_goal(school).progress
    return (found.count, found.standing, found.on_time)


def level(school, name: str):
    return next(one for one in levels([card.story for card in stories(school.views, ADA.id)]) if one.level == name)


# Goals


def test_a_goal_is_told_as_it_was_set(school):
    school.goal(steps="One\nTwo", level="II", template="someone_known", measure="contacted", target=3)
    card = the_goal(school)
    assert (card.statement.text, card.steps.text) == ("Talk to two people", "One\nTwo")
    assert (card.level, card.template, card.sharing, card.version) == ("II", "someone_known", "progress", 1)
    assert (card.set_at, card.closed_at, card.closed_because, card.moves) == (MONDAY, None, None, ())
    assert (card.terms.measure, card.terms.target, card.terms.closed) == ("contacted", 3, False)
    assert (card.terms.promise.due, card.terms.promise.zone) == (date(2026, 11, 30), "Europe/Berlin")


def test_what_was_reworded_and_shared_shows_with_its_version(school):
    goal_id = school.goal()
    school.say(ADA, "reword_goal", goal_id, statement="Talk to three", steps="Ask Mira")
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    card = the_goal(school)
    assert (card.statement.text, card.steps.text, card.sharing) == ("Talk to three", "Ask Mira", "words")
    assert card.version == school.use_cases.repository.get(goal_id).version == 3


def test_words_are_for_whoever_had_agreed_when_they_were_chosen(school):
    before, goal_id = school.clock(), school.goal()
    assert the_goal(school).sharing_with(before) == "progress"
    school.clock.go(hours=1)
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    chosen, after = school.clock(), school.clock() + timedelta(microseconds=1)
    card = the_goal(school)
    assert card.sharing_chosen_at == chosen
    assert [card.sharing_with(at) for at in (before, chosen, after, None)] == ["words", "words", "progress", "progress"]
    assert (card.sharing_with(before, after), card.sharing_with()) == ("words", "progress")
    school.clock.go(hours=1)
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    assert the_goal(school).sharing_with(after) == "words"


@pytest.mark.parametrize("sharing", ["private", "progress"])
def test_all_but_words_stays_as_it_was_chosen_whoever_is_a_buddy(school, sharing):
    goal_id = school.goal()
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    school.say(ADA, "choose_goal_sharing", goal_id, sharing=sharing)
    later = school.clock() + timedelta(days=1)
    assert {the_goal(school).sharing_with(*agreed) for agreed in ((), (later,), (later, MONDAY))} == {sharing}


def test_every_due_date_that_was_in_force_is_told(school):
    goal_id = school.goal()
    school.clock.go(days=3)
    school.say(ADA, "reschedule_goal", goal_id, due="2026-12-10", reason="Ill")
    school.clock.go(days=3)
    school.say(ADA, "reschedule_goal", goal_id, due="2026-12-20", reason="Busy")
    moves = the_goal(school).moves
    assert [(m.at, m.was.isoformat(), m.due.isoformat(), m.reason.text) for m in moves] == [
        (MONDAY + timedelta(days=3), "2026-11-30", "2026-12-10", "Ill"),
        (MONDAY + timedelta(days=6), "2026-12-10", "2026-12-20", "Busy"),
    ]


def test_a_closed_goal_says_when_and_why(school):
    goal_id = school.goal()
    school.say(ADA, "close_goal", goal_id, reason="Another plan")
    card = the_goal(school)
    assert (card.closed_at, card.closed_because.text, card.progress.standing) == (MONDAY, "Another plan", "closed")


def test_a_reopened_goal_goes_on_as_if_it_had_stayed_open(school):
    goal_id = school.goal()
    school.say(ADA, "close_goal", goal_id, reason="Another plan")
    school.say(ADA, "reopen_goal", goal_id, reason="Back to it")
    assert (the_goal(school).closed_at, the_goal(school).closed_because) == (None, None)
    school.held(school.contact(), goal_id)
    assert standing(school) == (1, "achieved", True)


def test_a_goal_is_achieved_by_what_was_recorded_in_time(school):
    goal_id = school.goal()
    school.sent(school.contact(), goal_id)
    assert standing(school) == (0, "open", None)
    school.held(school.contact(name="Noor"), goal_id)
    assert standing(school) == (1, "achieved", True)


def test_a_conversation_after_the_date_is_late_and_stays_late(school):
    goal_id, mira = school.goal(), school.contact()
    school.clock.set(datetime(2026, 11, 30, 23, tzinfo=UTC))  # midnight in Berlin
    assert standing(school) == (0, "overdue", None)
    school.held(mira, goal_id)
    school.clock.go(minutes=1)
    school.say(ADA, "reschedule_goal", goal_id, due="2026-12-24", reason="Too late")
    assert standing(school) == (1, "achieved", False)


def test_an_outreach_that_was_moved_counts_from_when_it_happened(school):
    goal_id = school.goal()
    outreach_id = school.held(school.contact())
    school.clock.go(days=60)
    school.say(ADA, "count_outreach_toward", outreach_id, goal_id=goal_id, reason="It fits")
    assert standing(school) == (1, "achieved", True)
    assert the_goal(school).progress.achieved_at == MONDAY


def test_an_outreach_that_was_moved_away_counts_no_more(school):
    goal_id = school.goal()
    outreach_id = school.held(school.contact(), goal_id)
    school.say(ADA, "count_outreach_toward", outreach_id, goal_id=None, reason="Mistaken")
    assert standing(school) == (0, "open", None)


def test_an_outreach_that_was_withdrawn_counts_no_more(school):
    goal_id = school.goal()
    school.say(ADA, "withdraw_outreach", school.held(school.contact(), goal_id), reason="Wrong person")
    assert standing(school) == (0, "open", None)


def test_follow_through_counts_what_was_followed_up_and_not_what_was_dropped(school):
    goal_id = school.goal(measure="follow_through", target=2)
    first = school.takeaway(school.held(school.contact(), goal_id))
    second = school.takeaway(school.held(school.contact(name="Noor"), goal_id))
    school.say(ADA, "follow_up_takeaway", first, what_came="A list")
    school.say(ADA, "drop_takeaway", second, reason="Out of reach")
    assert standing(school) == (1, "open", None)


def test_moving_to_another_zone_moves_no_promise(school):
    school.goal()
    school.say(ADA, "change_settings", name=ADA.name, zone="Pacific/Pago_Pago", nudges=True)
    assert the_goal(school).terms.promise.zone == "Europe/Berlin"


def test_the_goal_due_next_comes_first_and_what_is_over_last(school):
    late, soon, over = school.goal(due="2026-12-20"), school.goal(due="2026-11-10"), school.goal(due="2026-11-03")
    school.say(ADA, "close_goal", over, reason="Another plan")
    found = goals(school.views, ADA.id, stories(school.views, ADA.id), school.clock())
    assert [card.goal_id for card in found] == [soon, late, over]


def test_the_goals_of_many_members_at_once_are_the_same(school):
    for who in (ADA, BEN):
        goal_id = school.goal(who, statement=f"By {who.name}")
        school.held(school.contact(who), goal_id, who)
    found = goals_of(school.views, [ADA.id, BEN.id, CLEO.id], school.clock())
    assert found == {ADA.id: [the_goal(school, ADA)], BEN.id: [the_goal(school, BEN)], CLEO.id: []}


# Outreach


def test_what_was_logged_counts_as_sent_without_words(school):
    goal_id = school.goal(measure="contacted")
    outreach_id = school.say(ADA, "log_outreach", contact_id=school.contact(), goal_id=goal_id, channel="in_person")
    card = there(one_story(school.views, ADA.id, outreach_id))
    assert (card.stage, card.tie, card.channel, card.goal_id) == ("sent", "weak", "in_person", goal_id)
    assert (card.begun_at, card.sent_at, card.times_offered) == (school.clock(), school.clock(), ())
    texts = (card.introduction, card.purpose, card.why_you, card.call_to_action)
    assert [t.text for t in texts] == ["", "", "", ""]
    assert (card.story.said_why, the_goal(school).progress.count) == (False, 1)


def test_a_story_holds_all_that_was_recorded(school):
    contact_id, clock = school.contact(), school.clock
    outreach_id = school.draft(contact_id, introduction="Hello", purpose="To learn", call_to_action="Friday?")
    clock.go(hours=1)
    school.say(ADA, "revise_draft", outreach_id, draft=Draft("Hi", "To learn", "Your talk", "Friday?"))
    clock.go(hours=1)
    offered = ["2026-11-05T09:00Z", "2026-11-04T09:00Z"]
    school.say(ADA, "send_outreach", outreach_id, channel="slack", times_offered=offered)
    clock.go(hours=1)
    school.say(ADA, "record_answer", outreach_id, note="Gladly")
    clock.go(hours=1)
    school.say(ADA, "arrange_conversation", outreach_id, starts_at="2026-11-05T10:00+01:00")
    clock.go(hours=1)
    told = {"questions": "How do you test?", "notes": "With care", "whom_next": "Noor"}
    school.say(ADA, "record_conversation", outreach_id, medium="call", **told)
    card = there(one_story(school.views, ADA.id, outreach_id))
    texts = (card.introduction, card.purpose, card.why_you, card.call_to_action, card.answer_note)
    assert [t.text for t in texts] == ["Hi", "To learn", "Your talk", "Friday?", "Gladly"]
    assert {name: getattr(card, name).text for name in told} == told
    assert (card.contact_id, card.goal_id, card.stage, card.tie) == (contact_id, None, "held", "weak")
    assert (card.channel, card.medium) == ("slack", "call")
    assert [t.isoformat() for t in card.times_offered] == ["2026-11-04T09:00:00+00:00", "2026-11-05T09:00:00+00:00"]
    assert card.starts_at == datetime(2026, 11, 5, 9, tzinfo=UTC)
    instants = (card.begun_at, card.sent_at, card.answered_at, card.arranged_at, card.held_at, card.prepared_at)
    assert [there(at) - MONDAY for at in instants] == [timedelta(hours=n) for n in (0, 2, 3, 4, 5, 5)]
    assert card.version == school.use_cases.repository.get(outreach_id).version == 6


ENDS = [
    ("record_decline", {"note": "No"}, "declined"),
    ("record_silence", {}, "unanswered"),
    ("postpone_outreach", {"until": "2026-11-16"}, "postponed"),
    ("withdraw_outreach", {"reason": "Wrong person"}, "withdrawn"),
]


@pytest.mark.parametrize(("verb", "words", "stage"), ENDS, ids=[stage for _, _, stage in ENDS])
def test_what_became_of_a_message(school, verb, words, stage):
    outreach_id = school.sent(school.contact())
    school.say(ADA, verb, outreach_id, **words)
    assert there(one_story(school.views, ADA.id, outreach_id)).stage == stage


def test_a_postponed_story_says_until_when(school):
    outreach_id = school.sent(school.contact())
    school.say(ADA, "postpone_outreach", outreach_id, until="2026-11-16")
    card = there(one_story(school.views, ADA.id, outreach_id))
    assert (card.postponed_until, card.postponed_zone) == (date(2026, 11, 16), "Europe/Berlin")


def test_the_latest_touched_comes_first(school):
    first = school.sent(school.contact())
    school.clock.go(hours=1)
    second = school.sent(school.contact(name="Noor"))
    assert [c.outreach_id for c in stories(school.views, ADA.id)] == [second, first]
    school.clock.go(hours=1)
    school.say(ADA, "record_answer", first)
    assert [c.outreach_id for c in stories(school.views, ADA.id)] == [first, second]


def test_the_stories_with_one_contact_come_with_their_takeaways(school):
    mira, noor = school.contact(), school.contact(name="Noor")
    takeaway_id = school.takeaway(school.held(mira))
    school.takeaway(school.held(noor))
    (card,) = stories_with(school.views, ADA.id, mira)
    assert (card.contact_id, there(card.takeaway).takeaway_id) == (mira, takeaway_id)


def test_another_students_story_is_not_there(school):
    contact_id = school.contact()
    outreach_id = school.sent(contact_id)
    assert one_story(school.views, BEN.id, outreach_id) is None
    assert stories_with(school.views, BEN.id, contact_id) == stories(school.views, BEN.id) == []
    assert {c.member_id for c in stories_of(school.views, [ADA.id, BEN.id])} == {ADA.id}


# Levels, from what was recorded


def test_a_level_is_met_by_what_was_recorded(school):
    outreach_id = school.held(school.contact(tie="mentor"))
    assert level(school, "I").missing == "takeaway"
    takeaway_id = school.takeaway(outreach_id)
    assert (level(school, "I").missing, level(school, "I").met_at) == ("", MONDAY)
    school.say(ADA, "follow_up_takeaway", takeaway_id, what_came="A list")
    assert level(school, "I").beyond_at == MONDAY


def test_a_dropped_takeaway_was_noted_all_the_same(school):
    takeaway_id = school.takeaway(school.held(school.contact(tie="mentor")))
    school.say(ADA, "drop_takeaway", takeaway_id, reason="Out of reach")
    assert (level(school, "I").missing, level(school, "I").beyond_at) == ("", None)


def test_notes_written_later_prepare_it_later(school):
    outreach_id = school.held(school.contact(tie="mentor"), notes="")
    school.takeaway(outreach_id)
    assert level(school, "I").missing == "prepared"
    school.clock.go(days=2)
    school.say(ADA, "write_notes", outreach_id, notes="All that I remember")
    assert level(school, "I").met_at == MONDAY + timedelta(days=2)


def test_notes_written_again_do_not_delay_what_was_prepared(school):
    outreach_id = school.held(school.contact(tie="mentor"))
    school.takeaway(outreach_id)
    school.clock.go(days=2)
    school.say(ADA, "write_notes", outreach_id, notes="More")
    assert level(school, "I").met_at == MONDAY


def test_the_tie_counts_as_it_stood_when_sent(school):
    contact_id = school.contact(tie="cold")
    school.takeaway(school.held(contact_id))
    school.say(ADA, "edit_contact", contact_id, card=Card("Mira Solberg"), tie="weak")
    assert (level(school, "III").missing, level(school, "II").missing) == ("", "sent")


def test_a_corrected_tie_moves_the_evidence(school):
    outreach_id = school.held(school.contact(tie="cold"))
    school.takeaway(outreach_id)
    school.say(ADA, "correct_tie", outreach_id, tie="weak", reason="We had met")
    assert (level(school, "III").missing, level(school, "II").missing) == ("sent", "")


def test_a_cold_contact_needs_a_reason_in_the_draft_that_was_sent(school):
    outreach_id = school.draft(school.contact(tie="cold"), why_you="")
    school.say(ADA, "send_outreach", outreach_id, channel="email", times_offered=[])
    assert level(school, "III").missing == "said_why"


# Takeaways


def test_a_takeaway_is_told_as_it_stands(school):
    outreach_id = school.held(school.contact())
    takeaway_id = school.takeaway(outreach_id)
    school.clock.go(days=1)
    school.say(ADA, "reword_takeaway", takeaway_id, text="Write about queues")
    school.say(ADA, "reschedule_takeaway", takeaway_id, due="2026-11-20", reason="Ill")
    card = there(one_takeaway(school.views, ADA.id, takeaway_id))
    assert (card.text.text, card.kind, card.due, card.zone) == (
        "Write about queues",
        "research",
        date(2026, 11, 20),
        "Europe/Berlin",
    )
    assert (card.state, card.decided_at, card.settled_at, card.outcome.text) == ("open", MONDAY, None, "")
    assert (card.outreach_id, card.version) == (outreach_id, 3)


def test_what_came_of_a_takeaway(school):
    takeaway_id = school.takeaway(school.held(school.contact()))
    school.clock.go(days=1)
    school.say(ADA, "follow_up_takeaway", takeaway_id, what_came="A reading list")
    card = there(one_takeaway(school.views, ADA.id, takeaway_id))
    assert (card.state, card.settled_at, card.outcome.text) == ("followed_up", school.clock(), "A reading list")


def test_a_takeaway_that_was_picked_up_again_is_open(school):
    takeaway_id = school.takeaway(school.held(school.contact()))
    school.say(ADA, "drop_takeaway", takeaway_id, reason="Out of reach")
    assert there(one_takeaway(school.views, ADA.id, takeaway_id)).outcome.text == "Out of reach"
    school.say(ADA, "pick_up_takeaway", takeaway_id)
    card = there(one_takeaway(school.views, ADA.id, takeaway_id))
    assert (card.state, card.settled_at, card.outcome.text) == ("open", None, "")


def test_takeaways_come_by_due_date_and_only_ones_own(school):
    late = school.takeaway(school.held(school.contact()), days=9)
    soon = school.takeaway(school.held(school.contact(name="Noor")), days=2)
    assert [t.takeaway_id for t in takeaways(school.views, ADA.id)] == [soon, late]
    assert takeaways(school.views, BEN.id) == []
    assert one_takeaway(school.views, BEN.id, late) is None
    assert one_takeaway(school.views, ADA.id, UUID(int=0)) is None

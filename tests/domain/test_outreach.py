"""Outreach: drafting, sending, what came back, the conversation, and corrections of the facts."""

from domain.accountability.outreach import Draft
from domain.contact import Contact, ContactRemoved
from domain.goal import Goal, GoalAlreadyClosed
from domain.outreach import (
    AlreadyDeclined,
    AlreadyHeld,
    AlreadySent,
    NothingToCorrect,
    NotWaiting,
    NotYetHeld,
    NotYetSent,
    Outreach,
    OutreachWithdrawn,
)
from domain.refusal import CommandReused, Stale
from tests.cast import ADA
from tests.domain.stories import (
    A_CONTACT,
    A_GOAL,
    ANSWERED,
    CONTACT_REMOVED,
    DECLINED,
    DRAFTED,
    GOAL_CLOSED,
    HELD,
    MIRA,
    SENT,
    WITHDRAWN,
    WORDS,
)
from tests.specification import ada, event, given, the

LOG = ada.log_outreach(contact_id=the(Contact), goal_id=the(Goal), channel="in_person")
SEND = ada.send_outreach(the(Outreach), channel="linkedin", times_offered=[])
ANSWER = ada.record_answer(the(Outreach), note="Gladly")
DECLINE = ada.record_decline(the(Outreach), note="No time")
POSTPONE = ada.postpone_outreach(the(Outreach), until="2026-11-16")
SILENCE = ada.record_silence(the(Outreach))
ARRANGE = ada.arrange_conversation(the(Outreach), starts_at="2026-11-06T10:00+01:00")
CHOOSE = ada.choose_questions(the(Outreach), questions="How do you test?")
HOLD = ada.record_conversation(the(Outreach), medium="call", notes="Queues")
NOTES = ada.write_notes(the(Outreach), notes="All that I remember")
REVISE = ada.revise_draft(the(Outreach), draft=Draft("Hello"))
CORRECT = ada.correct_tie(the(Outreach), tie="alum", reason="We studied together")
WITHDRAW = ada.withdraw_outreach(the(Outreach), reason="Wrong person")
COUNT = ada.count_outreach_toward(the(Outreach), goal_id=the(Goal), reason="It fits better")


def test_a_draft_has_its_parts_and_the_tie_of_that_day():
    given(*DRAFTED[:1]).when(DRAFTED[1]).then(
        event(
            "Outreach.Drafted",
            member_id=ADA.id,
            contact_id=the(Contact),
            goal_id=None,
            tie="weak",
            introduction=WORDS.introduction,
            purpose=WORDS.purpose,
            why_you=WORDS.why_you,
            call_to_action=WORDS.call_to_action,
        )
    )


def test_a_draft_may_count_toward_a_goal():
    given(A_GOAL, A_CONTACT).when(ada.draft_outreach(contact_id=the(Contact), goal_id=the(Goal))).then(
        event("Outreach.Drafted", goal_id=the(Goal))
    )


def test_drafting_toward_a_closed_goal_is_refused():
    given(A_GOAL, A_CONTACT, GOAL_CLOSED).when(
        ada.draft_outreach(contact_id=the(Contact), goal_id=the(Goal))
    ).then_refused(GoalAlreadyClosed)


def test_drafting_twice_under_one_command_is_one_draft():
    draft = ada.under("draft").draft_outreach(contact_id=the(Contact), goal_id=None)
    given(A_CONTACT, draft).when(draft).then_answered(the(Outreach)).then()


def test_drafting_otherwise_under_the_same_command_is_refused():
    given(A_CONTACT, ada.under("draft", "one").draft_outreach(contact_id=the(Contact), goal_id=None)).when(
        ada.under("draft", "another").draft_outreach(contact_id=the(Contact), goal_id=None, draft=WORDS)
    ).then_refused(CommandReused)


def test_a_word_in_the_hallway_is_logged_without_a_draft():
    given(A_GOAL, A_CONTACT).when(LOG).then(
        event(
            "Outreach.Logged",
            member_id=ADA.id,
            contact_id=the(Contact),
            goal_id=the(Goal),
            channel="in_person",
            tie="weak",
        )
    )


def test_what_was_logged_goes_on_as_what_was_sent():
    given(A_GOAL, A_CONTACT, LOG).when(ANSWER).then(event("Outreach.Answered", goal_id=the(Goal)))


def test_revising_what_was_logged_is_refused():
    given(A_GOAL, A_CONTACT, LOG).when(REVISE).then_refused(AlreadySent)


def test_logging_toward_a_closed_goal_is_refused():
    given(A_GOAL, A_CONTACT, GOAL_CLOSED).when(LOG).then_refused(GoalAlreadyClosed)


def test_logging_twice_under_one_command_is_one_outreach():
    log = ada.under("log").log_outreach(contact_id=the(Contact), goal_id=None, channel="call")
    given(A_CONTACT, log).when(log).then_answered(the(Outreach)).then()


def test_revising_keeps_the_new_words():
    given(*DRAFTED).when(REVISE).then(event("Outreach.Revised", introduction="Hello", purpose="")).then_answered(2)


def test_revising_nothing_is_quiet():
    given(*DRAFTED).when(ada.revise_draft(the(Outreach), draft=WORDS)).then_answered(1).then()


def test_revising_on_a_stale_page_is_refused():
    given(*DRAFTED, REVISE).when(ada.revise_draft(the(Outreach), draft=WORDS, expected=1)).then_refused(
        Stale, version=2
    )


def test_revising_what_was_sent_is_refused():
    given(*SENT).when(REVISE).then_refused(AlreadySent)


def test_revising_what_was_withdrawn_is_refused():
    given(*WITHDRAWN).when(REVISE).then_refused(OutreachWithdrawn)


def test_sending_says_which_draft_went_out_and_the_times_offered():
    offered = ["2026-11-05T15:00+01:00", "2026-11-04T09:00+00:00"]
    given(*DRAFTED, REVISE).when(ada.send_outreach(the(Outreach), channel="email", times_offered=offered)).then(
        event(
            "Outreach.Sent",
            channel="email",
            tie="weak",
            zone="Europe/Berlin",
            draft_version=2,
            times_offered=["2026-11-04T09:00+00:00", "2026-11-05T14:00+00:00"],
        )
    )


def test_a_correction_between_writing_and_sending_is_no_new_draft():
    given(A_GOAL, *DRAFTED, COUNT).when(SEND).then(event("Outreach.Sent", draft_version=1, goal_id=the(Goal)))


def test_the_tie_is_kept_as_it_stands_when_sent():
    given(*DRAFTED, ada.edit_contact(the(Contact), card=MIRA, tie="alum")).when(SEND).then(
        event("Outreach.Sent", tie="alum")
    )


def test_sending_twice_is_refused():
    given(*SENT).when(SEND).then_refused(AlreadySent)


def test_sending_twice_under_one_command_is_sending_once():
    send = ada.under("send").send_outreach(the(Outreach), channel="email", times_offered=[])
    given(*DRAFTED, send).when(send).then()


def test_sending_otherwise_under_the_same_command_is_refused():
    given(*DRAFTED, ada.under("send", "one").send_outreach(the(Outreach), channel="email", times_offered=[])).when(
        ada.under("send", "another").send_outreach(the(Outreach), channel="call", times_offered=[])
    ).then_refused(CommandReused)


def test_sending_on_a_stale_page_is_refused():
    given(*DRAFTED, REVISE).when(
        ada.send_outreach(the(Outreach), channel="email", times_offered=[], expected=1)
    ).then_refused(Stale, version=2)


def test_sending_to_a_removed_contact_is_refused():
    given(*DRAFTED, CONTACT_REMOVED).when(SEND).then_refused(ContactRemoved)


def test_sending_a_withdrawn_draft_is_refused():
    given(*DRAFTED, WITHDRAW).when(SEND).then_refused(OutreachWithdrawn)


def test_an_answer_is_recorded():
    given(*SENT).when(ANSWER).then(event("Outreach.Answered", note="Gladly", contact_id=the(Contact)))


def test_an_answer_may_come_after_a_silence():
    given(*SENT, SILENCE).when(ANSWER).then(event("Outreach.Answered"))


def test_an_answer_may_come_after_a_postponement():
    given(*SENT, POSTPONE).when(ANSWER).then(event("Outreach.Answered"))


def test_a_second_answer_is_refused():
    given(*ANSWERED).when(ANSWER).then_refused(NotWaiting, stage="answered")


def test_an_answer_after_arranging_is_refused():
    given(*SENT, ARRANGE).when(ANSWER).then_refused(NotWaiting, stage="arranged")


def test_an_answer_to_a_draft_is_refused():
    given(*DRAFTED).when(ANSWER).then_refused(NotYetSent)


def test_an_answer_after_a_no_is_refused():
    given(*DECLINED).when(ANSWER).then_refused(AlreadyDeclined)


def test_an_answer_after_the_conversation_is_refused():
    given(*HELD).when(ANSWER).then_refused(AlreadyHeld)


def test_an_answer_to_what_was_withdrawn_is_refused():
    given(*WITHDRAWN).when(ANSWER).then_refused(OutreachWithdrawn)


def test_a_no_is_recorded():
    given(*SENT).when(DECLINE).then(event("Outreach.Declined", note="No time"))


def test_a_no_may_come_after_a_yes():
    given(*ANSWERED).when(DECLINE).then(event("Outreach.Declined"))


def test_a_second_no_is_refused():
    given(*DECLINED).when(DECLINE).then_refused(AlreadyDeclined)


def test_a_no_to_a_draft_is_refused():
    given(*DRAFTED).when(DECLINE).then_refused(NotYetSent)


def test_a_busy_contact_is_postponed_to_a_date_of_the_students_zone():
    given(*SENT).when(POSTPONE).then(event("Outreach.Postponed", until="2026-11-16", zone="Europe/Berlin"))


def test_who_answered_may_be_busy_after_all():
    given(*ANSWERED).when(POSTPONE).then(event("Outreach.Postponed"))


def test_postponing_a_draft_is_refused():
    given(*DRAFTED).when(POSTPONE).then_refused(NotYetSent)


def test_postponing_after_a_no_is_refused():
    given(*DECLINED).when(POSTPONE).then_refused(AlreadyDeclined)


def test_postponing_after_the_conversation_is_refused():
    given(*HELD).when(POSTPONE).then_refused(AlreadyHeld)


def test_a_silence_is_recorded():
    given(*SENT).when(SILENCE).then(event("Outreach.LeftUnanswered"))


def test_a_silence_recorded_twice_is_quiet():
    given(*SENT, SILENCE).when(SILENCE).then()


def test_a_silence_after_an_answer_is_refused():
    given(*ANSWERED).when(SILENCE).then_refused(NotWaiting, stage="answered")


def test_a_silence_about_a_draft_is_refused():
    given(*DRAFTED).when(SILENCE).then_refused(NotYetSent)


def test_a_conversation_is_arranged_for_an_instant():
    given(*ANSWERED).when(ARRANGE).then(
        event("Outreach.ConversationArranged", starts_at="2026-11-06T09:00+00:00", zone="Europe/Berlin")
    )


def test_a_conversation_that_was_arranged_can_be_moved():
    later = ada.arrange_conversation(the(Outreach), starts_at="2026-11-07T10:00+01:00")
    given(*SENT, ARRANGE).when(later).then(event("Outreach.ConversationArranged", starts_at="2026-11-07T09:00+00:00"))


def test_arranging_from_a_draft_is_refused():
    given(*DRAFTED).when(ARRANGE).then_refused(NotYetSent)


def test_arranging_after_a_no_is_refused():
    given(*DECLINED).when(ARRANGE).then_refused(AlreadyDeclined)


def test_arranging_after_the_conversation_is_refused():
    given(*HELD).when(ARRANGE).then_refused(AlreadyHeld)


def test_a_conversation_is_held_with_questions_notes_and_whom_to_meet_next():
    told = {"medium": "in_person", "questions": "How do you test?", "notes": "With care", "whom_next": "Noor"}
    given(*ANSWERED).when(ada.record_conversation(the(Outreach), **told)).then(
        event("Outreach.ConversationHeld", **told)
    )


def test_questions_are_chosen_before_the_conversation():
    given(*SENT, ARRANGE).when(CHOOSE).then(event("Outreach.QuestionsChosen", questions="How do you test?"))


def test_questions_chosen_again_as_they_are_are_quiet():
    given(*SENT, CHOOSE).when(CHOOSE).then()


def test_choosing_no_questions_where_there_are_none_is_quiet():
    given(*SENT).when(ada.choose_questions(the(Outreach), questions=" ")).then()


def test_the_latest_questions_replace_those_before():
    later = ada.choose_questions(the(Outreach), questions="What broke?\nWhy?")
    given(*SENT, CHOOSE).when(later).then(event("Outreach.QuestionsChosen", questions="What broke?\nWhy?"))
    given(*SENT, CHOOSE, later).when(HOLD).then(event("Outreach.ConversationHeld", questions="What broke?\nWhy?"))


def test_questions_chosen_before_are_those_that_were_brought():
    given(*SENT, CHOOSE).when(HOLD).then(event("Outreach.ConversationHeld", questions="How do you test?"))


def test_other_questions_may_be_brought_after_all():
    other = ada.record_conversation(the(Outreach), medium="call", questions="What broke?")
    given(*SENT, CHOOSE).when(other).then(event("Outreach.ConversationHeld", questions="What broke?"))


def test_choosing_questions_for_a_draft_is_refused():
    given(*DRAFTED).when(CHOOSE).then_refused(NotYetSent)


def test_choosing_questions_after_a_no_is_refused():
    given(*DECLINED).when(CHOOSE).then_refused(AlreadyDeclined)


def test_choosing_questions_after_the_conversation_is_refused():
    given(*HELD).when(CHOOSE).then_refused(AlreadyHeld)


def test_choosing_questions_for_what_was_withdrawn_is_refused():
    given(*WITHDRAWN).when(CHOOSE).then_refused(OutreachWithdrawn)


def test_a_conversation_may_follow_a_message_at_once():
    given(*SENT).when(HOLD).then(event("Outreach.ConversationHeld", medium="call"))


def test_holding_a_conversation_twice_is_refused():
    given(*HELD).when(HOLD).then_refused(AlreadyHeld)


def test_holding_a_conversation_from_a_draft_is_refused():
    given(*DRAFTED).when(HOLD).then_refused(NotYetSent)


def test_holding_a_conversation_after_a_no_is_refused():
    given(*DECLINED).when(HOLD).then_refused(AlreadyDeclined)


def test_holding_a_withdrawn_conversation_is_refused():
    given(*WITHDRAWN).when(HOLD).then_refused(OutreachWithdrawn)


def test_notes_can_be_written_later():
    given(*HELD).when(NOTES).then(event("Outreach.NotesWritten", notes="All that I remember"))


def test_notes_before_the_conversation_are_refused():
    given(*ANSWERED).when(NOTES).then_refused(NotYetHeld, stage="answered")


def test_notes_on_a_draft_are_refused():
    given(*DRAFTED).when(NOTES).then_refused(NotYetSent)


def test_notes_on_a_stale_page_are_refused():
    given(*HELD, NOTES).when(ada.write_notes(the(Outreach), notes="Older", expected=3)).then_refused(Stale, version=4)


def test_an_outreach_can_be_moved_to_a_goal():
    given(A_GOAL, *SENT).when(COUNT).then(
        event("Outreach.CountedToward", was_goal_id=None, goal_id=the(Goal), reason="It fits better")
    )


def test_an_outreach_can_be_moved_from_goal_to_goal():
    move = ada.count_outreach_toward(the(Outreach), goal_id=the(Goal, 0), reason="Mistaken")
    given(A_GOAL, A_GOAL, *SENT, COUNT).when(move).then(
        event("Outreach.CountedToward", was_goal_id=the(Goal, 1), goal_id=the(Goal, 0))
    )


def test_an_outreach_can_be_moved_away_from_every_goal():
    given(A_GOAL, *SENT, COUNT).when(
        ada.count_outreach_toward(the(Outreach), goal_id=None, reason="None of them")
    ).then(event("Outreach.CountedToward", was_goal_id=the(Goal), goal_id=None))


def test_what_is_said_after_a_move_names_the_new_goal():
    given(A_GOAL, *SENT, COUNT).when(ANSWER).then(event("Outreach.Answered", goal_id=the(Goal)))


def test_moving_to_where_it_counts_already_is_refused():
    given(A_GOAL, *SENT, COUNT).when(COUNT).then_refused(NothingToCorrect)


def test_moving_to_a_closed_goal_is_refused():
    given(A_GOAL, *SENT, GOAL_CLOSED).when(COUNT).then_refused(GoalAlreadyClosed)


def test_moving_a_withdrawn_outreach_is_refused():
    given(A_GOAL, *WITHDRAWN).when(COUNT).then_refused(OutreachWithdrawn)


def test_the_tie_it_was_sent_under_can_be_corrected():
    given(*SENT).when(CORRECT).then(
        event("Outreach.TieCorrected", was_tie="weak", tie="alum", reason="We studied together")
    )


def test_correcting_a_tie_to_what_it_is_is_refused():
    given(*SENT, CORRECT).when(CORRECT).then_refused(NothingToCorrect)


def test_correcting_the_tie_of_a_draft_is_refused():
    given(*DRAFTED).when(CORRECT).then_refused(NotYetSent)


def test_correcting_the_tie_of_what_was_withdrawn_is_refused():
    given(*WITHDRAWN).when(CORRECT).then_refused(OutreachWithdrawn)


def test_withdrawing_keeps_the_reason():
    given(*SENT).when(WITHDRAW).then(event("Outreach.Withdrawn", reason="Wrong person"))


def test_a_draft_can_be_withdrawn():
    given(*DRAFTED).when(WITHDRAW).then(event("Outreach.Withdrawn"))


def test_even_a_conversation_that_was_held_can_be_withdrawn():
    given(*HELD).when(WITHDRAW).then(event("Outreach.Withdrawn"))


def test_withdrawing_twice_is_refused():
    given(*WITHDRAWN).when(WITHDRAW).then_refused(OutreachWithdrawn)

"""What happened, the conversation and the corrections: one question at a time, every refusal in words."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from projections.progress.outreach import one_story
from tests.cast import ADA, CLEO
from tests.web.conftest import events_of, plain, words
from web.questions import CLOSING


@pytest.fixture
def ada(client):
    return client(ADA)


@pytest.fixture
def sent(school):
    return school.sent(school.contact(name="Dana Whitfield"), school.goal())


def card_of(school, outreach_id):
    found = one_story(school.views, ADA.id, outreach_id)
    assert found
    return found


# One question at a time


def test_the_first_question_offers_four_answers_and_a_way_past_them(ada, sent):
    page = ada.see(f"/outreach/{sent}/outcome")
    for answer in ("Dana answered", "Not yet", "Busy right now", "No, thank you", "You talked already?"):
        assert answer in page


def test_an_answer_leads_to_a_date(school, ada, sent):
    answer = ada.submit(f"/outreach/{sent}/outcome?so=answered", note="Gladly!")
    assert answer.location == f"/outreach/{sent}/outcome"
    assert "When will you talk?" in ada.see(answer.location)
    assert "Gladly!" in ada.see(f"/outreach/{sent}")


def test_not_yet_says_when_a_second_note_is_welcome(school, ada, sent, clock):
    assert "From Monday 9 November on" in ada.see(f"/outreach/{sent}/outcome?so=not_yet")
    clock.go(days=8)
    assert "A week has passed" in ada.see(f"/outreach/{sent}/outcome?so=not_yet")


def test_names_of_channels_keep_their_capitals_within_a_sentence(school, ada):
    outreach_id = school.draft(school.contact())
    school.say(ADA, "send_outreach", outreach_id, channel="linkedin", times_offered=[])
    assert ", LinkedIn" in ada.see(f"/outreach/{outreach_id}")
    assert "by LinkedIn." in ada.see(f"/outreach/{outreach_id}/outcome")
    ada.submit(f"/outreach/{outreach_id}/conversation", medium="call", notes="Queues")
    assert ", phone or video call" in ada.see(f"/outreach/{outreach_id}")


def test_waiting_can_be_stopped_and_a_late_answer_still_counts(school, ada, sent):
    assert ada.submit(f"/outreach/{sent}/outcome?so=not_yet").status_code == 303
    assert card_of(school, sent).stage == "unanswered"
    ada.submit(f"/outreach/{sent}/outcome?so=answered")
    assert card_of(school, sent).stage == "answered"


def test_busy_asks_until_when_and_shows_two_others_by_the_level_of_the_goal(school, client):
    ada, goal_id = client(ADA), school.goal(level="III")
    outreach_id = school.sent(school.contact(name="Dana Whitfield"), goal_id)
    for name, tie in (("A mentor", "mentor"), ("B cold", "cold"), ("C cold", "cold"), ("D dormant", "dormant")):
        school.contact(name=name, tie=tie)
    page = ada.see(f"/outreach/{outreach_id}/outcome?so=busy")
    assert "B cold" in page
    assert "C cold" in page
    assert "A mentor" not in page
    assert ada.submit(f"/outreach/{outreach_id}/outcome?so=busy").status_code == 303
    assert card_of(school, outreach_id).postponed_until.isoformat() == "2026-11-16"
    after = ada.see(f"/outreach/{outreach_id}")
    assert "Meanwhile, somebody else" in after
    assert "Try Dana again in two weeks" in after


def test_once_that_day_is_here_the_page_says_so_and_offers_to_write_again(school, client, sent):
    client(ADA).submit(f"/outreach/{sent}/outcome?so=busy")
    school.clock.go(days=16)
    ada = client(ADA)
    page = ada.see(f"/outreach/{sent}")
    assert "may have time again" in page
    assert "would be busy until Monday 16 November" in page
    assert "was busy" in page
    for ahead in ("Try Dana again", "is busy until", "We remind you", "busy for now"):
        assert ahead not in page
    card = card_of(school, sent)
    person = ada.see(f"/contacts/{card.contact_id}")
    assert "Was busy" in person
    assert "Pick it up again" in person
    assert f"/outreach/new?contact={card.contact_id}" in ada.get(f"/outreach/{sent}").text


def test_a_no_is_thanked_for_and_somebody_else_is_offered(school, ada, sent):
    school.contact(name="Tomás Ferreira")
    ada.submit(f"/outreach/{sent}/outcome?so=declined", note="No time this year")
    page = ada.see(f"/outreach/{sent}")
    assert "A clear no" in page
    assert "Tomás Ferreira" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Which day?"),
        ("soon", "not a date we can read"),
        ("2026-02-30", "not a date we can read"),
        ("2026-11-01", "has passed already"),
        ("2031-01-01", "more than two years away"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_kept(school, ada, sent, typed, said):
    answer = ada.submit(f"/outreach/{sent}/outcome?so=busy", until=typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert ada.form(answer).fields["until"] == [typed]
    assert events_of(school, sent) == ["Drafted", "Sent"]


def test_a_date_is_kept_on_the_members_clock_and_shown_in_utc_too(school, ada, sent):
    school.say(ADA, "record_answer", sent)
    ada.submit(f"/outreach/{sent}/outcome", starts_at="2026-11-05T10:00")
    assert card_of(school, sent).starts_at == datetime(2026, 11, 5, 9, tzinfo=UTC)
    assert "Thursday 5 November, 10:00 (Berlin) · 09:00 (UTC)" in ada.see(f"/outreach/{sent}")
    assert ada.form(f"/outreach/{sent}/outcome").fields["starts_at"] == ["2026-11-05T10:00"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Which day, and at what time?"),
        ("  ", "Which day, and at what time?"),
        ("noon", "not a date and time we can read"),
        ("2027-03-28T02:30", "does not exist on that day"),
        ("2026-10-01T10:00", "has passed already"),
    ],
)
def test_a_time_that_cannot_be_is_said_and_kept(school, ada, sent, typed, said):
    school.say(ADA, "record_answer", sent)
    answer = ada.submit(f"/outreach/{sent}/outcome", starts_at=typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert ada.form(answer).fields["starts_at"] == [typed]


def test_recording_an_answer_twice_is_one_event_and_another_one_is_refused_with_the_text_kept(school, ada, sent):
    form = ada.form(f"/outreach/{sent}/outcome?so=answered")
    for _ in range(2):
        assert ada.send(form.action, form.filled({"note": "Yes"})).status_code == 303
    assert events_of(school, sent) == ["Drafted", "Sent", "Answered"]
    other = ada.send(form.action, form.filled({"note": "Yes, again", "command_id": str(uuid4())}))
    assert other.status_code == 409
    assert "an answer noted down already" in words(other)
    assert ada.form(other).fields["note"] == ["Yes, again"]


def test_what_comes_back_before_it_was_sent_is_refused_in_words(school, ada):
    outreach_id = school.draft(school.contact())
    fields = {"csrf_token": ada.token(), "until": "2026-12-01", "starts_at": "2026-12-01T10:00", "medium": "call"}
    for path in ("answer", "refusal", "postponement", "silence", "meeting", "conversation"):
        answer = ada.send(f"/outreach/{outreach_id}/{path}", fields)
        assert answer.status_code == 409, path
        assert "has not gone out yet" in words(answer), path
    for path in ("outcome", "conversation", "takeaway"):
        assert ada.get(f"/outreach/{outreach_id}/{path}").location == f"/outreach/{outreach_id}"
    assert events_of(school, outreach_id) == ["Drafted"]


# The conversation


def test_a_conversation_with_questions_leads_to_the_one_thing_at_once(school, ada, sent):
    answer = ada.submit(
        f"/outreach/{sent}/conversation",
        chosen=["known-for-you", CLOSING[0]],
        own_questions="What is a queue?",
        notes="Long talk",
        whom_next="Tomás",
        medium="call",
    )
    assert answer.location == f"/outreach/{sent}/takeaway"
    card = card_of(school, sent)
    assert card.questions.text.splitlines()[1:] == [CLOSING[1], "What is a queue?"]
    assert (card.notes.text, card.whom_next.text, card.medium) == ("Long talk", "Tomás", "call")
    assert "Decide the one thing" in ada.see(answer.location)


def test_questions_kept_before_stand_there_on_the_day_and_count_as_prepared(school, ada, sent):
    page, keep = f"/outreach/{sent}/conversation", f"/outreach/{sent}/questions"
    form = ada.form(page)
    typed = {"chosen": ["known-for-you", CLOSING[0]], "own_questions": "What is a queue?"}
    for _ in range(2):
        assert ada.send(keep, form.filled(typed)).location == page
    assert events_of(school, sent).count("QuestionsChosen") == 1
    assert "kept for the day" in ada.see(page)
    on_the_day = ada.form(page)
    assert (on_the_day.fields["chosen"], on_the_day.fields["own_questions"]) == (
        ["known-for-you", CLOSING[0]],
        ["What is a queue?"],
    )
    school.clock.go(days=3)
    school.say(ADA, "record_conversation", sent, medium="call")
    assert card_of(school, sent).prepared_at == school.clock()


def test_keeping_questions_keeps_notes_in_the_fields(school, ada, sent):
    form = ada.form(f"/outreach/{sent}/conversation")
    answer = ada.send(f"/outreach/{sent}/questions", form.filled({"own_questions": "Why?", "notes": "Early thoughts"}))
    assert answer.status_code == 200
    again = ada.form(answer)
    assert again.fields["notes"] == ["Early thoughts"]
    assert again.fields["command_id"] != form.fields["command_id"]
    assert card_of(school, sent).notes.text == ""


def test_questions_that_cannot_be_kept_are_said(school, ada, sent):
    form = ada.form(f"/outreach/{sent}/conversation")
    answer = ada.send(f"/outreach/{sent}/questions", form.filled({"own_questions": "x" * 4_001}))
    assert (answer.status_code, "longer than 4000" in words(answer)) == (422, True)
    school.say(ADA, "record_conversation", sent, medium="call")
    late = ada.send(f"/outreach/{sent}/questions", form.filled({"own_questions": "Why?"}))
    assert (late.status_code, "noted down this conversation already" in words(late)) == (409, True)


def test_the_bank_that_fits_comes_first(school, ada):
    outreach_id = school.sent(school.contact(tie="mentor"))
    page = ada.see(f"/outreach/{outreach_id}/conversation")
    assert page.index("A mentor") < page.index("Somebody you know")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"medium": ""}, "choose one of the options"),
        ({"medium": "call", "notes": "x" * 20_001}, "longer than 20000"),
        ({"medium": "call", "own_questions": "x" * 4_001}, "longer than 4000"),
        ({"medium": "call", "whom_next": "x" * 1_001}, "longer than 1000"),
        ({"medium": "call", "notes": "\x00"}, "invisible characters"),
    ],
)
def test_what_cannot_be_noted_is_said_and_everything_is_kept(school, ada, sent, typed, said):
    fields = {"chosen": ["known-for-you", CLOSING[0]], "notes": "Notes", **typed}
    answer = ada.submit(f"/outreach/{sent}/conversation", **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    kept = ada.form(answer).fields
    assert kept["chosen"] == ["known-for-you", CLOSING[0]]
    assert all(kept[name] == [value] for name, value in fields.items() if name != "chosen" and value != "\x00")
    assert card_of(school, sent).stage == "sent"


def test_holding_it_twice_is_one_event_and_another_is_refused_with_the_notes_kept(school, ada, sent):
    form = ada.form(f"/outreach/{sent}/conversation")
    for _ in range(2):
        assert ada.send(form.action, form.filled({"medium": "call"})).status_code == 303
    assert events_of(school, sent).count("ConversationHeld") == 1
    other = ada.send(form.action, form.filled({"medium": "call", "notes": "More", "command_id": str(uuid4())}))
    assert other.status_code == 409
    assert "noted down this conversation already" in words(other)
    assert ada.form(other).fields["notes"] == ["More"]


def test_notes_can_be_extended_and_a_stale_page_is_told(school, ada, sent):
    school.say(ADA, "record_conversation", sent, medium="call", notes="First")
    form = ada.form(f"/outreach/{sent}/conversation")
    assert form.fields["notes"] == ["First"]
    ada.submit(f"/outreach/{sent}/conversation", notes="First, then more")
    answer = ada.send(form.action, form.filled({"notes": "First, otherwise"}))
    assert answer.status_code == 409
    assert "First, then more" in words(answer)
    assert ada.form(answer).fields["notes"] == ["First, otherwise"]
    assert ada.submit(answer).status_code == 303
    assert card_of(school, sent).notes.text == "First, otherwise"


def test_empty_notes_are_refused_in_words(school, ada, sent):
    school.say(ADA, "record_conversation", sent, medium="call", notes="First")
    answer = ada.submit(f"/outreach/{sent}/conversation", notes=" ")
    assert answer.status_code == 422
    assert "This one is needed" in words(answer)


# Corrections


def test_it_can_count_toward_another_goal_with_a_reason(school, ada, sent):
    other = school.goal(statement="Ask somebody else")
    path = f"/outreach/{sent}/counting"
    answer = ada.submit(f"/outreach/{sent}", path, goal_id=str(other), reason="Meant for that one")
    assert answer.status_code == 303
    assert card_of(school, sent).goal_id == other
    ada.submit(f"/outreach/{sent}", path, goal_id="", reason="Neither")
    assert card_of(school, sent).goal_id is None


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("counting", {"goal_id": ""}, "This one is needed"),
        ("counting", {"goal_id": "x", "reason": "r"}, "choice is not there any more"),
        ("tie", {"tie": "mentor", "reason": ""}, "This one is needed"),
        ("tie", {"tie": "enemy", "reason": "r"}, "choose one of the options"),
        ("tie", {"tie": "weak", "reason": "Same"}, "stands like that already"),
        ("withdrawal", {"reason": "x" * 501}, "longer than 500"),
    ],
)
def test_a_correction_that_does_not_work_is_said_and_kept(school, ada, sent, path, typed, said):
    answer = ada.submit(f"/outreach/{sent}", f"/outreach/{sent}/{path}", **typed)
    assert answer.status_code in (409, 422)
    assert said in words(answer)
    assert ada.form(answer, f"/outreach/{sent}/{path}").fields["reason"] == [typed.get("reason", "")]
    assert events_of(school, sent) == ["Drafted", "Sent"]


def test_a_tie_corrected_twice_by_one_click_is_one_event(school, ada, sent):
    path = f"/outreach/{sent}/tie"
    form = ada.form(f"/outreach/{sent}", path)
    for _ in range(2):
        assert ada.send(path, form.filled({"tie": "mentor", "reason": "She mentors me"})).status_code == 303
    assert events_of(school, sent) == ["Drafted", "Sent", "TieCorrected"]


def test_taking_it_back_ends_it_and_leaves_no_more_corrections(school, ada, sent):
    ada.submit(f"/outreach/{sent}", f"/outreach/{sent}/withdrawal", reason="I never sent it")
    page = ada.get(f"/outreach/{sent}")
    assert "Taken back" in words(page)
    assert f"/outreach/{sent}/withdrawal" not in page.text
    late = ada.send(f"/outreach/{sent}/answer", {"csrf_token": ada.token(), "note": "Yes"})
    assert late.status_code == 409
    assert "You took this one back" in words(late)


def test_anothers_goal_is_not_found_by_a_correction(school, ada, client, sent):
    theirs = school.goal(CLEO)
    form = ada.form(f"/outreach/{sent}", f"/outreach/{sent}/counting")
    one, two = (
        ada.send(form.action, form.filled({"goal_id": str(goal_id), "reason": "r"})) for goal_id in (theirs, uuid4())
    )
    assert one.status_code == 404
    assert plain(one) == plain(two)


def test_others_and_unknown_stories_answer_with_the_same_bytes(school, client, sent):
    cleo, nobody = client(CLEO), uuid4()
    fields = {"csrf_token": cleo.token(), "reason": "r", "tie": "weak", "notes": "n", "text": "t", "due": "2026-12-01"}
    for path in ("outcome", "conversation", "takeaway"):
        assert plain(cleo.get(f"/outreach/{sent}/{path}")) == plain(cleo.get(f"/outreach/{nobody}/{path}"))
    for path in ("notes", "takeaway", "withdrawal", "counting", "tie"):
        theirs = cleo.send(f"/outreach/{sent}/{path}", fields)
        assert theirs.status_code == 404
        assert plain(theirs) == plain(cleo.send(f"/outreach/{nobody}/{path}", fields))


def test_every_stage_has_its_page_and_few_questions(school, client, sent, statements):
    ada = client(ADA)
    for number in range(20):
        school.held(school.contact(name=f"Somebody {number}"), school.goal())
    steps = ("", "record_silence", "record_answer", "arrange", "record_conversation")
    for verb in steps:
        more = {"medium": "call"} if verb == "record_conversation" else {}
        if verb == "arrange":
            school.say(ADA, "arrange_conversation", sent, starts_at="2026-11-05T10:00+00:00")
        elif verb:
            school.say(ADA, verb, sent, **more)
        for path in ("", "/outcome", "/outcome?so=busy", "/conversation", "/takeaway"):
            with statements() as asked:
                assert ada.get(f"/outreach/{sent}{path}").status_code in (200, 303)
            assert len(asked) <= 15, (verb, path, len(asked))

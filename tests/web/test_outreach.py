"""Writing: whom to, a draft that saves as it is typed and is never lost, sending it, logging what went out already."""

from uuid import UUID, uuid4

import pytest

from projections.progress.outreach import one_story
from tests.cast import ADA, CLEO
from tests.web.conftest import events_of, plain, words

NOBODY = "00000000-0000-4000-8000-000000000000"
TYPING = {"HX-Request": "true"}
PARTS = {
    "introduction": "Hi",
    "purpose": "I want to learn how queues work",
    "why_you": "Your talk",
    "call_to_action": "?",
}


def card_of(school, outreach_id):
    found = one_story(school.views, ADA.id, outreach_id)
    assert found
    return found


def first_save(visitor, contact_id, **typed):
    """Open the editor for somebody new and save once; returns the form as it was sent and the answer."""
    form = visitor.form(f"/outreach/new?contact={contact_id}")
    return form, visitor.send(form.action, form.filled({**PARTS, **typed}))


def id_in(answer):
    return id_on(answer.location)


def id_on(path):
    return UUID(path.split("?")[0].split("/")[2])


@pytest.fixture
def ada(client):
    return client(ADA)


# Whom to write to


def test_without_anybody_the_page_says_what_to_do_first(ada):
    assert "Add the first person" in ada.see("/outreach/new")


def test_people_are_suggested_and_can_be_searched(school, ada):
    school.contact(name="Mira Solberg", tie="dormant", company="Hafen")
    school.contact(name="Tomás Ferreira", tie="cold")
    page = ada.see("/outreach/new")
    assert page.index("Mira Solberg") < page.index("Tomás Ferreira")
    found = ada.see("/outreach/new?q=hafen")
    assert "Mira Solberg" in found
    assert "Tomás" not in found
    assert "Nobody by that name" in ada.see("/outreach/new?q=nowhere")


def test_the_editor_names_the_goal_that_fits_and_another_can_be_chosen(school, ada):
    school.goal(statement="Meet somebody new")
    other = school.goal(statement="Ask my mentor", due=school.days_ahead(40))
    contact_id = school.contact()
    assert "Counts toward “Meet somebody new”" in ada.see(f"/outreach/new?contact={contact_id}")
    assert "Counts toward “Ask my mentor”" in ada.see(f"/outreach/new?contact={contact_id}&goal={other}")
    assert "Counts toward no goal" in ada.see(f"/outreach/new?contact={contact_id}&goal=")


def test_a_goal_that_asks_for_another_tie_is_named_with_the_reason_and_can_be_chosen(school, ada):
    goal_id = school.goal(statement="Talk with my mentor", level="I", template="mentor")
    contact_id = school.contact(tie="weak")
    why = "“Talk with my mentor” asks for a mentor, and Mira is noted as “Acquaintance”."
    assert why in ada.see(f"/outreach/new?contact={contact_id}")
    assert why in ada.see(f"/outreach/new?contact={contact_id}&do=log")
    chosen = f"/outreach/new?contact={contact_id}&goal={goal_id}"
    assert chosen in ada.get(f"/outreach/new?contact={contact_id}").text.replace("&amp;", "&")
    assert why not in ada.see(chosen)


def test_a_goal_that_fits_and_was_not_chosen_is_named(school, ada):
    school.goal(statement="Meet somebody new")
    page = ada.see(f"/outreach/new?contact={school.contact()}&goal=")
    assert "“Meet somebody new” fits, and was not chosen for this one." in page


@pytest.mark.parametrize("stage", ["draft", "sent"])
def test_a_message_without_a_goal_says_so_until_it_counts_toward_one(school, ada, stage):
    goal_id = school.goal(statement="Talk with my mentor", level="I")
    outreach_id = getattr(school, stage)(school.contact(tie="weak"))
    here, counting = f"/outreach/{outreach_id}", f"/outreach/{outreach_id}/counting"
    page = ada.see(here)
    assert "Counts toward no goal yet" in page
    assert "asks for a mentor" in page
    assert "another goal" not in page
    refused = ada.submit(here, counting)
    assert ada.form(refused, counting).fields["goal_id"] == [str(goal_id)]
    answer = ada.submit(here, counting, reason="She guides me")
    assert card_of(school, outreach_id).goal_id == goal_id
    page = ada.see(answer.location)
    assert "It counts toward that goal now." in page
    assert "no goal yet" not in page


def test_a_message_without_a_goal_says_nothing_while_no_goal_is_open(school, ada):
    assert "no goal yet" not in ada.see(f"/outreach/{school.sent(school.contact())}")


def test_opening_the_editor_records_nothing(school, ada):
    contact_id = school.contact()
    before = school.use_cases.end()
    ada.see(f"/outreach/new?contact={contact_id}")
    assert school.use_cases.end() == before


def test_a_draft_begun_earlier_is_offered(school, ada):
    contact_id = school.contact()
    outreach_id = school.draft(contact_id)
    assert f"/outreach/{outreach_id}" in ada.get(f"/outreach/new?contact={contact_id}").text


def test_a_removed_contact_is_pointed_out_and_refused_in_words(school, ada):
    contact_id = school.contact()
    school.say(ADA, "remove_contact", contact_id)
    assert "Bring them back" in ada.see(f"/outreach/new?contact={contact_id}")
    _, answer = first_save(ada, contact_id)
    assert answer.status_code == 409
    assert "Bring them back first" in words(answer)
    assert PARTS["purpose"] in answer.text


# Saving


def test_the_first_save_begins_the_draft_with_its_goal(school, ada):
    goal_id, contact_id = school.goal(), school.contact()
    _, answer = first_save(ada, contact_id)
    assert answer.status_code == 303
    card = card_of(school, id_in(answer))
    assert (card.stage, card.goal_id, card.purpose.text) == ("drafted", goal_id, PARTS["purpose"])


def test_saving_the_same_page_twice_begins_one_draft(school, ada):
    form, answer = first_save(ada, school.contact())
    again = ada.send(form.action, form.filled(PARTS))
    assert (again.status_code, again.location) == (303, answer.location)
    assert events_of(school, id_in(answer)) == ["Drafted"]


def test_a_later_save_revises_it_once_however_often_it_is_sent(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    for _ in range(2):
        assert ada.send(form.action, form.filled({"purpose": "Something else"})).status_code == 303
    assert events_of(school, outreach_id) == ["Drafted", "Revised"]


def test_times_channel_and_their_clock_survive_a_save(school, ada):
    outreach_id = school.draft(school.contact())
    times = ["2026-11-05T10:00", "", "", "", ""]
    answer = ada.submit(f"/outreach/{outreach_id}", times_offered=times, channel="call", their_zone="America/New_York")
    form = ada.form(answer.location)
    assert form.fields["times_offered"] == times
    assert (form.fields["channel"], form.fields["their_zone"]) == (["call"], ["America/New_York"])
    assert "10:00 (Berlin) · 04:00 (New York)" in ada.see(answer.location)


def test_a_stale_save_is_told_and_both_texts_are_shown(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    ada.submit(f"/outreach/{outreach_id}", purpose="From another tab")
    answer = ada.send(form.action, form.filled({"purpose": "From this tab"}))
    assert answer.status_code == 409
    assert "changed after you opened the page" in words(answer)
    assert "From another tab" in words(answer)
    assert ada.form(answer).fields["purpose"] == ["From this tab"]
    assert card_of(school, outreach_id).purpose.text == "From another tab"
    assert ada.submit(answer).status_code == 303
    assert card_of(school, outreach_id).purpose.text == "From this tab"


def test_a_text_that_is_too_long_is_kept_and_said(school, ada):
    outreach_id = school.draft(school.contact())
    answer = ada.submit(f"/outreach/{outreach_id}", purpose="x" * 4001)
    assert answer.status_code == 422
    assert "longer than 4000" in words(answer)
    assert ada.form(answer).fields["purpose"] == ["x" * 4001]


def test_control_characters_are_said_and_nothing_is_saved(school, ada):
    outreach_id = school.draft(school.contact())
    answer = ada.submit(f"/outreach/{outreach_id}", why_you="bell \x07")
    assert answer.status_code == 422
    assert "invisible characters" in words(answer)
    assert events_of(school, outreach_id) == ["Drafted"]


# Saving while somebody types


def type_into(visitor, form, **typed):
    return visitor.browser.post(form.action, data=form.filled(typed), headers=TYPING)


def test_typing_saves_and_the_page_goes_on_with_the_new_version(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    answer = type_into(ada, form, purpose="I want to learn")
    assert answer.status_code == 200
    assert "Saved at 10:00" in words(answer)
    assert 'name="version" value="2"' in answer.text
    assert card_of(school, outreach_id).purpose.text == "I want to learn"


def test_another_paragraph_is_a_change_and_other_line_ends_are_none(school, ada):
    outreach_id = school.draft(school.contact(), purpose="To learn. To ask.")
    form = ada.form(f"/outreach/{outreach_id}")
    type_into(ada, form, purpose="To learn.\r\n\r\nTo ask.")
    assert card_of(school, outreach_id).purpose.text == "To learn.\n\nTo ask."
    type_into(ada, form, purpose=" To learn.\n\nTo ask. ", version="2", command_id=str(uuid4()))
    assert events_of(school, outreach_id) == ["Drafted", "Revised"]


def test_typing_into_a_new_page_begins_the_draft_and_goes_on_with_it(school, ada):
    goal_id, contact_id = school.goal(statement="Meet somebody new"), school.contact()
    form = ada.form(f"/outreach/new?contact={contact_id}")
    answer = type_into(ada, form, introduction="H")
    where = answer.headers["HX-Replace-Url"]
    assert "Counts toward “Meet somebody new”" in words(answer)
    type_into(ada, form, introduction="Hi", version="1", command_id=str(uuid4()))
    card = card_of(school, id_on(where))
    assert (card.introduction.text, card.goal_id) == ("Hi", goal_id)
    assert events_of(school, card.outreach_id) == ["Drafted", "Revised"]


def test_typing_begins_a_draft_that_still_says_why_it_counts_toward_no_goal(school, ada):
    school.goal(level="I")
    form = ada.form(f"/outreach/new?contact={school.contact(tie='weak')}")
    answer = ada.browser.post(form.action, data=form.filled(PARTS), headers=TYPING)
    assert "asks for a mentor" in words(answer)
    outreach_id = id_on(form.action)
    ada.submit(answer, f"/outreach/{outreach_id}/counting", reason="She guides me")
    assert card_of(school, outreach_id).goal_id


def test_typing_what_is_saved_already_records_nothing(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    for _ in range(3):
        assert type_into(ada, form, times_offered=["2026-11-05T10:00"]).status_code == 200
    assert events_of(school, outreach_id) == ["Drafted"]


def test_typing_shows_the_self_check_and_the_whole_mail(school, ada):
    outreach_id = school.draft(school.contact(email="mira@example.org"))
    answer = type_into(ada, ada.form(f"/outreach/{outreach_id}"), purpose="Any openings & more?")
    assert "you wrote Any openings" in words(answer)
    assert "mailto:mira@example.org?subject=A%20question%20from%20Ada%20Lindqvist&amp;body=Hello" in answer.text
    assert "openings%20%26%20more%3F" in answer.text


def test_typing_on_a_stale_page_says_so_and_overwrites_nothing(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    type_into(ada, form, purpose="From another tab")
    for _ in range(2):
        answer = type_into(ada, form, purpose="From this tab", command_id=str(uuid4()))
        assert answer.status_code == 409
        assert "changed after you opened the page" in words(answer)
        assert 'name="version"' not in answer.text
    assert card_of(school, outreach_id).purpose.text == "From another tab"


def test_typing_after_the_sign_in_ended_says_that_the_text_is_still_here(school, client, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    visitor = client()
    token = visitor.token()
    answer = visitor.browser.post(form.action, data=form.filled({"csrf_token": token}), headers=TYPING)
    assert answer.status_code == 401
    assert "what you typed is still here" in words(answer)


def test_a_form_that_may_not_be_saved_answers_typing_in_a_sentence(school, ada):
    form = ada.form(f"/outreach/{school.draft(school.contact())}")
    answer = type_into(ada, form, csrf_token="forged")
    assert answer.status_code == 400
    assert "<html" not in answer.text


# Sending


def send(visitor, outreach_id, **typed):
    form = visitor.form(f"/outreach/{outreach_id}")
    return form, visitor.send(f"/outreach/{outreach_id}/sending", form.filled(typed))


def test_sending_saves_the_last_words_and_the_times_offered(school, ada):
    outreach_id = school.draft(school.contact())
    times = ["2026-11-05T10:00", "2026-11-06T17:30", "", "", ""]
    _, answer = send(ada, outreach_id, channel="email", times_offered=times, purpose="Last words")
    assert answer.status_code == 303
    card = card_of(school, outreach_id)
    assert (card.stage, card.channel, card.purpose.text) == ("sent", "email", "Last words")
    assert [at.isoformat() for at in card.times_offered] == ["2026-11-05T09:00:00+00:00", "2026-11-06T16:30:00+00:00"]
    page = ada.see(answer.location)
    assert "Thursday 5 November, 10:00 (Berlin) · 09:00 (UTC)" in page
    assert "Say what happened" in page


def test_sending_twice_is_one_event(school, ada):
    outreach_id = school.draft(school.contact())
    form, answer = send(ada, outreach_id, channel="email", purpose="Last words")
    again = ada.send(f"/outreach/{outreach_id}/sending", form.filled({"channel": "email", "purpose": "Last words"}))
    assert (again.status_code, again.location) == (303, answer.location)
    assert events_of(school, outreach_id) == ["Drafted", "Revised", "Sent"]


def test_a_page_that_was_never_saved_can_be_sent_at_once(school, ada):
    form = ada.form(f"/outreach/new?contact={school.contact()}")
    path = form.action.replace("/draft", "/sending")
    for _ in range(2):
        assert ada.send(path, form.filled({**PARTS, "channel": "linkedin"})).status_code == 303
    assert events_of(school, id_on(path)) == ["Drafted", "Sent"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channel": ""}, "choose one of the options"),
        ({"channel": "pigeon"}, "choose one of the options"),
        ({"channel": "email", "times_offered": ["2027-03-28T02:30"]}, "does not exist on that day"),
        ({"channel": "email", "times_offered": ["tomorrow"]}, "not a date and time we can read"),
        ({"channel": "email", "times_offered": ["2026-10-01T10:00"]}, "has passed already"),
        ({"channel": "email", "times_offered": ["2031-10-01T10:00"]}, "more than two years away"),
        ({"channel": "email", "times_offered": [f"2026-11-05T1{n}:00" for n in range(6)]}, "more than 5"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(school, ada, typed, said):
    outreach_id = school.draft(school.contact())
    _, answer = send(ada, outreach_id, purpose="Typed just now", **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    kept = ada.form(answer)
    assert kept.fields["purpose"] == ["Typed just now"]
    assert kept.fields["times_offered"][: len(typed.get("times_offered", []))] == typed.get("times_offered", [])[:5]
    assert card_of(school, outreach_id).stage == "drafted"
    better = kept.filled({"channel": "email", "times_offered": [""], "purpose": "Other words now"})
    assert ada.send(f"/outreach/{outreach_id}/sending", better).status_code == 303


def test_a_page_sent_over_a_newer_draft_is_told(school, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    ada.submit(f"/outreach/{outreach_id}", purpose="Newer")
    answer = ada.send(f"/outreach/{outreach_id}/sending", form.filled({"channel": "email", "purpose": "Older"}))
    assert answer.status_code == 409
    assert card_of(school, outreach_id).stage == "drafted"


def test_sending_what_is_on_its_way_is_refused_in_words(school, ada):
    outreach_id = school.draft(school.contact())
    form, _ = send(ada, outreach_id, channel="email")
    fresh = form.filled({"channel": "call", "command_id": str(uuid4())})
    for path in ("sending", "draft"):
        answer = ada.send(f"/outreach/{outreach_id}/{path}", {**fresh, "purpose": "Too late"})
        assert answer.status_code == 409
        assert "on its way" in words(answer)
        assert "Too late" in answer.text


def test_whoever_types_the_address_of_messages_finds_their_people(ada, client):
    answer = ada.get("/outreach")
    assert (answer.status_code, answer.location) == (303, "/contacts")
    assert client().get("/outreach").location == "/sign-in?next=/outreach"


# Logging what went out already


def test_what_went_out_already_is_logged_once(school, ada):
    goal_id, contact_id = school.goal(measure="contacted"), school.contact()
    form = ada.form(f"/outreach/new?contact={contact_id}&do=log")
    first, second = (ada.send("/outreach", form.filled({"channel": "in_person"})) for _ in range(2))
    assert first.location == second.location
    outreach_id = id_in(first)
    assert events_of(school, outreach_id) == ["Logged"]
    assert card_of(school, outreach_id).goal_id == goal_id
    assert "Logged without a draft" in ada.see(first.location)


def test_logging_without_a_channel_or_under_a_closed_goal_is_said(school, ada):
    goal_id, contact_id = school.goal(), school.contact()
    form = ada.form(f"/outreach/new?contact={contact_id}&do=log")
    answer = ada.send("/outreach", form.filled({}))
    assert answer.status_code == 422
    assert "choose one of the options" in words(answer)
    school.say(ADA, "close_goal", goal_id, reason="Enough")
    answer = ada.send("/outreach", form.filled({"channel": "call"}))
    assert answer.status_code == 409
    assert "goal is closed" in words(answer)


def test_an_empty_draft_can_be_started_by_a_button_elsewhere(school, ada):
    contact_id = school.contact()
    fields = {"csrf_token": ada.token(), "contact_id": str(contact_id), "command_id": str(uuid4())}
    answer = ada.send("/outreach", fields)
    assert card_of(school, id_in(answer)).stage == "drafted"


# What is not yours is not there


def test_others_and_unknown_outreach_answer_with_the_same_bytes(school, client, ada):
    outreach_id = school.draft(school.contact())
    form = ada.form(f"/outreach/{outreach_id}")
    cleo = client(CLEO)
    token, nobody = cleo.token(), uuid4()
    assert plain(cleo.get(f"/outreach/{outreach_id}")) == plain(cleo.get(f"/outreach/{nobody}"))
    for path in ("draft", "sending", "answer", "refusal", "postponement", "silence", "meeting", "conversation"):
        fields = form.filled({"csrf_token": token, "channel": "email", "until": "2026-12-01"})
        theirs = cleo.send(f"/outreach/{outreach_id}/{path}", fields)
        assert theirs.status_code == 404, path
        assert plain(theirs) == plain(cleo.send(f"/outreach/{nobody}/{path}", fields))
    assert events_of(school, outreach_id) == ["Drafted"]


def test_a_draft_cannot_be_begun_under_another_id_or_with_anothers_contact(school, client, ada):
    contact_id = school.contact()
    form = ada.form(f"/outreach/new?contact={contact_id}")
    assert ada.send(f"/outreach/{uuid4()}/draft", form.filled(PARTS)).status_code == 404
    cleo = client(CLEO)
    mine = cleo.form(f"/outreach/new?contact={school.contact(CLEO)}")
    assert cleo.send(mine.action, mine.filled({"contact_id": str(contact_id)})).status_code == 404
    assert cleo.send(mine.action, mine.filled({"contact_id": "nobody"})).status_code == 404


@pytest.mark.parametrize("query", ["contact=x", "goal=x", f"contact={NOBODY}", f"goal={NOBODY}"])
def test_ids_in_the_address_that_are_not_there_are_not_found(school, ada, query):
    school.contact()
    assert ada.get(f"/outreach/new?{query}").status_code == 404


def test_the_editor_asks_few_questions(school, ada, statements):
    contact_id = school.contact()
    for _ in range(30):
        school.contact(name=f"Somebody {_}")
        school.goal()
    outreach_id = school.draft(contact_id)
    for path in ("/outreach/new", f"/outreach/new?contact={contact_id}", f"/outreach/{outreach_id}"):
        with statements() as asked:
            ada.see(path)
        assert len(asked) <= 15, (path, len(asked))

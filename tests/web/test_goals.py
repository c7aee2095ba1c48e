"""Goals: promising, how far it has come, changing it with a reason; seen by their owner and by nobody else."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import stories
from tests.cast import ADA, BEN, CLEO, DORA, School
from tests.web.conftest import Visitor, events_of, plain, words
from web.goal_templates import TEMPLATES, template_with

Client = Callable[..., Visitor]
PROMISE = {"statement": "Talk to two alumni", "target": "2", "due": "2026-11-27", "measure": "conversations"}


def promised(school: School) -> list[GoalCard]:
    """Ada's goals."""
    return goals(school.views, ADA.id, stories(school.views, ADA.id), school.clock())


# promising


def test_an_empty_list_says_what_a_goal_is_good_for(client: Client) -> None:
    page = client(ADA).see("/goals")
    assert "One small promise to begin with" in page
    assert "Choose a goal" in page


def test_there_are_goals_to_choose_from_and_ones_own_words(client: Client) -> None:
    page = client(ADA).see("/goals/new")
    for template in TEMPLATES:
        assert template.title in page
    assert "in your own words" in page


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_a_chosen_goal_can_be_promised_as_it_stands(school: School, client: Client, template: Any) -> None:
    visitor = client(ADA)
    answer = visitor.submit(f"/goals/new?template={template.key}")
    (goal,) = promised(school)
    assert (answer.status_code, answer.location) == (303, f"/goals/{goal.goal_id}")
    assert str(goal.statement) == template.statement
    assert goal.steps.text.split("\n") == list(template.steps)
    terms = (goal.template, goal.level, goal.terms.measure, goal.terms.target)
    assert terms == (template.key, template.level, template.measure, template.target)
    assert (goal.terms.promise.due - date(2026, 11, 2)).days == template.days
    page = visitor.see(answer.location)
    assert template.statement in page
    assert all(question in page for question in template.questions)


def test_a_goal_in_ones_own_words(school: School, client: Client) -> None:
    visitor = client(ADA)
    answer = visitor.submit("/goals/new?template=own", **PROMISE, level="II", steps="Look\nWrite")
    page = visitor.see(answer.location)
    assert "Promised" in page
    assert "Talk to two alumni" in page
    assert "25 days, ends Friday 27 November" in page
    assert "No conversations held yet" in page
    assert "Level II" in page
    assert events_of(school, promised(school)[0].goal_id) == ["Set"]


def test_the_due_date_is_one_of_the_calendar_where_one_lives(school: School, client: Client) -> None:
    school.clock.go(hours=15)  # Tuesday 00:00 UTC: Tuesday already in Tokyo
    form = client(CLEO).form("/goals/new?template=mentor")
    assert form.fields["due"] == ["2026-11-17"]
    refused = client(CLEO).submit("/goals/new?template=own", **{**PROMISE, "due": "2026-11-02"})
    assert "That has passed already" in words(refused)


def test_a_template_that_is_not_there_shows_what_is(client: Client) -> None:
    assert "What would you like to promise?" in client(ADA).see("/goals/new?template=nonsense")


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("statement", "", "This one is needed"),
        ("statement", "   ", "This one is needed"),
        ("statement", None, "This one is needed"),
        ("statement", "x" * 501, "longer than 500 characters"),
        ("statement", "Talk\x00", "invisible characters"),
        ("statement", "Talk \u202eback", "invisible characters"),
        ("due", "", "This one is needed"),
        ("due", None, "not a date we can read"),
        ("due", "2026-11-01", "has passed already"),
        ("due", "2026-02-30", "not a date we can read"),
        ("due", "27.11.2026", "not a date we can read"),
        ("due", "20261127", "not a date we can read"),
        ("due", "2030-01-01", "more than two years away"),
        ("due", "9999999-01-01", "not a date we can read"),
        ("target", "", "This one is needed"),
        ("target", None, "This one is needed"),
        ("target", "two", "whole number"),
        ("target", "1.5", "whole number"),
        ("target", "0", "from 1 to 100"),
        ("target", "-1", "from 1 to 100"),
        ("target", "101", "from 1 to 100"),
        ("target", "9" * 5000, "whole number"),
        ("measure", "guesses", "choose one of the options"),
        ("measure", None, "choose one of the options"),
        ("level", "IV", "choose one of the options"),
        ("steps", "x" * 4001, "longer than 4000 characters"),
        ("steps", "a\x07b", "invisible characters"),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_is_kept(
    school: School, client: Client, field: str, typed: str | None, why: str
) -> None:
    visitor = client(ADA)
    filled: dict[str, Any] = {**PROMISE, "steps": "One\nTwo", field: typed}
    refused = visitor.submit("/goals/new?template=mentor", **filled)
    assert refused.status_code == 422
    assert why in words(refused)
    kept = visitor.form(refused).fields
    for name, value in {**PROMISE, "steps": "One\nTwo", "template": "mentor"}.items():
        if name != field:
            assert kept[name] == [value]
    if typed and "\x00" not in typed:
        assert kept.get(field) == [typed] or field in ("measure", "level")
    assert promised(school) == []


def test_a_refused_goal_goes_through_once_it_is_put_right(school: School, client: Client) -> None:
    visitor = client(ADA)
    refused = visitor.submit("/goals/new?template=own", **{**PROMISE, "due": "2020-01-01"})
    assert visitor.submit(refused, due="2026-11-20").status_code == 303
    assert len(promised(school)) == 1


def test_a_second_click_makes_no_second_goal_and_leads_to_the_same(school: School, client: Client) -> None:
    visitor = client(ADA)
    fields = visitor.form("/goals/new?template=own").filled(dict(PROMISE))
    first, second = visitor.send("/goals", fields), visitor.send("/goals", fields)
    assert first.location == second.location
    assert [str(goal.statement) for goal in promised(school)] == ["Talk to two alumni"]
    assert events_of(school, promised(school)[0].goal_id) == ["Set"]


def test_the_same_form_with_other_words_is_not_taken_for_a_second_click(school: School, client: Client) -> None:
    visitor = client(ADA)
    fields = visitor.form("/goals/new?template=own").filled(dict(PROMISE))
    visitor.send("/goals", fields)
    other = visitor.send("/goals", {**fields, "statement": "Something else"})
    assert other.status_code == 409
    assert "Open the page again" in words(other)
    assert visitor.form(other).fields["statement"] == ["Something else"]


def test_an_unknown_template_and_fields_nobody_asked_for_do_no_harm(school: School, client: Client) -> None:
    client(ADA).submit("/goals/new?template=own", **PROMISE, template="made up" * 99, member_id=str(BEN.id), by="x")
    (goal,) = promised(school)
    assert (goal.template, goal.member_id) == ("own", ADA.id)


def test_markup_in_a_promise_is_text(school: School, client: Client) -> None:
    goal_id = school.goal(statement='<script>alert(1)</script> & "quotes"')
    for path in ("/", "/goals", f"/goals/{goal_id}", f"/goals/{goal_id}/edit"):
        assert "<script>alert" not in client(ADA).get(path).text


# the list


def test_current_goals_come_first_and_those_that_ended_stay_below(school: School, client: Client) -> None:
    achieved = school.goal(statement="Kept one")
    school.held(school.contact(), achieved)
    school.say(ADA, "close_goal", school.goal(statement="Let go one"), reason="Too much")
    school.goal(statement="Late one", due=school.days_ahead(1))
    school.clock.go(days=3)
    school.goal(statement="New one", due=school.days_ahead(2))
    page = client(ADA).see("/goals")
    places = [page.index(name) for name in ("Late one", "New one", "Kept for you", "Kept one", "Let go one")]
    assert places[:3] == sorted(places[:3])
    assert min(places[3:]) > places[2]
    assert "ended on Tuesday 3 November" in page
    assert "two days, ends Saturday 7 November" in page


def test_when_all_is_kept_the_list_offers_to_begin_again(school: School, client: Client) -> None:
    school.held(school.contact(), school.goal())
    page = client(ADA).see("/goals")
    assert "Nothing is promised right now" in page
    assert "New goal" in page


# the page of one goal


def test_the_page_tells_the_stories_and_which_of_them_count(school: School, client: Client) -> None:
    goal_id = school.goal(target=2, level="II")
    school.takeaway(school.held(school.contact(name="Mira Solberg"), goal_id))
    school.clock.go(days=1)
    sent = school.sent(school.contact(name="Tom Reyes"), goal_id)
    school.held(school.contact(name="Somebody Else"))
    visitor = client(ADA)
    answer = visitor.get(f"/goals/{goal_id}")
    page = words(answer)
    assert page.index("Tom Reyes You wrote on") < page.index("Mira Solberg Talked on Monday 2 November, by call counts")
    assert "Read about queues Your takeaway, for" in page
    assert "One of two conversations held" in page
    assert "One conversation more, and the promise is kept." in page
    assert "Level II: somebody you know already is met, with Mira Solberg" in page
    assert "Somebody Else" not in page
    assert f'href="/outreach/{sent}"' in answer.text
    assert "1 of 2 conversations by 3 Nov; due 30 November 2026." in answer.text


def test_what_is_missing_for_the_level_is_said_step_by_step(school: School, client: Client) -> None:
    goal_id = school.goal(level="III")
    assert "It begins with a message to somebody you have not met" in client(ADA).see(f"/goals/{goal_id}")
    school.held(school.contact(name="Mira Solberg", tie="cold"), goal_id, notes="")
    assert (
        "With Mira Solberg: message sent or meeting arranged, said why this person in particular, conversation held;"
        " still missing: notes taken or questions chosen, one takeaway decided." in client(ADA).see(f"/goals/{goal_id}")
    )


def test_a_goal_without_a_level_speaks_of_none(school: School, client: Client) -> None:
    assert "Level" not in client(ADA).see(f"/goals/{school.goal()}").split("Changes")[0]


def test_the_beads_lead_to_what_they_stand_for(school: School, client: Client) -> None:
    contact_id, goal_id = school.contact(), school.goal()
    assert f'href="/outreach/new?goal={goal_id}"' in client(ADA).get(f"/goals/{goal_id}").text
    outreach_id = school.held(contact_id, goal_id)
    text = client(ADA).get(f"/goals/{goal_id}").text
    assert f'class="bead-label" href="/contacts/{contact_id}"' in text
    assert f'class="bead-label" href="/outreach/{outreach_id}"' in text
    assert f'class="bead-label" href="/outreach/{outreach_id}/takeaway"' in text
    takeaway_id = school.takeaway(outreach_id)
    assert f'class="bead-label" href="/takeaways/{takeaway_id}"' in client(ADA).get(f"/goals/{goal_id}").text


def test_after_one_of_two_the_thread_begins_again(school: School, client: Client) -> None:
    goal_id = school.goal(target=2)
    takeaway_id = school.takeaway(school.held(school.contact(), goal_id))
    school.say(ADA, "follow_up_takeaway", takeaway_id, what_came="Read it")
    page = client(ADA).see(f"/goals/{goal_id}")
    assert "Contact , next" in page
    assert "Choose whom to write to" in page


def test_a_goal_that_ended_leaves_the_choice(school: School, client: Client) -> None:
    goal_id = school.goal(due=school.days_ahead(4))
    school.clock.go(days=6)
    page = client(ADA).see(f"/goals/{goal_id}")
    assert (
        "This one ended on Friday 6 November. Keep it, move it, or let it go – each is fine, and each is kept." in page
    )
    assert "Move the date" in page


def test_a_kept_goal_says_so_in_time_or_later(school: School, client: Client) -> None:
    in_time, later = school.goal(), school.goal(due=school.days_ahead(1))
    school.held(school.contact(name="Mira Solberg"), in_time)
    school.clock.go(days=3)
    school.held(school.contact(name="Tom Reyes"), later)
    visitor = client(ADA)
    page = visitor.see(f"/goals/{in_time}")
    assert "Kept, in time. One conversation held, the last on Monday 2 November." in page
    assert "Move the date" not in page
    assert "After its date, and it counts all the same." in visitor.see(f"/goals/{later}")


def test_each_earlier_date_is_shown_with_its_reason(school: School, client: Client) -> None:
    goal_id = school.goal(due="2026-11-13")
    school.say(ADA, "reschedule_goal", goal_id, due="2026-11-20", reason="I was ill")
    school.say(ADA, "reschedule_goal", goal_id, due="2026-11-27", reason="Mira is away")
    page = client(ADA).see(f"/goals/{goal_id}")
    assert "Moved on 2 Nov from 13 Nov to 20 Nov: I was ill" in page
    assert "Moved on 2 Nov from 20 Nov to 27 Nov: Mira is away" in page
    assert "moved twice" in page


# changing


def test_new_words_replace_the_old_ones_and_the_date_stays(school: School, client: Client) -> None:
    goal_id = school.goal(statement="Talk", steps="One")
    visitor = client(ADA)
    edit = f"/goals/{goal_id}/edit"
    assert visitor.form(edit).fields["statement"] == ["Talk"]
    answer = visitor.submit(edit, statement="Talk to Mira", steps="One\r\nTwo")
    assert (answer.status_code, answer.location) == (303, f"/goals/{goal_id}")
    (goal,) = promised(school)
    assert (goal.statement.text, goal.steps.text) == ("Talk to Mira", "One\nTwo")
    assert events_of(school, goal_id) == ["Set", "Reworded"]


def test_moving_the_date_needs_a_day_and_a_reason(school: School, client: Client) -> None:
    goal_id = school.goal()
    visitor = client(ADA)
    page, action = f"/goals/{goal_id}", f"/goals/{goal_id}/rescheduling"
    refused = visitor.submit(page, action, due="2026-12-24", reason="")
    assert refused.status_code == 422
    assert "What changed: This one is needed." in words(refused)
    assert visitor.form(refused, action).fields["due"] == ["2026-12-24"]
    assert visitor.submit(refused, action, reason="Exams first").status_code == 303
    (goal,) = promised(school)
    assert goal.terms.promise.due == date(2026, 12, 24)
    assert goal.terms.promise.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("due", "status", "why"),
    [
        ("2026-11-01", 422, "has passed already"),
        ("soon", 422, "not a date we can read"),
        ("2029-01-01", 422, "more than two years away"),
        ("2026-11-30", 409, "That is the date it has now"),
    ],
)
def test_a_date_that_will_not_do_keeps_the_reason(
    school: School, client: Client, due: str, status: int, why: str
) -> None:
    goal_id = school.goal()
    visitor, action = client(ADA), f"/goals/{goal_id}/rescheduling"
    refused = visitor.submit(f"/goals/{goal_id}", action, due=due, reason="Exams first")
    assert (refused.status_code, why in words(refused)) == (status, True)
    kept = visitor.form(refused, action).fields
    assert (kept["due"], kept["reason"]) == ([due], ["Exams first"])
    assert events_of(school, goal_id) == ["Set"]


def test_letting_go_and_taking_up_again_keep_what_happened(school: School, client: Client) -> None:
    goal_id = school.goal(target=2)
    school.held(school.contact(), goal_id)
    visitor, page = client(ADA), f"/goals/{goal_id}"
    closed = visitor.submit(page, f"{page}/closure", reason="Too much at once")
    assert closed.status_code == 303
    said = visitor.see(page)
    assert "Closed on Monday 2 November. What happened stays. Your reason: Too much at once" in said
    assert "One of two conversations held" in said
    visitor.submit(page, f"{page}/reopening", reason="There is room again")
    assert "One conversation more" in visitor.see(page)
    assert events_of(school, goal_id) == ["Set", "Closed", "Reopened"]


@pytest.mark.parametrize("what", ["closure", "reopening"])
def test_closing_and_reopening_need_a_reason(school: School, client: Client, what: str) -> None:
    goal_id = school.goal()
    if what == "reopening":
        school.say(ADA, "close_goal", goal_id, reason="Too much")
    before = events_of(school, goal_id)
    for reason in ("", "x" * 501, "\x00"):
        refused = client(ADA).submit(f"/goals/{goal_id}", f"/goals/{goal_id}/{what}", reason=reason)
        assert refused.status_code == 422
        assert "That did not go through yet" in words(refused)
    assert events_of(school, goal_id) == before


def test_what_the_buddy_sees_is_chosen(school: School, client: Client) -> None:
    goal_id = school.goal()
    visitor, page = client(ADA), f"/goals/{goal_id}"
    for sharing in ("words", "private", "progress"):
        assert visitor.submit(page, f"{page}/sharing", sharing=sharing).status_code == 303
        assert promised(school)[0].sharing == sharing
        assert visitor.form(page, f"{page}/sharing").fields["sharing"] == [sharing]
    for nonsense in ("", "everything", None):
        assert visitor.submit(page, f"{page}/sharing", sharing=nonsense).status_code == 422


CHANGES: dict[str, dict[str, str]] = {
    "": {"statement": "Talk to Mira", "steps": ""},
    "/rescheduling": {"due": "2026-12-24", "reason": "Exams first"},
    "/closure": {"reason": "Too much"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_on_a_page_that_is_out_of_date_is_told_and_nothing_is_lost(
    school: School, client: Client, change: str
) -> None:
    goal_id = school.goal()
    visitor, path = client(ADA), f"/goals/{goal_id}"
    opened = visitor.get(path if change else f"{path}/edit")
    school.say(ADA, "reword_goal", goal_id, statement="Changed in another tab")
    stale = visitor.submit(opened, path + change, **CHANGES[change])
    assert stale.status_code == 409
    assert "This was changed after you opened the page" in words(stale)
    assert "Changed in another tab" in words(stale)
    kept = visitor.form(stale, path + change).fields
    assert {name: kept[name][0] for name in CHANGES[change]} == CHANGES[change]
    assert events_of(school, goal_id) == ["Set", "Reworded"]
    assert visitor.submit(stale, path + change).status_code == 303


@pytest.mark.parametrize("change", CHANGES)
def test_a_second_click_on_a_change_is_one_event(school: School, client: Client, change: str) -> None:
    goal_id = school.goal()
    visitor, path = client(ADA), f"/goals/{goal_id}"
    fields = visitor.form(path if change else f"{path}/edit", path + change).filled(dict(CHANGES[change]))
    first, second = visitor.send(path + change, fields), visitor.send(path + change, fields)
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, path)
    assert len(events_of(school, goal_id)) == 2


@pytest.mark.parametrize("change", CHANGES)
def test_a_closed_goal_refuses_changes_and_keeps_what_was_typed(school: School, client: Client, change: str) -> None:
    goal_id = school.goal()
    visitor, path = client(ADA), f"/goals/{goal_id}"
    opened = visitor.get(path if change else f"{path}/edit")
    school.say(ADA, "close_goal", goal_id, reason="Too much")
    fields = visitor.form(opened, path + change).filled({**CHANGES[change], "version": "2"})
    refused = visitor.send(path + change, fields)
    assert refused.status_code == 409
    assert "This goal is closed. Reopen it first" in words(refused)
    kept = visitor.form(refused, path + change).fields
    assert {name: kept[name][0] for name in CHANGES[change]} == CHANGES[change]


@pytest.mark.parametrize("version", ["", "one", "-1", "9" * 30, "1.0", None])
def test_a_version_that_is_none_is_no_error(school: School, client: Client, version: str | None) -> None:
    goal_id = school.goal()
    answer = client(ADA).submit(f"/goals/{goal_id}", f"/goals/{goal_id}/closure", reason="Enough", version=version)
    assert answer.status_code in (303, 409)


# whose it is

READ = ["/goals/{}", "/goals/{}/edit"]
WRITE = {
    "/goals/{}": {"statement": "Mine now"},
    "/goals/{}/rescheduling": {"due": "2026-12-24", "reason": "No"},
    "/goals/{}/closure": {"reason": "No"},
    "/goals/{}/reopening": {"reason": "No"},
    "/goals/{}/sharing": {"sharing": "words"},
}


@pytest.fixture
def shared(school: School) -> UUID:
    """A goal of Ada's of which she shares as much as she can with her buddy Ben."""
    school.partnership()
    goal_id = school.goal(statement="Only for Ada")
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    return goal_id


@pytest.mark.parametrize("who", [BEN, CLEO, DORA], ids=lambda player: player.name.split()[0])
def test_to_everybody_else_it_is_as_if_there_were_none(school: School, client: Client, shared: UUID, who: Any) -> None:
    visitor, nobodys = client(who), uuid4()
    before = events_of(school, shared)
    token = visitor.token()
    for path in READ:
        theirs, none = visitor.get(path.format(shared)), visitor.get(path.format(nobodys))
        assert theirs.status_code == none.status_code == 404
        assert plain(theirs) == plain(none)
    for path, fields in WRITE.items():
        sent = {**fields, "csrf_token": token}
        theirs, none = visitor.send(path.format(shared), sent), visitor.send(path.format(nobodys), sent)
        assert theirs.status_code == none.status_code == 404
        assert plain(theirs) == plain(none)
    assert events_of(school, shared) == before
    assert "Only for Ada" not in visitor.get("/goals").text


def test_even_with_what_could_never_be_accepted_another_s_goal_is_not_found(client: Client, shared: UUID) -> None:
    visitor = client(BEN)
    for path in WRITE:
        answer = visitor.send(path.format(shared), {"csrf_token": visitor.token()})
        assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/goals", "/goals/new", *READ])
def test_who_is_not_signed_in_sees_nothing(client: Client, shared: UUID, path: str) -> None:
    answer = client().get(path.format(shared))
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("path", ["/goals/nonsense", "/goals/1", "/goals/" + "a" * 999, "/goals/%00"])
def test_what_is_no_id_is_not_found(client: Client, path: str) -> None:
    assert client(ADA).get(path).status_code == 404


# what it costs


def test_the_pages_ask_few_questions_however_much_has_happened(
    school: School, client: Client, statements: Callable[[], Any]
) -> None:
    goal_id, visitor, asked = school.goal(target=50, level="II"), client(ADA), []
    for times in (1, 15):
        for time in range(times):
            school.takeaway(school.held(school.contact(name=f"Person {times} {time}"), goal_id))
            school.say(ADA, "reschedule_goal", goal_id, due=school.days_ahead(30 + times + time), reason="Later")
            school.goal()
        for path in ("/goals", f"/goals/{goal_id}", f"/goals/{goal_id}/edit"):
            visitor.get(path)
            with statements() as told:
                assert visitor.get(path).status_code == 200
            asked.append(len(told))
    assert asked[:3] == asked[3:]
    assert max(asked) <= 15


# the templates


def test_every_template_is_found_by_its_key() -> None:
    assert all(template_with(template.key) is template for template in TEMPLATES)
    assert template_with("nonsense") is None

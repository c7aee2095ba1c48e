"""Promising: goals to choose from or in own words, what does not fit, a second click, and the list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cast import ADA, BEN, CLEO, School
from tests.web.conftest import Visitor, events_of, promised, words
from web.goal_templates import TEMPLATES, template_with

Client = Callable[..., Visitor]
PROMISE = {"statement": "Talk to two alumni", "target": "2", "due": "2026-11-27", "measure": "conversations"}


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
    assert other.status_code == 422
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
    places = [page.index(name) for name in ("Late one", "New one", "Kept, or let go", "Kept one", "Let go one")]
    assert places[:3] == sorted(places[:3])
    assert min(places[3:]) > places[2]
    assert "ended on Tuesday 3 November" in page
    assert "two days, ends Saturday 7 November" in page


def test_when_all_is_kept_the_list_offers_to_begin_again(school: School, client: Client) -> None:
    school.held(school.contact(), school.goal())
    page = client(ADA).see("/goals")
    assert "Nothing is promised right now" in page
    assert "What you kept stands below." in page
    assert "New goal" in page


def test_when_all_is_let_go_the_list_does_not_call_it_kept(school: School, client: Client) -> None:
    school.say(ADA, "close_goal", school.goal(), reason="Too much")
    page = client(ADA).see("/goals")
    assert "What you let go stands below, and can be taken up again." in page
    assert "kept" not in page.casefold()


# the templates


def test_every_template_is_found_by_its_key() -> None:
    assert all(template_with(template.key) is template for template in TEMPLATES)
    assert template_with("nonsense") is None

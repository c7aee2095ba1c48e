"""Changing a goal with a reason: its words, date, end and sharing; what is stale or closed is told, nothing lost."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from tests.cast import ADA, BEN, CLEO, School
from tests.web.conftest import Visitor, events_of, promised, words

Client = Callable[..., Visitor]


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
    action = f"/goals/{goal_id}/rescheduling"
    refused = visitor.submit(action, due="2026-12-24", reason="")
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
    refused = visitor.submit(action, due=due, reason="Exams first")
    assert (refused.status_code, why in words(refused)) == (status, True)
    kept = visitor.form(refused, action).fields
    assert (kept["due"], kept["reason"]) == ([due], ["Exams first"])
    assert events_of(school, goal_id) == ["Set"]


def test_letting_go_and_taking_up_again_keep_what_happened(school: School, client: Client) -> None:
    goal_id = school.goal(target=2)
    school.held(school.contact(), goal_id)
    visitor, page = client(ADA), f"/goals/{goal_id}"
    closed = visitor.submit(f"{page}/closure", reason="Too much at once")
    assert closed.status_code == 303
    said = visitor.see(page)
    assert "Closed on Monday 2 November. What happened stays. Your reason: Too much at once" in said
    assert "One of two conversations held" in said
    visitor.submit(f"{page}/reopening", reason="There is room again")
    assert "One conversation more" in visitor.see(page)
    assert events_of(school, goal_id) == ["Set", "Closed", "Reopened"]


def test_the_two_ways_out_of_closing_a_goal_sound_different(school: School, client: Client) -> None:
    page = client(ADA).see(f"/goals/{school.goal()}/closure")
    assert "Close this goal Keep the goal" in page
    assert "Leave it" not in page


@pytest.mark.parametrize("what", ["closure", "reopening"])
def test_closing_and_reopening_need_a_reason(school: School, client: Client, what: str) -> None:
    goal_id = school.goal() if what == "closure" else a_closed_goal(school)
    before = events_of(school, goal_id)
    for reason in ("", "x" * 501, "\x00"):
        refused = client(ADA).submit(f"/goals/{goal_id}/{what}", reason=reason)
        assert refused.status_code == 422
        assert "That did not go through yet" in words(refused)
    assert events_of(school, goal_id) == before


def test_what_the_buddy_sees_is_chosen(school: School, client: Client) -> None:
    school.partnership()
    visitor, page = client(ADA), f"/goals/{school.goal()}"
    hints = {
        "words": "Your words, too: the",
        "private": "Nothing: your buddy",
        "progress": "How far it has come: counts",
    }
    for sharing, hint in hints.items():
        assert visitor.submit(f"{page}/sharing", sharing=sharing).status_code == 303
        assert promised(school)[0].sharing == sharing
        assert visitor.form(f"{page}/sharing").fields["sharing"] == [sharing]
        assert f"What your buddy sees {hint}" in visitor.see(page)
    for nonsense in ("", "everything", None):
        assert visitor.submit(f"{page}/sharing", sharing=nonsense).status_code == 422


def test_words_are_offered_for_whoever_is_a_buddy_now(school: School, client: Client) -> None:
    visitor, goal = client(ADA), f"/goals/{school.goal()}"
    page = f"{goal}/sharing"
    assert 'value="words"' not in visitor.get(page).text
    assert "Once you have a buddy, you can show them your words here" in visitor.see(page)
    pair = school.partnership()
    assert "for Ben Okafor, as long as you two are buddies" in visitor.see(page)
    visitor.submit(page, sharing="words")
    school.clock.go(hours=1)
    school.partnership(CLEO, ADA)
    seen = visitor.see(page)
    assert "for Ben Okafor and Cleo Tanaka, with each as long as you two are buddies" in seen
    assert "Cleo Tanaka does not see your words yet: you chose them before you two agreed" in seen
    assert visitor.form(page).fields["sharing"] == ["words"]
    visitor.submit(page, sharing="words")
    assert "does not see your words yet" not in visitor.see(page)
    school.clock.go(hours=1)
    school.say(BEN, "end_partnership", pair)
    school.say(BEN, "propose_partnership", partner_id=ADA.id)
    assert "for Cleo Tanaka, as" in visitor.see(page)
    school.say(ADA, "accept_partnership", pair)
    assert "Ben Okafor does not see your words yet" in visitor.see(page)


def test_words_end_with_the_partnership_and_the_rest_stays_as_chosen(school: School, client: Client) -> None:
    pair, visitor = school.partnership(), client(ADA)
    shared = {sharing: f"/goals/{school.goal()}" for sharing in ("private", "progress", "words")}
    for sharing, page in shared.items():
        visitor.submit(f"{page}/sharing", sharing=sharing)
    school.clock.go(hours=1)
    school.say(BEN, "end_partnership", pair)
    for anew in (False, True):
        if anew:
            school.partnership(ADA, CLEO)
        chosen = [visitor.form(f"{page}/sharing").fields["sharing"] for page in shared.values()]
        assert chosen == [["private"], ["progress"], ["progress"]]
        assert "What your buddy sees How far it has come" in visitor.see(shared["words"])
    assert "Cleo Tanaka does not see your words yet" in visitor.see(f"{shared['words']}/sharing")


def test_words_go_only_to_whom_the_page_named(school: School, client: Client) -> None:
    pair, goal_id = school.partnership(), school.goal()
    visitor, page = client(ADA), f"/goals/{goal_id}/sharing"
    opened = visitor.get(page)
    school.say(BEN, "end_partnership", pair)
    nobody = visitor.submit(opened, sharing="words")
    assert (nobody.status_code, "You have no buddy at the moment" in words(nobody)) == (422, True)
    assert visitor.submit(nobody, sharing="progress").status_code == 303
    school.say(BEN, "propose_partnership", partner_id=ADA.id)
    school.say(ADA, "accept_partnership", pair)
    anew = visitor.submit(opened, sharing="words")
    assert (anew.status_code, "not the same as when you opened this page" in words(anew)) == (422, True)
    school.clock.go(minutes=1)
    school.partnership(CLEO, ADA)
    both = visitor.submit(anew, sharing="words")
    assert (both.status_code, "for Ben Okafor and Cleo Tanaka" in words(both)) == (422, True)
    assert events_of(school, goal_id) == ["Set"]
    assert visitor.submit(both, sharing="words").status_code == 303
    assert events_of(school, goal_id) == ["Set", "SharingChosen"]


def test_what_the_buddy_sees_is_chosen_whatever_else_has_changed(school: School, client: Client) -> None:
    goal_id = school.goal()
    visitor, page = client(ADA), f"/goals/{goal_id}/sharing"
    opened = visitor.get(page)
    school.say(ADA, "close_goal", goal_id, reason="Too much")
    assert visitor.submit(opened, sharing="private").status_code == 303
    assert promised(school)[0].sharing == "private"


def test_the_page_of_a_goal_leads_to_the_changes_that_suit_it(school: School, client: Client) -> None:
    visitor, opened, closed, kept = client(ADA), school.goal(), a_closed_goal(school), school.goal()
    school.held(school.contact(), kept)
    ways = {
        opened: ["sharing", "edit", "rescheduling", "closure"],
        kept: ["sharing", "edit", "closure"],
        closed: ["sharing", "reopening"],
    }
    for goal_id, suiting in ways.items():
        page = f"/goals/{goal_id}"
        text = visitor.get(page).text
        offered = [way for way in [*ways[opened], "reopening"] if f'href="{page}/{way}"' in text]
        assert offered == suiting
        for way in offered:
            assert f'href="{page}"' in visitor.get(f"{page}/{way}").text


@pytest.mark.parametrize("way", ["edit", "rescheduling", "closure", "reopening"])
def test_a_change_that_does_not_suit_the_goal_leads_back_to_it(school: School, client: Client, way: str) -> None:
    goal_id = school.goal() if way == "reopening" else a_closed_goal(school)
    visitor, page = client(ADA), f"/goals/{goal_id}"
    answer = visitor.get(f"{page}/{way}")
    assert (answer.status_code, answer.location) == (303, page)
    said = "This goal is open already" if way == "reopening" else "This goal is closed. Reopen it first"
    assert said in visitor.see(page)


def a_closed_goal(school: School) -> UUID:
    goal_id = school.goal()
    school.say(ADA, "close_goal", goal_id, reason="Too much")
    return goal_id


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
    opened = visitor.get(path + (change or "/edit"))
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
    fields = visitor.form(path + (change or "/edit"), path + change).filled(dict(CHANGES[change]))
    first, second = visitor.send(path + change, fields), visitor.send(path + change, fields)
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, path)
    assert len(events_of(school, goal_id)) == 2


@pytest.mark.parametrize("change", CHANGES)
def test_a_closed_goal_refuses_changes_and_keeps_what_was_typed(school: School, client: Client, change: str) -> None:
    goal_id = school.goal()
    visitor, path = client(ADA), f"/goals/{goal_id}"
    opened = visitor.get(path + (change or "/edit"))
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
    answer = client(ADA).submit(f"/goals/{goal_id}/closure", reason="Enough", version=version)
    assert answer.status_code in (303, 409)


def test_the_command_of_one_form_does_not_pass_for_that_of_another_form(school: School, client: Client) -> None:
    visitor, goal_id = client(ADA), school.goal()
    fields = visitor.form(f"/goals/{goal_id}/closure").filled({"reason": "Enough"})
    assert visitor.send(f"/goals/{goal_id}/closure", fields).status_code == 303
    answer = visitor.send(f"/goals/{goal_id}/reopening", fields)
    assert (answer.status_code, events_of(school, goal_id)) == (422, ["Set", "Closed"])

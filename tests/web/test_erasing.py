"""Pages about being forgotten: password first, plain words, calling it off; and every page afterwards."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from domain.act import OPERATOR
from nudges.tick import tick
from projections import inbox
from projections.erasing import carry_out_due
from projections.erasures import erasure_of
from tests.cast import ADA, BEN, CLEO, DORA, School
from tests.web.conftest import Visitor, words
from tests.web.test_every_route import pages_of, path_of, things  # noqa: F401
from web import passwords

PASSWORD = "seven quiet herons"


@pytest.fixture
def ada(client: Callable[..., Visitor], school: School) -> Visitor:
    school.services.access.set_password(ADA.id, passwords.hashed(PASSWORD))
    return client(ADA)


def carried_out(school: School) -> None:
    school.clock.go(days=8)
    assert carry_out_due(school.services, by=OPERATOR, door="command line")[1] == 0


def test_an_account_is_erased_after_a_week_and_only_with_the_password(school: School, ada: Visitor) -> None:
    assert "think better of it" in ada.see("/settings/erasure")
    refused = ada.submit("/settings/erasure", password="not this one")
    assert (refused.status_code, "That is not your password" in words(refused)) == (422, True)
    assert erasure_of(school.views, ADA.id) is None
    assert ada.submit("/settings/erasure", password=PASSWORD).status_code == 303
    assert "is to be erased" in ada.see("/settings/erasure")
    assert ada.get("/goals").status_code != 303
    carried_out(school)
    assert ada.get("/goals").headers["Location"].startswith("/sign-in")
    answer = Visitor(ada.app, school, None).submit("/sign-in", address=ADA.address, password=PASSWORD)
    assert answer.status_code == 422


def test_it_can_be_called_off_and_the_word_about_it_goes(school: School, ada: Visitor) -> None:
    ada.submit("/settings/erasure", password=PASSWORD)
    tick(school.services)
    assert "Your account will be erased in a week" in ada.see("/inbox")
    assert ada.submit("/settings/erasure", "/settings/erasure/cancellation").status_code == 303
    assert erasure_of(school.views, ADA.id) is None
    assert [card.state for card in inbox.inbox(school.views, ADA.id)] == ["put_away"]
    carried_out(school)
    assert "Erase your account" in ada.see("/settings/erasure")


@pytest.mark.parametrize("kind", ["member", "contact"])
def test_once_its_time_has_come_the_page_does_not_promise_to_call_it_off(
    school: School, ada: Visitor, kind: str
) -> None:
    contact = school.contact(name="Mira Solberg")
    page = "/settings/erasure" if kind == "member" else f"/contacts/{contact}/erasure"
    ada.submit(page, password=PASSWORD)
    form = ada.form(page, f"{page}/cancellation")
    school.clock.go(days=7)
    assert "goes for good within minutes" in ada.see(page)
    late = ada.send(f"{page}/cancellation", form.fields)
    assert (late.status_code, "Not called off" in words(late)) == (409, True)
    assert "The time to call this off is over" in words(late)
    assert erasure_of(school.views, ADA.id if kind == "member" else contact)


def test_a_contact_is_forgotten_after_a_day(school: School, ada: Visitor) -> None:
    contact = school.contact(name="Mira Solberg")
    school.held(contact, school.goal())
    page = f"/contacts/{contact}/erasure"
    assert ada.submit(page, password="no").status_code == 422
    assert ada.submit(page, password=PASSWORD).status_code == 303
    assert "is to be forgotten" in ada.see(page)
    assert ada.submit(page, f"{page}/cancellation").status_code == 303
    assert ada.submit(page, password=PASSWORD).status_code == 303
    carried_out(school)
    shown = ada.see(f"/contacts/{contact}")
    assert ("Mira" in shown, "This person was forgotten" in shown) == (False, True)
    assert "They were forgotten" in ada.see(page)


def test_nobody_is_asked_to_go_on_with_who_was_forgotten(school: School, ada: Visitor) -> None:
    contact = school.contact(name="Mira Solberg")
    goal = school.goal()
    held = school.held(contact, goal, notes="She knows the team")
    assert "Decide your takeaway" in ada.see(f"/contacts/{contact}")
    school.say(OPERATOR, "request_contact_erasure", contact, at_once=True)
    carried_out(school)
    for page in ("/", f"/goals/{goal}", f"/contacts/{contact}"):
        assert "Decide" not in ada.see(page), page
    story = ada.see(f"/outreach/{held}")
    assert "This person was forgotten" in story
    for offered in ("Add to the notes", "Take it back", "The tie was wrong", "Keep these notes", "as they went out"):
        assert offered not in story, offered
    assert "cannot be written to from here" in ada.see(f"/outreach/new?contact={contact}")
    tick(school.services)
    assert [card.rule for card in inbox.inbox(school.views, ADA.id) if card.rule == "takeaway_undecided"] == []


def test_what_cannot_be_written_any_more_is_refused_in_words(school: School, ada: Visitor) -> None:
    contact = school.contact(name="Mira Solberg")
    takeaway = school.takeaway(school.held(contact))
    school.say(OPERATOR, "request_contact_erasure", contact, at_once=True)
    carried_out(school)
    page = f"/takeaways/{takeaway}"
    answer = ada.submit(page, f"{page}/dropping", reason="Another time")
    assert (answer.status_code, "was erased meanwhile" in words(answer)) == (409, True)


def test_a_contact_who_was_forgotten_is_not_added_again(school: School, ada: Visitor) -> None:
    contact = school.contact(name="Mira Solberg", email="mira@example.org")
    school.say(OPERATOR, "request_contact_erasure", contact, at_once=True)
    carried_out(school)
    answer = ada.submit("/contacts/new", "/contacts", name="M. S.", tie="weak", email="mira@example.org")
    assert (answer.status_code, "asked to be forgotten" in words(answer)) == (409, True)


def test_staff_see_what_lies_ahead_and_never_which_contact(
    school: School, ada: Visitor, client: Callable[..., Visitor]
) -> None:
    contact = school.contact(name="Mira Solberg")
    school.say(ADA, "request_contact_erasure", contact)
    school.say(BEN, "request_member_erasure", BEN.id)
    seen = client(DORA).get("/staff/erasures").text
    assert ("Ada Lindqvist" in seen, "a contact of theirs" in seen, "Ben Okafor" in seen) == (True, True, True)
    assert "Mira" not in seen
    assert ada.get("/staff/erasures").status_code == 404


def test_no_page_breaks_where_a_contact_a_buddy_or_staff_was_erased(
    app: Flask,
    school: School,
    client: Callable[..., Visitor],
    things: dict[str, str],  # noqa: F811
) -> None:
    school.say(DORA, "open_history", ADA.id, reason="She asked")
    school.say(OPERATOR, "request_contact_erasure", UUID(things["contact_id"]), at_once=True)
    school.say(OPERATOR, "request_member_erasure", BEN.id, at_once=True)
    school.say(OPERATOR, "request_member_erasure", CLEO.id, at_once=True)
    assert carry_out_due(school.services, by=OPERATOR, door="command line") == (3, 0)
    for who in (ADA, DORA):
        visitor = client(who)
        for endpoint, method, rule, _ in pages_of(app):
            if method != "GET" or endpoint == "operations.ready":
                continue
            answer = visitor.get(path_of(rule, things))
            assert answer.status_code < 500, endpoint
            for name in ("Dana", "Ben Okafor", "Cleo Tanaka", "ben@example.org"):
                assert name not in answer.text, (endpoint, name)

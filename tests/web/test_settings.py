"""Settings: oneself, the password, tokens for programs, and who looked at one's history."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.accountability.contacts import Card
from tests.cast import ADA, BEN, DORA, Clock, School
from tests.web.conftest import Visitor, events_of, plain, words
from web.passwords import hashed

SECRET, FRESH = "three quiet herons", "seven loud magpies"
Client = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


# Oneself


def test_name_zone_and_nudges_are_saved_together(client: Client, school: School) -> None:
    ada = client(ADA)
    answer = ada.submit("/settings", "/settings", name="Ada L.", zone="Asia/Tokyo", nudges=None)
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert events_of(school, ADA.id) == ["Joined", "Renamed", "Moved", "NudgesSwitched"]
    kept = ada.form("/settings", "/settings").fields
    assert (kept["name"], kept["zone"], "nudges" in kept) == (["Ada L."], ["Asia/Tokyo"], False)


def test_saving_what_stands_there_changes_nothing(client: Client, school: School) -> None:
    assert client(ADA).submit("/settings", "/settings").status_code == 303
    assert events_of(school, ADA.id) == ["Joined"]


def test_saving_twice_with_one_form_saves_once(client: Client, school: School) -> None:
    ada = client(ADA)
    fields = ada.form("/settings", "/settings").filled({"name": "Ada L."})
    assert [ada.send("/settings", fields).status_code for _ in range(2)] == [303, 303]
    assert events_of(school, ADA.id) == ["Joined", "Renamed"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "This one is needed."),
        ({"name": None}, "This one is needed."),
        ({"name": "x" * 201}, "longer than 200 characters"),
        ({"name": "a\u202eb"}, "invisible characters"),
        ({"zone": "Mars/Base"}, "do not know that time zone"),
        ({"zone": "+02:00"}, "do not know that time zone"),
        ({"zone": ""}, "do not know that time zone"),
        ({"nudges": "perhaps"}, "one of the two"),
    ],
)
def test_what_cannot_be_saved_says_why_and_stays_typed(
    client: Client, school: School, typed: dict[str, str | None], says: str
) -> None:
    typed = {"name": "Somebody Else", "zone": "Asia/Tokyo", **typed}
    answer = client(ADA).submit("/settings", "/settings", **typed)
    assert answer.status_code == 422
    assert says in words(answer)
    kept = client(ADA).form(answer, "/settings").fields
    assert (kept["name"], kept["zone"]) == ([typed["name"] or ""], [typed["zone"]])
    assert events_of(school, ADA.id) == ["Joined"]


# The password


def test_a_new_password_keeps_this_browser_in_and_puts_the_others_out(client: Client, school: School) -> None:
    here, there = client(ADA), client(ADA)
    there.see("/settings")
    answer = here.submit("/settings/security", "/settings/password", current=SECRET, password=FRESH)
    assert answer.status_code == 303
    assert "Your password is changed" in here.see("/settings/security")
    assert there.get("/settings").status_code == 303
    assert client().submit("/sign-in", address=ADA.address, password=FRESH).location == "/"
    assert client().submit("/sign-in", address=ADA.address, password=SECRET).status_code == 422


@pytest.mark.parametrize(
    ("current", "password", "says"),
    [
        ("not this one", FRESH, "not your password as it is now"),
        ("", FRESH, "not your password as it is now"),
        (SECRET, "short", "at least 10 characters"),
        (SECRET, "password1234", "too easy to guess"),
        (SECRET, "", "at least 10 characters"),
        (SECRET, None, "at least 10 characters"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing_and_is_not_shown_again(
    client: Client, current: str, password: str | None, says: str
) -> None:
    answer = client(ADA).submit("/settings/security", "/settings/password", current=current, password=password)
    assert answer.status_code == 422
    assert says in words(answer)
    for typed in (SECRET, FRESH, "not this one", "password1234"):
        assert typed not in answer.text
    assert client().submit("/sign-in", address=ADA.address, password=SECRET).location == "/"


# Tokens


def token_on(page: str) -> str:
    return page.split('<code id="fresh-token">')[1].split("<")[0]


def test_a_token_is_shown_once_and_opens_the_door_for_programs(client: Client, school: School) -> None:
    ada = client(ADA)
    answer = ada.submit("/settings", "/settings/tokens", label="Calendar")
    token = token_on(answer.text)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert school.services.access.member_of_api_token(token) == ADA.id
    page = ada.get("/settings").text
    assert token not in page
    assert "Calendar" in page


def test_a_token_leaves_a_trace(client: Client, school: School) -> None:
    ada = client(ADA)
    ada.submit("/settings", "/settings/tokens", label="Calendar")
    ada.submit("/settings", "/settings/tokens", label="Calendar")
    assert events_of(school, ADA.id) == ["Joined", "TokenMade"]
    assert "You made a token for programs" in ada.see("/settings/security")


def test_a_second_click_makes_no_second_token(client: Client, school: School) -> None:
    ada = client(ADA)
    fields = ada.form("/settings", "/settings/tokens").filled({"label": "Calendar"})
    answers = [ada.send("/settings/tokens", fields) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 422]
    assert "You have a token of that name" in words(answers[1])
    assert len(school.services.access.api_tokens(ADA.id)) == 1


@pytest.mark.parametrize(("label", "says"), [("", "needed"), ("x" * 61, "longer than 60"), ("a\x07b", "invisible")])
def test_a_token_needs_a_name(client: Client, school: School, label: str, says: str) -> None:
    answer = client(ADA).submit("/settings", "/settings/tokens", label=label)
    assert answer.status_code == 422
    assert says in words(answer)
    assert not school.services.access.api_tokens(ADA.id)


def test_a_revoked_token_opens_nothing(client: Client, school: School) -> None:
    ada = client(ADA)
    token = token_on(ada.submit("/settings", "/settings/tokens", label="Calendar").text)
    known = school.services.access.api_tokens(ADA.id)[0]
    assert ada.submit("/settings", f"/settings/tokens/{known.token_id}/revocation").status_code == 303
    assert school.services.access.member_of_api_token(token) is None


def test_the_token_of_another_is_not_there(client: Client, school: School) -> None:
    school.services.access.make_api_token(ADA.id, "Calendar", school.clock())
    known, ben = school.services.access.api_tokens(ADA.id)[0], client(BEN)
    fields = {"csrf_token": ben.token()}
    answers = [ben.send(f"/settings/tokens/{i}/revocation", fields) for i in (known.token_id, "f" * 32)]
    assert [a.status_code for a in answers] == [404, 404]
    assert plain(answers[0]) == plain(answers[1])
    assert school.services.access.api_tokens(ADA.id)


# Who looked


def test_every_look_of_staff_stands_there_with_its_reason(client: Client, school: School, clock: Clock) -> None:
    assert "Nobody has so far." in client(ADA).see("/settings")
    school.say(DORA, "open_history", ADA.id, reason="asked for an extension")
    clock.go(days=1)
    said = client(ADA).see("/settings")
    assert "Dora Weiss" in said
    assert "Monday 2 November, 10:00" in said
    assert "asked for an extension" in said
    assert "asked for an extension" not in client(BEN).see("/settings")


def test_a_look_stays_however_much_happens_after_it(client: Client, school: School) -> None:
    school.say(DORA, "open_history", ADA.id, reason="asked for an extension")
    everybody = [Card(f"Somebody {n}") for n in range(520)]
    school.say(ADA, "import_contacts", cards=everybody, tie="weak", source="linkedin", known=())
    assert "asked for an extension" in client(ADA).see("/settings")


def test_the_page_costs_the_same_however_much_has_happened(
    client: Client, school: School, statements: Callable[[], Any]
) -> None:
    school.say(DORA, "open_history", ADA.id, reason="asked for an extension")
    ada = client(ADA)
    ada.get("/settings")
    with statements() as before:
        ada.get("/settings")
    for n in range(20):
        school.say(DORA, "open_history", ADA.id, reason=f"reason {n}")
        school.services.access.make_api_token(ADA.id, f"Token {n}", school.clock())
    with statements() as after:
        ada.get("/settings")
    assert len(before) == len(after) <= 15

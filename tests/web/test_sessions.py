"""Where one is signed in, ending that, and showing once more who one is before something that weighs."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import ADA, BEN, DORA, Clock, School
from tests.web.conftest import Visitor, plain, words
from tests.web.test_second_factor import SET_UP, set_up
from web.passwords import hashed
from web.rights import CONFIRMED

SECRET = "three quiet herons"
SECURITY, AGAIN = "/settings/security", "/sign-in/again"
ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
Client = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/goals").status_code == 200


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.browser.get_cookie("session")
    assert cookie is not None
    return cookie.value


# where one is signed in


def test_every_sign_in_is_listed_and_this_one_marked(client: Client, clock: Clock) -> None:
    phone = client()
    form = phone.form("/sign-in", "/sign-in").filled({"address": ADA.address, "password": SECRET})
    phone.browser.post("/sign-in", data=form, headers={"User-Agent": ANDROID})
    clock.go(days=1)
    seen = client(ADA).see(SECURITY)
    assert "Firefox on Android since Monday 2 November, 10:00, last seen yesterday" in seen
    assert "An unknown device this one since" in seen
    assert "Firefox on Android this one" in phone.see(SECURITY)
    assert "Firefox" not in client(BEN).see(SECURITY)


def test_one_sign_in_is_ended_alone(school: School, client: Client) -> None:
    here, there, third = (client(ADA) for _ in range(3))
    name = school.services.access.session(cookie_of(there)).name  # type: ignore[union-attr]
    assert here.submit(SECURITY, f"/settings/sessions/{name}/end").status_code == 303
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)


def test_the_sign_in_of_another_is_not_there(school: School, client: Client) -> None:
    ada, ben = client(ADA), client(BEN)
    name = school.services.access.session(cookie_of(ada)).name  # type: ignore[union-attr]
    fields = {"csrf_token": ben.token()}
    answers = [ben.send(f"/settings/sessions/{i}/end", fields) for i in (name, "f" * 32)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0]) == plain(answers[1])
    assert is_in(ada)


def test_all_others_are_ended_at_once(client: Client) -> None:
    here, there, third, ben = client(ADA), client(ADA), client(ADA), client(BEN)
    assert here.submit(SECURITY, "/settings/sessions/end").status_code == 303
    assert [is_in(one) for one in (here, there, third, ben)] == [True, False, False, True]
    assert "Sign out everywhere else" not in here.see(SECURITY)


def test_staff_sign_a_member_out_everywhere(client: Client) -> None:
    here, there, ben, dora = client(ADA), client(ADA), client(BEN), client(DORA)
    page = f"/staff/members/{ADA.id}/history"
    assert dora.submit(page, f"/staff/members/{ADA.id}/sign-out").location == page
    assert "Ada Lindqvist is signed out everywhere." in dora.see(page)
    assert [is_in(one) for one in (here, there, ben)] == [False, False, True]


def test_a_student_signs_nobody_out(client: Client) -> None:
    ada, ben = client(ADA), client(BEN)
    answer = ben.send(f"/staff/members/{ADA.id}/sign-out", {"csrf_token": ben.token()})
    assert answer.status_code == 404
    assert is_in(ada)


# once more, before something that weighs


def test_what_weighs_asks_once_more_after_ten_minutes(client: Client, clock: Clock) -> None:
    ada = client(ADA)
    clock.go(minutes=10)
    assert ada.get(SET_UP).status_code == 200
    clock.go(seconds=1)
    asked = ada.get(SET_UP)
    assert (asked.status_code, asked.location) == (303, f"{AGAIN}?next={SET_UP}")
    answer = ada.submit(asked.location, AGAIN, password=SECRET)
    assert (answer.status_code, answer.location) == (303, SET_UP)
    assert ada.get(SET_UP).status_code == 200


def test_every_change_that_weighs_is_refused_kindly_until_then(
    app: Flask, school: School, client: Client, clock: Clock
) -> None:
    ada = client(ADA)
    token = ada.token()
    clock.go(minutes=11)
    before, tried = school.use_cases.end(), 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in CONFIRMED and "POST" in (rule.methods or ()):
            path = rule.rule.replace("<token>", "nonsense")
            answer = ada.browser.post(
                path, data={"csrf_token": token}, headers={"Referer": f"http://localhost{SECURITY}"}
            )
            assert (answer.status_code, answer.location) == (303, f"{AGAIN}?next={SECURITY}"), path
            tried += 1
    assert tried >= 4
    assert school.use_cases.end() == before
    assert "Nothing was changed yet." in ada.see(f"{AGAIN}?next={SECURITY}")


def test_showing_it_gives_the_session_a_new_token_and_no_longer_life(
    school: School, client: Client, clock: Clock
) -> None:
    ada = client(ADA)
    old, began = cookie_of(ada), clock()
    clock.go(days=1)
    ada.submit(AGAIN, AGAIN, password=SECRET)
    assert school.services.access.session(old) is None
    session = school.services.access.session(cookie_of(ada))
    assert session is not None
    assert (session.started_at, session.confirmed_at) == (began, clock())


@pytest.mark.parametrize("typed", [{"password": "not this one"}, {"password": ""}, {"code": "000000"}, {}])
def test_what_does_not_fit_confirms_nothing(client: Client, clock: Clock, typed: dict[str, str]) -> None:
    ada = client(ADA)
    clock.go(minutes=11)
    answer = ada.send(AGAIN, {"csrf_token": ada.token(), **typed})
    assert (answer.status_code, "Nothing was changed." in words(answer)) == (422, True)
    assert "not this one" not in answer.text
    assert ada.get(SET_UP).status_code == 303


def test_a_code_shows_it_as_well_and_only_who_has_one_is_asked(school: School, client: Client, clock: Clock) -> None:
    ada = client(ADA)
    assert "With your password" in ada.see(AGAIN)
    assert "with a code" not in ada.see(AGAIN)
    phone, _ = set_up(school, ada)
    assert "Or with a code" in ada.see(AGAIN)
    clock.go(minutes=11)
    forms = {"csrf_token": ada.token(), "next": SECURITY, "code": phone.code()}
    assert ada.send(AGAIN, forms).location == SECURITY
    assert ada.submit(SECURITY, f"{SET_UP}/codes").status_code == 200


def test_nobody_is_sent_elsewhere(client: Client) -> None:
    ada = client(ADA)
    fields = {"csrf_token": ada.token(), "password": SECRET, "next": "//evil.example"}
    assert ada.send(AGAIN, fields).location == "/"


def test_guessing_a_password_here_is_slowed_down(client: Client) -> None:
    ada = client(ADA)
    fields = {"csrf_token": ada.token(), "password": "a guess"}
    assert [ada.send(AGAIN, fields).status_code for _ in range(31)] == [422] * 30 + [429]


def test_who_has_no_password_erases_and_chooses_one_only_after_showing_it(
    school: School, client: Client, clock: Clock
) -> None:
    ben = client(BEN)
    assert ben.submit("/settings/erasure", "/settings/erasure").status_code == 303
    assert ben.submit("/settings/erasure", "/settings/erasure/cancellation").status_code == 303
    clock.go(minutes=11)
    assert 'href="/sign-in/again?next=/settings/erasure"' in ben.get("/settings/erasure").text
    fields = {"csrf_token": ben.token()}
    assert ben.send("/settings/erasure", fields).status_code == 422
    assert ben.send("/settings/password", {**fields, "password": "four loud herons"}).status_code == 422
    fresh = client(BEN)
    assert fresh.submit(SECURITY, "/settings/password", password="four loud herons").status_code == 303
    assert client().submit("/sign-in", "/sign-in", address=BEN.address, password="four loud herons").location == "/"

"""The second factor: half in the door, staff and theirs, codes and recovery codes, and how little a password opens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pyotp import TOTP
from werkzeug.test import TestResponse

import web.pages.settings.second_factor
from store.second_factor import SecondFactors
from tests.cast import ADA, BEN, DORA, Clock, Player, School
from tests.web.conftest import Visitor, after, words
from web.passwords import hashed

SECRET = "three quiet herons"
SET_UP, CODE = "/settings/second-factor", "/sign-in/code"
Client = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def with_passwords(school: School) -> None:
    for who in (ADA, DORA):
        school.services.access.set_password(who.id, hashed(SECRET))


class Phone:
    """An app for codes, which has seen the picture."""

    def __init__(self, school: School, secret: str) -> None:
        self.school, self.totp = school, TOTP(secret)

    def code(self) -> str:
        """The one of a while later, since each works once."""
        self.school.clock.go(minutes=1)
        return self.totp.at(self.school.clock())


def secret_on(answer: TestResponse) -> str:
    return answer.text.split('<code id="secret">')[1].split("<")[0].replace(" ", "")


def codes_on(answer: TestResponse) -> list[str]:
    return [part.split("<")[0] for part in answer.text.split('id="codes"')[1].split("</ul>")[0].split("<code>")[1:]]


def set_up(school: School, visitor: Visitor) -> tuple[Phone, list[str]]:
    page = visitor.get(SET_UP)
    phone = Phone(school, secret_on(page))
    answer = visitor.submit(page, SET_UP, code=phone.code())
    assert answer.status_code == 200
    return phone, codes_on(answer)


def by_password(client: Client, who: Player, **target: str) -> tuple[Visitor, TestResponse]:
    visitor = client()
    return visitor, visitor.submit("/sign-in", "/sign-in", address=who.address, password=SECRET, **target)


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/settings").status_code == 200


# turning it on


def test_it_is_on_once_the_phone_shows_that_it_knows(school: School, client: Client) -> None:
    ada = client(ADA)
    page = ada.get(SET_UP)
    assert '<svg viewBox="0 0' in page.text
    assert "style=" not in page.text.split('class="scan-picture"')[1].split("</svg>")[0]
    refused = ada.submit(page, SET_UP, code="000000")
    assert (refused.status_code, "Not turned on yet" in words(refused)) == (422, True)
    assert secret_on(refused) == secret_on(page)
    assert school.services.second_factors.since(ADA.id) is None
    _, codes = set_up(school, ada)
    assert (len(codes), school.services.second_factors.since(ADA.id)) == (10, school.clock())
    assert is_in(ada)
    shown = ada.get("/settings/security").text
    assert not [code for code in codes if code in shown]


def test_turning_it_on_gives_a_new_session_and_ends_the_others(school: School, client: Client) -> None:
    here, there = client(ADA), client(ADA)
    before = here.browser.get_cookie("session")
    set_up(school, here)
    after = here.browser.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert school.services.access.session(before.value) is None
    assert (is_in(here), is_in(there)) == (True, False)


BEFORE_AND_AFTER_ITS_SECRET_IS_LOOKED_UP = pytest.mark.parametrize(
    ("place", "name"), [(web.pages.settings.second_factor, "token_urlsafe"), (SecondFactors, "_made")]
)


@BEFORE_AND_AFTER_ITS_SECRET_IS_LOOKED_UP
def test_of_two_clicks_at_once_one_is_shown_codes_and_the_other_is_told(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    one, two, first = client(ADA), client(), list[TestResponse]()
    held = one.browser.get_cookie("session")
    assert held is not None
    two.browser.set_cookie("session", held.value)
    forms = [visitor.form(SET_UP, SET_UP) for visitor in (one, two)]
    code = TOTP(secret_on(one.get(SET_UP))).at(school.clock())
    after(monkeypatch, place, name, lambda: first.append(one.send(SET_UP, forms[0].filled({"code": code}))))
    late = two.send(SET_UP, forms[1].filled({"code": code}))
    assert (late.status_code, late.location) == (303, "/settings/security")
    assert not [cookie for cookie in late.headers.getlist("Set-Cookie") if cookie.startswith("session=")]
    assert "A second factor is on already" in two.see("/sign-in")
    assert school.services.second_factors.check(ADA.id, codes_on(first[0])[0], school.clock()).fits
    assert (len(codes_on(first[0])), is_in(one)) == (10, True)


def test_looking_at_the_page_keeps_nothing(school: School, client: Client) -> None:
    assert secret_on(client(ADA).get(SET_UP)) != secret_on(client(BEN).get(SET_UP))
    assert school.services.second_factors.since(ADA.id) is None


# half in the door


def test_a_password_alone_opens_nothing_any_more(school: School, client: Client) -> None:
    phone, _ = set_up(school, client(ADA))
    visitor, answer = by_password(client, ADA, next="/goals")
    assert (answer.status_code, answer.location) == (303, f"{CODE}?next=/goals")
    for path in ("/", "/goals", "/settings", "/settings/data", SET_UP, "/sign-in/again"):
        closed = visitor.get(path)
        assert (closed.status_code, "/sign-in" in closed.location) == (303, True), path
    answer = visitor.submit(f"{CODE}?next=/goals", CODE, code=phone.code())
    assert (answer.status_code, answer.location) == (303, "/goals")
    assert is_in(visitor)


def test_the_token_of_the_half_open_door_is_no_session(school: School, client: Client) -> None:
    set_up(school, client(ADA))
    visitor, _ = by_password(client, ADA)
    half = visitor.browser.get_cookie("half")
    assert half is not None
    visitor.browser.set_cookie("session", half.value)
    assert not is_in(visitor)
    answer = visitor.get("/api/goals", headers={"Authorization": f"Bearer {half.value}"})
    assert answer.status_code == 401


def test_the_cookie_of_the_half_open_door_is_for_nobody_else(school: School, client: Client) -> None:
    set_up(school, client(ADA))
    _, answer = by_password(client, ADA)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("half=")]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Max-Age=600" in cookie) == (True, True, True)
    assert not [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session=")]


def test_a_code_works_once(school: School, client: Client) -> None:
    phone, _ = set_up(school, client(ADA))
    code, answers = phone.code(), []
    for _ in range(2):
        visitor, _ = by_password(client, ADA)
        answers.append(visitor.submit(CODE, CODE, code=code).status_code)
    assert answers == [303, 422]


def test_a_used_up_door_opens_no_second_time(school: School, client: Client) -> None:
    phone, _ = set_up(school, client(ADA))
    visitor, _ = by_password(client, ADA)
    half = visitor.browser.get_cookie("half")
    assert half is not None
    visitor.submit(CODE, CODE, code=phone.code())
    other = client()
    other.browser.set_cookie("half", half.value)
    assert other.get(CODE).location == "/sign-in"


def test_who_takes_too_long_begins_once_more(school: School, client: Client, clock: Clock) -> None:
    phone, _ = set_up(school, client(ADA))
    visitor, _ = by_password(client, ADA)
    form = visitor.form(CODE, CODE)
    clock.go(minutes=10)
    answer = visitor.send(CODE, form.filled({"code": phone.code()}))
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "That took a while" in visitor.see("/sign-in")


def test_nobody_is_asked_for_a_code_who_has_shown_nothing(client: Client) -> None:
    assert client().get(CODE).location == "/sign-in"
    assert client().get(f"{CODE}?next=//evil.example").location == "/sign-in"


def test_codes_cannot_be_guessed_for_long(school: School, client: Client) -> None:
    phone, _ = set_up(school, client(ADA))
    for _ in range(5):
        visitor, _ = by_password(client, ADA)
        wrong = visitor.submit(CODE, CODE, code="000000")
        assert (wrong.status_code, "does not fit" in words(wrong)) == (422, True)
    visitor, _ = by_password(client, ADA)
    answer = visitor.submit(CODE, CODE, code=phone.code())
    assert (answer.status_code, "wait a quarter of an hour" in words(answer)) == (422, True)
    school.clock.go(minutes=15)
    visitor, _ = by_password(client, ADA)
    assert visitor.submit(CODE, CODE, code=phone.code()).status_code == 303


def test_a_new_password_does_not_go_around_it(school: School, client: Client, clock: Clock) -> None:
    phone, _ = set_up(school, client(ADA))
    expires = clock.now.replace(year=2027)
    link = "/join/" + school.services.access.make_link("join", member_id=ADA.id, expires_at=expires)
    visitor = client()
    answer = visitor.submit(link, link, password="four loud herons")
    assert answer.location.startswith(CODE)
    assert not is_in(visitor)
    assert visitor.submit(CODE, CODE, code=phone.code()).status_code == 303


def test_a_new_password_leaves_it_on_and_this_browser_in(school: School, client: Client) -> None:
    dora = client(DORA)
    set_up(school, dora)
    page = "/settings/security"
    dora.submit(page, "/settings/password", current=SECRET, password="four loud herons")
    assert dora.get("/staff").status_code == 200
    assert school.services.second_factors.since(DORA.id)


# recovery codes


def test_a_recovery_code_opens_once_in_the_place_of_the_phone(school: School, client: Client) -> None:
    _, codes = set_up(school, client(ADA))
    visitor, _ = by_password(client, ADA)
    assert visitor.submit(CODE, CODE, code=codes[0]).status_code == 303
    assert "9 of them left" in visitor.see("/settings")
    again, _ = by_password(client, ADA)
    assert again.submit(CODE, CODE, code=codes[0]).status_code == 422


def test_new_recovery_codes_are_shown_once_and_end_the_old(school: School, client: Client) -> None:
    ada = client(ADA)
    _, old = set_up(school, ada)
    answer = ada.submit("/settings/security", f"{SET_UP}/codes")
    new = codes_on(answer)
    assert (answer.status_code, answer.headers["Cache-Control"], len(new)) == (200, "no-store", 10)
    visitor, _ = by_password(client, ADA)
    assert visitor.submit(CODE, CODE, code=old[0]).status_code == 422
    assert visitor.submit(CODE, CODE, code=new[0]).status_code == 303


# staff, and everybody else


def test_staff_set_it_up_before_any_page_of_theirs_opens(school: School, client: Client) -> None:
    dora, _ = by_password(client, DORA)
    for path in ("/staff", "/staff/members/new", f"/staff/members/{ADA.id}/history", "/staff/erasures"):
        answer = dora.get(path)
        assert (answer.status_code, answer.location) == (303, f"{SET_UP}?next={path}")
    events = school.use_cases.end()
    answer = dora.send("/staff/cohorts", {"csrf_token": dora.token(), "name": "Winter"})
    assert (answer.status_code, answer.location.startswith(SET_UP)) == (303, True)
    assert school.use_cases.end() == events
    page = dora.get(f"{SET_UP}?next=/staff")
    assert "Staff look after everybody here" in words(page)
    phone = Phone(school, secret_on(page))
    answer = dora.submit(page, SET_UP, code=phone.code())
    assert 'href="/staff">I have kept them' in answer.text
    assert dora.get("/staff").status_code == 200


def test_staff_cannot_turn_it_off_and_others_can(school: School, client: Client) -> None:
    dora, ada = client(DORA), client(ADA)
    for who in (dora, ada):
        set_up(school, who)
    fields = {"csrf_token": dora.token()}
    assert dora.send(f"{SET_UP}/end", fields).status_code == 404
    assert "Turn it off" not in dora.see("/settings/security")
    assert school.services.second_factors.since(DORA.id)
    assert ada.submit("/settings/security", f"{SET_UP}/end").status_code == 303
    assert school.services.second_factors.since(ADA.id) is None
    assert by_password(client, ADA)[1].location == "/"


def test_the_demo_school_does_without_and_says_so(app: Flask, school: School) -> None:
    services = school.services
    app.extensions["services"] = replace(services, settings=replace(services.settings, demo=True))
    visitor = Visitor(app, school, None)
    assert "staff sign in without a second factor here" in visitor.see("/sign-in")
    visitor.submit("/sign-in", "/sign-in", address=DORA.address, password=SECRET)
    assert visitor.get("/staff").status_code == 200
    assert "staff sign in without a second factor here" in visitor.see("/settings/security")


def test_elsewhere_nobody_speaks_of_a_demo_school(client: Client) -> None:
    assert "without a second factor" not in client().see("/sign-in")


# what the log says


def test_who_came_in_and_who_did_not_stands_in_the_log_without_a_secret(
    school: School, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="web")
    phone, codes = set_up(school, client(ADA))
    client().submit("/sign-in", "/sign-in", address=ADA.address, password="not this one")
    client().submit("/sign-in", "/sign-in", address="nobody@example.org", password=SECRET)
    visitor, _ = by_password(client, ADA)
    visitor.submit(CODE, CODE, code="000000")
    code = phone.code()
    visitor.submit(CODE, CODE, code=code)
    told = [
        (record.getMessage(), getattr(record, "facts", {}))
        for record in caplog.records
        if record.name.startswith("web.")
    ]
    me = {"member": str(ADA.id)}
    assert told == [
        ("second factor turned on", me),
        ("sign-in refused", me),
        ("sign-in refused", {"member": ""}),
        ("second factor refused", me | {"why": "wrong"}),
        ("signed in", me | {"second_factor": True}),
    ]
    secrets = (SECRET, "not this one", "000000", code, phone.totp.secret, ADA.address, "nobody@example.org", *codes)
    assert [secret for secret in secrets if secret in caplog.text] == []


@pytest.mark.parametrize("since", ["second factor", "password"])
def test_a_letter_shows_no_more_that_it_is_them_once_they_can_show_it_otherwise(
    school: School, client: Client, clock: Clock, since: str
) -> None:
    ben = client(BEN)
    link = school.services.access.make_link("confirm", member_id=BEN.id, expires_at=clock() + timedelta(minutes=30))
    form = ben.form(f"/mailed/confirm/{link}").filled({})
    if since == "second factor":
        set_up(school, ben)
    else:
        assert ben.submit("/settings/security", "/settings/password", password=SECRET).status_code == 303
        link = school.services.access.make_link("confirm", member_id=BEN.id, expires_at=clock() + timedelta(minutes=30))
    assert ben.get(f"/mailed/confirm/{link}").status_code == 410
    form["csrf_token"] = ben.token()
    assert ben.send(f"/mailed/confirm/{link}", form).status_code == 410

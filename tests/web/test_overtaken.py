"""Whoever is on their way in while a password is changed, or a second factor turned on, begins once more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pyotp import TOTP

import web.pages.settings.security
import web.pages.sign_in
from store.access import Access
from store.second_factor import SecondFactors
from tests.cast import ADA, School
from tests.web.conftest import Visitor, after
from tests.web.test_second_factor import CODE, set_up
from web.passwords import hashed

SECRET, NEW = "three quiet herons", "seven loud magpies"
SECURITY = "/settings/security"
AGAIN = "please begin once more"
Client = Callable[..., Visitor]
Change = Callable[[School], Any]


@pytest.fixture(autouse=True)
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


def a_new_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(NEW))


def a_reset(school: School) -> None:
    access, now = school.services.access, school.clock()
    token = access.make_link("reset", member_id=ADA.id, expires_at=now + timedelta(minutes=30))
    assert access.use_link(token, "reset", now, ADA.id, hashed(NEW))


def signed_out_everywhere(school: School) -> None:
    school.services.access.end_sessions(ADA.id)


def a_second_factor(school: School) -> None:
    factors, now = school.services.second_factors, school.clock()
    secret = factors.offer(ADA.id, "elsewhere")
    assert factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now)


CHANGES = pytest.mark.parametrize("change", [a_new_password, a_reset, signed_out_everywhere, a_second_factor])


def nobody_came_in(school: School, visitor: Visitor, answer: Any) -> None:
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert AGAIN in visitor.see("/sign-in")
    assert school.services.access.sessions_of(ADA.id, "student", school.clock()) == []
    assert visitor.get("/settings").status_code == 303
    assert visitor.get(CODE).status_code == 303


@CHANGES
def test_whoever_signs_in_by_the_old_password(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    visitor = client()
    after(monkeypatch, web.pages.sign_in, "fits", lambda: change(school))
    answer = visitor.submit("/sign-in", "/sign-in", address=ADA.address, password=SECRET)
    nobody_came_in(school, visitor, answer)


def test_and_who_has_yet_to_show_a_code(school: School, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(school, client(ADA))
    school.services.access.end_sessions(ADA.id)
    visitor = client()
    after(monkeypatch, web.pages.sign_in, "fits", lambda: a_new_password(school))
    answer = visitor.submit("/sign-in", "/sign-in", address=ADA.address, password=SECRET)
    nobody_came_in(school, visitor, answer)


def test_and_whose_code_is_being_looked_at(school: School, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, _ = set_up(school, client(ADA))
    visitor = client()
    page = visitor.submit("/sign-in", "/sign-in", address=ADA.address, password=SECRET).location
    after(monkeypatch, SecondFactors, "check", lambda: a_new_password(school))
    nobody_came_in(school, visitor, visitor.submit(page, CODE, code=phone.code()))


@CHANGES
def test_and_who_has_just_used_up_a_mailed_link(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    token = school.services.access.make_link(
        "sign_in", member_id=ADA.id, expires_at=school.clock() + timedelta(minutes=30)
    )
    visitor = client()
    after(monkeypatch, Access, "spend_link", lambda: change(school))
    nobody_came_in(school, visitor, visitor.submit(f"/mailed/sign-in/{token}"))


@pytest.mark.parametrize("purpose", ["join", "reset"])
@CHANGES
def test_and_who_has_just_chosen_a_password(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch, change: Change, purpose: str
) -> None:
    token = school.services.access.make_link(
        purpose, member_id=ADA.id, expires_at=school.clock() + timedelta(minutes=30)
    )
    visitor = client()
    path = f"/join/{token}" if purpose == "join" else f"/mailed/reset/{token}"
    form = visitor.form(path, path).filled({"password": "nine small otters"})
    after(monkeypatch, Access, "use_link", lambda: change(school))
    nobody_came_in(school, visitor, visitor.send(path, form))


@pytest.mark.parametrize("change", [a_new_password, a_second_factor])
def test_a_session_that_has_ended_changes_no_password(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    """Neither does it come back by that, without a code where one is asked for by now."""
    visitor = client(ADA)
    form = visitor.form(SECURITY, "/settings/password").filled({"current": SECRET, "password": "nine small otters"})
    after(monkeypatch, web.pages.settings.security, "hashed", lambda: change(school))
    before = school.services.access.password_of(ADA.id)
    nobody_came_in(school, visitor, visitor.send("/settings/password", form))
    assert (school.services.access.password_of(ADA.id) == before) == (change is a_second_factor)


def test_nor_does_it_turn_a_second_factor_on(school: School, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = client(ADA)
    page = visitor.get("/settings/second-factor")
    secret = page.text.split('<code id="secret">')[1].split("<")[0].replace(" ", "")
    form = visitor.form(page, "/settings/second-factor").filled({"code": TOTP(secret).at(school.clock())})
    after(monkeypatch, SecondFactors, "_made", lambda: a_new_password(school))
    nobody_came_in(school, visitor, visitor.send("/settings/second-factor", form))
    assert school.services.second_factors.since(ADA.id) is None

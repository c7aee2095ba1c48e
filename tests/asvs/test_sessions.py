"""1 to 7: cookies and sessions."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask

from domain.act import OPERATOR
from projections.erasing import carry_out_due
from tests.asvs.conftest import PASSWORD, SIGN_IN, Client, cookie_of, is_in
from tests.cast import ADA, BEN, DORA, Clock, Player, School
from tests.web.test_second_factor import set_up


@pytest.mark.usefixtures("with_passwords")
def test_01_cookies_are_for_this_host_and_no_script(https: Flask, school: School) -> None:
    visitor, home = https.test_client(), "https://buddy.example.org"
    page = visitor.get(SIGN_IN, base_url=home)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    typed = {"csrf_token": token, "address": ADA.address, "password": PASSWORD}
    answer = visitor.post(SIGN_IN, data=typed, base_url=home, headers={"Referer": home + SIGN_IN})
    cookies = [cookie for one in (page, answer) for cookie in one.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-session", "__Host-form"}
    for cookie in cookies:
        parts = set(cookie.split("; ")[1:])
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
        assert not [part for part in parts if part.startswith("Domain")]


@pytest.mark.usefixtures("with_passwords")
def test_02_a_session_gets_a_new_name_when_more_is_shown(school: School, client: Client) -> None:
    ada, held = client(ADA), list[str]()

    def held_on() -> None:
        held.append(cookie_of(ada))

    held_on()
    ada.submit(SIGN_IN, SIGN_IN, address=ADA.address, password=PASSWORD)
    held_on()
    ada.submit("/sign-in/again", "/sign-in/again", password=PASSWORD)
    held_on()
    set_up(school, ada)
    held_on()
    known = [school.services.access.session(token) is not None for token in held]
    assert (len(set(held)), known) == (4, [False, False, False, True])


@pytest.mark.sqlite
def test_03_sessions_are_rows_of_the_vault_under_a_hash(school: School, client: Client) -> None:
    tokens = [cookie_of(client(ADA)) for _ in range(2)]
    school.close()
    kept = b"".join(file.read_bytes() for file in school.folder.glob("vault.db*"))
    for token in tokens:
        assert len(token) * 6 >= 128  # bits, in base64
        assert token.encode() not in kept
        assert sha256(token.encode()).hexdigest().encode() in kept


def test_04_after_signing_out_a_kept_cookie_opens_nothing(client: Client) -> None:
    ada, thief = client(ADA), client()
    thief.browser.set_cookie("session", cookie_of(ada))
    assert is_in(thief)
    ada.submit("/settings", "/sign-out")
    answer = thief.get("/settings")
    assert (answer.status_code, answer.location) == (303, f"{SIGN_IN}?next=/settings")


def closed(school: School, who: Player) -> None:
    school.say(DORA, "close_account", who.id, reason="Left")


def erased(school: School, who: Player) -> None:
    school.say(who, "request_member_erasure", who.id)
    school.clock.go(days=7)
    assert carry_out_due(school.services, by=OPERATOR, door="command line") == (1, 0)


@pytest.mark.parametrize("end", [closed, erased])
def test_05_a_closed_or_erased_account_is_out_at_the_next_request(
    school: School, client: Client, end: Callable[[School, Player], None]
) -> None:
    visitors = [client(ADA), client(ADA)]
    token = school.services.access.make_api_token(ADA.id, "mine", school.clock())
    by_token = {"headers": {"Authorization": f"Bearer {token}"}}
    assert [is_in(visitor) for visitor in visitors] == [True, True]
    assert client().get("/api/goals", **by_token).status_code == 200
    end(school, ADA)
    assert [visitor.get("/settings").status_code for visitor in visitors] == [303, 303]
    assert client().get("/api/goals", **by_token).status_code == 401


STAFF = timedelta(minutes=30), timedelta(hours=12)
STUDENT = timedelta(days=14), timedelta(days=60)


@pytest.mark.parametrize(("who", "idle", "absolute"), [(DORA, *STAFF), (ADA, *STUDENT)])
def test_06_a_session_ends_unused_and_ends_at_last(
    clock: Clock, client: Client, who: Player, idle: timedelta, absolute: timedelta
) -> None:
    unused, used = client(who), client(who)
    began, step = clock(), idle / 2
    while clock() + step < began + absolute:
        clock.set(clock() + step)
        assert is_in(used)
        if clock() - began == idle:
            clock.go(seconds=1)
            assert not is_in(unused)
    clock.set(began + absolute + timedelta(seconds=1))
    assert not is_in(used)


def test_07_everywhere_else_is_ended_by_oneself_or_by_staff(client: Client) -> None:
    here, there, ben, dora = client(ADA), client(ADA), client(BEN), client(DORA)
    here.submit("/settings/security", "/settings/sessions/end")
    assert [is_in(one) for one in (here, there, ben)] == [True, False, True]
    page = f"/staff/members/{ADA.id}"
    assert dora.submit(f"{page}/history", f"{page}/sign-out").status_code == 303
    assert [is_in(one) for one in (here, ben)] == [False, True]

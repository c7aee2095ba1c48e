"""Limits hold however many processes serve the school, and cost pages that nobody limits nothing."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from flask import Flask

import bootstrap
import web
from store.attempts import attempt
from tests.cast import ADA, BEN, Clock, School
from tests.web.conftest import Visitor
from web.limits import limits, place
from web.pages import sign_in
from web.passwords import fits, hashed

Client = Callable[..., Visitor]
SECRET = "three quiet words"


@pytest.fixture
def other_app(school: School) -> Iterator[Flask]:
    """The same school, served by another process."""
    services = bootstrap.open_services(school.settings, now=school.clock)
    app = web.create_app(services)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    yield app
    services.close()


def guess(visitor: Visitor, **how: str) -> int:
    fields = {"csrf_token": visitor.token(), "address": ADA.address, "password": "a guess"}
    place = {"REMOTE_ADDR": how.pop("at", "127.0.0.1")}
    return visitor.browser.post("/sign-in", data=fields | how, environ_overrides=place).status_code


def test_guesses_count_wherever_they_arrive(school: School, client: Client, other_app: Flask) -> None:
    here, there = client(), Visitor(other_app, school, None)
    assert [guess(visitor) for visitor in (here, there, here, there, here, there, here)] == [422] * 5 + [429] * 2


def test_of_many_guesses_at_once_no_more_are_looked_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them begins while those before it are still being looked at."""
    left, told = iter(range(11)), list[int]()
    with ThreadPoolExecutor(12) as rivals:

        def while_another_begins(stored: str | None, typed: str) -> bool:
            if next(left, None) is not None:
                told.append(rivals.submit(guess, client()).result())
            return fits(stored, typed)

        monkeypatch.setattr(sign_in, "fits", while_another_begins)
        told.append(guess(client()))
    assert sorted(told) == [422] * 5 + [429]


def test_nothing_is_counted_only_after_it_was_looked_at(app: Flask) -> None:
    assert not [one for of in limits.limit_manager._decorated_limits.values() for one in of if one.deduct_when]


def test_guesses_at_many_accounts_from_one_place_end_as_well(client: Client) -> None:
    visitor = client()
    told = [guess(visitor, address=f"person{number}@example.org") for number in range(51)]
    assert told == [422] * 50 + [429]


def test_after_a_quarter_of_an_hour_it_works_again(school: School, client: Client, clock: Clock) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    visitor = client()
    assert [guess(visitor) for _ in range(6)] == [422] * 5 + [429]
    clock.go(minutes=14, seconds=59)
    assert guess(visitor, password=SECRET) == 429
    clock.go(seconds=1)
    assert guess(visitor, password=SECRET) == 303


def test_one_account_is_not_another(school: School, client: Client) -> None:
    school.services.access.set_password(BEN.id, hashed(SECRET))
    visitor = client()
    assert [guess(visitor) for _ in range(6)][-1] == 429
    assert guess(visitor, address=BEN.address, password=SECRET) == 303


def test_an_address_is_one_account_however_it_is_typed(client: Client) -> None:
    visitor = client()
    for typed in (ADA.address, ADA.address.upper(), f" {ADA.address}", f"{ADA.address}\t", "Ada@Example.org"):
        assert guess(visitor, address=typed) == 422
    assert guess(visitor) == 429


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("not an address", "127.0.0.1", False),
    ],
)
def test_a_place_is_what_one_line_gets(app: Flask, one: str, other: str, same: bool) -> None:
    places = []
    for address in (one, other):
        with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
            places.append(place())
    assert (places[0] == places[1]) is same
    assert one not in places


def test_letters_that_strangers_ask_for_keep_nobody_else_from_theirs(school: School, client: Client) -> None:
    def ask(address: str, at: str) -> int:
        visitor = client()
        fields = {"csrf_token": visitor.token(), "address": address}
        place = {"REMOTE_ADDR": at}
        return visitor.browser.post("/mailed/reset", data=fields, environ_overrides=place).status_code

    assert ask("nobody@example.org", "192.0.2.1") == 303
    with school.services.vault.database.write() as connection:
        connection.execute(attempt.update().values(times=10_000))
    assert ask("nobody@example.org", "192.0.2.1") == 429
    assert ask(ADA.address, "192.0.2.2") == 303


def test_a_page_costs_no_counting(client: Client, statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    ada = client(ADA)
    with statements() as asked:
        ada.see("/goals")
        ada.submit("/settings", "/settings", name="Ada Lindqvist", zone="Europe/Berlin")
    assert asked
    assert not [statement for statement in asked if "attempt" in statement]


def test_who_was_stopped_is_not_named_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = client()
    for _ in range(6):
        guess(visitor, at="192.0.2.7")
    assert "exceeded" in caplog.text
    assert not [word for word in (ADA.address, "192.0.2.7") if word in caplog.text]


def test_the_library_keeps_nothing_in_this_process() -> None:
    assert limits._storage_uri == "vault://"

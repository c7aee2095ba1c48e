"""12 to 15: what can be found out, and how often it may be tried."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

import bootstrap
import web
from store.attempts import attempt
from tests.asvs.conftest import PASSWORD, SIGN_IN, Client
from tests.cast import ADA, BEN, CLEO, DORA, Player, School
from tests.scripts.test_wsgi import app_at
from tests.web.conftest import Visitor, plain
from web import passwords

NOBODYS = "nobody@example.org"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, cheap_passwords: None) -> list[str]:
    """Each time a password is held against a hash."""
    hasher, times = passwords.hasher, list[str]()

    class Counting:
        def verify(self, stored: str, typed: str) -> bool:
            times.append(stored)
            return hasher.verify(stored, typed)

    monkeypatch.setattr(passwords, "hasher", Counting())
    return times


@pytest.mark.usefixtures("with_passwords")
@pytest.mark.parametrize("path", [SIGN_IN, "/mailed/sign-in", "/mailed/reset", "/buddy/proposals"])
def test_12_a_known_address_is_answered_as_an_unknown_one(
    school: School,
    client: Client,
    statements: Callable[[], AbstractContextManager[list[str]]],
    checked: list[str],
    path: str,
) -> None:
    """The same words, and the same work: the same questions to databases, and one password held against one hash."""
    told, work, written = [], [], list[int]()
    for address in ("first@example.org", ADA.address, NOBODYS):
        visitor = client(CLEO if path.startswith("/buddy") else None)
        form = visitor.form("/buddy" if path.startswith("/buddy") else path, path)
        checked.clear()
        before = school.use_cases.end()
        with statements() as asked:
            answer = visitor.send(path, form.filled({"address": address, "password": "a guess"}))
        told.append((answer.status_code, answer.location, plain(answer).replace(address, "")))
        work.append(([statement.split("?")[0] for statement in asked], len(checked)))
        written.append(school.use_cases.end() - before)
    assert told[1] == told[2]
    assert work[1] == work[2]
    assert len(checked) == (path == SIGN_IN)
    # Whoever asks somebody to be their buddy writes that down, which can be timed: by members alone, 30 times an hour.
    assert written == ([0, 1, 0] if path.startswith("/buddy") else [0, 0, 0])


@pytest.fixture
def other_process(school: School) -> Iterator[Flask]:
    services = bootstrap.open_services(school.settings, now=school.clock)
    app = web.create_app(services)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    yield app
    services.close()


@pytest.mark.usefixtures("with_passwords")
def test_13_guesses_are_slowed_down_in_all_processes_and_nobody_is_locked_out(
    school: School, client: Client, other_process: Flask
) -> None:
    here, there = client(), Visitor(other_process, school, None)
    tokens = {visitor: visitor.token() for visitor in (here, there)}

    def guess(visitor: Visitor, address: str, password: str = "a guess", at: str = "192.0.2.1") -> int:
        fields = {"csrf_token": tokens[visitor], "address": address, "password": password}
        return visitor.browser.post(SIGN_IN, data=fields, environ_overrides={"REMOTE_ADDR": at}).status_code

    assert [guess(visitor, ADA.address) for visitor in (here, there) * 3] == [422] * 5 + [429]
    _use_up(school, _counters(school), times=49)  # by one place, whoever's the addresses
    assert [guess(there, f"person{n}@example.org") for n in range(2)] == [422, 429]
    assert guess(here, ADA.address, PASSWORD, at="192.0.2.2") == 303
    school.clock.go(minutes=15)
    assert guess(there, ADA.address, PASSWORD) == 303


def mail(client: Client, who: Player) -> int:
    visitor, place = client(), f"192.0.2.{CAST.index(who) + 1}"
    fields = {"csrf_token": visitor.token(), "address": who.address}
    return visitor.browser.post("/mailed/sign-in", data=fields, environ_overrides={"REMOTE_ADDR": place}).status_code


def download(client: Client, who: Player) -> int:
    return client(who).submit("/settings/data", "/settings/data/archive").status_code


def ask_buddy(client: Client, who: Player) -> int:
    return client(who).submit("/buddy", "/buddy/proposals", address=NOBODYS).status_code


def invite(client: Client, who: Player) -> int:
    typed = {"name": "Nia", "address": f"{uuid4().hex}@example.org", "role": "student", "zone": "UTC"}
    return client(who).submit("/staff/members/new", "/staff/members", **typed).status_code


ERIN = Player("Erin Falk", "erin@example.org", "staff", "UTC")
CAST = (ADA, BEN, DORA, ERIN)
ACTIONS = [(mail, ADA, BEN), (download, ADA, BEN), (ask_buddy, ADA, BEN), (invite, DORA, ERIN)]


@pytest.mark.parametrize(("act", "one", "other"), ACTIONS)
def test_14_what_sends_or_hands_out_much_is_limited_for_each_and_for_all(
    school: School, client: Client, act: Callable[[Client, Player], int], one: Player, other: Player
) -> None:
    ERIN.join(school.use_cases)
    found = []
    for who in (one, other):
        _clear(school)
        assert act(client, who) < 400
        found.append(_counters(school))
    everybodys, ones = found[0] & found[1], found[0] - found[1]
    _clear(school)
    act(client, one)
    _use_up(school, ones)
    assert (act(client, one), act(client, other) < 400) == (429, True)
    _clear(school)
    act(client, one)
    _use_up(school, everybodys)
    # Anybody may ask for a letter: those of all must not be used up by a stranger.
    assert (act(client, other) == 429, bool(everybodys)) == ((False, False) if act is mail else (True, True))


def _counters(school: School) -> set[str]:
    with school.services.vault.database.read() as connection:
        return set(connection.execute(select(attempt.c.mark)).scalars())


def _use_up(school: School, counters: set[str], times: int = 10_000) -> None:
    with school.services.vault.database.write() as connection:
        connection.execute(update(attempt).where(attempt.c.mark.in_(counters)).values(times=times))


def _clear(school: School) -> None:
    with school.services.vault.database.write() as connection:
        connection.execute(attempt.delete())


@pytest.mark.parametrize(
    ("url", "seen"), [("https://buddy.example.org", "192.0.2.7"), ("http://127.0.0.1:8000", "127.0.0.1")]
)
def test_15_what_a_proxy_says_counts_only_where_one_is_set_up(
    url: str, seen: str, school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.close()
    app, services = app_at(url, school.folder, monkeypatch)
    claimed: dict[str, Any] = {"X-Forwarded-For": "198.51.100.1, 192.0.2.7", "X-Forwarded-Host": "evil.example"}
    assert app.test_client().get("/health", headers=claimed).text == seen
    assert "evil.example" not in str(app.test_client().get("/goals", headers=claimed).headers)
    services.close()

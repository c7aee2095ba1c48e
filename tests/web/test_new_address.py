"""An address is changed by who is signed in and reads mail at the new one; the old one hears of it."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from nudges.asked_for import send_asked_for
from nudges.channels import Message
from nudges.sweeping import sweep
from projections import people
from store.wanted_addresses import wanted_address
from tests.cast import ADA, BEN, CLEO, DORA, Clock, School, there
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor, plain, words
from web.passwords import hashed

Client = Callable[..., Visitor]
NEW, OTHER, SECRET = "ada@new.example", "ada@other.example", "three quiet words"


def letters(school: School) -> list[Message]:
    mail = Outbox()
    send_asked_for(school.services, mail)
    return mail.sent


@pytest.fixture
def wanting(school: School) -> Callable[..., str]:
    """`wanting(visitor, address)`: the path of the link in the letter to that address."""

    def link(visitor: Visitor, address: str = NEW) -> str:
        assert visitor.submit("/settings/address", address=address).status_code == 303
        [letter] = letters(school)
        assert letter.to == address
        [url] = re.findall(r"https?://\S+", letter.text)
        return str(url.removeprefix(school.settings.url))

    return link


def address_of(school: School) -> str:
    return there(people.person(school.views, ADA.id)).address.text


def test_the_link_in_the_new_mailbox_changes_the_address(
    school: School, client: Client, wanting: Callable[..., str]
) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    ada = client(ADA)
    link = wanting(ada)
    assert address_of(school) == ADA.address
    assert NEW in ada.see(link)
    assert ada.submit(link).location == "/settings"
    assert "Your address is changed" in ada.see("/settings")
    assert address_of(school) == NEW
    vault = school.services.vault
    assert (vault.member_with(NEW), vault.member_with(ADA.address)) == (ADA.id, None)
    told = [client().submit("/sign-in", address=a, password=SECRET).status_code for a in (NEW, ADA.address)]
    assert told == [303, 422]


def test_the_old_address_hears_of_it_and_who_was_signed_in_elsewhere_is_out(
    school: School, client: Client, wanting: Callable[..., str]
) -> None:
    elsewhere, ada = client(ADA), client(ADA)
    ada.submit(wanting(ada))
    school.clock.go(minutes=1)
    [note] = letters(school)
    assert (note.to, NEW in note.text) == (ADA.address, False)
    assert elsewhere.get("/settings").status_code == 303
    assert ada.get("/settings").status_code == 200


@pytest.mark.parametrize("minutes", [0, 5])
@pytest.mark.parametrize("before", [True, False])
def test_the_old_address_hears_of_it_also_when_a_fault_came_between(
    school: School,
    client: Client,
    wanting: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    before: bool,
    minutes: int,
) -> None:
    ada, change = client(ADA), school.use_cases.change_address
    link = wanting(ada)
    fields = ada.form(link).fields

    def broken(*args: Any, **words: Any) -> None:
        if not before:
            change(*args, **words)
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(school.use_cases, "change_address", broken)
        assert ada.send(link, fields).status_code == 503
    school.clock.go(minutes=minutes)
    told = [letter.to for letter in letters(school)]
    assert ada.send(link, fields).location == "/settings"
    school.clock.go(minutes=1)
    assert told + [letter.to for letter in letters(school)] == [ADA.address]
    assert address_of(school) == NEW


def test_a_link_that_is_open_in_several_tabs_sends_one_note(
    school: School, client: Client, wanting: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = client(ADA)
    link = wanting(ada)
    last, *tabs = (ada.form(link).fields for _ in range(3))

    def broken(*args: Any, **words: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(school.use_cases, "change_address", broken)
        assert [ada.send(link, fields).status_code for fields in tabs] == [503, 503]
    ada.send(link, last)
    school.clock.go(minutes=1)
    assert [letter.to for letter in letters(school)] == [ADA.address]


def test_of_a_change_that_was_refused_nobody_hears(school: School, client: Client, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    form = ada.form(link)
    school.say(DORA, "add_member", address=NEW, name="Emil", role="student", zone="UTC")
    assert ada.send(link, form.fields).status_code == 409
    school.clock.go(minutes=1)
    assert letters(school) == []


def test_an_address_that_was_claimed_and_never_recorded_is_free_again_when_the_wish_is_over(
    school: School, client: Client, wanting: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    ada, vault = client(ADA), school.services.vault
    link = wanting(ada)
    with monkeypatch.context() as patched:
        patched.setattr(school.use_cases, "_keep", broken)
        assert ada.submit(link).status_code == 503
    assert (vault.member_with(NEW), address_of(school)) == (ADA.id, ADA.address)
    school.clock.go(minutes=61)
    client(BEN).submit("/settings/address", address=OTHER)
    sweep(school.services)
    assert (vault.member_with(NEW), vault.member_with(ADA.address)) == (None, ADA.id)


def test_opening_the_link_changes_nothing(school: School, client: Client, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    for _ in range(3):
        ada.see(link)
    assert address_of(school) == ADA.address


def test_the_link_works_once(school: School, client: Client, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    form = ada.form(link)
    assert [ada.send(link, form.fields).status_code for _ in range(2)] == [303, 410]
    assert ada.get(link).status_code == 410
    assert address_of(school) == NEW


def test_the_link_ends_after_half_an_hour(client: Client, clock: Clock, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    clock.go(minutes=29, seconds=59)
    assert ada.get(link).status_code == 200
    clock.go(seconds=1)
    assert ada.get(link).status_code == 410


def test_the_link_is_nothing_to_anybody_else(school: School, client: Client, wanting: Callable[..., str]) -> None:
    """Whoever gets the letter by a slip of the pen has no account to take."""
    link = wanting(client(ADA))
    ben, nobody = client(BEN), client()
    assert ben.get(link).status_code == 410
    assert ben.send(link, {"csrf_token": ben.token()}).status_code == 410
    assert nobody.get(link).location.startswith("/sign-in")
    assert nobody.send(link, {"csrf_token": nobody.token()}).location.startswith("/sign-in")
    assert address_of(school) == ADA.address
    assert school.services.vault.member_with(BEN.address) == BEN.id


def test_a_link_proves_its_own_address_and_not_one_that_was_wanted_since(
    school: School, client: Client, wanting: Callable[..., str]
) -> None:
    ada = client(ADA)
    first = wanting(ada)
    ada.submit("/settings/address", address=OTHER)
    assert ada.get(first).status_code == 410
    assert ada.send(first, {"csrf_token": ada.token()}).status_code == 410
    assert address_of(school) == ADA.address


def test_an_address_of_somebody_else_is_answered_like_any_other_and_nothing_comes_of_it(
    school: School, client: Client
) -> None:
    taken, free = (client(ADA).submit("/settings/address", address=a) for a in (BEN.address, NEW))
    assert (taken.status_code, taken.location, plain(taken)) == (free.status_code, free.location, plain(free))
    said = []
    for address in (CLEO.address, OTHER):
        ada = client(ADA)
        ada.submit("/settings/address", address=address)
        said.append(ada.see("/settings").replace(address, ""))
    assert said[0] == said[1]
    assert {letter.to for letter in letters(school)} == {NEW, OTHER}


def test_an_address_that_was_taken_meanwhile_is_refused_in_neutral_words(
    school: School, client: Client, wanting: Callable[..., str]
) -> None:
    ada = client(ADA)
    link = wanting(ada)
    form = ada.form(link)
    joined = {"name": "Emil", "role": "student", "zone": "UTC"}
    emil = school.say(DORA, "add_member", address=NEW, **joined)
    answer = ada.send(link, form.fields)
    assert answer.status_code == 409
    assert "This address cannot be used here. Nothing was changed." in words(answer)
    assert address_of(school) == ADA.address
    vault = school.services.vault
    assert (vault.member_with(NEW), vault.member_with(ADA.address)) == (emil, ADA.id)


def test_links_that_lie_in_the_old_mailbox_end(school: School, client: Client, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    expires = school.clock() + (school.clock() - school.clock().replace(hour=0))
    old = school.services.access.make_link("reset", member_id=ADA.id, expires_at=expires)
    ada.submit(link)
    assert client().get(f"/mailed/reset/{old}").status_code == 410


def test_it_is_asked_of_who_has_shown_lately_that_it_is_them(school: School, client: Client, clock: Clock) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    ada = client(ADA)
    clock.go(minutes=11)
    for asked in (ada.get("/settings/address"), ada.send("/settings/address", {"csrf_token": ada.token()})):
        assert asked.location.startswith("/sign-in/again")
    assert letters(school) == []
    assert ada.submit("/sign-in/again?next=/settings/address", password=SECRET).location == "/settings/address"
    assert ada.get("/settings/address").status_code == 200


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "does not look like"),
        ("ada", "does not look like"),
        (None, "This one is needed"),
        (f"{NEW}\r\nBcc: eve@example.org", "does not look like"),
        ("a" * 250 + "@example.org", "does not look like"),
        (ADA.address, "the address you have now"),
        (ADA.address.upper(), "the address you have now"),
    ],
)
def test_what_cannot_be_a_new_address_is_refused_in_words(
    school: School, client: Client, typed: str | None, why: str
) -> None:
    answer = client(ADA).submit("/settings/address", address=typed)
    assert answer.status_code == 422
    assert why in words(answer)
    assert letters(school) == []


def test_nobody_floods_a_mailbox_through_it(client: Client) -> None:
    ada, cleo = client(ADA), client(CLEO)
    told = [visitor.submit("/settings/address", address=NEW).status_code for visitor in (ada, cleo, ada, cleo)]
    assert told == [303, 303, 303, 429]
    one_by_one = [ada.submit("/settings/address", address=f"{n}@example.org").status_code for n in range(12)]
    assert one_by_one == [303] * 8 + [429] * 4


def test_what_is_wanted_is_sealed_and_goes(school: School, client: Client, wanting: Callable[..., str]) -> None:
    ada = client(ADA)
    link = wanting(ada)
    with school.services.vault.database.read() as connection:
        [row] = connection.execute(select(wanted_address)).all()
    assert NEW.encode() not in row.sealed
    ada.submit(link)
    assert school.services.wanted_addresses.of(ADA.id, school.clock()) == ""
    client(BEN).submit("/settings/address", address=OTHER)
    school.services.vault.shred([BEN.id.hex], BEN.id, school.clock())
    with school.services.vault.database.read() as connection:
        assert connection.execute(select(wanted_address)).all() == []


# showing by mail that it is oneself


def test_who_has_no_password_shows_by_mail_that_it_is_them(school: School, client: Client, clock: Clock) -> None:
    ada = client(ADA)
    clock.go(minutes=11)
    asked = ada.get("/settings/address").location
    assert ada.submit(asked, "/mailed/confirm").location == "/settings"
    [letter] = letters(school)
    [url] = re.findall(r"https?://\S+", letter.text)
    link = url.removeprefix(school.settings.url)
    ben = client(BEN)
    assert ben.get(link).status_code == 410
    assert ben.send(link, {"csrf_token": ben.token()}).status_code == 410
    form = ada.form(link)
    assert ada.get("/settings/address").status_code == 303
    assert [ada.send(link, form.fields).status_code for _ in range(2)] == [303, 410]
    assert ada.get("/settings/address").status_code == 200


def test_a_password_is_not_replaced_by_an_open_mailbox(school: School, client: Client) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    ada = client(ADA)
    assert ada.send("/mailed/confirm", {"csrf_token": ada.token()}).location == "/settings"
    assert letters(school) == []

"""A link in the mail instead of a password: asked for by anybody, sent to members only, used up by a button, once."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select

from nudges.asked_for import send_asked_for
from store.outbox import outbox
from tests.cast import ADA, BEN, DORA, Clock, School
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor, plain, words
from tests.web.test_second_factor import set_up
from web.passwords import fits, hashed

Client = Callable[..., Visitor]
SECRET, NEW = "three quiet words", "four other quiet words"
STRANGER = "nobody.here@example.org"
ASK = {"sign_in": "/mailed/sign-in", "reset": "/mailed/reset"}
KINDS = pytest.mark.parametrize("kind", list(ASK))


@pytest.fixture
def mailed(school: School, client: Client) -> Callable[..., str]:
    """`mailed("reset")`: the path of the link in the letter to whom asked for it."""

    def link(kind: str, address: str = ADA.address) -> str:
        assert client().submit(ASK[kind], address=address).status_code == 303
        mail = Outbox()
        send_asked_for(school.services, mail)
        [letter] = mail.sent
        [url] = re.findall(r"https?://\S+", letter.text)
        return str(url.removeprefix(school.settings.url))

    return link


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/settings").status_code == 200


def waiting(school: School) -> int:
    with school.services.vault.database.read() as connection:
        return len(connection.execute(select(outbox.c.letter_id)).all())


# asking


@pytest.mark.parametrize(
    ("target", "then"),
    [("/goals/new", "/goals/new"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/" + "a" * 5_000, "/")],
)
def test_a_link_leads_where_they_were_going_in_the_same_browser(
    school: School, client: Client, target: str, then: str
) -> None:
    visitor = client()
    form = visitor.form("/sign-in?next=/x", "/sign-in")
    assert visitor.send("/mailed/sign-in", form.filled({"address": "ada", "next": target})).status_code == 422
    fields = form.filled({"address": ADA.address, "next": target})
    assert visitor.send("/mailed/sign-in", fields).status_code == 303
    mail = Outbox()
    send_asked_for(school.services, mail)
    [letter] = mail.sent
    assert target not in letter.text
    [path] = re.findall(rf"{school.settings.url}(\S+)", letter.text)
    assert visitor.submit(path).location == then


def test_a_typing_mistake_does_not_lose_where_they_were_going(client: Client) -> None:
    visitor = client()
    typed = visitor.form("/sign-in?next=/goals/new", "/sign-in").filled({"address": "ada"})
    answer = visitor.send("/mailed/sign-in", typed)
    assert visitor.form(answer).fields["next"] == ["/goals/new"]


def test_the_sign_in_page_mails_a_link_to_the_address_that_stands_there(school: School, client: Client) -> None:
    visitor = client()
    page = visitor.get("/sign-in")
    assert 'formaction="/mailed/sign-in"' in page.text
    fields = visitor.form(page).filled({"address": ADA.address})
    assert visitor.send("/mailed/sign-in", fields).location == "/mailed/under-way"
    assert "It can take a minute" in visitor.see("/mailed/under-way")
    assert waiting(school) == 1


@KINDS
def test_nobody_can_tell_who_has_an_account(
    school: School, client: Client, statements: Callable[[], AbstractContextManager[list[str]]], kind: str
) -> None:
    answers, costs = [], []
    # The first to ask in a process brings its secrets into memory.
    for address in ("first@example.org", ADA.address, STRANGER):
        visitor = client()
        fields = visitor.form(ASK[kind]).filled({"address": address})
        with statements() as asked:
            answers.append(visitor.send(ASK[kind], fields))
        costs.append([statement.split("?")[0] for statement in asked])
    _, one, other = answers
    assert (one.status_code, one.location, plain(one)) == (other.status_code, other.location, plain(other))
    assert costs[1] == costs[2]
    assert waiting(school) == 3


@KINDS
@pytest.mark.parametrize(
    "typed", ["", None, "ada", "ada@", "\x00", "a" * 300 + "@example.org", f"{ADA.address}\r\nBcc: eve@example.org"]
)
def test_what_is_no_address_is_said_to_be_none(school: School, client: Client, kind: str, typed: str | None) -> None:
    answer = client().submit(ASK[kind], address=typed)
    assert answer.status_code == 422
    told = "This one is needed" if typed is None else "does not look like an e-mail address"
    assert told in words(answer)
    assert waiting(school) == 0


@KINDS
def test_one_address_gets_three_letters_in_a_quarter_of_an_hour(
    school: School, client: Client, clock: Clock, kind: str
) -> None:
    for address in (ADA.address, STRANGER):
        told = [client().submit(ASK[kind], address=address).status_code for _ in range(5)]
        assert told == [303] * 3 + [429] * 2
    assert waiting(school) == 6
    clock.go(minutes=15)
    assert client().submit(ASK[kind], address=ADA.address).status_code == 303


def test_a_whole_class_may_ask_from_one_place_and_forget_what_to_type(client: Client) -> None:
    told = [client().submit("/mailed/sign-in", address="").status_code for _ in range(10)]
    told += [client().submit("/mailed/sign-in", address=f"s{n}@example.org").status_code for n in range(90)]
    assert told == [422] * 10 + [303] * 90
    assert client().submit("/mailed/sign-in", address="one.more@example.org").status_code == 429


def test_letters_of_one_kind_keep_nobody_from_another(client: Client) -> None:
    told = [client().submit("/mailed/reset", address=ADA.address).status_code for _ in range(4)]
    assert told == [303, 303, 303, 429]
    assert client().submit("/mailed/sign-in", address=ADA.address).status_code == 303


def test_nothing_is_sent_without_the_token_of_a_page(school: School, client: Client) -> None:
    for path in ASK.values():
        assert client().send(path, {"address": ADA.address}).status_code == 400
    assert waiting(school) == 0


# coming in


def test_the_link_lets_in_by_a_button(client: Client, mailed: Callable[..., str]) -> None:
    visitor, link = client(), mailed("sign_in")
    assert ADA.name in visitor.see(link)
    assert not is_in(visitor)
    answer = visitor.submit(link)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(visitor)


@KINDS
def test_a_scanner_that_opens_the_link_does_not_use_it_up(
    client: Client, mailed: Callable[..., str], kind: str
) -> None:
    link = mailed(kind)
    for _ in range(3):
        assert client().get(link).status_code == 200
        assert client().browser.head(link).status_code == 200
    assert client().submit(link, password=NEW).status_code == 303


@KINDS
def test_the_link_works_once(client: Client, mailed: Callable[..., str], kind: str) -> None:
    first, second, link = client(), client(), mailed(kind)
    form = second.form(link)
    first.submit(link, password=NEW)
    late = second.send(link, form.filled({"password": "yet another password"}))
    assert late.status_code == 410
    assert "has been used or is too old" in words(late)
    assert not is_in(second)
    assert client().get(link).status_code == 410


@pytest.mark.parametrize(("kind", "minutes"), [("sign_in", 15), ("reset", 30)])
def test_the_link_ends_by_itself(
    client: Client, clock: Clock, mailed: Callable[..., str], kind: str, minutes: int
) -> None:
    visitor, link = client(), mailed(kind)
    form = visitor.form(link)
    clock.go(minutes=minutes - 1, seconds=59)
    assert client().get(link).status_code == 200
    clock.go(seconds=1)
    assert client().get(link).status_code == 410
    assert visitor.send(link, form.filled({"password": NEW})).status_code == 410


@KINDS
def test_a_link_is_good_for_nothing_else(client: Client, mailed: Callable[..., str], kind: str) -> None:
    token = mailed(kind).rpartition("/")[2]
    others = [f"/mailed/{other}/{token}" for other in ("sign-in", "reset") if ASK[kind] != f"/mailed/{other}"]
    for path in (*others, f"/join/{token}", f"/welcome/{token}"):
        visitor = client()
        assert visitor.get(path).status_code == 410
        assert visitor.send(path, {"csrf_token": visitor.token(), "password": NEW}).status_code == 410
        assert not is_in(visitor)


def test_whoever_is_signed_in_as_another_is_that_one_no_more(client: Client, mailed: Callable[..., str]) -> None:
    visitor, link = client(BEN), mailed("sign_in")
    assert ADA.name in visitor.see(link)
    visitor.submit(link)
    assert ADA.name in visitor.get("/settings").text


@KINDS
def test_a_link_does_not_go_around_the_second_factor(
    school: School, client: Client, mailed: Callable[..., str], kind: str
) -> None:
    set_up(school, client(ADA))
    visitor, link = client(), mailed(kind)
    assert visitor.submit(link, password=NEW).location.startswith("/sign-in/code")
    assert not is_in(visitor)


@KINDS
@pytest.mark.parametrize("over", ["closed", "erased"])
def test_nobody_comes_in_by_the_link_of_an_account_that_is_no_more(
    school: School, client: Client, mailed: Callable[..., str], kind: str, over: str
) -> None:
    link = mailed(kind)
    form = client().form(link)
    if over == "closed":
        school.say(DORA, "close_account", ADA.id, reason="She left")
    else:
        school.services.vault.shred([ADA.id.hex], ADA.id, school.clock())
    visitor = client()
    assert visitor.get(link).status_code == 410
    assert visitor.send(link, {**form.fields, "csrf_token": visitor.token(), "password": NEW}).status_code == 410


# a new password


def test_a_new_password_is_chosen_and_every_session_ends(
    school: School, client: Client, mailed: Callable[..., str]
) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    elsewhere, visitor = client(ADA), client()
    answer = visitor.submit(mailed("reset"), password=NEW)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your new password is set" in visitor.see("/")
    assert not is_in(elsewhere)
    assert fits(school.services.access.password_of(ADA.id), NEW)
    assert client().submit("/sign-in", address=ADA.address, password=SECRET).status_code == 422


def test_choosing_one_ends_the_other_links_in_the_mail(client: Client, mailed: Callable[..., str]) -> None:
    sign_in, reset = mailed("sign_in"), mailed("reset")
    client().submit(reset, password=NEW)
    assert client().get(sign_in).status_code == 410


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (None, "This one is needed"),
        ("", "This one is needed"),
        ("short", "at least 10 characters"),
        ("password1234", "too easy to guess"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    client: Client, mailed: Callable[..., str], password: str | None, why: str
) -> None:
    visitor, link = client(), mailed("reset")
    refused = visitor.submit(link, password=password)
    assert refused.status_code == 422
    assert why in words(refused)
    assert visitor.submit(refused, link, password=NEW).status_code == 303


def test_a_password_for_a_link_of_nobody_s_is_not_even_weighed(
    client: Client, mailed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, link = client(), mailed("reset")
    form = visitor.form(link)
    monkeypatch.setattr("web.pages.mailed.weakness", lambda _: pytest.fail("weighed"))
    assert visitor.send("/mailed/reset/" + "x" * 43, form.filled({"password": NEW})).status_code == 410


# an invitation


def test_an_invitation_is_accepted_without_a_password(school: School, client: Client) -> None:
    token = school.services.access.make_link("join", member_id=ADA.id, expires_at=school.clock() + timedelta(days=7))
    visitor = client()
    assert visitor.submit(f"/join/{token}", f"/join/{token}/by-mail").status_code == 303
    assert is_in(visitor)
    assert school.services.access.password_of(ADA.id) is None
    assert client().get(f"/join/{token}").status_code == 410


def test_who_has_a_password_chooses_a_new_one(school: School, client: Client) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    token = school.services.access.make_link("join", member_id=ADA.id, expires_at=school.clock() + timedelta(days=7))
    visitor = client()
    assert "by-mail" not in visitor.get(f"/join/{token}").text
    assert visitor.send(f"/join/{token}/by-mail", {"csrf_token": visitor.token()}).location == f"/join/{token}"
    assert not is_in(visitor)

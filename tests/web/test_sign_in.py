"""Coming in and going out: passwords, one-time links, where one lands afterwards, and how long a sign-in lasts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

import web.pages.sign_in
from projections import people
from projections.nudge_words import unsubscribe_path
from store.vault import Vault
from tests.cast import ADA, BEN, DORA, Clock, Player, School
from tests.places import Places
from tests.web.conftest import Visitor, after, events_of, plain, words
from tests.web.test_second_factor import set_up
from web.passwords import fits, hashed
from web.session import own_path

SECRET = "three quiet herons"
Client = Callable[..., Visitor]
SIGN_IN = 303, "/sign-in?next=/goals"


@pytest.fixture
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


def is_in(visitor: Visitor) -> bool:
    answer = visitor.get("/goals")
    assert answer.status_code == 200 or (answer.status_code, answer.location) == SIGN_IN
    return answer.status_code == 200


# by password


@pytest.mark.usefixtures("with_password")
def test_the_right_password_opens_the_door(client: Client) -> None:
    visitor = client()
    answer = visitor.submit("/sign-in", address=ADA.address, password=SECRET)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(visitor)


@pytest.mark.usefixtures("with_password")
def test_an_address_is_known_in_any_case_and_with_spaces_around_it(client: Client) -> None:
    visitor = client()
    visitor.submit("/sign-in", address=f"  {ADA.address.upper()} ", password=SECRET)
    assert is_in(visitor)


@pytest.mark.usefixtures("with_password")
def test_a_wrong_password_keeps_the_address_and_not_the_password(client: Client) -> None:
    visitor = client()
    answer = visitor.submit("/sign-in", address=ADA.address, password="not this one")
    assert answer.status_code == 422
    assert "do not fit together" in words(answer)
    assert visitor.form(answer).fields["address"] == [ADA.address]
    assert "not this one" not in answer.text
    assert not is_in(visitor)


@pytest.mark.usefixtures("with_password")
def test_nobody_can_tell_an_unknown_address_from_a_wrong_password(client: Client) -> None:
    wrong, unknown, without = (
        client().submit("/sign-in", address=address, password="not this one")
        for address in (ADA.address, "nobody@example.org", BEN.address)
    )
    told = plain(wrong).replace(ADA.address, "")
    assert told == plain(unknown).replace("nobody@example.org", "") == plain(without).replace(BEN.address, "")


@pytest.mark.parametrize(
    ("address", "password"),
    [("", SECRET), (ADA.address, ""), ("", ""), (None, None), ("\x00", "\x00"), ("a" * 9_000, "b" * 9_000), ("@", "@")],
)
@pytest.mark.usefixtures("with_password")
def test_what_cannot_be_an_address_or_a_password_is_refused_in_words(
    client: Client, address: str | None, password: str | None
) -> None:
    answer = client().submit("/sign-in", address=address, password=password)
    assert answer.status_code == 422
    assert "Not signed in" in words(answer)


@pytest.mark.usefixtures("with_password")
def test_guessing_is_slowed_down(client: Client) -> None:
    visitor = client()
    token = visitor.token()
    guess = {"csrf_token": token, "address": ADA.address, "password": "a guess"}
    assert [visitor.send("/sign-in", guess).status_code for _ in range(5)] == [422] * 5
    stopped = visitor.send("/sign-in", guess)
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "900")
    assert "works again in about 15 minutes" in words(stopped)
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
    answer = visitor.browser.post("/sign-in", data=guess | {"password": SECRET}, **elsewhere)
    assert answer.status_code == 303, "who guesses at one place does not lock the owner out at another"


@pytest.mark.usefixtures("with_password")
def test_a_whole_class_may_sign_in_from_one_address(client: Client) -> None:
    for _ in range(120):
        visitor = client()
        fields = {"csrf_token": visitor.token(), "address": ADA.address, "password": SECRET}
        assert visitor.send("/sign-in", fields).status_code == 303


# where one lands


@pytest.mark.usefixtures("with_password")
def test_who_is_asked_to_sign_in_is_brought_back_to_where_they_were(client: Client) -> None:
    visitor = client()
    asked = visitor.get("/goals/new?template=mentor")
    assert asked.status_code == 303
    answer = visitor.submit(visitor.get(asked.location), address=ADA.address, password=SECRET)
    assert answer.location == "/goals/new?template=mentor"


@pytest.mark.usefixtures("with_password")
def test_the_way_back_survives_a_wrong_password(client: Client) -> None:
    visitor = client()
    again = visitor.submit("/sign-in?next=/goals", "/sign-in", address=ADA.address, password="not this one")
    assert visitor.submit(again, "/sign-in", address=ADA.address, password=SECRET).location == "/goals"


@pytest.mark.parametrize("path", ["/", "/goals", "/goals?a=1&b=2", "/contacts/import", "/goals/ü"])
def test_a_path_of_this_site_is_a_way_back(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "goals",
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%5cevil.example",
        "/%2F%2Fevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00/goals",
        " //evil.example",
        "//[",
        "http://[",
        "//℀",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
@pytest.mark.usefixtures("with_password")
def test_nobody_is_sent_elsewhere_after_signing_in(client: Client, elsewhere: str) -> None:
    visitor = client()
    assert visitor.get("/sign-in", query_string={"next": elsewhere}).status_code == 200
    answer = visitor.submit("/sign-in", address=ADA.address, password=SECRET, next=elsewhere)
    assert (answer.status_code, answer.location) == (303, "/")


# going out, and staying in


def test_signing_out_ends_the_session_for_every_holder_of_its_cookie(app: Flask, client: Client) -> None:
    visitor = client(ADA)
    cookie = visitor.browser.get_cookie("session")
    assert cookie is not None
    answer = visitor.submit("/goals", "/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "You are signed out." in visitor.see("/sign-in")
    assert "You are signed out." not in visitor.see("/sign-in")
    visitor.browser.set_cookie("session", cookie.value)
    assert not is_in(visitor)


def test_signing_out_needs_the_token_of_a_page(client: Client) -> None:
    visitor = client(ADA)
    assert visitor.send("/sign-out", {}).status_code == 400
    assert is_in(visitor)


def test_opening_the_address_for_signing_out_changes_nothing(client: Client) -> None:
    visitor = client(ADA)
    assert visitor.get("/sign-out").status_code == 405
    assert is_in(visitor)


@pytest.mark.usefixtures("with_password")
def test_signing_in_anew_ends_the_session_held_before(school: School, client: Client) -> None:
    visitor = client(ADA)
    before = visitor.browser.get_cookie("session")
    assert before is not None
    visitor.submit("/sign-in", "/sign-in", address=ADA.address, password=SECRET)
    assert school.services.access.session(before.value) is None
    assert is_in(visitor)


@pytest.mark.parametrize(
    ("who", "away", "stays"),
    [
        (ADA, timedelta(days=13, hours=23), True),
        (ADA, timedelta(days=14, minutes=1), False),
        (DORA, timedelta(minutes=29), True),
        (DORA, timedelta(minutes=31), False),
    ],
)
def test_a_session_ends_after_a_while_without_a_visit(
    clock: Clock, client: Client, who: Player, away: timedelta, stays: bool
) -> None:
    visitor = client(who)
    clock.set(clock() + away)
    assert is_in(visitor) is stays


@pytest.mark.parametrize(
    ("who", "every", "ends"),
    [(ADA, timedelta(days=5), timedelta(days=60)), (DORA, timedelta(minutes=20), timedelta(hours=12))],
)
def test_a_session_ends_at_last_however_often_it_is_used(
    clock: Clock, client: Client, who: Player, every: timedelta, ends: timedelta
) -> None:
    visitor, began = client(who), clock()
    while clock() + every <= began + ends:
        clock.set(clock() + every)
        assert is_in(visitor)
    clock.set(began + ends + timedelta(seconds=1))
    assert not is_in(visitor)


def test_a_session_that_is_made_up_is_nobodys(client: Client) -> None:
    visitor = client()
    visitor.browser.set_cookie("session", "made-up")
    assert not is_in(visitor)


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(school: School, client: Client) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))
    answer = client().submit("/sign-in", address=ADA.address, password=SECRET)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_a_form_without_its_token_is_refused_in_words(client: Client, token: str | None) -> None:
    answer = client(ADA).submit("/goals/new?template=own", statement="Talk", csrf_token=token)
    assert answer.status_code == 400
    assert "Nothing was changed" in words(answer) or "again" in words(answer)


# one-time links


@pytest.fixture
def link(school: School) -> str:
    """A link for Ada, good for three days."""
    expires = school.clock() + timedelta(days=3)
    return "/join/" + school.services.access.make_link("join", member_id=ADA.id, expires_at=expires)


def test_a_link_greets_by_name_and_lets_in_with_a_new_password(client: Client, link: str) -> None:
    visitor = client()
    assert ADA.name in visitor.see(link)
    answer = visitor.submit(link, password=SECRET)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your password is set" in visitor.see("/")
    assert client().submit("/sign-in", address=ADA.address, password=SECRET).status_code == 303


def test_opening_a_link_does_not_use_it_up(client: Client, link: str) -> None:
    for _ in range(3):
        assert client().get(link).status_code == 200
    assert client().submit(link, password=SECRET).status_code == 303


def test_a_link_works_once(client: Client, link: str) -> None:
    visitor = client()
    form = visitor.form(link)
    visitor.send(link, form.filled({"password": SECRET}))
    stranger = client()
    again = stranger.send(link, {"csrf_token": stranger.token(), "password": "another long one"})
    assert again.status_code == 410
    assert "has been used or is too old" in words(again)
    assert stranger.get(link).status_code == 410
    assert client().submit("/sign-in", address=ADA.address, password=SECRET).status_code == 303


@pytest.mark.parametrize("kind", ["join", "mailed/reset"])
def test_a_second_click_is_answered_as_the_first(school: School, client: Client, kind: str) -> None:
    token = school.services.access.make_link(
        kind.split("/")[-1], member_id=ADA.id, expires_at=school.clock() + timedelta(days=1)
    )
    visitor, twice = client(), client()
    form = visitor.form(f"/{kind}/{token}").filled({"password": SECRET})
    there = {**form, "csrf_token": twice.token()}
    first = visitor.send(f"/{kind}/{token}", form)
    set_first = school.services.access.password_of(ADA.id)
    again = twice.send(f"/{kind}/{token}", there)
    assert (first.status_code, first.location) == (again.status_code, again.location) == (303, "/")
    assert "password is set" in visitor.see("/")
    assert "password is set" in twice.see("/")
    assert school.services.access.password_of(ADA.id) == set_first


def test_also_while_the_first_is_being_answered(client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, twice, answers = client(), client(), list[int]()
    form = visitor.form(link).filled({"password": SECRET})
    there = {**form, "csrf_token": twice.token()}
    after(monkeypatch, web.pages.sign_in, "hashed", lambda: answers.append(twice.send(link, there).status_code))
    answers.append(visitor.send(link, form).status_code)
    assert answers == [303, 303]
    assert (is_in(visitor), is_in(twice)) == (True, True)


@pytest.mark.parametrize("password", ["another long one", "", None, f"{SECRET} "])
def test_a_used_link_opens_nothing_to_who_has_not_typed_the_very_password(
    client: Client, link: str, password: str | None
) -> None:
    stranger = client()
    fields = stranger.form(link).filled({"password": password})
    client().submit(link, password=SECRET)
    assert stranger.send(link, fields).status_code == 410
    assert not is_in(stranger)


def test_nor_after_a_while(clock: Clock, client: Client, link: str) -> None:
    late = client()
    fields = late.form(link).filled({"password": SECRET})
    client().submit(link, password=SECRET)
    clock.go(minutes=2)
    assert late.send(link, fields).status_code == 410


def test_nor_to_an_account_that_was_closed_meanwhile(school: School, client: Client, link: str) -> None:
    late = client()
    fields = late.form(link).filled({"password": SECRET})
    client().submit(link, password=SECRET)
    school.say(DORA, "close_account", ADA.id, reason="She left")
    assert late.send(link, fields).status_code == 410


def test_nor_does_a_second_click_go_around_the_second_factor(school: School, client: Client, link: str) -> None:
    set_up(school, client(ADA))
    visitor, twice = client(), client()
    fields = twice.form(link).filled({"password": SECRET})
    assert visitor.submit(link, password=SECRET).location.startswith("/sign-in/code")
    assert twice.send(link, fields).location.startswith("/sign-in/code")
    assert not is_in(twice)


def test_a_link_that_is_too_old_says_so(clock: Clock, client: Client, link: str) -> None:
    form = client().form(link)
    clock.go(days=3)
    visitor = client()
    assert visitor.get(link).status_code == 410
    assert visitor.send(link, {**form.fields, "csrf_token": visitor.token(), "password": SECRET}).status_code == 410


def test_a_newer_link_ends_the_older_one(school: School, client: Client, link: str) -> None:
    school.services.access.make_link("join", member_id=ADA.id, expires_at=school.clock() + timedelta(days=3))
    assert client().get(link).status_code == 410


@pytest.mark.parametrize("token", ["made-up", "%00", "ü", "a" * 5_000])
def test_a_link_that_never_was_looks_like_one_that_is_over(client: Client, token: str) -> None:
    assert client().get(f"/join/{token}").status_code == 410
    assert client().get(f"/welcome/{token}").status_code == 410


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "This one is needed"),
        ("short", "at least 10 characters"),
        ("x" * 201, "at most 200 characters"),
        ("aaaaaaaaaaaa", "too easy to guess"),
        ("password1234", "too easy to guess"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    client: Client, link: str, password: str, why: str
) -> None:
    visitor = client()
    refused = visitor.submit(link, password=password)
    assert refused.status_code == 422
    assert why in words(refused)
    assert visitor.submit(refused, link, password=SECRET).status_code == 303


def test_a_new_password_ends_every_session(school: School, client: Client, link: str) -> None:
    elsewhere = client(ADA)
    client().submit(link, password=SECRET)
    assert not is_in(elsewhere)


# the first of all


@pytest.fixture
def empty(places: Places, tmp_path: Path, clock: Clock) -> Iterator[School]:
    school = School(places.new(tmp_path / "empty"), clock)
    yield school
    school.close()


@pytest.fixture
def arrive(empty: School) -> Callable[[], Visitor]:
    site = web.create_app(empty.services)
    return lambda: Visitor(site, empty, None)


@pytest.fixture
def welcome(empty: School) -> str:
    expires = empty.clock() + timedelta(days=1)
    return "/welcome/" + empty.services.access.make_link("first_staff", member_id=None, expires_at=expires)


FIRST = {"name": "Grace Okoye", "address": "grace@example.org", "zone": "Africa/Lagos", "password": SECRET}


def test_a_school_that_is_not_open_yet_says_where_it_is_opened(
    empty: School, arrive: Callable[[], Visitor], welcome: str
) -> None:
    where = "the terminal in which this school was started shows the address that opens it"
    assert where in arrive().see("/sign-in")
    arrive().submit(welcome, **FIRST)
    assert where not in arrive().see("/sign-in")


def test_the_code_from_the_terminal_opens_the_school(
    empty: School, arrive: Callable[[], Visitor], welcome: str
) -> None:
    visitor = arrive()
    answer = visitor.submit(welcome, **FIRST)
    assert (answer.status_code, answer.location) == (303, "/staff")
    first_of_all = visitor.get("/staff")
    assert (first_of_all.status_code, first_of_all.location) == (303, "/settings/second-factor?next=/staff")
    assert "The school is open" in visitor.see(first_of_all.location)
    (first,) = people.everybody(empty.views)
    assert (str(first.name), first.role, first.zone) == ("Grace Okoye", "staff", "Africa/Lagos")
    assert arrive().submit("/sign-in", address=FIRST["address"], password=SECRET).status_code == 303


def test_the_first_member_lives_where_a_city_is(empty: School, arrive: Callable[[], Visitor], welcome: str) -> None:
    assert arrive().submit(welcome, **{**FIRST, "zone": "lagos"}).status_code == 303
    (first,) = people.everybody(empty.views)
    assert first.zone == "Africa/Lagos"


def test_there_is_only_one_first_account(empty: School, arrive: Callable[[], Visitor], welcome: str) -> None:
    second = arrive()
    form = second.form(welcome)
    arrive().submit(welcome, **FIRST)
    late = second.send(welcome, form.filled({**FIRST, "address": "other@example.org"}))
    assert late.status_code == 410
    assert len(people.everybody(empty.views)) == 1
    assert second.get(welcome).status_code == 410


def test_a_second_click_on_opening_the_school_is_answered_as_the_first(
    empty: School, arrive: Callable[[], Visitor], welcome: str
) -> None:
    visitor, twice = arrive(), arrive()
    fields = visitor.form(welcome).filled(FIRST)
    there = {**fields, "csrf_token": twice.token()}
    answers = [visitor.send(welcome, fields), twice.send(welcome, there)]
    assert [(a.status_code, a.location) for a in answers] == [(303, "/staff")] * 2
    assert "The school is open" in twice.see("/settings/second-factor?next=/staff")
    assert len(people.everybody(empty.views)) == 1


OTHER = {**FIRST, "name": "Mallory Reed", "address": "mallory@example.org", "password": "seven loud magpies"}


def opened_by_one(empty: School, opener: dict[str, str], late: dict[str, str]) -> None:
    (first,) = people.everybody(empty.views)
    assert str(first.address) == opener["address"]
    assert empty.services.vault.member_with(late["address"]) is None
    assert fits(empty.services.access.password_of(first.member_id), opener["password"])


@pytest.mark.parametrize("place", ["weakness", "hashed"])
def test_of_two_at_once_one_opens_the_school_and_no_account_comes_of_the_other(
    empty: School, arrive: Callable[[], Visitor], welcome: str, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    first, second = arrive(), arrive()
    form, answers = second.form(welcome), list[int]()
    after(
        monkeypatch,
        web.pages.sign_in,
        place,
        lambda: answers.append(second.send(welcome, form.filled(OTHER)).status_code),
    )
    answers.append(first.submit(welcome, **FIRST).status_code)
    assert sorted(answers) == [303, 410]
    opened_by_one(empty, *((FIRST, OTHER) if answers == [410, 303] else (OTHER, FIRST)))


def test_nor_where_both_were_seen_to_be_new(
    empty: School, arrive: Callable[[], Visitor], welcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = arrive(), arrive()
    form = second.form(welcome)
    after(monkeypatch, Vault, "claim_address", lambda: second.send(welcome, form.filled(OTHER)))
    assert first.submit(welcome, **FIRST).status_code == 410
    opened_by_one(empty, OTHER, FIRST)


def test_whoever_began_to_open_the_school_goes_on_by_the_same_link(
    empty: School, arrive: Callable[[], Visitor], welcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(web.pages.sign_in, "hashed", lambda _: 1 / 0)
        assert arrive().submit(welcome, **FIRST).status_code == 500
    assert arrive().submit(welcome, **OTHER).status_code == 410
    again = arrive().submit(welcome, **{**FIRST, "name": "Grace", "address": " Grace@Example.org"})
    assert (again.status_code, again.location) == (303, "/staff")
    opened_by_one(empty, FIRST, OTHER)


def test_whoever_comes_after_one_that_died_on_the_way_opens_it_and_keeps_no_address_of_theirs(
    empty: School, arrive: Callable[[], Visitor], welcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(type(empty.use_cases), "_keep", lambda *_: 1 / 0)
        assert arrive().submit(welcome, **OTHER).status_code == 500
    assert arrive().submit(welcome, **FIRST).status_code == 303
    opened_by_one(empty, FIRST, OTHER)


def test_no_code_is_good_once_there_is_somebody(school: School, client: Client) -> None:
    expires = school.clock() + timedelta(days=1)
    token = school.services.access.make_link("first_staff", member_id=None, expires_at=expires)
    assert client().get(f"/welcome/{token}").status_code == 410


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("name", "", "This one is needed"),
        ("name", "x" * 300, "longer than 200 characters"),
        ("name", "A\u202eB", "invisible characters"),
        ("address", "grace", "does not look like an e-mail address"),
        ("address", "", "This one is needed"),
        ("zone", "UTC+1", "do not know that time zone"),
        ("zone", "istanbul", "Which of these is yours? Asia/Istanbul, Europe/Istanbul"),
        ("zone", "Mars/Olympus", "do not know that time zone"),
        ("password", "short", "at least 10 characters"),
    ],
)
def test_what_does_not_fit_is_said_beside_it_and_the_rest_is_kept(
    empty: School, arrive: Callable[[], Visitor], welcome: str, field: str, typed: str, why: str
) -> None:
    visitor = arrive()
    refused = visitor.submit(welcome, **{**FIRST, field: typed})
    assert refused.status_code == 422
    assert why in words(refused)
    kept = visitor.form(refused).fields
    assert [kept[name][0] for name in ("name", "address", "zone") if name != field] == [
        FIRST[name] for name in ("name", "address", "zone") if name != field
    ]
    assert SECRET not in refused.text
    assert not people.anybody(empty.views)
    assert visitor.submit(refused, welcome, **FIRST).status_code == 303


# switching nudges off without signing in


def test_nudges_are_switched_off_by_a_click_and_not_by_opening_the_address(school: School, client: Client) -> None:
    path = unsubscribe_path(school.services.vault, ADA.id)
    assert "Switch off nudges?" in client().see(path)
    assert nudged(school, ADA.id)
    assert "Nudges are off" in words(client().submit(path))
    assert not nudged(school, ADA.id)


def test_a_mail_program_switches_them_off_by_itself_and_twice_is_quiet(school: School, client: Client) -> None:
    path = unsubscribe_path(school.services.vault, ADA.id)
    for _ in range(2):
        assert client().send(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert events_of(school, ADA.id).count("NudgesSwitched") == 1


def test_an_address_that_was_not_signed_is_not_found(school: School, client: Client) -> None:
    path = unsubscribe_path(school.services.vault, ADA.id)
    for wrong in (path[:-1], path.replace(str(ADA.id), str(BEN.id)), path.rsplit("/", 1)[0] + "/ü"):
        assert client().get(wrong).status_code == 404
        assert client().send(wrong, {}).status_code == 404


def nudged(school: School, member_id: UUID) -> bool:
    person = people.person(school.views, member_id)
    assert person is not None
    return person.nudged

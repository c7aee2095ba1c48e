"""Your data: the archive, for whoever shows who they are."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

import web.pages.own_data.page
from domain.accountability.contacts import Card
from projections.history import own_history
from tests.cast import ADA, BEN, CLEO, Clock, School
from tests.web.conftest import Visitor, words
from web.passwords import hashed

SECRET = "three quiet herons"
PAGE, TAKE = "/settings/data", "/settings/data/archive"
Client = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


@pytest.fixture
def ada(client: Client, clock: Clock) -> Visitor:
    """Signed in for a while."""
    visitor = client(ADA)
    clock.go(minutes=11)
    return visitor


def names_in(answer: Any) -> list[str]:
    with ZipFile(BytesIO(answer.data)) as file:
        return file.namelist()


def test_the_password_opens_the_archive(ada: Visitor, school: School) -> None:
    school.contact()
    answer = ada.submit(PAGE, TAKE, password=SECRET)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=accountabilibuddy-2026-11-02.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert {"README.txt", "data.json", "contacts.vcf", "history.csv"} <= set(names_in(answer))


@pytest.mark.parametrize("password", ["", "four loud herons", None])
def test_without_the_password_nothing_is_downloaded(ada: Visitor, password: str | None) -> None:
    answer = ada.submit(PAGE, TAKE, password=password)
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert "That is not your password as it is now." in words(answer)


def test_right_after_signing_in_the_password_is_not_asked_again(client: Client) -> None:
    visitor = client(ADA)
    assert "password" not in visitor.form(PAGE, TAKE).fields
    assert visitor.submit(PAGE, TAKE).status_code == 200


def test_who_has_no_password_is_asked_to_show_that_it_is_them(client: Client, clock: Clock) -> None:
    visitor = client(BEN)
    clock.go(minutes=11)
    assert 'href="/sign-in/again?next=/settings/data"' in visitor.get(PAGE).text
    assert visitor.send(TAKE, {"csrf_token": visitor.token()}).status_code == 422


def test_ten_archives_an_hour_are_enough(ada: Visitor, client: Client) -> None:
    fields = ada.form(PAGE, TAKE).filled({"password": "wrong"})
    assert [ada.send(TAKE, fields).status_code for _ in range(11)] == [422] * 10 + [429]
    assert client(CLEO).submit(PAGE, TAKE).status_code == 200


def test_of_a_large_archive_it_is_said_how_long_packing_takes(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = client(ADA)
    assert "yours within a second or two" in visitor.see(PAGE)
    monkeypatch.setattr(web.pages.own_data.page, "MANY", 3)
    monkeypatch.setattr(web.pages.own_data.page, "A_SECOND", 2)
    cards = [Card(f"Person {n}") for n in range(9)]
    school.say(ADA, "import_contacts", cards=cards, tie="weak", source="linkedin", known=set())
    entries = len(own_history(school.views, ADA.id))
    assert f"yours holds {entries} entries, so packing takes about six seconds" in visitor.see(PAGE)

"""Your data: the archive for whoever shows who they are, and bringing one along."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

import web.pages.own_data
from projections.own_data.archive import DATA, archive
from projections.own_data.arrival import bring
from projections.tracker import contacts
from tests.cast import ADA, BEN, CLEO, Clock, School
from tests.projections.test_own_data import archive_of, zipped
from tests.web.conftest import Visitor, words
from web.passwords import hashed

SECRET = "three quiet herons"
PAGE, TAKE, BRING = "/settings/data", "/settings/data/archive", "/settings/data/arrival"
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


def test_an_archive_brings_people_along_once(client: Client, school: School) -> None:
    school.contact(name="Mira Solberg")
    school.goal()
    with archive(school.services, ADA.id) as file:
        data = file.read()
    cleo = client(CLEO)
    for told in ("one person and one goal came along.", "no people and no goals came along. 2 were here already."):
        answer = cleo.submit(PAGE, BRING, file=(BytesIO(data), "ada.zip"))
        assert (answer.status_code, answer.location) == (303, PAGE)
        assert told in cleo.see(PAGE)
    assert [str(card.name) for card in contacts(school.views, CLEO.id)] == ["Mira Solberg"]


def test_one_archive_is_read_at_a_time(client: Client, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.contact(name="Mira Solberg")
    with archive(school.services, ADA.id) as file:
        data = file.read()
    cleo, ben, answers = client(CLEO), client(BEN), []

    def slow(*args: Any) -> Any:
        monkeypatch.setattr(web.pages.own_data, "bring", bring)
        answers.append(ben.submit(PAGE, BRING, file=(BytesIO(data), "ada.zip")))
        return bring(*args)

    monkeypatch.setattr(web.pages.own_data, "bring", slow)
    answers.append(cleo.submit(PAGE, BRING, file=(BytesIO(data), "ada.zip")))
    assert [answer.status_code for answer in answers] == [503, 303]
    assert "Please send yours again in a minute." in words(answers[0])
    assert answers[0].headers["Retry-After"] == "5"
    assert ben.submit(PAGE, BRING, file=(BytesIO(data), "ada.zip")).status_code == 303


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "No file was chosen."),
        (b"nonsense", "That is not an archive from Accountabilibuddy."),
        (zipped(DATA, b" " * (5 * 1024 * 1024 + 1)), "whoever runs this school can bring your people along."),
        (archive_of(contacts=[{}] * 2_001), "more than this page brings along: 2,000 people, and 200 open goals."),
    ],
    ids=["none", "nonsense", "large", "many"],
)
def test_what_cannot_be_used_is_told(client: Client, school: School, file: bytes | None, says: str) -> None:
    before = school.use_cases.end()
    answer = client(CLEO).submit(PAGE, BRING, file=(BytesIO(file), "a.zip") if file else None)
    assert answer.status_code == 422
    assert says in words(answer)
    assert school.use_cases.end() == before

"""Importing LinkedIn's list by the pages: said before it is done, done once, and nothing for a file that is none."""

from collections.abc import Callable
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from werkzeug.test import TestResponse

from projections import tracker
from tests.cast import ADA, BEN, School
from tests.projections.test_imports import MIRA, NOOR, SAMPLE, export
from tests.web.conftest import Visitor, words

Client = Callable[..., Visitor]

ASK = "/contacts/import"
MEGABYTE = 1024 * 1024


def choose(visitor: Visitor, data: bytes | None, name: str = "Connections.csv") -> TestResponse:
    """Choose a file (None: press the button without one) and send it."""
    fields: dict[str, Any] = visitor.form(ASK, ASK).filled(
        {"file": (BytesIO(data or b""), name if data is not None else "")}
    )
    answer = visitor.browser.post(ASK, data=fields, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # what the client wrote for a large file
    return answer


def chosen(visitor: Visitor, data: bytes) -> str:
    """The page that says what would happen."""
    answer = choose(visitor, data)
    assert answer.status_code == 303, words(answer)
    assert answer.location is not None
    return answer.location


def confirm(visitor: Visitor, page: str, **typed: Any) -> TestResponse:
    return visitor.submit(page, f"{page}/confirmation", **typed)


def people(school: School) -> list[str]:
    return [card.name.text for card in tracker.contacts(school.views, ADA.id)]


def test_the_way_to_the_file_is_told_in_three_steps(client: Client) -> None:
    page = client(ADA).get(ASK)
    assert page.text.count("<li class=") == 3
    assert "Get a copy of your data" in words(page)


def test_what_will_happen_is_said_before_it_does(school: School, client: Client) -> None:
    visitor = client(ADA)
    end = school.use_cases.end()
    page = visitor.get(chosen(visitor, SAMPLE))
    said = words(page)
    for number, what in [(422, "people will be added"), (1, "more than once in the file"), (2, "rows left out")]:
        assert f'{what}</dt><dd class="stat-number">{number}</dd>' in page.text
    assert "Add 422 people" in said
    assert "the first 20 of 422" in said
    assert page.text.count('class="person-name"') == 20
    assert "the same person as in row" in said
    assert "an empty row" in said
    assert (people(school), school.use_cases.end()) == ([], end)


def test_a_confirmed_file_brings_everybody_once(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, SAMPLE)
    answer = confirm(visitor, page, tie="dormant")
    assert (answer.status_code, answer.location) == (303, page)
    assert "422 people came into your list" in visitor.see(page)
    assert len(people(school)) == 422
    assert {card.tie for card in tracker.contacts(school.views, ADA.id)} == {"dormant"}


def test_the_first_answer_offered_is_acquaintance(client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA))
    assert visitor.form(page, f"{page}/confirmation").fields["tie"] == ["weak"]


def test_a_second_click_gives_the_same_answer_and_adds_nobody(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA, NOOR))
    fields = visitor.form(page, f"{page}/confirmation").filled({})
    first, second = (visitor.send(f"{page}/confirmation", fields) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, page)
    assert "Two people came into your list" in visitor.see(page)
    assert people(school) == ["Mira Solberg", "Noor Haddad"]


def test_two_clicks_at_once_add_nobody_twice(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, SAMPLE)
    fields = visitor.form(page, f"{page}/confirmation").filled({})
    answers: list[TestResponse] = []
    visitors = [client(ADA), client(ADA)]
    for one in visitors:
        one.form(page, f"{page}/confirmation")  # a cookie of its own for the token of the form

    def click(one: Visitor) -> None:
        mine = {**fields, "csrf_token": one.token()}
        answers.append(one.send(f"{page}/confirmation", mine))

    clicks = [Thread(target=click, args=[one]) for one in visitors]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert [(a.status_code, a.location) for a in answers] == [(303, page)] * 2
    assert "422 people came into your list" in visitor.see(page)
    assert len(people(school)) == 422


def test_while_it_is_being_added_the_page_says_so(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA))
    school.services.uploads.take(page.rpartition("/")[2], ADA.id, school.clock())
    assert "on their way into the list" in visitor.see(page)


def test_importing_again_says_that_everybody_is_there(school: School, client: Client) -> None:
    visitor = client(ADA)
    confirm(visitor, chosen(visitor, SAMPLE))
    again = visitor.get(chosen(visitor, SAMPLE))
    assert "Everybody is there already" in words(again)
    assert "422 people in this file are in your list" in words(again)
    assert "/confirmation" not in again.text
    assert len(people(school)) == 422


def test_somebody_removed_does_not_come_back(school: School, client: Client) -> None:
    visitor = client(ADA)
    confirm(visitor, chosen(visitor, export(MIRA, NOOR)))
    (mira, _) = tracker.contacts(school.views, ADA.id)
    school.say(ADA, "remove_contact", mira.contact_id)
    assert "/confirmation" not in visitor.get(chosen(visitor, export(MIRA, NOOR))).text
    assert people(school) == ["Noor Haddad"]


def test_a_rival_import_between_looking_and_confirming_is_counted_truly(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA, NOOR))
    school.contact(ADA, "Mira Solberg", link="https://www.linkedin.com/in/mira")
    confirm(visitor, page)
    assert "One person came into your list" in visitor.see(page)


def test_everybody_added_meanwhile_is_no_success_of_this_file(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA))
    form = visitor.form(page, f"{page}/confirmation")
    school.contact(ADA, "Mira Solberg", link="https://www.linkedin.com/in/mira")
    visitor.send(f"{page}/confirmation", form.filled({}))
    assert "Nobody was added, and nothing was changed." in visitor.see(page)


@pytest.mark.parametrize("tie", [None, "enemy"])
def test_a_tie_must_be_chosen(school: School, client: Client, tie: str | None) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA))
    answer = confirm(visitor, page, tie=tie)
    assert answer.status_code == 422
    assert "Please choose" in words(answer)
    assert people(school) == []
    confirm(visitor, page, tie="alum")
    assert people(school) == ["Mira Solberg"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "No file was chosen."),
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"name;city\nMira;Oslo\n", "does not look like LinkedIn's Connections.csv"),
        (export(), "nobody in it"),
        (export(",,,,,,"), "nobody in it"),
        (export(",,https://www.linkedin.com/in/x,,,,"), "Not one row of the file could be read as a person"),
        (export("José,Núñez,,,,,").decode().encode("latin-1"), "not in UTF-8"),
        (b"PK\x03\x04" + bytes(100), "unpack it"),
        (b"PK\x03\x04xl/workbook" + bytes(100), "That is a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "not a text file"),
        (b"Conversation ID,From,Content\n1,Mira,Hi\n", "messages.csv"),
        (bytes(5 * MEGABYTE + 1), "5 MB is the most we read"),
    ],
)
def test_a_file_that_is_none_is_told_why_and_changes_nothing(
    school: School, client: Client, data: bytes | None, said: str
) -> None:
    visitor = client(ADA)
    end = school.use_cases.end()
    answer = choose(visitor, data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Nothing was changed." in words(answer)
    assert visitor.form(answer, ASK).buttons
    assert (people(school), school.use_cases.end()) == ([], end)


def test_a_field_that_is_no_file_counts_as_none_chosen(client: Client) -> None:
    visitor = client(ADA)
    assert "No file was chosen." in words(visitor.submit(ASK, ASK, file="Connections.csv"))


class Endless(BytesIO):
    """Fifty megabytes on their way, of which nobody ever holds more than a part."""

    left = 50 * MEGABYTE

    def read(self, size: int | None = -1, /) -> bytes:
        part = bytes(min(size or 0, self.left))
        self.left -= len(part)
        return part


def test_fifty_megabytes_are_heard_to_the_end_and_refused_kindly(school: School, client: Client) -> None:
    visitor, body = client(ADA), Endless()
    announced = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.left),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    answer = visitor.browser.post(ASK, environ_overrides=announced)
    assert answer.status_code == 413
    assert "far larger than a list of connections" in words(answer)
    assert "Ada Lindqvist" in words(answer)
    assert body.left == 0
    assert people(school) == []


def test_after_an_hour_the_file_must_be_chosen_again(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export(MIRA))
    form = visitor.form(page, f"{page}/confirmation")
    school.clock.go(hours=1)
    answer = visitor.send(f"{page}/confirmation", form.filled({}))
    answer = visitor.get(answer.location or "")
    assert answer.status_code == 410
    assert "Please choose it again." in words(answer)
    assert people(school) == []


def test_another_file_ends_the_wait_of_the_one_before(client: Client) -> None:
    visitor = client(ADA)
    first = chosen(visitor, export(MIRA))
    chosen(visitor, export(NOOR))
    assert visitor.get(first).status_code == 410


def test_nobody_else_sees_or_confirms_a_chosen_file(school: School, client: Client) -> None:
    mine, other = client(ADA), client(BEN)
    page = chosen(mine, export(MIRA))
    fields = mine.form(page, f"{page}/confirmation").filled({"csrf_token": other.token()})
    assert other.get(page).status_code == other.get(f"{ASK}/unknown").status_code == 410
    other.send(f"{page}/confirmation", fields)
    assert people(school) == []
    assert tracker.contacts(school.views, BEN.id) == []
    assert "Add one person" in mine.see(page)


def test_cells_that_look_like_markup_or_formulas_stay_text(school: School, client: Client) -> None:
    visitor = client(ADA)
    page = chosen(visitor, export("<script>alert(1)</script>,=1+1,javascript:alert(1),not an address,<b>,,soon"))
    answer = visitor.get(page)
    assert "<script>alert" not in answer.text
    assert "Comes without the link and the e-mail address and the date" in words(answer)
    confirm(visitor, page)
    assert people(school) == ["<script>alert(1)</script> =1+1"]


@pytest.mark.sqlite
def test_nothing_of_a_waiting_file_is_readable_on_the_disk(school: School, client: Client) -> None:
    chosen(client(ADA), export("Quetzalcoatlina,Solberg,,,,,"))
    for path in school.folder.iterdir():
        assert b"Quetzalcoatlina" not in path.read_bytes()


def test_looking_asks_few_statements(client: Client, statements: Any) -> None:
    visitor = client(ADA)
    page = chosen(visitor, SAMPLE)
    with statements() as asked:
        visitor.see(page)
    assert len(asked) <= 15

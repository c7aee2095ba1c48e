"""Inviting a cohort by a list: what is said before, one confirmation, and letters that nobody gets twice."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from nudges.asked_for import send_asked_for
from projections import people
from projections.people import Person
from store.attempts import attempt
from store.outbox import outbox
from store.uploads import PATIENCE
from tests.cast import ADA, AUTUMN, BEN, DORA, SPRING, School, there
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor, events_of, words

PLACE = f"/staff/cohorts/{SPRING.id}/invitations"
LIST = """name;e-mail;zone;role
Mira Solberg;mira@example.org;Europe/Oslo;student
Marcus Bell;marcus@example.org;;mentor
Ada again;ADA@example.org;;
Mira twice;Mira@Example.org;;
Eve;eve at example;;
Otto;otto@example.org;;staff
"""


def choose(visitor: Visitor, text: str = LIST, **typed: Any) -> TestResponse:
    return visitor.submit(PLACE, PLACE, people=text, **typed)


def look_over(visitor: Visitor, text: str = LIST) -> str:
    answer = choose(visitor, text)
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def confirm(visitor: Visitor, page: str, **typed: Any) -> TestResponse:
    return visitor.submit(page, f"{page}/confirmation", **typed)


def members(school: School) -> dict[str, Person]:
    card = there(people.cohort_with(school.views, SPRING.id))
    return {str(person.name): person for person in card.members}


def letters(school: School) -> list[str]:
    with school.services.vault.database.read() as connection:
        waiting = connection.execute(select(outbox.c.member_id).where(outbox.c.kind == "invitation")).all()
    names = {str(person.member_id): name for name, person in members(school).items()}
    return sorted(names[row.member_id] for row in waiting)


def sent(school: School) -> list[str]:
    mail = Outbox()
    send_asked_for(school.services, mail)
    return [letter.to for letter in mail.sent]


def test_the_way_from_the_cohort_to_the_letters(client: Callable[..., Visitor], school: School) -> None:
    dora = client(DORA)
    assert PLACE in dora.get(f"/staff/cohorts/{SPRING.id}").text
    page = look_over(dora)
    done = confirm(dora, page)
    assert (done.status_code, done.location) == (303, page)
    seen = dora.see(page)
    assert "Two people are invited" in seen
    assert "/join/" not in seen
    mira, marcus = (members(school)[name] for name in ("Mira Solberg", "Marcus Bell"))
    assert (str(mira.address), mira.role, mira.zone) == ("mira@example.org", "student", "Europe/Oslo")
    assert (marcus.role, marcus.zone) == ("mentor", DORA.zone)
    assert letters(school) == ["Marcus Bell", "Mira Solberg"]
    assert events_of(school, mira.member_id) == ["Joined", "LinkMade"]


def test_the_preview_says_everything_and_changes_nothing(client: Callable[..., Visitor], school: School) -> None:
    before = school.use_cases.end()
    dora = client(DORA)
    seen = dora.see(look_over(dora))
    for said in (
        "Invite two people",
        "There is no mail server here yet",
        "Mira Solberg mira@example.org Student Europe/Oslo",
        "4 Ada again Here already. Nothing changes for them.",
        "5 Mira Solberg Left out: the same person as in row 2.",
        "6 Eve Left out: the e-mail address cannot be written to.",
        "7 Otto Left out: the role is neither student nor mentor; staff are added one by one.",
    ):
        assert said in seen
    assert school.use_cases.end() == before
    assert letters(school) == []


def test_a_file_is_read_as_what_was_pasted_is(client: Callable[..., Visitor]) -> None:
    file = (BytesIO("Name,E-Mail\r\nZoë Müller,zoe@example.org\r\n".encode("cp1252")), "autumn.csv")
    dora = client(DORA)
    answer = choose(dora, "", file=file)
    assert answer.status_code == 303
    assert "Zoë Müller" in dora.see(str(answer.location))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a file, or paste the list."),
        ("Mira,mira@example.org", "names the columns"),
        ("name,address\nMira,", "no e-mail address: 1"),
        ("name,address\n" + "\n".join(f"P{n},p{n}@example.org" for n in range(501)), "501 people, and 500 is the most"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client: Callable[..., Visitor], text: str, said: str) -> None:
    answer = choose(client(DORA), text)
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_file_that_is_too_large_is_refused_in_words(client: Callable[..., Visitor]) -> None:
    answer = choose(client(DORA), "", file=(BytesIO(b"name,address\n" + b"x" * 1_100_000), "autumn.csv"))
    answer.request.environ["wsgi.input"].close()  # what the client wrote for a large file
    assert answer.status_code == 422
    assert "1 MB is the most we read" in words(answer)


def test_without_anybody_new_there_is_nothing_to_confirm(client: Callable[..., Visitor]) -> None:
    dora = client(DORA)
    page = look_over(dora, f"name,address\nBen,{BEN.address}\n")
    assert "Everybody is here already" in dora.see(page)
    assert "confirmation" not in dora.get(page).text


def test_confirmed_twice_it_happens_once_and_says_the_same(client: Callable[..., Visitor], school: School) -> None:
    dora = client(DORA)
    page = look_over(dora)
    form = dora.form(page, f"{page}/confirmation")
    answers = [dora.send(form.action, form.filled({})) for _ in range(2)]
    assert [answer.location for answer in answers] == [page, page]
    assert "Two people are invited" in dora.see(page)
    assert letters(school) == ["Marcus Bell", "Mira Solberg"]


def test_a_list_counts_as_those_in_it_do_one_by_one(client: Callable[..., Visitor], school: School) -> None:
    dora = client(DORA)

    def invite(number: int) -> int:
        typed = {"name": "Nia", "address": f"nia{number}@example.org", "role": "student", "zone": "UTC"}
        return dora.submit("/staff/members/new", "/staff/members", **typed).status_code

    assert invite(1) == 200
    _invitations_so_far(school, 1999)
    page = look_over(dora)
    refused = confirm(dora, page)
    assert (refused.status_code, "Mira Solberg" in members(school), sent(school)) == (429, False, [])
    assert "It works again in about" in words(refused)
    _invitations_so_far(school, 1997)
    assert confirm(dora, page).status_code == 303
    assert "Two people are invited" in dora.see(page)
    assert invite(2) == 200
    assert invite(3) == 429


def _invitations_so_far(school: School, times: int) -> None:
    """By the whole school, in this hour; by each of the staff none."""
    counter = school.services.vault.mark("attempt LIMITER/everybody/invitations/2000/1/hour")
    with school.services.vault.database.write() as connection:
        connection.execute(attempt.update().values(times=0))
        found = connection.execute(attempt.update().where(attempt.c.mark == counter).values(times=times))
    assert found.rowcount == 1


def test_interrupted_in_the_middle_it_goes_on_and_nobody_comes_twice(
    client: Callable[..., Visitor], school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    dora, add = client(DORA), school.use_cases.add_member
    page = look_over(dora)

    def die_before_marcus(*args: Any, **words: Any) -> Any:
        if words["name"].startswith("Marcus"):
            raise KeyboardInterrupt
        return add(*args, **words)

    with monkeypatch.context() as patched:
        patched.setattr(school.use_cases, "add_member", die_before_marcus)
        # As if the process had died: nothing is given back.
        patched.setattr("store.uploads.Uploads.give_back", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            confirm(dora, page)
    assert "Mira Solberg" in members(school)
    assert letters(school) == ["Mira Solberg"]
    assert "One moment" in dora.see(page)
    school.clock.go(seconds=PATIENCE.total_seconds())
    confirm(dora, page, zone="Europe/Paris")
    assert "Two people are invited" in dora.see(page)
    assert letters(school) == ["Marcus Bell", "Mira Solberg"]
    assert events_of(school, members(school)["Mira Solberg"].member_id) == ["Joined", "LinkMade"]
    assert members(school)["Marcus Bell"].zone == "Europe/Paris"


@pytest.mark.parametrize("verb", ["add_member", "record_link"])
@pytest.mark.parametrize("broken", [1, 2])
def test_the_same_list_chosen_again_goes_on_where_a_fault_broke_it_off(
    client: Callable[..., Visitor], school: School, monkeypatch: pytest.MonkeyPatch, verb: str, broken: int
) -> None:
    dora, works, asked = client(DORA), getattr(school.use_cases, verb), list[int]()

    def breaks_off(*args: Any, **words: Any) -> Any:
        asked.append(1)
        if len(asked) == broken:
            raise sqlite3.OperationalError("disk I/O error")
        return works(*args, **words)

    with monkeypatch.context() as patched:
        patched.setattr(school.use_cases, verb, breaks_off)
        assert confirm(dora, look_over(dora)).status_code == 503
    page = look_over(dora)
    confirm(dora, page)
    assert "Two people are invited" in dora.see(page)
    assert sorted(sent(school)) == ["marcus@example.org", "mira@example.org"]


def test_the_same_list_chosen_again_when_all_was_done_mails_nobody_twice(
    client: Callable[..., Visitor], school: School
) -> None:
    dora = client(DORA)
    confirm(dora, look_over(dora))
    assert len(sent(school)) == 2
    for hours in (1, 30):
        school.clock.go(hours=hours)
        dora = client(DORA)
        page = look_over(dora)
        assert "Everybody is here already" in dora.see(page)
        assert dora.send(f"{page}/confirmation", {"csrf_token": dora.token(), "zone": "UTC"}).status_code == 303
        assert sent(school) == []


def test_two_lists_with_the_same_person_invite_them_once(client: Callable[..., Visitor], school: School) -> None:
    dora, other = client(DORA), f"/staff/cohorts/{AUTUMN.id}/invitations"
    first = look_over(dora, "name,address\nMira,mira@example.org\n")
    confirm(dora, first)
    answer = dora.submit(other, other, people="name,address\nMira,MIRA@example.org\nEve,eve@example.org\n")
    confirm(dora, str(answer.location))
    seen = dora.see(str(answer.location))
    assert "One person is invited" in seen
    assert "1 here before" in seen or "here before 1" in seen
    assert [name for name in members(school) if name.startswith("Mira")] == ["Mira"]


@pytest.mark.parametrize("zone", ["", "CET", "Nowhere/Land"])
def test_a_time_zone_that_is_none_is_refused_and_nobody_is_invited(
    client: Callable[..., Visitor], school: School, zone: str
) -> None:
    dora = client(DORA)
    page = look_over(dora)
    answer = confirm(dora, page, zone=zone)
    assert answer.status_code == 422
    assert "time zone" in words(answer)
    assert "Mira Solberg" not in members(school)
    assert confirm(dora, page, zone="Europe/Oslo").status_code == 303


def test_a_list_waits_for_an_hour_for_whoever_chose_it_and_for_that_cohort(
    client: Callable[..., Visitor], school: School
) -> None:
    dora = client(DORA)
    page = look_over(dora)
    token = page.rsplit("/", 1)[1]
    assert dora.get(f"/staff/cohorts/{AUTUMN.id}/invitations/{token}").status_code == 410
    assert dora.get(f"/contacts/import/{token}").status_code == 410
    assert client(ADA).get(page).status_code == 404
    school.clock.go(seconds=timedelta(hours=1).total_seconds())
    answer = client(DORA).get(page)
    assert answer.status_code == 410
    assert "waits for an hour" in words(answer)


def test_nobody_but_staff_invites(client: Callable[..., Visitor]) -> None:
    ada = client(ADA)
    assert ada.get(PLACE).status_code == 404
    assert ada.send(PLACE, {"csrf_token": ada.token(), "people": LIST}).status_code == 404


def test_a_name_that_looks_like_a_formula_or_like_markup_stays_text(
    client: Callable[..., Visitor], school: School
) -> None:
    dora = client(DORA)
    page = look_over(dora, 'name,address\n"=HYPERLINK(""x"")",mira@example.org\n<b>Bo</b>,bo@example.org\n')
    assert "&lt;b&gt;Bo&lt;/b&gt;" in dora.get(page).text
    confirm(dora, page)
    assert '=HYPERLINK("x")' in members(school)

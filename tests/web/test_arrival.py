"""Bringing an archive along by the pages: said before it is done, done once, and nothing for a file that is none."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from projections.own_data import arrival
from projections.own_data.archive import DATA
from projections.progress.goals import goals
from projections.progress.outreach import stories
from projections.tracker import contacts
from tests.cast import BEN, CLEO, DORA, School, there
from tests.projections.test_arrival import MIRA, archive_of, lived, story, zipped
from tests.web.conftest import Visitor, words
from web.pages.own_data import bringing

__all__ = ["lived"]

PAGE, BRING = "/settings/data", "/settings/data/arrival"
Client = Callable[..., Visitor]


@pytest.fixture
def cleo(client: Client) -> Visitor:
    return client(CLEO)


def choose(visitor: Visitor, data: bytes | None) -> TestResponse:
    return visitor.submit(PAGE, BRING, file=(BytesIO(data), "a.zip") if data is not None else None)


def chosen(visitor: Visitor, data: bytes) -> str:
    """The page that says what would come."""
    answer = choose(visitor, data)
    assert answer.status_code == 303, words(answer)
    return there(answer.location)


def confirm(visitor: Visitor, page: str) -> TestResponse:
    return visitor.submit(page, f"{page}/confirmation")


def test_what_would_come_is_said_before_it_does(cleo: Visitor, school: School, lived: bytes) -> None:
    end = school.use_cases.end()
    page = cleo.see(chosen(cleo, lived))
    for said in ("This is what would come along", "They count toward no goal or level here", "What stays behind"):
        assert said in page
    assert "Gone Already Had been removed there" in page
    assert "One open goal goes on as a promise of yours from today" in page
    assert school.use_cases.end() == end


def test_what_was_confirmed_comes_once_and_is_told(cleo: Visitor, school: School, lived: bytes) -> None:
    page = chosen(cleo, lived)
    fields = cleo.form(page, f"{page}/confirmation").filled({})
    answers = [cleo.send(f"{page}/confirmation", fields) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, page)] * 2
    told = cleo.see(page)
    assert "It is here" in told
    assert "One person: had been removed there" in told
    assert "people 3 messages and conversations 4 takeaways 2 goals 3" in told
    end = school.use_cases.end()
    again = chosen(cleo, lived)
    assert "Nothing new in it" in cleo.see(again)
    cleo.send(f"{again}/confirmation", {"csrf_token": cleo.token()})
    assert "Nothing new came" in cleo.see(again)
    assert school.use_cases.end() == end


def test_what_came_is_shown_as_such_with_its_own_dates(cleo: Visitor, school: School, lived: bytes) -> None:
    confirm(cleo, chosen(cleo, lived))
    mira = next(card for card in stories(school.views, CLEO.id) if card.confidential)
    person, told = cleo.see(f"/contacts/{mira.contact_id}"), cleo.see(f"/outreach/{mira.outreach_id}")
    assert "Conversation held brought along" in person
    assert "It counts toward no goal or level here." in told
    assert "what an archive tells is shared with nobody" in told
    assert "Count it toward another goal" not in told
    assert "Queues everywhere" in told
    listed = cleo.see("/takeaways")
    assert listed.count("brought along") == 2
    assert "From an archive that you brought along" in cleo.see(f"/takeaways/{there(mira.takeaway).takeaway_id}")
    own = cleo.see("/goals")
    assert "From elsewhere" in own
    assert "Talk to a mentor One conversation held".casefold() in own.casefold()


def test_programs_are_told_what_came_from_elsewhere(cleo: Visitor, school: School, lived: bytes) -> None:
    confirm(cleo, chosen(cleo, lived))
    token = school.services.access.make_api_token(CLEO.id, "tests", school.clock())
    headers = {"Authorization": f"Bearer {token}"}
    told = cleo.browser.get("/api/outreach", headers=headers).json
    at = school.clock().isoformat()
    assert {(one["stage"], one["reached"], one["brought_at"]) for one in there(told)} == {
        ("elsewhere", "held", at),
        ("elsewhere", "declined", at),
        ("drafted", "", None),
    }
    assert [one["brought_at"] for one in there(cleo.browser.get("/api/takeaways", headers=headers).json)] == [at] * 2
    of_there = next(one["id"] for one in there(told) if one["stage"] == "elsewhere")
    refused = cleo.browser.post(f"/api/outreach/{of_there}/answer", json={"note": ""}, headers=headers)
    assert (refused.status_code, there(refused.json)["code"]) == (409, "happened_elsewhere")


def test_every_page_of_a_story_from_elsewhere_opens(cleo: Visitor, school: School, lived: bytes) -> None:
    confirm(cleo, chosen(cleo, lived))
    for card in stories(school.views, CLEO.id):
        for place in ("", "/outcome", "/conversation", "/takeaway"):
            answer = cleo.get(f"/outreach/{card.outreach_id}{place}")
            assert answer.status_code in (200, 303, 404), (card.reached, place)
    for path in ("/", "/contacts", "/goals", "/buddy", "/takeaways", "/inbox"):
        assert cleo.get(path).status_code == 200


def test_what_is_asked_of_a_story_from_elsewhere_is_refused_in_words(
    cleo: Visitor, school: School, lived: bytes
) -> None:
    confirm(cleo, chosen(cleo, lived))
    card = next(one for one in stories(school.views, CLEO.id) if one.reached == "declined")
    fields = {"csrf_token": cleo.token(), "medium": "call", "reason": "x", "tie": "mentor", "goal_id": ""}
    for place in ("answer", "conversation", "counting", "tie", "notes"):
        answer = cleo.send(f"/outreach/{card.outreach_id}/{place}", fields)
        assert answer.status_code in (404, 405, 409, 422), place


def test_staff_and_buddy_see_nothing_of_it(client: Client, school: School, lived: bytes) -> None:
    school.partnership(CLEO, BEN)
    confirm(client(CLEO), chosen(client(CLEO), lived))
    assert "Still to do" not in client(BEN).see("/buddy")
    dora = client(DORA)
    dora.submit(f"/staff/members/{CLEO.id}/history", reason="She asked me to")
    seen = dora.see(f"/staff/members/{CLEO.id}/history")
    assert "Brought along what happened elsewhere with a contact" in seen
    for secret in ("Queues everywhere", "Mira Solberg", "Talk to a mentor", "Let go"):
        assert secret not in seen


def test_an_open_goal_comes_as_a_private_promise(cleo: Visitor, school: School, lived: bytes) -> None:
    confirm(cleo, chosen(cleo, lived))
    (goal,) = goals(school.views, CLEO.id, [], school.clock())
    assert (str(goal.statement), goal.sharing, goal.set_at) == ("Still to do", "private", school.clock())


def test_broken_off_in_the_middle_it_is_confirmed_again_and_goes_on(
    cleo: Visitor, school: School, lived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chosen(cleo, lived)
    with monkeypatch.context() as broken:
        broken.setattr(school.use_cases, "bring_goals", lambda *_, **__: 1 / 0)
        assert confirm(cleo, page).status_code == 500
    assert "3 here already" in cleo.see(page)
    confirm(cleo, page)
    assert "It is here" in cleo.see(page)
    assert len(contacts(school.views, CLEO.id)) == 3


def test_while_it_comes_its_page_says_how_far_it_is(
    client: Client, school: School, lived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleo, other, seen = client(CLEO), client(CLEO), list[str]()
    page, bring = chosen(cleo, lived), school.use_cases.bring_goals

    def looked_at(*args: Any, **words: Any) -> Any:
        seen.append(other.see(page))
        return bring(*args, **words)

    monkeypatch.setattr(school.use_cases, "bring_goals", looked_at)
    confirm(cleo, page)
    assert "three people and three messages and conversations are here so far" in seen[0]


def test_one_archive_is_read_at_a_time(client: Client, school: School, lived: bytes, monkeypatch: Any) -> None:
    cleo, ben, answers = client(CLEO), client(BEN), list[TestResponse]()

    def slow(*args: Any) -> Any:
        monkeypatch.setattr(bringing, "plan", arrival.plan)
        answers.append(choose(ben, lived))
        return arrival.plan(*args)

    monkeypatch.setattr(bringing, "plan", slow)
    answers.append(choose(cleo, lived))
    assert [answer.status_code for answer in answers] == [503, 303]
    assert "Please try again in a minute." in words(answers[0])
    assert answers[0].headers["Retry-After"] == "5"
    assert choose(ben, lived).status_code == 303


def test_an_archive_waits_for_whoever_chose_it_and_for_an_hour(
    client: Client, cleo: Visitor, school: School, lived: bytes
) -> None:
    page = chosen(cleo, lived)
    assert client(BEN).get(page).status_code == 410
    assert client(BEN).send(f"{page}/confirmation", {"csrf_token": client(BEN).token()}).status_code in (303, 400)
    school.clock.go(minutes=61)
    answer = cleo.get(page)
    assert (answer.status_code, "not here any more" in words(answer)) == (410, True)
    assert contacts(school.views, CLEO.id) == []


def test_a_list_of_contacts_that_waits_is_no_archive(cleo: Visitor, school: School) -> None:
    token = school.services.uploads.keep(CLEO.id, b"First Name", school.clock())
    assert cleo.get(f"{BRING}/{token}").status_code == 410


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "No file was chosen."),
        (b"nonsense", "That is not an archive from Accountabilibuddy."),
        (zipped(DATA, b" " * (5 * 1024 * 1024 + 1)), "whoever runs this school can bring it along for you."),
        (archive_of(contacts=[{}] * 2_001), "more than this page brings along: 2,000 of a kind, and 200 open goals."),
    ],
    ids=["none", "nonsense", "large", "many"],
)
def test_what_cannot_be_used_is_told(cleo: Visitor, school: School, file: bytes | None, says: str) -> None:
    before = school.use_cases.end()
    answer = choose(cleo, file)
    assert answer.status_code == 422
    assert says in words(answer)
    assert school.use_cases.end() == before


def test_a_file_far_too_large_is_told_in_the_same_words(cleo: Visitor) -> None:
    form = cleo.form(PAGE, BRING).filled({"file": (BytesIO(b"x" * 7 * 1024 * 1024), "a.zip")})
    answer = cleo.browser.post(BRING, data=form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # what the client wrote for a large file
    assert (answer.status_code, "larger than 5 MB once unpacked" in words(answer)) == (413, True)


def test_an_archive_is_looked_over_so_often_and_no_more(cleo: Visitor) -> None:
    page = chosen(cleo, archive_of(contacts=[MIRA]))
    seen = [cleo.get(page).status_code for _ in range(121)]
    assert (set(seen[:120]), seen[120]) == ({200}, 429)


def test_words_of_a_hostile_archive_stay_words(cleo: Visitor) -> None:
    odd = "<script>alert(1)</script>\u202e\ud800"
    data = archive_of(contacts=[MIRA | {"name": odd}, MIRA | {"name": "<b>bold</b>"}], outreach=[story(stage=odd)])
    page = cleo.get(chosen(cleo, data))
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text

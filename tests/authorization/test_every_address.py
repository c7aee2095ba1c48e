"""Every address of the site, tried by everybody: what is another's looks exactly as if it did not exist."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.authorization.conftest import EVERYBODY, FINN, GIL, NAMES, STUDENTS, Asked, Stage
from tests.authorization.requests import nobodys, said
from tests.cast import ADA, BEN, CLEO, DORA, Player
from tests.web.conftest import counting, fresh_left_out, plain
from web.rights import ANYBODY, MEMBER, OPERATOR, PAIR, RIGHTS, STAFF, UNASKED

_FLASH = re.compile(r'\s*<p class="flash .*?</p>', re.DOTALL)


def test_every_address_has_its_right_and_every_right_its_address(stage: Stage) -> None:
    named = [endpoint for right in RIGHTS for endpoint in right.at.split()]
    assert sorted(named) == sorted({address.endpoint for address in stage.addresses})


def test_an_address_without_a_right_does_not_open(stage: Stage) -> None:
    other = Flask("other")
    other.register_error_handler(500, lambda _: ("closed", 500))
    from web import guard

    other.add_url_rule("/forgotten", "forgotten", lambda: "open")
    guard.register(other)
    assert other.test_client().get("/forgotten").text == "closed"


def test_every_answer_is_the_one_that_the_table_says(asked: list[Asked]) -> None:
    wrong = [(one.name, one.address, one.theirs.status) for one in asked if not as_expected(one)]
    assert wrong == []
    assert len(asked) > 700


def as_expected(one: Asked) -> bool:
    status, right = one.theirs.status_code, one.address.right.who
    if right in (UNASKED, ANYBODY):
        return status < 500 or one.address.endpoint == "operations.ready"
    if right == OPERATOR:
        return status == 404
    if one.who in (None, GIL):
        return (
            status == 401 if one.address.for_programs else one.theirs.headers.get("Location", "").startswith("/sign-in")
        )
    if right == MEMBER:
        return status in (200, 201, 303, 404, 409, 410, 422) and "/sign-in" not in one.theirs.headers.get(
            "Location", ""
        )
    return status == 404


def test_what_is_another_s_looks_as_if_it_did_not_exist(asked: list[Asked]) -> None:
    told_apart = [
        (one.name, one.address)
        for one in asked
        if one.who is not None
        and (one.theirs.status_code, _unsaid(one.theirs)) != (one.nobodys.status_code, _unsaid(one.nobodys))
    ]
    assert told_apart == []


def _unsaid(answer: TestResponse) -> str:
    """The answer without the ids that the question held, and without what was left to be told from the one before."""
    text = _FLASH.sub("", fresh_left_out(said(answer)))
    for part in answer.request.path.split("/"):
        text = text.replace(part, "") if len(part) > 7 else text
    return text


@pytest.mark.parametrize("who", [*STUDENTS, DORA], ids=lambda who: who.name.split()[0])
def test_what_is_ones_own_opens(stage: Stage, who: Player) -> None:
    ask, shut = stage.asker(who), []
    for address in stage.addresses:
        over = address.right.who == PAIR and who in (FINN, DORA)
        # A member has one file waiting at a time, and here it is one of contacts.
        over = over or address.endpoint == "staff.look_over_invitations"
        others = (STAFF,) if who is not DORA else ()
        if address.method != "GET" or address.right.who in (UNASKED, ANYBODY, OPERATOR, *others) or over:
            continue
        answer = ask(address, stage.ids(address, ADA if address.right.who == STAFF else who))
        if answer.status_code not in (200, 303, 410) or answer.headers.get("Location", "").startswith("/sign-in"):
            shut.append((address, answer.status))
    assert shut == []


def test_a_closed_account_opens_nothing_not_even_what_is_its_own(stage: Stage) -> None:
    """Neither a session that began before nor a token: what is answered is what nobody in particular is answered."""
    gil, nobody, tried = stage.asker(GIL), stage.asker(None), 0
    for address in stage.addresses:
        if address.right.who in (UNASKED, ANYBODY, OPERATOR):
            continue
        answers = [ask(address, stage.ids(address, GIL)) for ask in (gil, nobody)]
        assert answers[0].status_code in (303, 401), address
        assert len({(a.status_code, a.headers.get("Location"), _unsaid(a)) for a in answers}) == 1, address
        tried += 1
    assert tried > 150


def test_staff_find_no_member_or_cohort_that_does_not_exist(stage: Stage) -> None:
    dora = stage.asker(DORA)
    for address in stage.addresses:
        if address.right.who == STAFF and address.names:
            assert dora(address, nobodys(address)).status_code == 404, address


def test_deciding_asks_no_database_anything_more(stage: Stage) -> None:
    """What is refused to a student costs what an address costs that is not there at all."""
    cleo, costs = stage.asker(CLEO).visitor, []
    for path in ("/staff", "/nowhere"):
        cleo.get(path)
        with counting(stage.school) as said_to_databases:
            assert cleo.get(path).status_code == 404
        costs.append(len(said_to_databases))
    assert costs[0] == costs[1] <= 3


# Ids inside of what is sent


PLACES = [
    ("outreach.create", "contact_id", "contact"),
    ("outreach.create", "goal_id", "goal"),
    ("outreach.count", "goal_id", "goal"),
    ("api_outreach.created", "contact_id", "contact"),
    ("api_outreach.created", "goal_id", "goal"),
    ("api_outreach.counting", "goal_id", "goal"),
    ("api_contacts.created", "introduced_by", "contact"),
]


@pytest.mark.parametrize(("endpoint", "field", "noun"), PLACES)
def test_an_id_of_another_s_inside_a_request_is_as_good_as_none(
    stage: Stage, endpoint: str, field: str, noun: str
) -> None:
    cleo, own = stage.asker(CLEO), stage.things[CLEO]
    (address,) = [a for a in stage.addresses if a.endpoint == endpoint]
    before, answers = stage.school.use_cases.end(), []
    for value in (getattr(stage.things[ADA], noun), ADA.id):
        fields = {"contact_id": str(own.contact), "name": f"Friend of {value}", field: str(value)}
        answers.append(cleo(address, stage.ids(address, CLEO), **fields))
    assert {answer.status_code for answer in answers} <= {404, 422}
    assert plain(answers[0]) == plain(answers[1]).replace(str(ADA.id), str(getattr(stage.things[ADA], noun)))
    assert stage.school.use_cases.end() == before


@pytest.mark.parametrize("who", EVERYBODY, ids=NAMES)
def test_nobody_changed_anything_of_another_s(stage: Stage, asked: list[Asked], who: Player | None) -> None:
    """The events of everybody's things are those that their owners told."""
    mine = {str(who.id)} if who else set()
    for owner in {ADA, BEN, CLEO, DORA} - {who}:
        things = stage.things[owner]
        for thing in (things.goal, things.contact, things.outreach, things.takeaway):
            told: list[Any] = list(stage.school.use_cases.events.get(thing))
            assert not mine & {event.by for event in told}

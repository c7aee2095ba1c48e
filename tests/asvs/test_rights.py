"""16 to 22: who may do what to whose what."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from domain.act import OPERATOR as AN_OPERATOR
from projections.erasing import carry_out_due
from projections.history import own_history
from tests.asvs.conftest import Client
from tests.authorization.canaries import confide, told
from tests.authorization.conftest import FINN, Stage
from tests.authorization.requests import Address, ids_in, nobodys, said
from tests.cast import ADA, BEN, CLEO, DORA, Player, School
from tests.web.conftest import plain
from tests.web.test_api import PROMISE, Caller
from web import guard
from web.rights import ANYBODY, MEMBER, OPERATOR, OWNER, PAIR, RIGHT_AT, STAFF, UNASKED

# Statuses by who asks for something of Ada's: nobody, a student, her buddy, who was her buddy, staff.
OPEN = {200, 201, 303, 400, 404, 409, 410, 422}
EXPECTED = {
    MEMBER: ({303, 401}, OPEN, OPEN, OPEN, OPEN),
    OWNER: ({303, 401}, {404}, {404}, {404}, {404}),
    PAIR: ({303, 401}, {404}, OPEN, {404}, {404}),
    STAFF: ({303}, {404}, {404}, {404}, OPEN),
    OPERATOR: ({404},) * 5,
}
ROLES: tuple[Player | None, ...] = (None, CLEO, BEN, FINN, DORA)


def about_ada(stage: Stage, address: Address) -> dict[str, str]:
    return ids_in(address, stage.things[ADA], ADA, stage.pairs[ADA]) | {"token": "nonsense"}


def test_16_every_address_has_a_right_that_holds_for_every_role(stage: Stage) -> None:
    assert sorted({address.endpoint for address in stage.addresses}) == sorted(RIGHT_AT)
    one_of_each = {a.right: a for a in reversed(stage.addresses) if a.right.who not in (UNASKED, ANYBODY)}
    wrong = []
    for column, who in enumerate(ROLES):
        ask = stage.asker(who)
        for address in one_of_each.values():
            answer = ask(address, about_ada(stage, address))
            if answer.status_code not in EXPECTED[address.right.who][column]:
                wrong.append((who and who.name, address, answer.status))
            elif who is None and answer.status_code == 303:
                assert answer.location.startswith("/sign-in")
    assert wrong == []
    other = Flask("other")
    other.add_url_rule("/forgotten", "forgotten", lambda: "open")
    guard.register(other)
    assert other.test_client().get("/forgotten").status_code == 500


def test_17_an_id_of_another_s_is_answered_as_one_of_nobody_s(stage: Stage) -> None:
    ask, tried = stage.asker(CLEO), 0
    for address in stage.addresses:
        if address.right.who not in (OWNER, PAIR):
            continue
        theirs, none = about_ada(stage, address), nobodys(address)
        answers = [ask(address, ids) for ids in (theirs, none)]
        texts = [plain(one) for one in answers]
        for name in address.names:
            texts = [text.replace(ids[name], "") for text, ids in zip(texts, (theirs, none), strict=True)]
        assert ([a.status_code for a in answers], texts[0]) == ([404, 404], texts[1]), address
        tried += 1
    assert tried > 80


def test_18_a_buddy_is_handed_no_field_that_was_not_shared(stage: Stage) -> None:
    ask = stage.asker(BEN)
    gets = [a for a in stage.addresses if a.method == "GET" and a.right.who not in (UNASKED, OPERATOR)]
    everything = "\n".join(said(ask(address, about_ada(stage, address))) for address in gets)
    found = {field for text, at in told(stage.school, ADA).items() if text in everything for field in at}
    names = {("Member.Joined", "name"), ("Member.Renamed", "name")}
    assert found - names == {("Partnership.CheckedIn", "moved"), ("Partnership.CheckedIn", "next_step")}


def test_19_a_former_buddy_sees_nothing_at_the_next_request(school: School, app: Flask, client: Client) -> None:
    pair, goal, things = school.partnership(), school.goal(statement="Shared words"), confide(school, ADA)
    school.say(ADA, "choose_goal_sharing", goal, sharing="words")
    school.say(ADA, "choose_outreach_sharing", things.outreach, partnership_id=pair, parts=["message"])
    ben, program, story = client(BEN), Caller(app, school, BEN), f"/{pair}/stories/{things.outreach}"
    opened = {"csrf_token": ben.token(), "command_id": str(uuid4())}  # in a page that stays open

    def seen() -> list[object]:
        pages = [ben.get("/buddy"), ben.get("/"), program("GET", f"/partnerships/{pair}")]
        shown = ["Shared words" in "".join(page.text for page in pages)]
        told = [ben.get(f"/buddy{story}"), program("GET", f"/partnerships{story}")]
        return shown + [answer.status_code for answer in told]

    assert seen() == [True, 200, 200]
    school.say(ADA, "end_partnership", pair)
    assert seen() == [False, 404, 404]
    assert ben.send(f"/buddy/{pair}/cheers", opened).status_code in (404, 409)


def test_20_fields_that_nobody_asked_for_change_nothing(school: School, app: Flask, client: Client) -> None:
    ada, program = client(ADA), Caller(app, school, ADA)
    more = {"role": "staff", "member_id": str(BEN.id), "address": "eve@example.org", "by": str(BEN.id)}
    assert ada.submit("/settings", "/settings", name="Ada", zone="UTC", **more).status_code == 303
    assert ada.get("/staff").status_code == 404
    assert school.services.vault.member_with("eve@example.org") is None
    before = school.use_cases.end()
    for field, value in more.items():
        assert program("POST", "/goals", PROMISE | {field: value}).status_code == 422, field
    assert school.use_cases.end() == before


def test_21_an_old_version_follows_the_rights_of_today(school: School, client: Client) -> None:
    pair, contact = school.partnership(), school.contact(name="Mira Solberg")
    goal = school.goal(statement="First words")
    school.say(ADA, "choose_goal_sharing", goal, sharing="words")
    dora, page = client(DORA), f"/staff/members/{ADA.id}/history"
    dora.submit(page, page, reason="She asked")
    as_of = f"{page}?as_of=2026-11-02"
    assert "First words" in dora.get(as_of).text
    assert "Mira" not in dora.get(as_of).text  # contacts are the student's alone, on every day
    school.clock.go(minutes=31)
    asked_again = client(DORA).get(as_of)  # the look is over, whatever day is asked for
    assert (asked_again.status_code, "First words" in asked_again.text) == (200, False)
    school.say(ADA, "end_partnership", pair)
    assert "First words" not in client(BEN).get("/buddy").text
    assert "Mira Solberg" in _words_then(school)
    school.say(AN_OPERATOR, "request_contact_erasure", contact, at_once=True)
    assert carry_out_due(school.services, by=AN_OPERATOR, door="command line") == (1, 0)
    assert "Mira Solberg" not in _words_then(school)


def _words_then(school: School) -> list[Any]:
    """All that stood in Ada's history half an hour ago, as it opens now."""
    told = own_history(school.views, ADA.id, as_of=school.clock() - timedelta(minutes=30), limit=100)
    assert "Contact.Added" in [entry.name for entry in told]
    return [str(value) for entry in told for value in vars(entry.event).values()]


@pytest.mark.parametrize("claimed", [BEN, DORA])
def test_22_who_did_it_comes_from_the_session(school: School, app: Flask, client: Client, claimed: Player) -> None:
    as_another = {name: str(claimed.id) for name in ("by", "actor", "actor_id", "member_id", "owner")}
    before = school.use_cases.end()
    ada = client(ADA)
    path = ada.submit("/goals/new?template=own", "/goals", **PROMISE, **as_another, command_id=str(uuid4())).location
    Caller(app, school, ADA)("POST", "/contacts", {"name": "Mira", "tie": "weak"}, X_User=str(claimed.id))
    told = [recorded.event for recorded in school.use_cases.after(before, 10)]
    assert [(event.by, event.door) for event in told] == [(str(ADA.id), "page"), (str(ADA.id), "api")]
    assert UUID(path.rpartition("/")[2]) == told[0].originator_id

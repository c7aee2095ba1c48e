"""The JSON API: the same use cases, refusals as problem+json, repeats without a second effect."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from domain.partnership import Partnership
from tests.cast import ADA, BEN, CLEO, DORA, Clock, Player, School

SAMPLE = Path(__file__).parents[1] / "samples" / "linkedin-Connections.csv"
PROMISE = {"statement": "Talk to two people", "measure": "conversations", "target": 2, "due": "2026-11-30"}


class Caller:
    """A program with somebody's token."""

    def __init__(self, app: Flask, school: School, who: Player) -> None:
        self.browser = app.test_client()
        token = school.services.access.make_api_token(who.id, "tests", school.clock())
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser.open(f"/api{path}", method=method, json=body, headers=self.headers | named)

    def id_of(self, path: str, body: Any) -> str:
        answer = self("POST", path, body)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])


Call = Callable[[Player], Caller]


@pytest.fixture
def call(app: Flask, school: School) -> Call:
    return lambda who: Caller(app, school, who)


def description(app: Flask) -> Any:
    return app.test_client().get("/api/openapi.json").get_json()


def problem(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json", answer.text
    return answer.status_code, answer.json.get("code", "")


def test_without_a_token_nothing_opens(app: Flask) -> None:
    visitor = app.test_client()
    assert problem(visitor.get("/api/goals"))[0] == 401
    assert problem(visitor.get("/api/goals", headers={"Authorization": "Bearer nonsense"}))[0] == 401


def test_a_session_cookie_does_not_open_the_api(client: Any) -> None:
    assert client(ADA).get("/api/goals").status_code == 401


def test_a_revoked_token_is_worth_nothing_at_the_next_request(call: Call, school: School) -> None:
    ada = call(ADA)
    assert ada("GET", "/goals").status_code == 200
    [token] = school.services.access.api_tokens(ADA.id)
    school.services.access.revoke_api_token(ADA.id, token.token_id, school.clock())
    assert ada("GET", "/goals").status_code == 401


def test_a_whole_story_can_be_told(call: Call) -> None:
    ada = call(ADA)
    goal = ada.id_of("/goals", PROMISE)
    dana = ada.id_of("/contacts", {"name": "Dana Whitfield", "tie": "dormant"})
    outreach = ada.id_of("/outreach", {"contact_id": dana, "goal_id": goal, "purpose": "How did you change careers?"})
    for rule, body in (
        ("sending", {"channel": "email", "times_offered": ["2026-11-05T10:00:00+01:00"]}),
        ("answer", {"note": "Yes, gladly"}),
        ("meeting", {"starts_at": "2026-11-05T10:00:00+01:00"}),
        ("conversation", {"medium": "call", "notes": "Read about queues"}),
        ("takeaway", {"text": "Read about queues", "kind": "research", "due": "2026-11-09"}),
    ):
        assert ada("POST", f"/outreach/{outreach}/{rule}", body).status_code == 200, rule
    story = ada("GET", f"/outreach/{outreach}").json
    assert (story["stage"], story["purpose"]) == ("held", "How did you change careers?")
    done = ada("POST", f"/takeaways/{story['takeaway_id']}/follow-up", {"introduced": {"name": "Priya Raman"}}).json
    assert done["state"] == "followed_up"
    assert ada("GET", f"/contacts/{done['new_contact_id']}").json["introduced_by"] == dana
    assert ada("GET", f"/goals/{goal}").json["count"] == 1
    assert [e["name"] for e in ada("GET", "/history?limit=2").json] == ["Contact.Added", "Takeaway.FollowedUp"]


def test_two_agree_and_check_in(call: Call) -> None:
    ada, ben = call(ADA), call(BEN)
    pair = ada.id_of("/partnerships", {"partner_id": str(BEN.id)})
    assert problem(ada("POST", f"/partnerships/{pair}/acceptance")) == (409, "not_yours_to_accept")
    assert ben("POST", f"/partnerships/{pair}/acceptance").json["state"] == "active"
    told = ben("POST", f"/partnerships/{pair}/check-ins", {"confidence": 4, "moved": "Wrote to one person"}).json
    assert told["mine"]["confidence"] == 4
    assert ada("GET", f"/partnerships/{pair}").json["theirs"]["moved"] == "Wrote to one person"


@pytest.mark.parametrize("who", [CLEO.id, DORA.id])
def test_whom_one_does_not_know_answers_as_somebody_who_is_not_there(call: Call, who: UUID) -> None:
    ada = call(ADA)
    answers = [ada("POST", "/partnerships", {"partner_id": str(one), "note": "x"}) for one in (who, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


def test_whether_a_question_to_an_address_landed_cannot_be_told(call: Call, client: Any) -> None:
    ada = call(ADA)

    def seen() -> list[Any]:
        pair = Partnership.id_for(ADA.id, CLEO.id)
        asked = ("/partnerships", "/history", f"/partnerships/{pair}", "/nudges")
        return [ada("GET", path).json for path in asked] + [ada("POST", f"/partnerships/{pair}/withdrawal").json]

    before = seen()
    client(ADA).submit("/buddy", "/buddy/proposals", address=CLEO.address)
    assert len(call(CLEO)("GET", "/partnerships").json) == 1
    assert seen() == before


def test_check_ins_end_with_the_partnership(call: Call, school: School) -> None:
    ada, pair = call(ADA), school.partnership()
    school.say(BEN, "check_in", pair, confidence=4, moved="canary-moved", next_step="canary-next")
    assert "canary-moved" in ada("GET", f"/partnerships/{pair}").text
    school.say(BEN, "end_partnership", pair)
    school.say(ADA, "propose_partnership", partner_id=BEN.id)
    for _ in range(2):
        assert "canary" not in ada("GET", "/partnerships").text + ada("GET", f"/partnerships/{pair}").text
        if ada("GET", f"/partnerships/{pair}").json["state"] == "proposed":
            school.say(BEN, "accept_partnership", pair)


def test_the_same_key_has_one_effect_and_one_answer(call: Call) -> None:
    ada = call(ADA)
    first = ada("POST", "/goals", PROMISE, Idempotency_Key="once")
    again = ada("POST", "/goals", PROMISE, Idempotency_Key="once")
    assert (first.status_code, first.json, first.headers["ETag"]) == (
        again.status_code,
        again.json,
        again.headers["ETag"],
    )
    assert len(ada("GET", "/goals").json) == 1


def test_the_same_key_with_another_body_is_refused(call: Call) -> None:
    ada = call(ADA)
    ada("POST", "/goals", PROMISE, Idempotency_Key="once")
    answer = ada("POST", "/goals", PROMISE | {"target": 3}, Idempotency_Key="once")
    assert problem(answer) == (422, "command_reused")


def test_a_key_names_one_request_whatever_it_is_about(call: Call) -> None:
    ada = call(ADA)
    dana, mira = (
        ada("POST", "/contacts", {"name": name, "tie": "weak"}, Idempotency_Key="new") for name in ("Dana", "Mira")
    )
    assert dana.status_code == 201
    assert problem(mira) == (422, "command_reused")
    assert [contact["name"] for contact in ada("GET", "/contacts").json] == ["Dana"]
    goals = [ada.id_of("/goals", PROMISE) for _ in range(2)]
    answers = [
        ada("POST", f"/goals/{goal}/closure", {"reason": "Enough"}, If_Match="*", Idempotency_Key="close")
        for goal in goals
    ]
    assert [answer.status_code for answer in answers] == [200, 422]
    assert ada("GET", f"/goals/{goals[1]}").json["closed_at"] is None


def test_a_key_is_free_again_after_a_week(call: Call, clock: Clock) -> None:
    ada = call(ADA)
    assert ada("POST", "/contacts", {"name": "Dana", "tie": "weak"}, Idempotency_Key="new").status_code == 201
    clock.go(days=7, seconds=1)
    assert ada("POST", "/contacts", {"name": "Mira", "tie": "weak"}, Idempotency_Key="mew").status_code == 201
    assert ada("POST", "/goals", PROMISE, Idempotency_Key="new").status_code == 201


def test_an_import_sent_again_is_answered_as_the_first_time(call: Call) -> None:
    ada = call(ADA)
    headers = ada.headers | {"Content-Type": "text/csv", "Idempotency-Key": "import"}
    answers = [
        ada.browser.post("/api/contacts/import", data=SAMPLE.read_bytes(), headers=headers).get_json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["added"] == 422
    other = ada.browser.post("/api/contacts/import", data=SAMPLE.read_bytes()[:-40], headers=headers)
    assert problem(other) == (422, "command_reused")


def test_a_key_belongs_to_whoever_sends_it(call: Call) -> None:
    for who in (ADA, BEN):
        assert call(who)("POST", "/goals", PROMISE, Idempotency_Key="same").status_code == 201


# As a client sends it, and "" for what our server hands on of what is not ASCII.
NOT_PLAIN = pytest.mark.parametrize("sent", ["", " ", "commande-\u00e9", "a\tb"])


@NOT_PLAIN
def test_a_key_that_cannot_be_used_is_refused_and_not_taken_for_none(call: Call, sent: str) -> None:
    ada = call(ADA)
    answer = ada("POST", "/goals", PROMISE, Idempotency_Key=sent)
    assert problem(answer) == (422, "not_plain")
    assert list(answer.json["errors"]) == ["Idempotency-Key"]
    assert ada("GET", "/goals").json == []


def test_a_key_may_have_two_hundred_signs(call: Call) -> None:
    ada = call(ADA)
    assert problem(ada("POST", "/goals", PROMISE, Idempotency_Key="x" * 201)) == (422, "too_long")
    assert ada("POST", "/goals", PROMISE, Idempotency_Key="x" * 200).status_code == 201


@NOT_PLAIN
def test_an_etag_that_cannot_be_used_is_refused_and_not_taken_for_none(call: Call, school: School, sent: str) -> None:
    ada, dana = call(ADA), school.contact(name="Dana")
    goal = ada.id_of("/goals", PROMISE)
    for method, path, body in (
        ("PUT", f"/goals/{goal}", {"statement": "Talk to three"}),
        ("POST", f"/goals/{goal}/closure", {"reason": "Done with it"}),
        ("PUT", f"/contacts/{dana}", {"name": "Mira", "tie": "weak"}),
    ):
        assert problem(ada(method, path, body, If_Match=sent)) == (422, "not_plain"), path
    assert ada("GET", f"/goals/{goal}").json["statement"] == PROMISE["statement"]
    assert ada("GET", f"/contacts/{dana}").json["name"] == "Dana"


def test_changing_a_goal_needs_the_etag_it_was_read_under(call: Call) -> None:
    ada = call(ADA)
    goal = ada.id_of("/goals", PROMISE)
    etag = ada("GET", f"/goals/{goal}").headers["ETag"]
    assert problem(ada("POST", f"/goals/{goal}/closure", {"reason": "Done with it"}))[0] == 428
    assert ada("PUT", f"/goals/{goal}", {"statement": "Talk to three"}, If_Match=etag).status_code == 200
    stale = ada("POST", f"/goals/{goal}/closure", {"reason": "Done with it"}, If_Match=etag)
    assert problem(stale) == (412, "stale")
    assert ada("GET", f"/goals/{goal}").json["closed_at"] is None


def test_sharing_a_goal_needs_its_etag_like_other_changes(call: Call, school: School) -> None:
    school.partnership()
    ada = call(ADA)
    goal = ada.id_of("/goals", PROMISE)
    etag = ada("GET", f"/goals/{goal}").headers["ETag"]
    assert problem(ada("POST", f"/goals/{goal}/sharing", {"sharing": "words"}))[0] == 428
    assert ada("POST", f"/goals/{goal}/sharing", {"sharing": "words"}, If_Match=etag).json["sharing"] == "words"
    stale = ada("POST", f"/goals/{goal}/sharing", {"sharing": "private"}, If_Match=etag)
    assert problem(stale) == (412, "stale")
    assert ada("GET", f"/goals/{goal}").json["sharing"] == "words"


def test_a_goal_tells_what_the_buddies_of_today_see_of_it(call: Call, school: School) -> None:
    pair, ada = school.partnership(), call(ADA)
    goal = ada.id_of("/goals", PROMISE)

    def choose(sharing: str) -> Any:
        etag = ada("GET", f"/goals/{goal}").headers["ETag"]
        return ada("POST", f"/goals/{goal}/sharing", {"sharing": sharing}, If_Match=etag)

    def told() -> str:
        (listed,) = ada("GET", "/goals").json
        assert listed["sharing"] == ada("GET", f"/goals/{goal}").json["sharing"]
        return str(listed["sharing"])

    assert choose("words").json["sharing"] == told() == "words"
    old = ada("GET", f"/goals/{goal}").headers["ETag"]
    school.clock.go(hours=1)
    school.say(BEN, "end_partnership", pair)
    assert told() == "progress"
    assert ada("GET", f"/goals/{goal}", If_None_Match=old).status_code == 200
    refused = choose("words")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["sharing"])
    assert "no buddy at the moment" in refused.json["detail"]
    school.partnership(ADA, CLEO)
    assert told() == "progress"
    assert choose("words").json["sharing"] == told() == "words"
    assert choose("private").json["sharing"] == told() == "private"


def test_sharing_the_words_of_what_is_not_there_is_not_found_with_or_without_a_buddy(
    call: Call, school: School
) -> None:
    goal, ben = school.goal(ADA), call(BEN)

    def refused() -> list[int]:
        asked = [f"/goals/{thing}/sharing" for thing in (goal, uuid4())]
        return [problem(ben("POST", path, {"sharing": "words"}, If_Match='"1"'))[0] for path in asked]

    assert refused() == [404, 404]
    school.partnership()
    assert refused() == [404, 404]


def test_words_may_be_kept_from_being_overwritten(call: Call, school: School) -> None:
    ada, dana = call(ADA), school.contact()
    drafted, held = school.draft(dana), school.held(dana)
    for method, thing, change, body in (
        ("PUT", f"/contacts/{dana}", "", {"name": "Dana", "tie": "weak"}),
        ("POST", f"/outreach/{drafted}", "/draft", {"purpose": "To ask"}),
        ("POST", f"/outreach/{held}", "/notes", {"notes": "Other notes"}),
        ("POST", f"/takeaways/{school.takeaway(held)}", "/rewording", {"text": "Read on"}),
    ):
        etag = ada("GET", thing).headers["ETag"]
        assert ada(method, thing + change, body, If_Match=etag).status_code == 200, thing
        again = {name: f"{value}!" if name != "tie" else value for name, value in body.items()}
        assert problem(ada(method, thing + change, again, If_Match=etag)) == (412, "stale"), thing
        assert problem(ada(method, thing + change, again, If_Match='"other"')) == (412, "stale"), thing
        assert ada(method, thing + change, again).status_code == 200, thing


def test_long_lists_come_in_parts(call: Call, app: Flask, school: School) -> None:
    ada = call(ADA)
    for name in "CBAED":
        contact = school.contact(name=name)
        school.takeaway(school.held(contact, school.goal()))
    for noun in ("goals", "contacts", "outreach", "takeaways"):
        whole = [thing["id"] for thing in ada("GET", f"/{noun}").json]
        parts = [ada("GET", f"/{noun}?limit=2&offset={n}").json for n in (0, 2, 4, 6)]
        assert [len(some) for some in parts] == [2, 2, 1, 0], noun
        assert [thing["id"] for some in parts for thing in some] == whole, noun
        for wrong in ("limit=0", "limit=501", "offset=-1", "limit=x"):
            assert problem(ada("GET", f"/{noun}?{wrong}"))[0] == 422, wrong
        described = description(app)["paths"][f"/api/{noun}"]["get"]["parameters"]
        assert {(p["name"], p["schema"].get("default")) for p in described} == {("limit", 100), ("offset", 0)}


def test_a_repeated_change_is_answered_again_although_the_etag_is_old_by_then(call: Call) -> None:
    ada = call(ADA)
    goal = ada.id_of("/goals", PROMISE)
    etag = ada("GET", f"/goals/{goal}").headers["ETag"]
    for _ in range(2):
        closed = ada("POST", f"/goals/{goal}/closure", {"reason": "Enough"}, If_Match=etag, Idempotency_Key="close")
        assert (closed.status_code, closed.json["version"]) == (200, 2)


def test_an_etag_changes_when_evidence_does(call: Call) -> None:
    ada = call(ADA)
    goal = ada.id_of("/goals", PROMISE | {"measure": "contacted"})
    before = ada("GET", f"/goals/{goal}").headers["ETag"]
    assert ada("GET", f"/goals/{goal}", If_None_Match=before).status_code == 304
    dana = ada.id_of("/contacts", {"name": "Dana", "tie": "weak"})
    ada.id_of("/outreach", {"contact_id": dana, "goal_id": goal, "sent_on": "call"})
    assert ada("GET", f"/goals/{goal}", If_None_Match=before).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"statement": "x" * 501}, "statement"),
        ({"statement": "a\u0000b"}, "statement"),
        ({"statement": "a\ud800b"}, "statement"),
        ({"statement": 5}, "statement"),
        ({"target": "2"}, "target"),
        ({"target": True}, "target"),
        ({"target": 2.5}, "target"),
        ({"target": 0}, "target"),
        ({"measure": "miles"}, "measure"),
        ({"due": "2026-11-01"}, "due"),
        ({"due": "2026-02-30"}, "due"),
        ({"due": "20261130"}, "due"),
        ({"due": "2036-01-01"}, "due"),
        ({"level": "IV"}, "level"),
        ({"surprise": 1}, "surprise"),
        ({"member_id": str(BEN.id)}, "member_id"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(call: Call, change: dict[str, Any], field: str) -> None:
    ada = call(ADA)
    answer = ada("POST", "/goals", PROMISE | change)
    assert problem(answer)[0] == 422
    assert field in answer.json["errors"]
    assert ada("GET", "/goals").json == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(call: Call, body: bytes) -> None:
    ada = call(ADA)
    headers = ada.headers | {"Content-Type": "application/json"}
    answer = ada.browser.post("/api/goals", data=body, headers=headers)
    assert problem(answer)[0] in (400, 422)


def test_anothers_things_answer_as_things_that_do_not_exist(call: Call, app: Flask) -> None:
    ada, cleo = call(ADA), call(CLEO)
    goal = ada.id_of("/goals", PROMISE)
    dana = ada.id_of("/contacts", {"name": "Dana", "tie": "weak"})
    outreach = ada.id_of("/outreach", {"contact_id": dana, "sent_on": "call"})
    ada("POST", f"/outreach/{outreach}/conversation", {"medium": "call", "notes": "n"})
    takeaway = ada(
        "POST", f"/outreach/{outreach}/takeaway", {"text": "t", "kind": "research", "due": "2026-11-09"}
    ).json
    pair = ada.id_of("/partnerships", {"partner_id": str(BEN.id)})
    things = {
        "goals": goal,
        "contacts": dana,
        "outreach": outreach,
        "takeaways": takeaway["id"],
        "partnerships": pair,
        "nudges": goal,
    }
    bodies = {
        "reason": "because",
        "due": "2026-11-20",
        "until": "2026-11-20",
        "starts_at": "2026-11-05T10:00:00+01:00",
        "medium": "call",
        "channel": "call",
        "notes": "n",
        "text": "t",
        "kind": "research",
        "statement": "s",
        "sharing": "words",
        "confidence": 3,
        "goal_id": None,
        "tie": "weak",
        "name": "N",
        "partnership_id": pair,
        "parts": ["name"],
        "confidential": True,
    }
    paths = description(app)["paths"]
    tried = 0
    for path, operations in paths.items():
        noun = path.split("/")[2]
        if "{" not in path:
            continue
        for method in operations.keys() & {"get", "put", "post"}:
            schema = _body_of(app, operations[method])
            body = {name: bodies[name] for name in schema} if schema else None
            for_real, for_none = (
                cleo(method.upper(), place.replace("{outreach_id}", outreach), body, If_Match="*")
                for i in (things[noun], str(uuid4()))
                for place in [path[4:].replace(path[path.index("{") : path.index("}") + 1], i)]
            )
            assert (for_real.status_code, for_real.data) == (404, for_none.data), (method, path, for_real.text)
            tried += 1
    assert tried >= 40


def _body_of(app: Flask, operation: dict[str, Any]) -> list[str]:
    """The required fields of an operation's JSON body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    spec = description(app)
    schema = spec["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
    return list(schema.get("required", []))


def test_an_export_is_imported_once(call: Call) -> None:
    ada = call(ADA)
    answers = [
        ada.browser.post(
            "/api/contacts/import", data=SAMPLE.read_bytes(), headers=ada.headers | {"Content-Type": "text/csv"}
        ).get_json()
        for _ in range(2)
    ]
    assert [a["added"] for a in answers] == [422, 0]
    assert [a["duplicates"] for a in answers] == [1, 423]
    assert answers[0]["skipped"] == [{"row": 35, "why": "blank"}, {"row": 36, "why": "no_name"}]


@pytest.mark.parametrize("data", [b"", b"name,mail\nx,y\n", b"PK\x03\x04 zip", b"\xff\x00\xff"])
def test_what_is_no_export_is_refused_and_adds_nobody(call: Call, data: bytes) -> None:
    ada = call(ADA)
    answer = ada.browser.post("/api/contacts/import", data=data, headers=ada.headers | {"Content-Type": "text/csv"})
    assert problem(answer)[0] == 422
    assert ada("GET", "/contacts").json == []


def test_a_file_that_is_too_large_is_refused_in_words(call: Call) -> None:
    ada = call(ADA)
    headers = ada.headers | {"Content-Type": "text/csv"}
    answer = ada.browser.post("/api/contacts/import", data=b"x" * (7 * 1024 * 1024), headers=headers)
    assert problem(answer)[0] == 413


def test_the_description_is_openapi_3_1_and_names_every_noun(app: Flask) -> None:
    spec = description(app)
    assert spec["openapi"] == "3.1.0"
    nouns = {path.split("/")[2] for path in spec["paths"]}
    assert nouns == {"goals", "contacts", "outreach", "takeaways", "partnerships", "nudges", "history"}

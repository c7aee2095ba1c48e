"""What a program was never told: the same request under its key is answered as the first would have been, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from tests.cast import ADA, BEN, School
from tests.web.lost import answers_lost
from tests.web.test_api import PROMISE, SAMPLE, Caller, problem

GOAL = "/goals/{}"
CHANGES: dict[str, tuple[Callable[[School], Any], str, str, Any]] = {
    "a goal": (lambda _: "", "POST", "/goals", PROMISE),
    "its words": (School.goal, "PUT", GOAL, {"statement": "Talk to three"}),
    "its date": (School.goal, "POST", f"{GOAL}/rescheduling", {"due": "2026-12-09", "reason": "Ill"}),
    "its end": (School.goal, "POST", f"{GOAL}/closure", {"reason": "Enough"}),
    "a contact": (lambda _: "", "POST", "/contacts", {"name": "Dana", "tie": "weak"}),
    "their details": (School.contact, "PUT", "/contacts/{}", {"name": "Dana", "tie": "alum"}),
    "their removal": (School.contact, "POST", "/contacts/{}/removal", None),
    "a partnership": (lambda _: "", "POST", "/partnerships", {"partner_id": str(BEN.id)}),
    "a cheer": (School.partnership, "POST", "/partnerships/{}/cheers", None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_request_whose_answer_was_lost_is_answered_when_it_is_sent_again(
    app: Flask, school: School, engine: str, change: str
) -> None:
    story, method, path, body = CHANGES[change]
    ada, path = Caller(app, school, ADA), path.format(story(school))
    headers = {"Idempotency_Key": "one"}
    if path.startswith("/goals/"):
        headers["If_Match"] = ada("GET", "/".join(path.split("/")[:3])).headers["ETag"]
    before = school.use_cases.end()
    with answers_lost(school, engine) as lost:
        first = ada(method, path, body, **headers)
    assert (problem(first), first.headers["Retry-After"], len(lost)) == ((503, "unavailable"), "5", 1)
    end = school.use_cases.end()
    again = [ada(method, path, body, **headers) for _ in range(2)]
    assert {a.status_code for a in again} <= {200, 201}, again[0].text
    assert again[0].json == again[1].json
    assert school.use_cases.end() == end > before
    assert problem(ada(method, path, {**(body or {}), "reason": "x"}, **headers))[0] == 422


def test_an_import_whose_answer_was_lost_still_says_how_many_came(app: Flask, school: School, engine: str) -> None:
    ada = Caller(app, school, ADA)
    headers = ada.headers | {"Content-Type": "text/csv", "Idempotency-Key": "import"}
    with answers_lost(school, engine):
        assert ada.browser.post("/api/contacts/import", data=SAMPLE.read_bytes(), headers=headers).status_code == 503
    end = school.use_cases.end()
    again = [ada.browser.post("/api/contacts/import", data=SAMPLE.read_bytes(), headers=headers) for _ in range(2)]
    assert [a.get_json()["added"] for a in again] == [422, 422]
    assert (school.use_cases.end(), len(ada("GET", "/contacts?limit=500").json)) == (end, 422)


def test_a_request_sent_again_while_the_first_is_still_under_way_has_one_effect(app: Flask, school: School) -> None:
    callers, together = [Caller(app, school, ADA) for _ in range(6)], Barrier(6)

    def send(caller: Caller) -> Any:
        together.wait(10)
        return caller("POST", "/goals", PROMISE, Idempotency_Key="one")

    before = school.use_cases.end()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, callers))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json["id"] for a in answers}) == 1
    assert school.use_cases.end() == before + 1

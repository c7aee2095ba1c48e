"""The API asked for what nobody would think of, by its own description: it never breaks, and answers as described."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import web
from tests.cast import ADA, Clock, School, settle
from tests.places import Folders

# Of each kind, for each operation: what fits its description, and what does not.
EXAMPLES = 4
KINDS = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def school_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    school = School(Folders().new(tmp_path_factory.mktemp("fuzz") / "school"), Clock())
    settle(school.use_cases)
    yield school
    school.close()


@pytest.fixture(scope="module")
def site_once(school_once: School) -> Flask:
    return web.create_app(school_once.services)


def things_of(school: School) -> dict[str, UUID]:
    """Something for every noun, in a state in which much can still be said of it."""
    goal, contact = school.goal(), school.contact()
    outreach = school.held(contact, goal)
    slot = {"rule": "goal_due_soon", "thing_id": goal, "channel": "inbox", "slot": "2026-11-02|week"}
    nudge = school.say("system:scheduler", "claim_nudge", member_id=ADA.id, **slot, facts={"about": "2026-11-09"})
    school.say("system:scheduler", "record_delivery", nudge)
    takeaway = school.takeaway(outreach)
    return {
        "goals": goal,
        "contacts": contact,
        "outreach": school.draft(contact, goal),
        "takeaways": takeaway,
        "partnerships": school.partnership(),
        "nudges": nudge,
    }


def test_whatever_is_asked_the_answer_is_one_that_is_described(site_once: Flask, school_once: School) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", site_once)
    token = school_once.services.access.make_api_token(ADA.id, "fuzz", school_once.clock())
    things, asked = things_of(school_once), set[int]()
    described: list[Any] = list(schema.get_all_operations())
    operations = [found.ok() for found in described]
    for operation in operations:
        for kind in KINDS:
            _ask(operation, kind, things, token, asked)
    assert len(operations) > 50
    assert {200, 201, 400, 404, 422} <= asked


def _ask(operation: Any, kind: Any, things: dict[str, UUID], token: str, answers: set[int]) -> None:
    """Ask in a few ways, with ids of nothing and with those of real things in turn."""
    turns = iter(range(10_000))

    @seed(20261102)
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=kind))
    def ask(case: Any) -> None:
        noun = operation.path.split("/")[2]
        if next(turns) % 2 and noun in things:
            case.path_parameters = {name: str(things[noun]) for name in case.path_parameters}
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        answers.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()

"""Every page, tried by everybody: the owner, her buddy, a stranger, staff and somebody who is not signed in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tests.cast import ADA, BEN, CLEO, DORA, Player, School
from tests.web.conftest import Visitor, plain
from web.rights import ANYBODY, MEMBER, OPERATOR, OWNER, PAIR, RIGHT_AT, STAFF, UNASKED

# Who may use what stands in web/rights.py; tests/authorization tries it all with things of everybody's.
POLICY = {endpoint: right.who for endpoint, right in RIGHT_AT.items()}
OPEN = (UNASKED, ANYBODY, OPERATOR)
# Files that somebody chose a moment ago: there is none.
WAITING = ("contacts.look_over", "staff.look_over_invitations")


@pytest.fixture
def things(school: School) -> dict[str, str]:
    """Something of Ada's for every kind of id that a path may hold."""
    goal, dana = school.goal(), school.contact(name="Dana Whitfield")
    outreach = school.held(dana, goal)
    takeaway = school.takeaway(outreach)
    nudge = school.say(
        "system:scheduler",
        "claim_nudge",
        member_id=ADA.id,
        rule="goal_due_soon",
        thing_id=goal,
        channel="inbox",
        slot="2026-11-02|week",
        facts={"about": "2026-11-09"},
    )
    school.say("system:scheduler", "record_delivery", nudge)
    pair = school.partnership()
    school.say(ADA, "choose_outreach_sharing", outreach, partnership_id=pair, parts=["name"])
    ids = {
        "goal_id": goal,
        "contact_id": dana,
        "outreach_id": outreach,
        "takeaway_id": takeaway,
        "nudge_id": nudge,
        "partnership_id": pair,
        "member_id": ADA.id,
        "cohort_id": _cohort_of_ada(school),
    }
    return {name: str(value) for name, value in ids.items()} | {
        "token": "nonsense",
        "token_id": "f" * 32,
        "session_id": "f" * 32,
    }


def _cohort_of_ada(school: School) -> UUID:
    assert ADA.cohort is not None
    return ADA.cohort.id


def pages_of(app: Flask) -> list[tuple[str, str, str, list[str]]]:
    """(endpoint, method, rule, names in it) of every page."""
    return [
        (rule.endpoint, method, rule.rule, sorted(rule.arguments))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if not rule.rule.startswith("/api")
    ]


def path_of(rule: str, things: dict[str, str]) -> str:
    path = rule
    for name, value in things.items():
        path = path.replace(f"<uuid:{name}>", value).replace(f"<{name}>", value)
    return path


class Tried:
    """A visitor who opens a page for a token once, and then sends forms without filling anything in."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.token = visitor.token()

    def __call__(self, method: str, path: str) -> Any:
        return self.visitor.get(path) if method == "GET" else self.visitor.send(path, {"csrf_token": self.token})


def test_a_page_of_ones_own_opens(app: Flask, client: Callable[..., Visitor], things: dict[str, str]) -> None:
    ada = Tried(client(ADA))
    visitors = {MEMBER: ada, OWNER: ada, PAIR: Tried(client(BEN)), STAFF: Tried(client(DORA))}
    for endpoint, method, rule, _ in pages_of(app):
        if POLICY[endpoint] in OPEN or method != "GET" or endpoint in WAITING:
            continue
        answer = visitors[POLICY[endpoint]](method, path_of(rule, things))
        assert answer.status_code in (200, 303, 410), (endpoint, answer.status)


def test_who_is_not_signed_in_is_asked_to(app: Flask, client: Callable[..., Visitor], things: dict[str, str]) -> None:
    nobody = Tried(client())
    for endpoint, method, rule, _ in pages_of(app):
        if POLICY[endpoint] in OPEN:
            continue
        answer = nobody(method, path_of(rule, things))
        assert answer.status_code == 303, (endpoint, answer.status)
        assert answer.headers["Location"].startswith("/sign-in"), endpoint


@pytest.mark.parametrize("who", [BEN, CLEO, DORA], ids=lambda p: p.name.split()[0])
def test_what_belongs_to_another_looks_as_if_it_did_not_exist(
    app: Flask, client: Callable[..., Visitor], things: dict[str, str], who: Player
) -> None:
    visitor, tried = Tried(client(who)), 0
    for endpoint, method, rule, names in pages_of(app):
        mine = POLICY[endpoint] == PAIR and who is BEN
        if POLICY[endpoint] not in (OWNER, PAIR) or mine:
            continue
        real = visitor(method, path_of(rule, things))
        unknown = visitor(method, path_of(rule, {name: str(uuid4()) for name in names}))
        assert (real.status_code, unknown.status_code) == (404, 404), (endpoint, real.status, unknown.status)
        assert plain(real) == plain(unknown), endpoint
        tried += 1
    assert tried >= 40


@pytest.mark.parametrize("who", [ADA, BEN, CLEO], ids=lambda p: p.name.split()[0])
def test_pages_of_staff_do_not_exist_for_students(
    app: Flask, client: Callable[..., Visitor], things: dict[str, str], who: Player
) -> None:
    visitor = Tried(client(who))
    for endpoint, method, rule, _ in pages_of(app):
        if POLICY[endpoint] == STAFF:
            assert visitor(method, path_of(rule, things)).status_code == 404, endpoint


def test_no_page_breaks_whoever_asks_and_with_nothing_filled_in(
    app: Flask, client: Callable[..., Visitor], things: dict[str, str]
) -> None:
    for who in (None, ADA, BEN, CLEO, DORA):
        visitor = Tried(client(who))
        for endpoint, method, rule, _ in pages_of(app):
            if endpoint in ("sign_in.sign_out", "buddy.end", "operations.ready"):
                continue  # they would end what the next ones try; and a school without its scheduler is not ready
            answer = visitor(method, path_of(rule, things))
            assert answer.status_code < 500, (who, endpoint, answer.status)


def test_looking_changes_nothing(
    app: Flask, client: Callable[..., Visitor], things: dict[str, str], school: School
) -> None:
    before = school.use_cases.end()
    for visitor in map(client, (None, ADA, BEN, CLEO, DORA)):
        for _, method, rule, _ in pages_of(app):
            if method == "GET":
                visitor.get(path_of(rule, things))
    assert school.use_cases.end() == before


def test_a_change_without_its_token_is_refused(
    app: Flask, client: Callable[..., Visitor], things: dict[str, str], school: School
) -> None:
    before, ada = school.use_cases.end(), client(ADA)
    for endpoint, method, rule, _ in pages_of(app):
        if method == "POST" and endpoint != "sign_in.unsubscribe":
            answer = ada.send(path_of(rule, things), {"reason": "because", "due": "2026-12-01"})
            assert answer.status_code == 400, (endpoint, answer.status)
    assert school.use_cases.end() == before

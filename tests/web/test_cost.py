"""What pages and ticks ask of the databases: few statements, and no more with fifty times the history."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

import store.database
import store.record_sqlite
import web
from nudges.tick import tick
from projections.history import last_acts
from tests.cast import ADA, AUTUMN, BEN, DORA, Clock, School, settle
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor

pytestmark = pytest.mark.sqlite

MOST = 15
# No pages, or pages that are not for people.
OTHERS = ("/static", "/library", "/api", "/ready", "/metrics", "/sign-in/provider")
# Tables that grow with what people do.
GROWING = ("progress_", "tracker_", "buddy_", "due_", "inbox_", "history_")
QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that any connection of a school opened from here on is given, whichever library sends it."""
    heard: list[str] = []

    def note(statement: str) -> None:
        if statement.lstrip().upper().startswith(QUESTIONS):
            heard.append(statement)

    for module in (store.database, store.record_sqlite):
        plain: Callable[..., None] = module.prepare

        def listening(connection: Any, plain: Callable[..., None] = plain, **how: Any) -> None:
            plain(connection, **how)
            connection.set_trace_callback(note)

        monkeypatch.setattr(module, "prepare", listening)
    return heard


@pytest.fixture
def counted_school(asked: list[str], tmp_path: Any, clock: Clock) -> Iterator[School]:
    school = School(tmp_path / "school", clock)
    settle(school.use_cases)
    yield school
    school.close()


def one_more_story(school: School, number: int) -> dict[str, str]:
    """A whole chain of evidence, a check-in and a nudge."""
    goal = school.goal()
    contact = school.contact(name=f"Person {number}", email=f"p{number}@example.org")
    outreach = school.held(contact, goal)
    takeaway = school.takeaway(outreach)
    school.draft(contact, goal)
    nudge = school.say(
        "system:scheduler",
        "claim_nudge",
        member_id=ADA.id,
        rule="goal_due_soon",
        thing_id=goal,
        channel="inbox",
        slot=f"2026-11-02T08:00:00Z|{number}",
        facts={"about": "2026-11-09"},
    )
    school.say("system:scheduler", "record_delivery", nudge)
    return {
        "goal_id": str(goal),
        "contact_id": str(contact),
        "outreach_id": str(outreach),
        "takeaway_id": str(takeaway),
        "member_id": str(ADA.id),
        "cohort_id": str(ADA.cohort.id if ADA.cohort else ""),
    }


def pages_of(app: Flask, ids: dict[str, str]) -> dict[str, str]:
    """Every page that these ids lead to: its path and its endpoint."""
    found = {}
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name, value in ids.items():
            path = path.replace(f"<uuid:{name}>", value)
        page = "GET" in (rule.methods or ()) and not path.startswith(OTHERS)
        if page and "<" not in path:
            found[path] = rule.endpoint
    return found


def statements_by_page(app: Flask, school: School, ids: dict[str, str], asked: list[str]) -> dict[str, int]:
    """How many statements each page takes, as its most likely reader."""
    visitors = {True: Visitor(app, school, DORA), False: Visitor(app, school, ADA)}
    visitors[True].submit(f"/staff/members/{ADA.id}/history", reason="Her mentor asked me to")
    counts = {}
    for path, endpoint in pages_of(app, ids).items():
        visitor = visitors[path.startswith("/staff")]
        visitor.get(path)  # what is made once and kept (keys, sessions seen) is not the page's cost
        asked.clear()
        answer = visitor.get(path)
        assert answer.status_code in (200, 303), (path, answer.status)
        counts[endpoint] = len(asked)
    return counts


def plans_that_scan(school: School, asked: list[str]) -> set[str]:
    """Questions to the views that walk a whole table, whoever its rows belong to."""
    found = set()
    for statement in asked:
        if not statement.startswith("SELECT") or not any(f" {t}" in statement for t in GROWING):
            continue
        with school.views.database.read() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        steps = [row[3] for row in plan]
        found |= {f"{step} in {statement[:200]}" for step in steps if _walks(step)}
    return found


def _walks(step: str) -> bool:
    """Over all rows, or over all that are in the same state."""
    of_many = step.startswith("SCAN") or "(state=?" in step
    return of_many and step.split()[1].startswith(GROWING)


def test_no_page_of_a_member_walks_through_what_belongs_to_others(
    asked: list[str], counted_school: School, clock: Clock
) -> None:
    school = counted_school
    app = web.create_app(school.services)
    ids = one_more_story(school, 0) | {"partnership_id": str(school.partnership())}
    visitor, everything = Visitor(app, school, ADA), list[str]()
    for path in pages_of(app, ids):
        if not path.startswith("/staff"):
            asked.clear()
            visitor.get(path)
            everything += asked
    assert len(everything) > 100
    assert plans_that_scan(school, everything) == set()


def test_no_page_of_staff_walks_through_the_whole_school(
    asked: list[str], counted_school: School, clock: Clock
) -> None:
    app = web.create_app(counted_school.services)
    one_more_story(counted_school, 0)
    visitor = Visitor(app, counted_school, DORA)
    asked.clear()
    for path in ("/staff", f"/staff/cohorts/{AUTUMN.id}", "/staff/members/new"):
        visitor.get(path)
    assert any("progress_outreach" in statement for statement in asked)
    assert walked_but_for_the_few(counted_school, asked) == set()


def test_the_last_act_of_a_member_is_found_without_walking_through_theirs(
    asked: list[str], counted_school: School, clock: Clock
) -> None:
    asked.clear()
    assert last_acts(counted_school.views, [ADA.id]) == {}
    (question,) = asked
    with counted_school.views.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}").fetchall()
    assert any("history_by (subject_id=? AND by=?)" in row[3] for row in plan)


def test_a_tick_walks_through_nothing_but_what_is_due(asked: list[str], counted_school: School, clock: Clock) -> None:
    school = counted_school
    school.sent(school.contact())
    school.partnership()
    clock.go(days=8)
    asked.clear()
    assert tick(school.services, Outbox())["delivered"] >= 1
    assert any("due_thing" in statement for statement in asked)
    assert walked_but_for_the_few(school, asked) == set()


def walked_but_for_the_few(school: School, asked: list[str]) -> set[str]:
    """Nudges that wait to be settled, or were given up, are few: theirs is an index by state."""
    return {plan for plan in plans_that_scan(school, asked) if "USING INDEX inbox_by_state" not in plan}


def test_a_tick_without_anything_due_asks_the_same_however_much_is_to_come(
    asked: list[str], counted_school: School, clock: Clock
) -> None:
    def idle() -> int:
        asked.clear()
        assert tick(counted_school.services, Outbox())["delivered"] == 0
        return len(asked)

    before = idle()
    for _ in range(20):
        counted_school.goal()
    assert idle() == before < 10


def test_pages_take_few_statements_however_long_the_history(
    asked: list[str], counted_school: School, clock: Clock
) -> None:
    school = counted_school
    app = web.create_app(school.services)
    pair = school.partnership()
    school.say(BEN, "check_in", pair, confidence=4, moved="Wrote to one person")
    ids = one_more_story(school, 0) | {"partnership_id": str(pair)}
    short = statements_by_page(app, school, ids, asked)
    for number in range(1, 50):
        one_more_story(school, number)
        school.say(BEN, "check_in", pair, confidence=3)
        clock.go(minutes=1)
    long = statements_by_page(app, school, ids, asked)
    assert len(long) > 25
    assert {page: count for page, count in long.items() if count > MOST} == {}
    assert {page: (short[page], count) for page, count in long.items() if count > short[page]} == {}

"""The inbox: reminders in words, newest first; putting away is for their owner, once, and quiet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.act import SCHEDULER
from tests.cast import ADA, CLEO, Clock, Player, School
from tests.web.conftest import Visitor, events_of, plain

Client = Callable[..., Visitor]


def remind(school: School, thing: UUID, slot: str, who: Player = ADA, rule: str = "goal_due_soon") -> UUID:
    """A reminder in the inbox about something that is due in a week."""
    nudge: UUID = school.say(
        SCHEDULER,
        "claim_nudge",
        member_id=who.id,
        rule=rule,
        thing_id=thing,
        channel="inbox",
        slot=f"{school.days_ahead(7)}|{slot}",
        facts={"about": school.days_ahead(7)},
    )
    school.say(SCHEDULER, "record_delivery", nudge)
    return nudge


@pytest.fixture
def goal(school: School) -> UUID:
    return school.goal(statement="Talk to two people", due=school.days_ahead(7))


def test_a_reminder_says_what_it_is_about_and_where_to_go(client: Client, school: School, goal: UUID) -> None:
    remind(school, goal, "week")
    answer = client(ADA).get("/inbox")
    assert "A goal ends in a week" in answer.text
    assert "Talk to two people" in answer.text
    assert f'href="/goals/{goal}"' in answer.text


def test_the_newest_stands_first(client: Client, school: School, clock: Clock, goal: UUID) -> None:
    remind(school, goal, "week")
    clock.go(minutes=5)
    takeaway = school.takeaway(school.held(school.contact(name="Dana Whitfield")))
    remind(school, takeaway, "today", rule="takeaway_due")
    said = client(ADA).see("/inbox")
    assert said.index("Dana Whitfield") < said.index("Talk to two people")


def test_putting_away_moves_it_below_and_out_of_the_count(client: Client, school: School, goal: UUID) -> None:
    nudge = remind(school, goal, "week")
    ada = client(ADA)
    assert "Inbox 1 unread" in ada.see("/inbox")
    answer = ada.submit("/inbox", f"/inbox/{nudge}/put-away")
    assert (answer.status_code, answer.location) == (303, "/inbox")
    said = ada.see("/inbox")
    assert "unread" not in said
    assert "All quiet" in said
    assert "One reminder you have put away" in said


def test_putting_away_twice_is_said_once(client: Client, school: School, goal: UUID) -> None:
    nudge = remind(school, goal, "week")
    ada = client(ADA)
    fields = ada.form("/inbox", f"/inbox/{nudge}/put-away").filled({})
    path = f"/inbox/{nudge}/put-away"
    assert [ada.send(path, fields).status_code for _ in range(2)] == [303, 303]
    assert ada.send(path, {**fields, "command_id": str(uuid4())}).status_code == 303
    assert events_of(school, nudge) == ["Claimed", "Delivered", "PutAway"]


def test_what_has_settled_itself_is_said_so(client: Client, school: School, goal: UUID) -> None:
    remind(school, goal, "week")
    school.say(ADA, "close_goal", goal, reason="Found a job")
    said = client(ADA).see("/inbox")
    assert "This has settled itself in the meantime." in said
    assert "Open the goal" not in said


def test_the_reminder_of_another_is_not_there(client: Client, school: School, goal: UUID) -> None:
    nudge, cleo = remind(school, goal, "week"), client(CLEO)
    fields = {"csrf_token": cleo.token(), "command_id": str(uuid4())}
    answers = [cleo.send(f"/inbox/{i}/put-away", fields) for i in (nudge, uuid4())]
    assert [a.status_code for a in answers] == [404, 404]
    assert plain(answers[0]) == plain(answers[1])
    assert "Talk to two people" not in cleo.get("/inbox").text


def test_an_empty_inbox_says_what_it_is_for(client: Client) -> None:
    assert "No reminders yet" in client(ADA).see("/inbox")


def test_the_page_costs_the_same_however_full_it_is(
    client: Client, school: School, goal: UUID, statements: Callable[[], Any]
) -> None:
    remind(school, goal, "week")
    school.takeaway(school.held(school.contact()))
    ada = client(ADA)
    ada.get("/inbox")
    with statements() as before:
        ada.get("/inbox")
    for n in range(20):
        remind(school, goal, f"more-{n}|week")
        school.contact(name=f"Somebody {n}")
    ada.get("/inbox")
    with statements() as after:
        ada.get("/inbox")
    assert len(before) == len(after) <= 15

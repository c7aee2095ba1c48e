"""Today: the date where one lives, one next small thing, the current promise, nudges that still wait, the buddy."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from domain.act import SCHEDULER
from tests.cast import ADA, BEN, CLEO, DORA, Clock, Player, School
from tests.web.conftest import Visitor, events_of, words

Client = Callable[..., Visitor]
MO = Player("Mo Hansen", "mo@example.org", "mentor", "Europe/Oslo")


def nudge(school: School, member_id: UUID, rule: str, thing_id: UUID, about: str, moment: str) -> None:
    """A nudge delivered to the inbox now."""
    act = school.act(SCHEDULER)
    nudge_id = school.use_cases.claim_nudge(
        act,
        member_id=member_id,
        rule=rule,
        thing_id=thing_id,
        slot=f"{school.clock():%Y-%m-%dT%H:%M:%SZ}|{moment}",
        channel="inbox",
        facts={"about": about},
    )
    assert nudge_id is not None
    school.say(SCHEDULER, "record_delivery", nudge_id)


def test_a_new_student_is_told_what_to_do_first_and_whom_to_ask(client: Client) -> None:
    page = client(ADA).see("/")
    assert "Make your first promise" in page
    assert "Choose a goal" in page
    assert "Ask somebody" in page
    assert "Worth a thought" not in page
    assert "Your promise" not in page


@pytest.mark.parametrize(
    ("now", "who", "greeting", "day"),
    [
        (datetime(2026, 11, 2, 9, tzinfo=UTC), ADA, "Good morning, Ada", "Monday 2 November, in Europe/Berlin"),
        (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), ADA, "Good evening, Ada", "Tuesday 3 November, in Europe/Berlin"),
        (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), CLEO, "Good morning, Cleo", "Tuesday 3 November, in Asia/Tokyo"),
        (datetime(2026, 11, 3, 3, tzinfo=UTC), BEN, "Good evening, Ben", "Monday 2 November, in America/New_York"),
        (datetime(2026, 11, 3, 18, tzinfo=UTC), BEN, "Good afternoon, Ben", "Tuesday 3 November"),
    ],
)
def test_the_greeting_and_the_date_are_those_where_one_lives(
    clock: Clock, client: Client, now: datetime, who: Player, greeting: str, day: str
) -> None:
    clock.set(now)
    page = client(who).see("/")
    assert greeting in page
    assert day in page


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client().get("/")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_staff_are_brought_to_the_staff_page(client: Client) -> None:
    answer = client(DORA).get("/")
    assert (answer.status_code, answer.location) == (303, "/staff")


# the next small thing leads somewhere that is there


def _nothing(school: School) -> None:
    pass


def _goal(school: School) -> None:
    school.goal()


def _goal_and_contact(school: School) -> None:
    school.contact()
    school.goal()


def _draft(school: School) -> None:
    school.draft(school.contact(), school.goal())


def _sent(school: School) -> None:
    school.sent(school.contact(), school.goal())


def _silent(school: School) -> None:
    _sent(school)
    school.clock.go(days=8)


def _answered(school: School) -> None:
    school.say(ADA, "record_answer", school.sent(school.contact(), school.goal()))


def _arranged(school: School) -> None:
    sent = school.sent(school.contact(), school.goal())
    school.say(ADA, "arrange_conversation", sent, starts_at="2026-11-02T16:30:00+01:00")


def _met(school: School) -> None:
    _arranged(school)
    school.clock.go(hours=8)


def _busy(school: School) -> None:
    school.say(ADA, "postpone_outreach", school.sent(school.contact(), school.goal()), until=school.days_ahead(3))
    school.clock.go(days=3)


def _held(school: School) -> None:
    school.held(school.contact(), school.goal())


def _takeaway(school: School) -> None:
    school.takeaway(school.held(school.contact(), school.goal()), days=2)
    school.clock.go(days=3)


def _kept(school: School) -> None:
    school.takeaway(school.held(school.contact(), school.goal()), days=20)


def _over(school: School) -> None:
    school.contact()
    school.goal(due=school.days_ahead(2))
    school.clock.go(days=4)


def _let_go(school: School) -> None:
    school.say(ADA, "close_goal", school.goal(), reason="Too much")


def _invited(school: School) -> None:
    _sent(school)
    school.say(BEN, "propose_partnership", partner_id=ADA.id)


def _check_in(school: School) -> None:
    school.partnership()
    school.clock.go(days=7)
    _sent(school)


STATES: dict[Callable[[School], None], tuple[str, str]] = {
    _nothing: ("Make your first promise", "Choose a goal"),
    _goal: ("Put the first people on your list", "Bring your connections"),
    _goal_and_contact: ("Choose whom to write to", "Choose somebody"),
    _draft: ("Finish your message to Mira Solberg", "Go on writing"),
    _sent: ("You have done your part for now", "Write to somebody else meanwhile"),
    _silent: ("Log what happened with Mira Solberg", "What happened?"),
    _answered: ("Agree on a time with Mira Solberg", "Note down the time"),
    _arranged: ("You talk with Mira Solberg today", "Open the conversation"),
    _met: ("How was it with Mira Solberg?", "Note it down"),
    _busy: ("Mira Solberg may have time again", "Pick it up again"),
    _held: ("Decide your takeaway from Mira Solberg", "Decide your takeaway"),
    _takeaway: ("Follow up what you took from Mira Solberg", "Open the takeaway"),
    _kept: ("You kept your promise", "Promise the next one"),
    _over: ("This one ended on Wednesday 4 November", "Have a look"),
    _let_go: ("Promise the next small thing", "Choose a goal"),
    _invited: ("Ben Okafor asks to be your buddy", "Answer"),
    _check_in: ("Check in with Ben Okafor", "Check in"),
}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_the_next_small_thing_leads_to_where_it_is_done(
    school: School, client: Client, state: Callable[[School], None]
) -> None:
    title, action = STATES[state]
    state(school)
    visitor = client(ADA)
    answer = visitor.get("/")
    assert answer.status_code == 200
    assert title in words(answer)
    assert [visitor.get(link).status_code for link in links(answer.text, action)][:1] == [200]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_there_is_never_more_than_one_main_button(
    school: School, client: Client, state: Callable[[School], None]
) -> None:
    state(school)
    assert client(ADA).get("/").text.count("btn-primary") <= 1


def links(page: str, label: str) -> list[str]:
    """Where the links with that label lead."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>\s*([^<]+)', page)
    return [unescape(address) for address, text in found if unescape(text).strip() == label]


# the current promise


def test_the_promise_shows_its_days_left_in_words(school: School, client: Client) -> None:
    school.goal(statement="Talk to Mira by Friday", due=school.days_ahead(4))
    page = client(ADA).see("/")
    assert "Talk to Mira by Friday" in page
    assert "four days, ends Friday 6 November" in page
    assert "No conversations held yet" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "ends today, Monday 2 November"), (1, "ends tomorrow, Tuesday 3 November"), (2, "two days, ends Wednesday")],
)
def test_a_near_end_is_said_plainly(school: School, client: Client, days: int, said: str) -> None:
    school.goal(due=school.days_ahead(days))
    assert said in client(ADA).see("/")


def test_a_promise_ends_in_the_zone_it_was_made_in(school: School, client: Client, clock: Clock) -> None:
    school.goal(due=school.days_ahead(1))
    school.say(ADA, "change_settings", name=ADA.name, zone="Pacific/Auckland", nudges=True)
    clock.set(datetime(2026, 11, 3, 12, tzinfo=UTC))  # Wednesday in Auckland, Tuesday still in Berlin
    assert "ends today, Tuesday 3 November in Europe/Berlin" in client(ADA).see("/")
    clock.set(datetime(2026, 11, 3, 23, tzinfo=UTC))
    assert "ended on Tuesday 3 November in Europe/Berlin" in client(ADA).see("/")


def test_of_several_promises_the_one_due_next_is_shown(school: School, client: Client) -> None:
    school.goal(statement="The later one", due=school.days_ahead(9))
    school.goal(statement="The nearer one", due=school.days_ahead(3))
    page = client(ADA).see("/")
    assert "The nearer one" in page
    assert "The later one" not in page
    assert "one other one" in page


# nudges


def test_nudges_that_still_wait_are_shown_three_at_most(school: School, client: Client, clock: Clock) -> None:
    for _ in range(4):
        nudge(school, ADA.id, "goal_due_soon", school.goal(due=school.days_ahead(2)), school.days_ahead(2), "two_days")
        clock.go(minutes=1)
    assert client(ADA).see("/").count("A goal ends in two days") == 3


def test_a_nudge_about_something_done_is_not_shown(school: School, client: Client) -> None:
    goal_id = school.goal(due=school.days_ahead(2))
    nudge(school, ADA.id, "goal_due_soon", goal_id, school.days_ahead(2), "two_days")
    assert "Worth a thought" in client(ADA).see("/")
    school.say(ADA, "close_goal", goal_id, reason="Done with it")
    assert "Worth a thought" not in client(ADA).see("/")


# the buddy


def test_the_buddy_s_last_check_in_is_shown_and_a_cheer_is_one_click(school: School, client: Client) -> None:
    partnership_id = school.partnership()
    school.say(BEN, "check_in", partnership_id, confidence=3, moved="Wrote the first one", next_step="Wait")
    visitor = client(ADA)
    page = visitor.see("/")
    assert "Checked in today: confidence 3 of 5" in page
    assert "Wrote the first one" in page
    action = f"/buddy/{partnership_id}/cheers"
    answer = visitor.submit("/", action)
    assert answer.status_code == 303
    assert events_of(school, partnership_id)[-1] == "Cheered"
    assert "Cheered for you today" in client(BEN).see("/")


def test_a_pause_is_said(school: School, client: Client) -> None:
    school.say(BEN, "pause_partnership", school.partnership(), until=school.days_ahead(4))
    page = client(ADA).see("/")
    assert "Paused until Friday 6 November" in page
    assert "Send a cheer" not in page


def test_a_mentor_sees_their_buddies_and_no_goals(school: School, client: Client) -> None:
    MO.join(school.use_cases)
    assert "Ask somebody" in client(MO).see("/")
    school.goal()
    school.partnership(ADA, MO)
    page = client(MO).see("/")
    assert "Ada Lindqvist" in page
    assert "promise" not in page.lower()
    school.clock.go(days=7)
    assert "Check in with Ada Lindqvist" in client(MO).see("/")


def test_the_buddy_sees_nothing_of_the_goal_here(school: School, client: Client) -> None:
    school.partnership()
    school.sent(school.contact(name="Mira Solberg"), school.goal(statement="Between me and me"))
    page = client(BEN).see("/")
    assert "Mira" not in page
    assert "Between me and me" not in page


# what it costs


def test_the_page_asks_few_questions_however_much_has_happened(
    school: School, client: Client, statements: Callable[[], Any]
) -> None:
    _busy_life(school, times=1)
    visitor = client(ADA)
    visitor.get("/")
    with statements() as few:
        assert visitor.get("/").status_code == 200
    _busy_life(school, times=12)
    visitor.get("/")
    with statements() as many:
        assert visitor.get("/").status_code == 200
    assert len(few) == len(many) <= 15, few


def _busy_life(school: School, *, times: int) -> None:
    if times == 1:
        school.partnership()
    for time in range(times):
        goal_id = school.goal()
        school.takeaway(school.held(school.contact(name=f"Person {times} {time}"), goal_id))
        goal_id = school.goal(due=school.days_ahead(2))
        nudge(school, ADA.id, "goal_due_soon", goal_id, school.days_ahead(2), "two_days")
        school.clock.set(school.clock() + timedelta(minutes=1))

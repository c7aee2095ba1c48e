"""When something falls due, where, and what moves it on."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.act import SCHEDULER
from domain.nudge import Nudge
from projections.due import DueThing, due_things, goal_slots
from tests.cast import ADA, BEN, CLEO, School

FAR = datetime(2027, 12, 31, tzinfo=UTC)


def opened(school: School, at: datetime = FAR) -> list[tuple[str, str, str]]:
    """Rule, moment and UTC hour of every open slot."""
    return [
        (thing.rule, thing.slot.rpartition("|")[2], f"{thing.opened_at:%m-%d %H:%M}")
        for thing in due_things(school.views, at)
    ]


def claim(school: School, thing: DueThing) -> UUID:
    nudge_id = school.use_cases.claim_nudge(
        school.act(SCHEDULER),
        member_id=thing.member_id,
        rule=thing.rule,
        thing_id=thing.thing_id,
        channel="inbox",
        slot=thing.slot,
        facts=thing.facts,
    )
    assert nudge_id is not None
    return nudge_id


def rows(school: School) -> list[Any]:
    with school.views.database.read() as connection:
        return sorted(map(tuple, connection.exec_driver_sql("SELECT * FROM due_thing").fetchall()), key=repr)


def test_a_goal_far_ahead_has_four_slots_at_nine_local_time(school: School) -> None:
    school.goal(due="2026-11-20")
    assert opened(school) == [
        ("goal_due_soon", "week", "11-13 08:00"),
        ("goal_due_soon", "two_days", "11-18 08:00"),
        ("goal_due_soon", "today", "11-20 08:00"),
        ("goal_overdue", "over", "11-21 08:00"),
    ]


def test_only_the_last_open_slot_of_a_thing_has_not_passed(school: School) -> None:
    school.goal(due="2026-11-20")
    assert [thing.passed for thing in due_things(school.views, FAR)] == [True, True, True, False]
    assert [thing.passed for thing in due_things(school.views, datetime(2026, 11, 19, tzinfo=UTC))] == [True, False]


@pytest.mark.parametrize(
    ("told_at", "due", "left"),
    [
        ("2026-11-02T09:00", "2026-11-12", ["week", "two_days", "today", "over"]),
        ("2026-11-02T09:00", "2026-11-09", ["two_days", "today", "over"]),  # a week ahead: that moment was an hour ago
        ("2026-11-02T09:00", "2026-11-05", ["two_days", "today", "over"]),
        ("2026-11-02T09:00", "2026-11-03", ["today", "over"]),
        ("2026-11-02T09:00", "2026-11-02", ["over"]),
        ("2026-11-02T07:59", "2026-11-02", ["today", "over"]),
    ],
)
def test_a_goal_set_late_keeps_only_the_moments_that_are_to_come(told_at: str, due: str, left: list[str]) -> None:
    told = datetime.fromisoformat(told_at).replace(tzinfo=UTC)
    slots = goal_slots(date.fromisoformat(due), "Europe/Berlin", told)
    assert [slot.rpartition("|")[2] for _, _, slot, _ in slots] == left


@pytest.mark.parametrize(
    ("due", "zone", "hours"),
    [
        # Clocks go forward on 28 March 2027 and back on 31 October 2027 in Berlin: nine is nine on every day.
        ("2027-03-29", "Europe/Berlin", ["03-22 08:00", "03-27 08:00", "03-29 07:00", "03-30 07:00"]),
        ("2027-11-01", "Europe/Berlin", ["10-25 07:00", "10-30 07:00", "11-01 08:00", "11-02 08:00"]),
        ("2027-01-15", "Pacific/Kiritimati", ["01-07 19:00", "01-12 19:00", "01-14 19:00", "01-15 19:00"]),
        ("2027-01-15", "Asia/Kathmandu", ["01-08 03:15", "01-13 03:15", "01-15 03:15", "01-16 03:15"]),
    ],
)
def test_slots_are_at_nine_on_the_wall_also_across_a_change_of_clocks(due: str, zone: str, hours: list[str]) -> None:
    slots = goal_slots(date.fromisoformat(due), zone, datetime(2026, 11, 2, tzinfo=UTC))
    assert [f"{datetime.fromisoformat(at):%m-%d %H:%M}" for at, *_ in slots] == hours


def test_a_settled_slot_makes_room_for_the_next(school: School) -> None:
    school.goal(due="2026-11-20")
    for left in (3, 2, 1, 0):
        school.clock.set(FAR)
        nudge_id = claim(school, due_things(school.views, FAR)[0])
        if left % 2:
            school.use_cases.record_delivery(school.act(SCHEDULER), nudge_id)
        else:
            school.use_cases.suppress_nudge(school.act(SCHEDULER), nudge_id, reason="lapsed")
        assert len(opened(school)) == left


def test_a_claim_alone_moves_nothing(school: School) -> None:
    school.goal(due="2026-11-20")
    claim(school, due_things(school.views, FAR)[0])
    assert len(opened(school)) == 4


def test_a_letter_moves_nothing(school: School) -> None:
    goal_id = school.goal(due="2026-11-20")
    thing = due_things(school.views, FAR)[0]
    nudge: dict[str, Any] = {
        "member_id": ADA.id,
        "rule": thing.rule,
        "thing_id": goal_id,
        "slot": thing.slot,
        "channel": "email",
    }
    school.use_cases.claim_nudge(school.act(SCHEDULER), **nudge, facts={})
    school.use_cases.record_delivery(school.act(SCHEDULER), Nudge.id_for(**nudge))
    assert len(opened(school)) == 4


def test_a_goal_that_was_closed_and_opened_again_keeps_what_is_still_to_come(school: School) -> None:
    goal_id = school.goal(due="2026-11-20")
    school.say(ADA, "close_goal", goal_id, reason="enough")
    assert opened(school) == []
    school.clock.set(datetime(2026, 11, 19, tzinfo=UTC))
    school.say(ADA, "reopen_goal", goal_id, reason="not enough")
    assert [moment for _, moment, _ in opened(school)] == ["today", "over"]


def test_the_same_date_promised_again_is_another_slot(school: School) -> None:
    goal_id = school.goal(due="2026-11-20")
    first = {thing.slot for thing in due_things(school.views, FAR)}
    school.say(ADA, "change_settings", name="Ada", zone="America/New_York", nudges=True)
    school.say(ADA, "reschedule_goal", goal_id, due="2026-11-20", reason="moved")
    assert first.isdisjoint(thing.slot for thing in due_things(school.views, FAR))


def test_what_was_logged_is_asked_about_after_seven_days(school: School) -> None:
    school.say(ADA, "log_outreach", contact_id=school.contact(), goal_id=None, channel="call")
    assert opened(school) == [("outreach_unanswered", "week", "11-09 09:00")]


def test_a_message_is_asked_about_after_seven_days(school: School) -> None:
    school.sent(school.contact())
    assert opened(school) == [("outreach_unanswered", "week", "11-09 09:00")]


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("record_answer", {}),
        ("record_decline", {}),
        ("record_silence", {}),
        ("arrange_conversation", {"starts_at": "2026-11-05T10:00+01:00"}),
        ("withdraw_outreach", {"reason": "never mind"}),
    ],
)
def test_what_came_of_a_message_ends_the_waiting(school: School, verb: str, words: dict[str, str]) -> None:
    outreach_id = school.sent(school.contact())
    school.say(ADA, verb, outreach_id, **words)
    assert opened(school) == []


@pytest.mark.parametrize(("until", "asked"), [("2026-11-20", "11-20 08:00"), ("2026-11-02", "11-03 08:00")])
def test_somebody_busy_is_asked_about_from_that_date_but_not_on_the_same_day(
    school: School, until: str, asked: str
) -> None:
    outreach_id = school.sent(school.contact())
    school.say(ADA, "postpone_outreach", outreach_id, until=until)
    assert opened(school) == [("outreach_unanswered", "again", asked)]


def test_a_conversation_asks_for_its_takeaway_and_the_takeaway_for_its_day(school: School) -> None:
    outreach_id = school.held(school.contact())
    assert opened(school) == [("takeaway_undecided", "day", "11-03 09:00")]
    takeaway_id = school.takeaway(outreach_id, days=7)
    assert opened(school) == [
        ("takeaway_due", "day_before", "11-08 08:00"),
        ("takeaway_due", "today", "11-09 08:00"),
        ("takeaway_due", "over", "11-10 08:00"),
    ]
    school.say(ADA, "drop_takeaway", takeaway_id, reason="found elsewhere")
    assert opened(school) == []
    school.clock.set(datetime(2026, 11, 9, 12, tzinfo=UTC))
    school.say(ADA, "pick_up_takeaway", takeaway_id)
    assert opened(school) == [("takeaway_due", "over", "11-10 08:00")]


def test_check_ins_fall_due_for_both_and_each_by_their_own_last_one(school: School) -> None:
    partnership_id = school.partnership(ADA, BEN)
    assert opened(school) == [("check_in_due", "due", "11-09 08:00"), ("check_in_due", "late", "11-16 08:00")] * 2
    school.clock.set(datetime(2026, 11, 5, 12, tzinfo=UTC))
    school.say(BEN, "check_in", partnership_id, confidence=4)
    of = {
        thing.member_id: thing.opened_at.day
        for thing in due_things(school.views, datetime(2026, 11, 12, 9, tzinfo=UTC))
    }
    assert of == {ADA.id: 9, BEN.id: 12}


@pytest.mark.parametrize("who", [ADA, BEN])
@pytest.mark.parametrize("verb", ["pause_partnership", "end_partnership"])
def test_either_may_quiet_both(school: School, who: Any, verb: str) -> None:
    school.say(who, verb, school.partnership(ADA, BEN))
    assert opened(school) == []


def test_a_proposal_asks_nobody_to_check_in(school: School) -> None:
    school.say(ADA, "propose_partnership", partner_id=CLEO.id)
    assert opened(school) == []


def test_events_fed_again_change_nothing(school: School) -> None:
    goal_id = school.goal(due="2026-11-20")
    school.takeaway(school.held(school.contact(), goal_id))
    partnership_id = school.partnership()
    school.clock.set(FAR)
    for thing in due_things(school.views, FAR)[:3]:
        school.use_cases.suppress_nudge(school.act(SCHEDULER), claim(school, thing), reason="lapsed")
    school.say(BEN, "pause_partnership", partnership_id)
    before = rows(school)
    with school.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE view_standing SET position=0 WHERE view='due'")
    school.views.catch_up.run()
    assert rows(school) == before
    school.views.catch_up.rebuild(["due"])
    assert rows(school) == before

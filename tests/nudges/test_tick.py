"""A tick says what is due, says why it did not, and says it once."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from domain.act import OPERATOR, SCHEDULER, Act
from domain.nudge import LEASE
from nudges.channels import ChannelDown, ChannelError, OutcomeUnknown
from nudges.turn import BACK_OFF
from projections.due import due_things
from projections.inbox import failed, unsettled
from tests.cast import ADA, BEN, CLEO
from tests.nudges.nudged import Nudged

# Ada lives in Berlin (UTC+1 in November): her slots open at 08:00 UTC.
OPENS = 8


def on(day: int, hour: int = OPENS, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_nothing_due_says_nothing(nudged: Nudged) -> None:
    nudged.goal()
    assert nudged.tick() == {}
    assert nudged.outbox.sent == []


def test_a_goal_is_announced_a_week_two_days_and_the_day_before_it_ends_and_once_after(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-20")
    for day in range(3, 30):
        nudged.clock.set(on(day, 12))
        nudged.tick()
    said = ["goal_due_soon week", "goal_due_soon two_days", "goal_due_soon today", "goal_overdue over"]
    assert nudged.told() == said[::-1]
    assert len(nudged.outbox.sent) == 4


def test_one_slot_is_said_once_however_often_the_clock_ticks(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    assert nudged.tick() == {"delivered": 1, "mailed": 1, "letters": 1}
    assert nudged.tick() == {}
    nudged.clock.go(minutes=1)
    assert nudged.tick() == {}


def test_a_slot_opens_at_nine_where_the_promise_was_made(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7, 7, 59))
    assert nudged.tick() == {}
    nudged.clock.set(on(7, 8, 0))
    assert nudged.tick()["delivered"] == 1


def test_an_achieved_goal_is_not_announced_and_the_record_says_why(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.takeaway(nudged.held(nudged.contact(), goal_id), days=60)
    nudged.clock.set(on(7))
    assert nudged.tick() == {"suppressed": 1}
    assert nudged.outcomes() == ["two_days Suppressed achieved"]
    assert nudged.outbox.sent == []


def test_a_closed_goal_has_nothing_due(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.say(ADA, "close_goal", goal_id, reason="enough")
    nudged.clock.set(on(7))
    assert nudged.tick() == {}


def test_a_goal_closed_after_the_views_were_read_is_suppressed(nudged: Nudged) -> None:
    first, second = nudged.goal(CLEO, due="2026-11-09"), nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7, 11))
    closing = (CLEO, first) if due_things(nudged.views, nudged.clock())[-1].thing_id == first else (ADA, second)
    nudged.outbox.meanwhile = lambda: nudged.say(closing[0], "close_goal", closing[1], reason="done with it")
    assert nudged.tick()["suppressed"] == 1
    assert nudged.outcomes()[-1] == "two_days Suppressed closed"


def test_a_goal_moved_on_is_announced_for_its_new_date_only(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.say(ADA, "reschedule_goal", goal_id, due="2026-11-20", reason="a cold")
    nudged.clock.set(on(7))
    assert nudged.tick() == {}
    nudged.clock.set(on(13))
    nudged.tick()
    assert nudged.told() == ["goal_due_soon week"]


def test_moving_to_another_zone_and_promising_the_same_date_again_leaves_nothing_stuck(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.tick()
    nudged.say(ADA, "change_settings", name="Ada", zone="America/New_York", nudges=True)
    nudged.say(ADA, "reschedule_goal", goal_id, due="2026-11-09", reason="moved")
    for day in (7, 9, 10):
        nudged.clock.set(on(day, 15))
        nudged.tick()
    assert due_things(nudged.views, on(30)) == []


def test_silence_for_a_week_is_said_and_an_answer_before_that_ends_it(nudged: Nudged) -> None:
    silent = nudged.sent(nudged.contact(name="Dana"))
    answered = nudged.sent(nudged.contact(name="Marcus"))
    nudged.say(ADA, "record_answer", answered, note="yes")
    nudged.clock.go(days=7)
    nudged.tick()
    assert nudged.told() == ["outreach_unanswered week"]
    assert [str(silent) in m.text for m in nudged.outbox.sent] == [True]


def test_busy_until_a_date_is_asked_about_on_that_date(nudged: Nudged) -> None:
    outreach_id = nudged.sent(nudged.contact())
    nudged.say(ADA, "postpone_outreach", outreach_id, until="2026-11-20")
    nudged.clock.set(on(19, 12))
    assert nudged.tick() == {}
    nudged.clock.set(on(20))
    nudged.tick()
    assert nudged.told() == ["outreach_unanswered again"]


def test_busy_until_today_is_asked_about_tomorrow(nudged: Nudged) -> None:
    outreach_id = nudged.sent(nudged.contact())
    nudged.say(ADA, "postpone_outreach", outreach_id, until="2026-11-02")
    assert nudged.tick() == {}
    nudged.clock.set(on(3))
    assert nudged.tick()["delivered"] == 1


def test_nobody_is_asked_to_write_to_a_contact_that_was_removed(nudged: Nudged) -> None:
    contact_id = nudged.contact()
    nudged.sent(contact_id)
    nudged.say(ADA, "remove_contact", contact_id)
    nudged.clock.go(days=7)
    nudged.tick()
    assert nudged.outcomes() == ["week Suppressed contact_removed"]


def test_a_conversation_without_a_takeaway_is_said_a_day_later(nudged: Nudged) -> None:
    nudged.held(nudged.contact())
    nudged.clock.go(days=1)
    nudged.tick()
    assert nudged.told() == ["takeaway_undecided day"]


def test_a_takeaway_decided_in_time_is_not_asked_for_but_announced_when_due(nudged: Nudged) -> None:
    nudged.takeaway(nudged.held(nudged.contact()), days=4)
    for day in range(2, 12):
        nudged.clock.set(on(day, 12))
        nudged.tick()
    assert nudged.told() == ["takeaway_due over", "takeaway_due today", "takeaway_due day_before"]


def test_a_takeaway_of_a_withdrawn_outreach_is_left_alone(nudged: Nudged) -> None:
    outreach_id = nudged.held(nudged.contact())
    nudged.takeaway(outreach_id, days=4)
    nudged.say(ADA, "withdraw_outreach", outreach_id, reason="it never was")
    nudged.clock.set(on(5))
    nudged.tick()
    assert nudged.outcomes() == ["day_before Suppressed withdrawn"]


def test_both_partners_are_asked_to_check_in(nudged: Nudged) -> None:
    nudged.partnership(ADA, BEN)
    nudged.clock.set(on(9, 15))
    nudged.tick()
    assert nudged.told(ADA) == nudged.told(BEN) == ["check_in_due due"]


def test_who_has_checked_in_is_not_asked(nudged: Nudged) -> None:
    partnership_id = nudged.partnership(ADA, BEN)
    nudged.clock.set(on(8))
    nudged.say(ADA, "check_in", partnership_id, confidence=4)
    nudged.clock.set(on(9, 15))
    nudged.tick()
    assert (nudged.told(ADA), nudged.told(BEN)) == ([], ["check_in_due due"])


@pytest.mark.parametrize("who", [ADA, BEN])
def test_a_pause_by_either_quiets_both(nudged: Nudged, who) -> None:
    partnership_id = nudged.partnership(ADA, BEN)
    nudged.say(who, "pause_partnership", partnership_id)
    nudged.clock.set(on(20, 15))
    assert nudged.tick() == {}


def test_a_pause_between_reading_and_sending_quiets_the_other(nudged: Nudged) -> None:
    partnership_id = nudged.partnership(ADA, BEN)
    nudged.clock.set(on(9, 15))
    nudged.outbox.meanwhile = lambda: nudged.say(ADA, "pause_partnership", partnership_id)
    nudged.tick()
    assert sorted(nudged.outcomes()) == ["due Delivered", "due Suppressed paused"]


def test_check_ins_are_counted_anew_after_a_pause(nudged: Nudged) -> None:
    partnership_id = nudged.partnership(ADA, BEN)
    nudged.say(ADA, "pause_partnership", partnership_id)
    nudged.clock.set(on(20, 15))
    nudged.say(BEN, "resume_partnership", partnership_id)
    assert nudged.tick() == {}
    nudged.clock.set(on(27, 15))
    nudged.tick()
    assert nudged.told(ADA) == nudged.told(BEN) == ["check_in_due due"]


def test_switched_off_means_no_nudge_at_all_and_the_record_says_so(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.say(ADA, "switch_nudges", ADA.id, on=False)
    nudged.clock.set(on(7))
    assert nudged.tick() == {"suppressed": 1}
    assert nudged.outcomes() == ["two_days Suppressed switched_off"]
    assert (nudged.told(), nudged.outbox.sent) == ([], [])


def test_a_nudge_waits_while_its_member_sleeps_and_comes_in_the_morning(nudged: Nudged) -> None:
    nudged.clock.set(on(2, 22))
    nudged.sent(nudged.contact())
    nudged.clock.set(on(9, 22))
    assert nudged.tick() == {"waiting": 1}
    nudged.clock.set(on(10, 6, 59))
    assert nudged.tick() == {"waiting": 1}
    nudged.clock.set(on(10, 7))
    assert nudged.tick()["delivered"] == 1


def test_quiet_hours_are_those_of_the_zone_the_member_lives_in_now(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.say(ADA, "change_settings", name="Ada", zone="America/New_York", nudges=True)
    nudged.clock.set(on(7))
    assert nudged.tick() == {"waiting": 1}
    nudged.clock.set(on(7, 13))
    assert nudged.tick()["delivered"] == 1


def test_after_a_long_silence_the_latest_of_each_thing_is_said_in_one_letter(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-12")
    nudged.goal(due="2026-11-14")
    nudged.clock.set(on(25, 12))
    assert nudged.tick() == {"suppressed": 6, "delivered": 2, "mailed": 2, "letters": 1}
    assert nudged.told() == ["goal_overdue over", "goal_overdue over"]
    assert sorted(set(nudged.outcomes())) == [
        "over Delivered",
        "today Suppressed lapsed",
        "two_days Suppressed lapsed",
        "week Suppressed lapsed",
    ]
    assert due_things(nudged.views, nudged.clock()) == []


def test_what_is_weeks_past_lapses_altogether(nudged: Nudged) -> None:
    nudged.held(nudged.contact())
    nudged.clock.go(days=30)
    assert nudged.tick() == {"suppressed": 1}
    assert nudged.outcomes() == ["day Suppressed lapsed"]
    assert due_things(nudged.views, nudged.clock()) == []


def test_several_things_of_one_member_are_one_letter_and_each_has_its_outcome(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.goal(due="2026-11-09")
    nudged.goal(CLEO, due="2026-11-09")
    nudged.clock.set(on(7, 10))
    assert nudged.tick() == {"delivered": 3, "mailed": 3, "letters": 2}
    assert {m.to for m in nudged.outbox.sent} == {ADA.address, CLEO.address}
    assert len({m.message_id for m in nudged.outbox.sent}) == 2


def test_a_refusal_is_tried_again_with_growing_pauses_and_then_given_up(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble = ChannelError("smtp_451")
    assert nudged.tick() == {"delivered": 1, "refused": 1}
    for pause in BACK_OFF:
        nudged.clock.now += pause - timedelta(seconds=1)
        assert nudged.tick() == {}
        nudged.clock.go(seconds=1)
        assert nudged.tick()["claimed_again"] == 1
    assert nudged.outcomes("email")[-2:] == ["two_days ClaimedAgain", "two_days GivenUp smtp_451"]
    nudged.clock.go(days=1)
    assert nudged.tick()["claimed_again"] == 0
    assert nudged.outbox.asked == 1 + len(BACK_OFF)
    assert [card.reason for card in failed(nudged.views)] == ["smtp_451"]


def test_a_letter_that_a_rival_took_up_again_is_theirs(nudged: Nudged, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gets its first nudge sends it, with all that belongs to it."""
    nudged.goal(due="2026-11-09")
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble = ChannelError("smtp_451")
    nudged.tick()
    nudged.outbox.trouble = None
    nudged.clock.go(minutes=15)
    again, first = nudged.use_cases.claim_nudge_again, min(card.nudge_id for card in unsettled(nudged.views))

    def claim(act: Act, nudge_id: UUID) -> None:
        if nudge_id == first:
            again(nudged.act(SCHEDULER), nudge_id)
        again(act, nudge_id)

    monkeypatch.setattr(nudged.use_cases, "claim_nudge_again", claim)
    nudged.tick()
    assert nudged.outbox.sent == []


def test_a_refusal_that_passes_ends_in_the_same_letter(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble = ChannelError("smtp_451")
    nudged.tick()
    nudged.outbox.trouble = None
    nudged.clock.go(minutes=15)
    assert nudged.tick() == {"claimed_again": 2, "mailed": 2, "letters": 1}
    assert sorted(nudged.outcomes("email"))[-2:] == ["two_days Refused smtp_451"] * 2


def test_a_final_refusal_is_given_up_at_once(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble = ChannelError("smtp_550", permanent=True)
    assert nudged.tick() == {"delivered": 1, "given_up": 1}
    assert nudged.outcomes("email") == ["two_days GivenUp smtp_550"]


def test_a_server_that_is_down_is_asked_once_a_tick(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.goal(CLEO, due="2026-11-09")
    nudged.clock.set(on(7, 10))
    nudged.outbox.trouble = ChannelDown("unreachable")
    assert nudged.tick() == {"delivered": 2, "refused": 2}
    assert nudged.outbox.asked == 1


def test_an_unknown_outcome_is_sent_once_more_under_the_same_id_and_then_given_up(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble_after = OutcomeUnknown()
    assert nudged.tick() == {"delivered": 1, "unknown": 1}
    assert nudged.tick() == {}
    nudged.clock.now += LEASE
    assert nudged.tick() == {"claimed_again": 1, "unknown": 1}
    nudged.clock.now += LEASE
    assert nudged.tick() == {"given_up": 1}
    assert len({m.message_id for m in nudged.outbox.sent}) == 1
    assert len(nudged.outbox.sent) == 2
    assert [card.reason for card in failed(nudged.views)] == ["unknown_outcome"]


def test_an_unknown_outcome_is_not_sent_again_when_it_has_become_untrue(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble_after = OutcomeUnknown()
    nudged.tick()
    nudged.say(ADA, "close_goal", goal_id, reason="done with it")
    nudged.clock.now += LEASE
    assert nudged.tick() == {"given_up": 1}
    assert len(nudged.outbox.sent) == 1


def test_a_refused_letter_is_not_tried_again_when_it_has_become_untrue(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.outbox.trouble = ChannelError("smtp_451")
    nudged.tick()
    nudged.say(ADA, "close_goal", goal_id, reason="done with it")
    nudged.clock.go(minutes=15)
    nudged.tick()
    assert nudged.outcomes("email")[-1] == "two_days Suppressed closed"


def test_a_letter_held_up_for_more_than_a_day_lapses(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-12")
    nudged.clock.set(on(5))
    nudged.outbox.trouble = ChannelError("smtp_451")
    nudged.tick()
    nudged.clock.set(on(6, 9))
    nudged.tick()
    assert nudged.outcomes("email")[-1] == "week GivenUp lapsed"


def test_one_members_broken_data_does_not_stop_the_others(nudged: Nudged, caplog: pytest.LogCaptureFixture) -> None:
    nudged.goal(due="2026-11-09")
    nudged.goal(CLEO, due="2026-11-09")
    nudged.clock.set(on(7, 10))
    with nudged.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE people_member SET name='broken' WHERE member_id=?", (str(ADA.id),))
    with caplog.at_level(logging.ERROR):
        assert nudged.tick() == {"broken": 1, "delivered": 1, "mailed": 1, "letters": 1}
    assert "broken'" not in caplog.text
    assert str(ADA.id) in caplog.text


def test_a_letter_that_cannot_be_written_yet_goes_out_later(nudged: Nudged, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never left, so it is not taken for one that may have arrived."""
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7, 10))
    with monkeypatch.context() as broken:
        broken.setattr("nudges.turn.letter", lambda *_: 1 / 0)
        for _ in range(2):
            nudged.tick()
            nudged.clock.go(minutes=15)
    assert (nudged.outbox.asked, nudged.outcomes("email")) == (
        0,
        ["two_days Refused not_written", "two_days ClaimedAgain", "two_days Refused not_written"],
    )
    nudged.clock.go(hours=1)
    assert nudged.tick()["mailed"] == 1


@pytest.mark.parametrize("what", ["trouble='stuck'", "version=version+1"])
def test_nothing_is_said_while_a_view_stands_still(nudged: Nudged, what: str) -> None:
    """Or is a newer program's to move, beside which this one still runs."""
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    with nudged.views.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE view_standing SET {what} WHERE view='progress'")
    assert nudged.tick() == {"held": 1}
    nudged.views.catch_up.rebuild(["progress"])
    assert nudged.tick()["delivered"] == 1


def test_a_claim_whose_slot_is_gone_is_settled_with_its_reason(nudged: Nudged) -> None:
    goal_id = nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    thing = due_things(nudged.views, nudged.clock())[0]
    nudged.use_cases.claim_nudge(
        nudged.act(SCHEDULER),
        member_id=ADA.id,
        rule=thing.rule,
        thing_id=goal_id,
        channel="inbox",
        slot=thing.slot,
        facts=thing.facts,
    )
    nudged.say(ADA, "reschedule_goal", goal_id, due="2026-12-09", reason="a cold")
    nudged.clock.now += LEASE
    assert nudged.tick() == {"suppressed": 1}
    assert nudged.outcomes() == ["two_days Suppressed moved"]
    assert unsettled(nudged.views) == []


def test_a_tick_asks_the_views_no_more_for_a_long_history(nudged: Nudged) -> None:
    def statements() -> int:
        counted: list[str] = []

        def count(_c, _cursor, statement, *_rest) -> None:
            counted.append(statement)

        event.listen(nudged.views.database.engine, "before_cursor_execute", count)
        assert nudged.tick()["delivered"] == 1
        event.remove(nudged.views.database.engine, "before_cursor_execute", count)
        return len(counted)

    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    few = statements()
    for number in range(30):
        nudged.takeaway(nudged.held(nudged.contact(name=f"Somebody {number}")), days=200)
        nudged.goal(due="2027-11-09")
    nudged.clock.set(on(9))
    assert statements() <= few + 2  # contacts are asked for once there are any


# An erasure that lies ahead


def test_a_member_is_told_of_their_erasure_at_once_and_on_the_day_before(nudged: Nudged) -> None:
    nudged.say(ADA, "request_member_erasure", ADA.id)
    nudged.tick()
    assert (nudged.told(ADA), len(nudged.outbox.sent)) == (["erasure_ahead asked"], 1)
    assert "Your account will be erased in a week" in nudged.outbox.sent[0].text
    nudged.clock.go(days=6)
    nudged.tick()
    assert nudged.told(ADA) == ["erasure_ahead day_before", "erasure_ahead asked"]


def test_that_word_reaches_also_who_wants_no_nudges(nudged: Nudged) -> None:
    nudged.say(ADA, "change_settings", name="Ada", zone="UTC", nudges=False)
    nudged.say(OPERATOR, "request_member_erasure", ADA.id)
    nudged.tick()
    assert nudged.told(ADA) == ["erasure_ahead asked"]


def test_an_erasure_that_was_called_off_is_not_told_of(nudged: Nudged) -> None:
    nudged.say(ADA, "request_member_erasure", ADA.id)
    nudged.say(ADA, "cancel_member_erasure", ADA.id)
    nudged.tick()
    nudged.clock.go(days=6)
    nudged.tick()
    assert (nudged.told(ADA), nudged.outbox.sent) == ([], [])

"""Nudges: one claim for each slot, what became of it, and putting it away."""

from datetime import timedelta

from domain.nudge import LEASE, NotInInbox, Nudge, NudgeSettled, StillClaimed
from domain.refusal import NotFound
from tests.cast import ADA
from tests.domain.stories import CLAIMED, SLOT
from tests.specification import NOBODY, ada, ben, event, given, scheduler, the

DELIVERED = scheduler.record_delivery(the(Nudge))
SUPPRESSED = scheduler.suppress_nudge(the(Nudge), reason="achieved")
REFUSED = scheduler.record_channel_refusal(the(Nudge), reason="451")
GIVEN_UP = scheduler.give_up_nudge(the(Nudge), reason="550")
CLAIM_AGAIN = scheduler.claim_nudge_again(the(Nudge))
PUT_AWAY = ada.put_nudge_away(the(Nudge))


def test_a_slot_is_claimed_by_whoever_comes_first():
    given().when(scheduler.claim_nudge(**SLOT)).then_answered(the(Nudge)).then(event("Nudge.Claimed", **SLOT))


def test_a_second_claim_of_a_slot_gets_nothing():
    given(*CLAIMED).when(scheduler.claim_nudge(**SLOT)).then_answered(None).then()


def test_of_two_claims_at_once_one_wins():
    claim = scheduler.claim_nudge(**SLOT)
    given().meanwhile(claim).when(claim).then_answered(None).then(event("Nudge.Claimed"))


def test_another_slot_is_another_claim():
    given(*CLAIMED).when(scheduler.claim_nudge(**SLOT | {"slot": "2026-12-08|over"})).then(event("Nudge.Claimed"))


def test_another_channel_is_another_claim():
    given(*CLAIMED).when(scheduler.claim_nudge(**SLOT | {"channel": "email"})).then(event("Nudge.Claimed"))


def test_a_delivery_is_recorded_with_what_it_was_about():
    about = {name: SLOT[name] for name in ("member_id", "rule", "thing_id", "channel", "slot")}
    given(*CLAIMED).when(DELIVERED).then(event("Nudge.Delivered", **about))


def test_what_is_not_sent_says_why():
    given(*CLAIMED).when(SUPPRESSED).then(event("Nudge.Suppressed", reason="achieved"))


def test_a_channel_may_refuse_for_now():
    given(*CLAIMED).when(REFUSED).then(event("Nudge.Refused", reason="451"))


def test_what_was_refused_may_be_claimed_again_at_once():
    given(*CLAIMED, REFUSED).when(CLAIM_AGAIN).then(event("Nudge.ClaimedAgain"))


def test_what_is_being_sent_this_minute_is_not_claimed_again():
    given(*CLAIMED, LEASE - timedelta(microseconds=1)).when(CLAIM_AGAIN).then_refused(StillClaimed)


def test_a_sender_silent_for_its_whole_lease_is_taken_for_dead():
    given(*CLAIMED, LEASE).when(CLAIM_AGAIN).then(event("Nudge.ClaimedAgain"))


def test_an_unknown_outcome_is_sent_once_more_and_never_a_third_time():
    given(*CLAIMED, LEASE, CLAIM_AGAIN, LEASE).when(CLAIM_AGAIN).then_refused(NudgeSettled, state="claimed")


def test_known_refusals_may_be_tried_again_and_again():
    given(*CLAIMED, REFUSED, CLAIM_AGAIN, REFUSED).when(CLAIM_AGAIN).then(event("Nudge.ClaimedAgain"))


def test_an_unknown_outcome_of_a_second_try_is_not_sent_again():
    given(*CLAIMED, REFUSED, CLAIM_AGAIN, LEASE).when(CLAIM_AGAIN).then_refused(NudgeSettled, state="claimed")


def test_of_two_who_take_over_from_the_dead_one_wins():
    given(*CLAIMED, LEASE).meanwhile(CLAIM_AGAIN).when(CLAIM_AGAIN).then_refused(StillClaimed)


def test_giving_up_says_why():
    given(*CLAIMED).when(GIVEN_UP).then(event("Nudge.GivenUp", reason="550"))


def test_what_was_delivered_is_not_delivered_again():
    given(*CLAIMED, DELIVERED).when(DELIVERED).then_refused(NudgeSettled, state="delivered")


def test_what_was_delivered_is_not_claimed_again():
    given(*CLAIMED, DELIVERED, LEASE).when(CLAIM_AGAIN).then_refused(NudgeSettled, state="delivered")


def test_what_was_delivered_is_not_suppressed():
    given(*CLAIMED, DELIVERED).when(SUPPRESSED).then_refused(NudgeSettled, state="delivered")


def test_what_was_suppressed_is_not_refused_by_a_channel():
    given(*CLAIMED, SUPPRESSED).when(REFUSED).then_refused(NudgeSettled, state="suppressed")


def test_what_was_given_up_stays_given_up():
    given(*CLAIMED, GIVEN_UP).when(GIVEN_UP).then_refused(NudgeSettled, state="given_up")


def test_a_delivered_nudge_is_put_away_by_whom_it_is_for():
    given(*CLAIMED, DELIVERED).when(PUT_AWAY).then(event("Nudge.PutAway", member_id=ADA.id))


def test_putting_away_twice_is_quiet():
    given(*CLAIMED, DELIVERED, PUT_AWAY).when(PUT_AWAY).then()


def test_what_was_not_delivered_cannot_be_put_away():
    given(*CLAIMED).when(PUT_AWAY).then_refused(NotInInbox)


def test_a_mail_cannot_be_put_away():
    given(scheduler.claim_nudge(**SLOT | {"channel": "email"}), DELIVERED).when(PUT_AWAY).then_refused(NotInInbox)


def test_nobody_else_can_put_it_away():
    given(*CLAIMED, DELIVERED).when(ben.put_nudge_away(the(Nudge))).then_refused(NotFound)


def test_there_is_nothing_to_settle_in_what_was_never_claimed():
    given().when(scheduler.record_delivery(NOBODY)).then_refused(NotFound)

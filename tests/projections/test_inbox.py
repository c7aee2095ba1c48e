"""The view of nudges: what is in an inbox, what is unread, what somebody is still at, what failed."""

from uuid import UUID

from projections.inbox import failed, inbox, unread, unsettled
from tests.cast import ADA, BEN, MONDAY, School

SCHEDULER = "system:scheduler"


def claim(school: School, slot: str, *, who=ADA, channel: str = "inbox") -> UUID:
    about = {"member_id": who.id, "rule": "goal_overdue", "thing_id": UUID(int=9), "facts": {"due": "2026-11-20"}}
    nudge_id: UUID = school.say(SCHEDULER, "claim_nudge", channel=channel, slot=slot, **about)
    return nudge_id


def deliver(school: School, slot: str, **more) -> UUID:
    nudge_id = claim(school, slot, **more)
    school.say(SCHEDULER, "record_delivery", nudge_id)
    return nudge_id


def test_what_was_delivered_is_in_the_inbox_with_its_facts(school):
    nudge_id = deliver(school, "2026-11-20|over")
    (card,) = inbox(school.views, ADA.id)
    assert (card.nudge_id, card.member_id, card.rule, card.slot) == (
        nudge_id,
        ADA.id,
        "goal_overdue",
        "2026-11-20|over",
    )
    assert (card.thing_id, card.facts, card.state, card.at) == (UUID(int=9), {"due": "2026-11-20"}, "delivered", MONDAY)


def test_nothing_else_is(school):
    claim(school, "claimed")
    deliver(school, "mail", channel="email")
    deliver(school, "bens", who=BEN)
    school.say(SCHEDULER, "suppress_nudge", claim(school, "suppressed"), reason="achieved")
    school.say(SCHEDULER, "give_up_nudge", claim(school, "failed"), reason="550")
    assert inbox(school.views, ADA.id) == []
    assert unread(school.views, ADA.id) == 0


def test_the_newest_comes_first_and_not_too_many(school):
    nudges = []
    for n in range(4):
        school.clock.go(hours=1)
        nudges.append(deliver(school, str(n)))
    assert [card.nudge_id for card in inbox(school.views, ADA.id, limit=3)] == nudges[:0:-1]


def test_what_was_put_away_is_read_but_still_there(school):
    first = deliver(school, "one")
    deliver(school, "two")
    assert unread(school.views, ADA.id) == 2
    school.say(ADA, "put_nudge_away", first)
    assert unread(school.views, ADA.id) == 1
    assert {card.nudge_id: card.state for card in inbox(school.views, ADA.id)}[first] == "put_away"


def test_what_somebody_is_at_is_unsettled(school):
    claimed, refused = claim(school, "claimed"), claim(school, "refused")
    school.say(SCHEDULER, "record_channel_refusal", refused, reason="451")
    deliver(school, "delivered")
    found = {card.nudge_id: (card.state, card.reason, card.attempts) for card in unsettled(school.views)}
    assert found == {claimed: ("claimed", "", 1), refused: ("refused", "451", 1)}


def test_a_second_attempt_is_counted_from_its_own_instant(school):
    nudge_id = claim(school, "slot")
    school.clock.go(hours=1)
    school.say(SCHEDULER, "claim_nudge_again", nudge_id)
    (card,) = unsettled(school.views)
    assert (card.attempts, card.claimed_at, card.state) == (2, school.clock(), "claimed")


def test_what_was_given_up_is_listed_with_its_reason(school):
    nudge_id = claim(school, "slot", channel="email")
    school.say(SCHEDULER, "give_up_nudge", nudge_id, reason="550")
    (card,) = failed(school.views)
    assert (card.nudge_id, card.channel, card.reason, card.at) == (nudge_id, "email", "550", MONDAY)
    assert unsettled(school.views) == []

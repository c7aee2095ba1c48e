"""The view of partnerships: how it stands between the two, how each said it goes, and when a check-in is due."""

from datetime import date, timedelta

from projections.buddy import KEPT, may_ask, one_partnership, partnerships, whom_to_ask
from projections.history import own_history
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, MONDAY, there


def card_of(school, who=ADA):
    (card,) = partnerships(school.views, who.id)
    return card


def test_a_proposal_is_seen_by_both_from_their_own_side(school):
    school.say(ADA, "propose_partnership", partner_id=BEN.id, cadence_days=14, note="Shall we?")
    adas, bens = card_of(school, ADA), card_of(school, BEN)
    assert (adas.partner_id, adas.asked_by_me, bens.partner_id, bens.asked_by_me) == (BEN.id, True, ADA.id, False)
    assert (bens.note.text, bens.cadence_days, bens.zone, bens.state) == ("Shall we?", 14, "Europe/Berlin", "proposed")
    assert (bens.proposed_at, bens.accepted_at, bens.next_check_in) == (MONDAY, None, None)


def test_nobody_else_sees_it(school):
    partnership_id = school.partnership()
    assert partnerships(school.views, CLEO.id) == []
    assert one_partnership(school.views, CLEO.id, partnership_id) is None


def test_the_first_check_in_is_due_one_cadence_after_the_yes(school):
    school.partnership()
    assert card_of(school).next_check_in == card_of(school, BEN).next_check_in == date(2026, 11, 9)


def test_each_has_their_own_next_check_in(school):
    partnership_id = school.partnership()
    school.clock.go(days=3)
    school.say(ADA, "check_in", partnership_id, confidence=4)
    assert (card_of(school).next_check_in, card_of(school).their_next_check_in) == (
        date(2026, 11, 12),
        date(2026, 11, 9),
    )
    assert card_of(school, BEN).next_check_in == date(2026, 11, 9)


def test_a_check_in_shows_on_both_sides(school):
    partnership_id = school.partnership()
    school.clock.go(days=1)
    school.say(BEN, "check_in", partnership_id, confidence=2, moved="One message", next_step="A call")
    theirs = card_of(school, ADA).theirs
    assert (theirs.confidence, theirs.moved.text, theirs.next_step.text, theirs.at) == (
        2,
        "One message",
        "A call",
        school.clock(),
    )
    assert card_of(school, BEN).mine == theirs
    assert card_of(school, ADA).mine is None


def test_earlier_check_ins_are_kept_but_not_without_end(school):
    partnership_id = school.partnership()
    for n in range(KEPT + 3):
        school.clock.go(days=1)
        school.say(ADA, "check_in", partnership_id, confidence=n % 5 + 1)
    earlier = card_of(school).mine.earlier
    assert len(earlier) == KEPT
    assert earlier[-1] == (school.clock(), (KEPT + 2) % 5 + 1)
    assert earlier[0][0] == MONDAY + timedelta(days=4)


def test_a_cheer_reaches_the_other(school):
    partnership_id = school.partnership()
    school.say(BEN, "cheer", partnership_id)
    assert (card_of(school, ADA).they_cheered_at, card_of(school, BEN).they_cheered_at) == (MONDAY, None)
    assert card_of(school, ADA).theirs is None


def test_during_a_pause_nothing_is_due_for_either(school):
    partnership_id = school.partnership()
    school.say(ADA, "pause_partnership", partnership_id, until="2026-11-20")
    for who in (ADA, BEN):
        card = card_of(school, who)
        assert (card.state, card.paused_until, card.next_check_in) == ("paused", date(2026, 11, 20), None)


def test_an_open_ended_pause_has_no_date(school):
    partnership_id = school.partnership()
    school.say(ADA, "pause_partnership", partnership_id)
    assert card_of(school).paused_until is None


def test_after_a_pause_check_ins_are_counted_from_its_end(school):
    partnership_id = school.partnership()
    school.say(ADA, "check_in", partnership_id, confidence=4)
    school.say(ADA, "pause_partnership", partnership_id)
    school.clock.go(days=30)
    school.say(BEN, "resume_partnership", partnership_id)
    assert (card_of(school).state, card_of(school).next_check_in) == ("active", date(2026, 12, 9))


def test_what_has_ended_is_listed_no_more_but_can_be_looked_up(school):
    partnership_id = school.partnership()
    school.say(BEN, "end_partnership", partnership_id)
    assert partnerships(school.views, ADA.id) == partnerships(school.views, BEN.id) == []
    assert there(one_partnership(school.views, ADA.id, partnership_id)).state == "ended"


def test_starting_anew_begins_with_a_fresh_proposal(school):
    partnership_id = school.partnership()
    school.say(ADA, "check_in", partnership_id, confidence=4)
    school.say(BEN, "end_partnership", partnership_id)
    school.clock.go(days=40)
    school.say(BEN, "propose_partnership", partner_id=ADA.id, cadence_days=3, note="Again?")
    card = card_of(school)
    assert (card.state, card.asked_by_me, card.note.text, card.accepted_at) == ("proposed", False, "Again?", None)
    school.say(ADA, "accept_partnership", partnership_id)
    assert card_of(school).next_check_in == (school.clock() + timedelta(days=3)).date()


def test_a_no_and_a_proposal_taken_back_are_listed_no_more(school):
    one = school.say(ADA, "propose_partnership", partner_id=BEN.id)
    other = school.say(CLEO, "propose_partnership", partner_id=ADA.id)
    school.say(BEN, "decline_partnership", one)
    school.say(CLEO, "withdraw_proposal", other)
    assert partnerships(school.views, ADA.id) == []
    states = {there(one_partnership(school.views, ADA.id, p)).state for p in (one, other)}
    assert states == {"declined", "withdrawn"}


def test_active_ones_come_before_proposals(school):
    school.say(CLEO, "propose_partnership", partner_id=ADA.id)
    school.clock.go(days=1)
    school.partnership(ADA, BEN)
    assert [card.partner_id for card in partnerships(school.views, ADA.id)] == [BEN.id, CLEO.id]


def test_check_ins_are_gone_with_the_partnership_and_do_not_come_back_with_a_new_one(school):
    pair = school.partnership()
    for who in (ADA, BEN):
        school.say(who, "check_in", pair, confidence=4, moved="canary-moved", next_step="canary-next")
        school.say(who, "cheer", pair)
    school.say(BEN, "end_partnership", pair)
    again = (
        lambda: None,
        lambda: school.say(ADA, "propose_partnership", partner_id=BEN.id),
        lambda: school.say(BEN, "accept_partnership", pair),
    )
    for step in again:
        step()
        for who in (ADA, BEN):
            card = there(one_partnership(school.views, who.id, pair))
            assert (card.mine, card.theirs, card.they_cheered_at) == (None, None, None), card.state
    school.say(ADA, "check_in", pair, confidence=2)
    assert [confidence for _, confidence in there(card_of(school).mine).earlier] == [2]


def test_during_a_pause_check_ins_stay(school):
    pair = school.partnership()
    school.say(BEN, "check_in", pair, confidence=4)
    school.say(ADA, "pause_partnership", pair)
    assert there(card_of(school).theirs).confidence == 4


def test_a_question_to_a_stranger_is_not_seen_by_whoever_asked_until_the_yes(school):
    pair = school.say(ADA, "propose_partnership", partner_id=CLEO.id)
    assert card_of(school, CLEO).partner_id == ADA.id
    for verb in (None, "decline_partnership", "propose_partnership"):
        if verb == "propose_partnership":
            school.say(ADA, verb, partner_id=CLEO.id)
        elif verb:
            school.say(CLEO, verb, pair)
        assert partnerships(school.views, ADA.id) == []
        assert one_partnership(school.views, ADA.id, pair) is None
        assert [entry.name for entry in own_history(school.views, ADA.id)] == ["Member.Joined"]
    school.say(CLEO, "accept_partnership", pair)
    assert card_of(school).partner_id == CLEO.id
    assert len(own_history(school.views, ADA.id)) == 5


def test_who_was_asked_once_or_has_been_a_buddy_is_known_from_then_on(school):
    assert not may_ask(school.views, ADA.id, CLEO.id)
    pair = school.say(CLEO, "propose_partnership", partner_id=ADA.id)
    school.say(ADA, "decline_partnership", pair)
    assert may_ask(school.views, ADA.id, CLEO.id)
    assert not may_ask(school.views, CLEO.id, ADA.id)
    school.say(ADA, "propose_partnership", partner_id=CLEO.id)
    assert card_of(school).asked_by_me


def test_mates_may_be_asked_and_staff_may_not(school):
    school.say(DORA, "join_cohort", DORA.id, cohort_id=AUTUMN.id)
    school.say(DORA, "join_cohort", CLEO.id, cohort_id=AUTUMN.id)
    assert [mate.member_id for mate in whom_to_ask(school.views, ADA.id)] == [BEN.id, CLEO.id]
    assert [may_ask(school.views, ADA.id, who.id) for who in (BEN, CLEO, DORA, ADA)] == [True, True, False, False]
    school.say(DORA, "leave_cohort", CLEO.id, cohort_id=AUTUMN.id)
    assert not may_ask(school.views, ADA.id, CLEO.id)

"""The next small thing: what comes first of everything somebody has going on, case by case."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.evidence import Promise, Terms, progress
from domain.personal import Personal
from projections.buddy import CheckIn, PartnershipCard
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from projections.progress.takeaways import TakeawayCard
from tests.cast import ADA, BEN, MONDAY
from web.next_thing import NextThing, next_thing, with_buddies

NOW, BERLIN = MONDAY, "Europe/Berlin"
TODAY = date(2026, 11, 2)
GOAL, PERSON, OTHER = uuid4(), uuid4(), uuid4()
WORDS = Personal("words", ADA.id)


def before(**how_long: float) -> datetime:
    return NOW - timedelta(**how_long)


def story(stage: str, contact_id: UUID = PERSON, goal_id: UUID | None = GOAL, **changes: Any) -> OutreachCard:
    card = OutreachCard(
        outreach_id=uuid4(), member_id=ADA.id, contact_id=contact_id, goal_id=goal_id, version=1, stage=stage,
        tie="weak", introduction=WORDS, purpose=WORDS, why_you=WORDS, call_to_action=WORDS, channel="email",
        times_offered=(), begun_at=before(days=2), touched_at=before(days=1), sent_at=before(days=1), answered_at=None,
        answer_note=WORDS, postponed_until=None, postponed_zone=BERLIN, arranged_at=None, starts_at=None, held_at=None,
        medium="", questions=WORDS, notes=WORDS, whom_next=WORDS, prepared_at=None, confidential=False, takeaway=None,
    )  # fmt: skip
    return replace(card, **changes)


def decided(due: date, state: str = "open", **changes: Any) -> OutreachCard:
    """A conversation held yesterday with its takeaway."""
    card = story("held", held_at=before(days=1), **changes)
    takeaway = TakeawayCard(
        uuid4(), card.outreach_id, card.contact_id, 1, WORDS, "research", due, BERLIN, state, before(days=1), None,
        WORDS, None,
    )  # fmt: skip
    return replace(card, takeaway=takeaway)


def goal(*told: OutreachCard, target: int = 1, measure: str = "conversations", due: int = 7, **more: Any) -> GoalCard:
    """A goal set ten days ago, due so many days from today."""
    terms = Terms(GOAL, measure, target, (Promise(before(days=10), TODAY + timedelta(days=due), BERLIN),))
    card = GoalCard(
        GOAL, ADA.id, 1, WORDS, WORDS, "own", "", "progress", None, before(days=10), None, None, (), terms,
        progress(terms, [card.story for card in told], NOW),
    )  # fmt: skip
    return replace(card, **more)


def closed() -> GoalCard:
    card = goal(closed_at=before(days=1))
    return replace(card, progress=replace(card.progress, standing="closed"))


def pair(state: str = "active", *, asked_by_me: bool = True, agreed: int = 1) -> PartnershipCard:
    """A weekly partnership agreed so many days ago."""
    accepted = before(days=agreed)
    return PartnershipCard(
        uuid4(),
        BEN.id,
        state,
        asked_by_me,
        WORDS,
        7,
        BERLIN,
        accepted,
        accepted,
        accepted,
        None,
        None,
        None,
        None,
        False,
    )


def kind_for(
    *told: OutreachCard,
    goals: list[GoalCard] | None = None,
    contacts: int = 3,
    pairs: tuple[PartnershipCard, ...] = (),
    gone: tuple[UUID, ...] = (),
) -> str:
    return whole(*told, goals=goals, contacts=contacts, pairs=pairs, gone=gone).kind


def whole(
    *told: OutreachCard,
    goals: list[GoalCard] | None = None,
    contacts: int = 3,
    pairs: tuple[PartnershipCard, ...] = (),
    gone: tuple[UUID, ...] = (),
) -> NextThing:
    promised = [goal(*told)] if goals is None else goals
    return next_thing(promised, told, contacts, pairs, now=NOW, zone=BERLIN, gone=gone)


CASES = {
    "takeaway over": (decided(TODAY - timedelta(days=1)), "takeaway_due"),
    "takeaway for today": (decided(TODAY), "takeaway_due"),
    "talked, nothing decided": (story("held", held_at=before(hours=1)), "undecided"),
    "no answer for a week": (story("sent", sent_at=before(days=7)), "unanswered"),
    "busy until today": (story("postponed", postponed_until=TODAY), "free_again"),
    "answered": (story("answered", answered_at=before(hours=1)), "answered"),
    "the hour has come": (story("arranged", starts_at=NOW), "met"),
    "talked yesterday, it seems": (story("arranged", starts_at=before(days=1)), "met"),
    "a conversation tonight": (story("arranged", starts_at=NOW + timedelta(hours=9)), "meeting"),
    "a draft": (story("drafted", sent_at=None), "draft"),
    "sent yesterday": (story("sent"), "waiting"),
    "sent almost a week ago": (story("sent", sent_at=before(days=6, hours=23)), "waiting"),
    "busy until today, which has not begun where that was said": (
        story("postponed", postponed_until=TODAY, postponed_zone="Pacific/Midway"),
        "waiting",
    ),
    "busy until tomorrow": (story("postponed", postponed_until=TODAY + timedelta(days=1)), "waiting"),
    "a conversation tomorrow": (story("arranged", starts_at=NOW + timedelta(days=1)), "waiting"),
    "a conversation after midnight there": (story("arranged", starts_at=NOW + timedelta(hours=15)), "waiting"),
    "declined": (story("declined"), "choose"),
    "left unanswered": (story("unanswered"), "choose"),
    "taken back": (story("withdrawn"), "choose"),
    "a takeaway for tomorrow, goal kept": (decided(TODAY + timedelta(days=1)), "all_kept"),
    "followed up, goal kept": (decided(TODAY, "followed_up"), "all_kept"),
    "dropped, goal kept": (decided(TODAY, "dropped"), "all_kept"),
}


@pytest.mark.parametrize(("card", "kind"), CASES.values(), ids=CASES.keys())
def test_a_story_asks_for_its_next_step(card: OutreachCard, kind: str) -> None:
    assert kind_for(card) == kind


ORDER = (
    "takeaway over", "talked, nothing decided", "no answer for a week", "busy until today", "answered",
    "the hour has come", "a conversation tonight", "a draft",
)  # fmt: skip


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_what_was_begun_longest_ago_along_the_thread_comes_first(first: int) -> None:
    told = [CASES[name][0] for name in reversed(ORDER[first:])]
    assert kind_for(*told, goals=[goal()]) == CASES[ORDER[first]][1]


def test_of_two_alike_the_one_that_waited_longer_comes_first() -> None:
    newer, older = (story("sent", sent_at=before(days=days)) for days in (8, 9))
    assert whole(newer, older).story is older


def test_a_goal_with_nobody_chosen_asks_whom_to_write_to() -> None:
    assert kind_for() == "choose"


def test_without_a_single_contact_the_list_comes_first() -> None:
    assert kind_for(contacts=0) == "first_contact"


def test_who_counts_already_is_not_on_the_way_to_the_next() -> None:
    sent = story("sent")
    assert kind_for(sent, goals=[goal(sent, measure="contacted", target=2)]) == "choose"
    assert kind_for(sent, goals=[goal(sent, measure="conversations", target=2)]) == "waiting"


def test_a_takeaway_still_to_come_keeps_a_goal_of_following_through_on_its_way() -> None:
    card = decided(TODAY + timedelta(days=3))
    assert kind_for(card, goals=[goal(card, measure="follow_through")]) == "waiting"


def test_a_story_of_another_goal_does_not_carry_this_one() -> None:
    assert kind_for(story("sent", goal_id=uuid4())) == "choose"


def test_a_goal_that_ended_is_asked_about_unless_something_is_on_its_way() -> None:
    assert kind_for(goals=[goal(due=-1)]) == "goal_over"
    sent = story("sent")
    assert kind_for(sent, goals=[goal(sent, due=-1)]) == "waiting"


def test_on_its_last_day_a_goal_has_not_ended() -> None:
    assert kind_for(goals=[goal(due=0)]) == "choose"


def test_nobody_is_asked_to_write_to_somebody_they_removed() -> None:
    assert kind_for(story("sent", sent_at=before(days=8)), gone=(PERSON,)) == "choose"
    assert kind_for(story("drafted"), gone=(PERSON,)) == "choose"


def test_a_conversation_with_somebody_removed_still_has_its_takeaway() -> None:
    assert kind_for(story("held", held_at=before(days=1)), gone=(PERSON,)) == "undecided"
    assert kind_for(decided(TODAY), gone=(PERSON,)) == "takeaway_due"


def test_a_buddy_who_asks_or_waits_comes_after_the_goal() -> None:
    asked, due = pair("proposed", asked_by_me=False), pair(agreed=7)
    assert kind_for(pairs=(asked, due)) == "choose"
    assert kind_for(story("sent"), pairs=(due, asked)) == "invitation"
    assert kind_for(story("sent"), pairs=(due,)) == "check_in"


@pytest.mark.parametrize(
    "quiet",
    [pair("proposed"), pair("paused", agreed=30), pair(agreed=6), pair("ended", agreed=30)],
    ids=["asked by me", "paused", "checked in lately", "ended"],
)
def test_a_partnership_in_which_nothing_is_due_is_quiet(quiet: PartnershipCard) -> None:
    assert with_buddies([quiet], now=NOW) is None


def test_the_check_in_that_is_late_longest_comes_first() -> None:
    late, later = pair(agreed=9), pair(agreed=8)
    found = with_buddies([later, late], now=NOW)
    assert found is not None
    assert found.pair is late


def test_a_check_in_moves_the_next_one() -> None:
    told = CheckIn(before(days=2), 4, WORDS, WORDS, ())
    assert with_buddies([replace(pair(agreed=9), mine=told)], now=NOW) is None


def test_without_any_goal_the_first_one_is_offered() -> None:
    assert kind_for(goals=[]) == "first_goal"
    assert kind_for(goals=[], contacts=0) == "first_goal"


def test_after_a_goal_was_let_go_the_next_one_is_offered() -> None:
    assert kind_for(goals=[closed()]) == "next_goal"


def test_a_kept_promise_is_celebrated_the_latest_one() -> None:
    held = story("held", held_at=before(days=3), takeaway=decided(TODAY, "followed_up").takeaway)
    thing = whole(held, goals=[closed(), goal(held)])
    assert thing.kind == "all_kept"
    assert thing.goal is not None
    assert thing.goal.progress.achieved_at == before(days=3)

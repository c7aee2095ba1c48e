"""What an archive tells of elsewhere: kept with its own dates, once, and nothing more can happen to it here."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.accountability.told import REACHED, StoryTold, goal_id, story_id
from domain.contact import Contact
from domain.goal import Goal
from domain.outreach import Outreach, OutreachWithdrawn
from domain.partnership import Partnership
from domain.refusal import HappenedElsewhere, NotFound, Unusable
from domain.takeaway import Takeaway, TakeawaySettled
from tests.cast import ADA, BEN
from tests.domain.stories import A_CONTACT, CONTACT_REMOVED
from tests.specification import ada, ben, event, given, operator, scheduler, the
from tests.told import TAKEAWAY, goal_told, story_told

STORY = story_told(the(Contact))
GOAL = goal_told()
BRING, BRING_GOAL = ada.bring_stories(stories=[STORY]), ada.bring_goals(goals=[GOAL])
BROUGHT = (A_CONTACT, BRING)
DROPPED = (A_CONTACT, ada.bring_stories(stories=[replace(STORY, takeaway=replace(TAKEAWAY, state="dropped"))]))


def told(story: StoryTold) -> dict[str, Any]:
    """Its fields as they are to stand on the event."""
    return {n: getattr(story, n) for n in story.__slots__ if n not in ("contact_id", "takeaway")}


def test_a_story_and_its_takeaway_are_kept_with_their_own_dates():
    given(A_CONTACT).when(BRING).then(
        event("Outreach.BroughtAlong", member_id=ADA.id, contact_id=the(Contact), goal_id=None, **told(STORY)),
        event(
            "Takeaway.BroughtAlong",
            member_id=ADA.id,
            contact_id=the(Contact),
            outreach_id=the(Outreach),
            text="Read about queues",
            kind="research",
            due="2026-11-20",
            state="open",
            decided_at="2026-10-07T09:00:00+00:00",
            settled_at="",
            outcome="",
            new_contact_id=None,
        ),
    ).then_answered([story_id(ADA.id, STORY.first_id)])


def test_a_goal_that_was_kept_is_kept_as_it_is_told():
    given().when(BRING_GOAL).then(
        event(
            "Goal.BroughtAlong",
            member_id=ADA.id,
            first_id=GOAL.first_id,
            statement="Talk to two people",
            due="2026-10-20",
            standing="achieved",
            ended_at="2026-10-06T09:30:00+00:00",
            on_time=True,
            reached=2,
        )
    ).then_answered([goal_id(ADA.id, GOAL.first_id)])


def test_what_came_before_does_not_come_again():
    given(*BROUGHT, BRING_GOAL).when(BRING).then().then_answered([])
    given(*BROUGHT, BRING_GOAL).when(BRING_GOAL).then().then_answered([])


def test_said_twice_under_one_command_it_is_answered_as_the_first_time():
    bring = ada.under("bring").bring_stories(stories=[STORY])
    given(A_CONTACT, bring).when(bring).then().then_answered([story_id(ADA.id, STORY.first_id)])


def test_a_rival_who_brings_a_part_of_it_doubles_nothing():
    other = story_told(the(Contact), takeaway=None)
    given(A_CONTACT).meanwhile(BRING).when(ada.bring_stories(stories=[STORY, other])).then_answered(
        [story_id(ADA.id, other.first_id)]
    )


def test_a_message_that_was_not_sent_becomes_a_draft_of_here():
    given(A_CONTACT).when(ada.bring_stories(stories=[replace(STORY, reached="drafted")])).then(
        event("Outreach.Drafted", contact_id=the(Contact), goal_id=None, why_you="Your talk on queues", tie="cold")
    )


def test_a_draft_of_elsewhere_can_be_sent_here():
    given(A_CONTACT, ada.bring_stories(stories=[replace(STORY, reached="drafted")])).when(
        ada.send_outreach(the(Outreach), channel="email", times_offered=[])
    ).then(event("Outreach.Sent"))


@pytest.mark.parametrize("gone", [CONTACT_REMOVED, scheduler.complete_contact_erasure(the(Contact))])
def test_nothing_is_brought_about_somebody_who_is_not_kept(gone):
    given(A_CONTACT, gone).when(BRING).then().then_answered([])


def test_nothing_is_brought_about_anothers_contact():
    given(A_CONTACT).when(ben.bring_stories(stories=[STORY])).then().then_answered([])


def test_a_new_contact_is_only_one_of_ones_own():
    elsewhere = replace(STORY, takeaway=replace(TAKEAWAY, state="followed_up", new_contact_id=uuid4()))
    given(A_CONTACT).when(ada.bring_stories(stories=[elsewhere])).then(
        event("Outreach.BroughtAlong"), event("Takeaway.BroughtAlong", state="followed_up", new_contact_id=None)
    )


def test_an_operator_brings_along_for_a_member():
    given(A_CONTACT).when(operator.bring_stories(stories=[STORY], member_id=ADA.id)).then(
        event("Outreach.BroughtAlong", member_id=ADA.id), event("Takeaway.BroughtAlong")
    )
    given().when(operator.bring_goals(goals=[GOAL], member_id=ADA.id)).then(event("Goal.BroughtAlong"))


def test_nobody_else_does():
    given(A_CONTACT).when(ben.bring_stories(stories=[STORY], member_id=ADA.id)).then_refused(NotFound)
    given().when(ben.bring_goals(goals=[GOAL], member_id=ADA.id)).then_refused(NotFound)


@pytest.mark.parametrize(
    "verb",
    [
        ada.record_answer(the(Outreach), note="Yes"),
        ada.record_decline(the(Outreach)),
        ada.record_silence(the(Outreach)),
        ada.postpone_outreach(the(Outreach), until="2026-12-01"),
        ada.arrange_conversation(the(Outreach), starts_at="2026-11-20T10:00:00+01:00"),
        ada.choose_questions(the(Outreach), questions="Why?"),
        ada.record_conversation(the(Outreach), medium="call"),
        ada.write_notes(the(Outreach), notes="More"),
        ada.send_outreach(the(Outreach), channel="email", times_offered=[]),
        ada.count_outreach_toward(the(Outreach), goal_id=None, reason="x"),
        ada.correct_tie(the(Outreach), tie="mentor", reason="x"),
        ada.decide_takeaway(the(Outreach), text="x", kind="research", due="2026-12-01"),
    ],
    ids=lambda said: said.verb,
)
def test_a_story_of_elsewhere_does_not_go_on_here(verb):
    given(*BROUGHT).when(verb).then_refused(HappenedElsewhere)


def test_it_is_shared_with_nobody():
    pair = (ada.propose_partnership(partner_id=BEN.id), ben.accept_partnership(the(Partnership)))
    share = ada.choose_outreach_sharing(the(Outreach), partnership_id=the(Partnership), parts=["notes"])
    given(*BROUGHT, *pair).when(share).then_refused(HappenedElsewhere)


def test_it_can_be_taken_back_and_its_notes_marked():
    given(*BROUGHT).when(ada.withdraw_outreach(the(Outreach), reason="Not mine")).then(event("Outreach.Withdrawn"))
    given(*BROUGHT, ada.withdraw_outreach(the(Outreach), reason="Not mine")).when(
        ada.withdraw_outreach(the(Outreach), reason="Again")
    ).then_refused(OutreachWithdrawn)
    given(*BROUGHT).when(ada.choose_confidentiality(the(Outreach), confidential=False)).then(
        event("Outreach.ConfidentialityChosen", confidential=False)
    )


def test_an_open_takeaway_of_elsewhere_is_followed_up_here():
    given(*BROUGHT).when(ada.follow_up_takeaway(the(Takeaway), what_came="A list")).then(event("Takeaway.FollowedUp"))
    given(*DROPPED).when(ada.pick_up_takeaway(the(Takeaway))).then(event("Takeaway.PickedUpAgain"))
    given(*DROPPED).when(ada.follow_up_takeaway(the(Takeaway))).then_refused(TakeawaySettled, how="dropped")


@pytest.mark.parametrize(
    "verb",
    [
        ada.reword_goal(the(Goal), statement="x"),
        ada.reschedule_goal(the(Goal), due="2026-12-01", reason="x"),
        ada.close_goal(the(Goal), reason="x"),
        ada.reopen_goal(the(Goal), reason="x"),
        ada.choose_goal_sharing(the(Goal), sharing="words"),
    ],
    ids=lambda said: said.verb,
)
def test_a_goal_of_elsewhere_stays_as_it_ended(verb):
    given(BRING_GOAL).when(verb).then_refused(HappenedElsewhere)


ODD: list[tuple[dict[str, Any], str, str]] = [
    ({"reached": "won"}, "reached", "not_a_choice"),
    ({"tie": "friend"}, "tie", "not_a_choice"),
    ({"channel": "fax"}, "channel", "not_a_choice"),
    ({"medium": ""}, "medium", "not_a_choice"),
    ({"sent_at": ""}, "sent_at", "no_instant"),
    ({"held_at": "2026-10-06"}, "held_at", "no_instant"),
    ({"held_at": "2026-10-06T09:30:00"}, "held_at", "no_instant"),
    ({"held_at": "2026-11-02T09:00:01+00:00"}, "held_at", "in_the_future"),
    ({"answered_at": "2027-10-06T09:30:00+00:00"}, "answered_at", "in_the_future"),
    ({"sent_at": "0001-01-01T00:00:00+14:00"}, "sent_at", "no_instant"),
    ({"sent_at": "1969-12-31T23:59:59+00:00"}, "sent_at", "too_long_ago"),
    ({"starts_at": "9999-12-31T23:59:59+00:00"}, "starts_at", "too_far"),
    ({"starts_at": "1969-12-31T23:59:59+00:00"}, "starts_at", "too_long_ago"),
    ({"notes": "x" * 20_001}, "notes", "too_long"),
    ({"purpose": "x" * 4_001}, "purpose", "too_long"),
    ({"why_you": "a\u202eb"}, "why_you", "control_characters"),
    ({"takeaway": replace(TAKEAWAY, text="")}, "text", "missing"),
    ({"takeaway": replace(TAKEAWAY, zone="CET+1")}, "zone", "unknown_zone"),
    ({"takeaway": replace(TAKEAWAY, due="soon")}, "due", "no_date"),
    ({"takeaway": replace(TAKEAWAY, due="9999-12-31")}, "due", "too_far"),
    ({"takeaway": replace(TAKEAWAY, due="0001-01-01")}, "due", "too_long_ago"),
    ({"takeaway": replace(TAKEAWAY, due="1969-12-31")}, "due", "too_long_ago"),
    ({"takeaway": replace(TAKEAWAY, state="done")}, "state", "not_a_choice"),
]


@pytest.mark.parametrize(("changes", "field", "why"), ODD)
def test_a_story_that_cannot_be_kept_is_refused(changes: dict[str, Any], field: str, why: str):
    odd = ada.bring_stories(stories=[STORY, story_told(the(Contact), **changes)])
    given(A_CONTACT).when(odd).then_refused(Unusable, field=field, why=why)


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"target": 0}, "target", "out_of_range"),
        ({"target": 101}, "target", "out_of_range"),
        ({"reached": -1}, "reached", "out_of_range"),
        ({"statement": ""}, "statement", "missing"),
        ({"standing": "open"}, "standing", "not_a_choice"),
        ({"measure": "likes"}, "measure", "not_a_choice"),
        ({"level": "IV"}, "level", "not_a_choice"),
        ({"due": "9999-12-31"}, "due", "too_far"),
        ({"due": "0001-01-01"}, "due", "too_long_ago"),
        ({"set_at": "2030-01-01T00:00:00+00:00"}, "set_at", "in_the_future"),
        ({"ended_at": "2030-01-01T00:00:00+00:00"}, "ended_at", "in_the_future"),
    ],
)
def test_a_goal_that_cannot_be_kept_is_refused(changes: dict[str, Any], field: str, why: str):
    given().when(ada.bring_goals(goals=[goal_told(**changes)])).then_refused(Unusable, field=field, why=why)


@pytest.mark.parametrize("reached", [reached for reached in REACHED if reached not in ("held", "drafted")])
def test_what_did_not_come_to_a_conversation_has_none(reached: str):
    given(A_CONTACT).when(ada.bring_stories(stories=[replace(STORY, reached=reached)])).then(
        event("Outreach.BroughtAlong", reached=reached, held_at="", medium="")
    )


def test_instants_are_kept_in_utc():
    later = replace(STORY, sent_at="2026-10-01T11:00:00+02:00", takeaway=None)
    given(A_CONTACT, timedelta(days=1)).when(ada.bring_stories(stories=[later])).then(
        event("Outreach.BroughtAlong", sent_at="2026-10-01T09:00:00+00:00")
    )


def test_ids_tell_members_apart():
    first = UUID(int=1)
    assert story_id(ADA.id, first) != story_id(BEN.id, first)
    assert goal_id(ADA.id, first) != goal_id(BEN.id, first)

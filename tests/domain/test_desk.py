"""How every use case works: rivals are decided anew, an act is heard once, and others' things are not found."""

from uuid import uuid4

import pytest

from domain.act import Act
from domain.contact import Contact
from domain.goal import Goal, GoalAlreadyClosed
from domain.nudge import Nudge
from domain.outreach import Outreach
from domain.partnership import Partnership
from domain.refusal import Busy, NotFound, Refusal, Stale
from domain.takeaway import Takeaway
from tests.cast import ADA, MONDAY
from tests.domain.stories import A_GOAL, CLAIMED, DECIDED, GOAL_CLOSED, IDEA, MIRA, PARTNERS, PROMISE, WORDS
from tests.specification import NOBODY, Voice, ada, cleo, event, given, scheduler, the


def reword(statement: str, **more):
    return ada.reword_goal(the(Goal), statement=statement, **more)


def test_a_decision_is_made_anew_when_a_rival_was_first():
    given(A_GOAL).meanwhile(reword("Theirs")).when(reword("Mine")).then(
        event("Goal.Reworded", statement="Theirs"), event("Goal.Reworded", statement="Mine")
    )


def test_a_decision_made_anew_may_be_a_refusal():
    given(A_GOAL).meanwhile(GOAL_CLOSED).when(reword("Mine")).then_refused(GoalAlreadyClosed)


def test_a_decision_made_anew_may_be_quiet():
    given(A_GOAL).meanwhile(reword("The same")).when(reword("The same")).then(event("Goal.Reworded"))


def test_an_edit_of_a_page_that_a_rival_made_stale_is_refused():
    given(A_GOAL).meanwhile(reword("Theirs")).when(reword("Mine", expected=1)).then_refused(Stale, version=2)


def test_the_same_act_said_by_two_at_once_has_one_effect():
    close = ada.under("close").close_goal(the(Goal), reason="Enough")
    given(A_GOAL).meanwhile(close).when(close).then(event("Goal.Closed"))


def test_the_same_beginning_said_by_two_at_once_has_one_effect_and_one_answer():
    promise = ada.under("promise").set_goal(**PROMISE)
    given().meanwhile(promise).when(promise).then_answered(the(Goal)).then(event("Goal.Set"))


def test_who_loses_to_rivals_every_time_is_asked_to_try_again():
    given(A_GOAL).meanwhile(*(reword(str(n)) for n in range(5))).when(reword("Mine")).then_refused(Busy)


def test_who_loses_to_rivals_but_once_is_heard():
    given(A_GOAL).meanwhile(*(reword(str(n)) for n in range(4))).when(reword("Mine")).then(
        *(event("Goal.Reworded", statement=str(n)) for n in range(4)), event("Goal.Reworded", statement="Mine")
    )


def test_the_same_command_id_of_somebody_else_is_another_command():
    promise = ada.under("promise").set_goal(**PROMISE)
    given(promise).when(cleo.under("promise").set_goal(**PROMISE)).then(event("Goal.Set", zone="Asia/Tokyo"))


def test_an_act_needs_an_instant_with_a_zone():
    with pytest.raises(ValueError, match="aware"):
        Act(str(ADA), "page", MONDAY.replace(tzinfo=None), uuid4())


def test_a_part_of_an_act_has_a_command_id_of_its_own_that_stays_the_same():
    act = Act(str(ADA), "page", MONDAY, NOBODY, "fingerprint")
    assert act.part("row 1") == act.part("row 1")
    assert act.part("row 1").command_id not in (act.part("row 2").command_id, act.command_id)
    assert (act.part("row 1").by, act.part("row 1").at, act.part("row 1").fingerprint) == (
        str(ADA),
        MONDAY,
        "fingerprint",
    )


EVERYTHING = (A_GOAL, *DECIDED, *PARTNERS, *CLAIMED, scheduler.record_delivery(the(Nudge)))
MINE = [
    ("reword_goal", Goal, {"statement": "x"}),
    ("reschedule_goal", Goal, {"due": "2026-12-08", "reason": "x"}),
    ("choose_goal_sharing", Goal, {"sharing": "words"}),
    ("close_goal", Goal, {"reason": "x"}),
    ("reopen_goal", Goal, {"reason": "x"}),
    ("edit_contact", Contact, {"card": MIRA, "tie": "cold"}),
    ("remove_contact", Contact, {}),
    ("restore_contact", Contact, {}),
    ("revise_draft", Outreach, {"draft": WORDS}),
    ("send_outreach", Outreach, {"channel": "email", "times_offered": []}),
    ("record_answer", Outreach, {}),
    ("record_decline", Outreach, {}),
    ("postpone_outreach", Outreach, {"until": "2026-11-20"}),
    ("record_silence", Outreach, {}),
    ("arrange_conversation", Outreach, {"starts_at": "2026-11-06T10:00Z"}),
    ("record_conversation", Outreach, {"medium": "call"}),
    ("write_notes", Outreach, {"notes": "x"}),
    ("count_outreach_toward", Outreach, {"goal_id": None, "reason": "x"}),
    ("correct_tie", Outreach, {"tie": "cold", "reason": "x"}),
    ("withdraw_outreach", Outreach, {"reason": "x"}),
    ("decide_takeaway", Outreach, IDEA),
    ("reword_takeaway", Takeaway, {"text": "x"}),
    ("reschedule_takeaway", Takeaway, {"due": "2026-11-20", "reason": "x"}),
    ("follow_up_takeaway", Takeaway, {}),
    ("drop_takeaway", Takeaway, {"reason": "x"}),
    ("pick_up_takeaway", Takeaway, {}),
    ("accept_partnership", Partnership, {}),
    ("decline_partnership", Partnership, {}),
    ("withdraw_proposal", Partnership, {}),
    ("pause_partnership", Partnership, {}),
    ("resume_partnership", Partnership, {}),
    ("end_partnership", Partnership, {}),
    ("check_in", Partnership, {"confidence": 3}),
    ("cheer", Partnership, {}),
    ("put_nudge_away", Nudge, {}),
]


def refused(voice: Voice, verb: str, thing, words) -> Refusal | None:
    return given(*EVERYTHING).when(getattr(voice, verb)(thing, **words)).refusal


@pytest.mark.parametrize(("verb", "kind", "words"), MINE, ids=[verb for verb, _, _ in MINE])
def test_what_belongs_to_others_is_not_found_just_as_what_does_not_exist(verb, kind, words):
    theirs, nobodys = refused(cleo, verb, the(kind), words), refused(cleo, verb, NOBODY, words)
    assert isinstance(theirs, NotFound)
    assert isinstance(nobodys, NotFound)
    assert (theirs.facts, theirs.args) == (nobodys.facts, nobodys.args) == ({}, ("not_found",))


@pytest.mark.parametrize(("verb", "kind", "words"), MINE, ids=[verb for verb, _, _ in MINE])
def test_a_thing_of_another_kind_is_not_found(verb, kind, words):
    other = Goal if kind is not Goal else Contact
    assert isinstance(refused(ada, verb, the(other), words), NotFound)


@pytest.mark.parametrize(
    "said",
    [
        cleo.draft_outreach(contact_id=the(Contact), goal_id=None),
        cleo.log_outreach(contact_id=the(Contact), goal_id=None, channel="call"),
        cleo.add_contact(card=MIRA, tie="weak", introduced_by=the(Contact)),
    ],
    ids=lambda said: said.verb,
)
def test_another_students_contact_cannot_be_written_to(said):
    given(*EVERYTHING).when(said).then_refused(NotFound)


def test_another_students_goal_cannot_be_counted_toward():
    count = ada.count_outreach_toward(the(Outreach), goal_id=the(Goal), reason="x")
    given(*DECIDED, cleo.set_goal(**PROMISE)).when(count).then_refused(NotFound)


def test_another_students_goal_cannot_be_drafted_for():
    draft = ada.draft_outreach(contact_id=the(Contact), goal_id=the(Goal))
    given(*DECIDED, cleo.set_goal(**PROMISE)).when(draft).then_refused(NotFound)

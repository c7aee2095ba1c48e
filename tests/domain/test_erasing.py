"""Being forgotten: asked for with time to think, called off, recorded as done; nothing new is kept afterwards."""

from datetime import timedelta

from domain.accountability.contacts import Card, ContactKnown
from domain.accountability.erasing import A_CONTACT_WAITS, A_MEMBER_WAITS, ErasureUnderWay
from domain.contact import Contact, ContactForgotten
from domain.member import MemberErased
from domain.partnership import Partnership
from domain.refusal import NotFound
from tests.cast import ADA, BEN, MONDAY
from tests.domain.stories import A_CONTACT, ENDED, MIRA, PARTNERS, PAUSED, PROPOSED
from tests.specification import ada, ben, cleo, dora, event, given, operator, scheduler, the

ASKED = ada.request_member_erasure(ADA.id)
GONE = scheduler.complete_member_erasure(ADA.id, contacts=3)
CONTACT_ASKED = ada.request_contact_erasure(the(Contact))
CONTACT_GONE = scheduler.complete_contact_erasure(the(Contact))
IN_A_WEEK = (MONDAY + timedelta(days=7)).isoformat(timespec="microseconds")
AT_ONCE = MONDAY.isoformat(timespec="microseconds")


def test_a_member_asks_to_be_forgotten_and_has_a_week_to_think():
    given().when(ASKED).then_answered(MONDAY + A_MEMBER_WAITS).then(
        event("Member.ErasureRequested", member_id=ADA.id, erase_from=IN_A_WEEK)
    )


def test_asking_again_waits_no_longer():
    given(ASKED).when(ada.request_member_erasure(ADA.id)).then_answered(MONDAY + A_MEMBER_WAITS).then()


def test_an_operator_may_ask_for_a_member_and_at_once():
    given(ASKED).when(operator.request_member_erasure(ADA.id, at_once=True)).then(
        event("Member.ErasureRequested", erase_from=AT_ONCE)
    )


def test_nobody_else_may_ask_and_nobody_else_at_once():
    for other in (ben, cleo, dora):
        given().when(other.request_member_erasure(ADA.id)).then_refused(NotFound)
        given(ASKED).when(other.cancel_member_erasure(ADA.id)).then_refused(NotFound)
    given().when(ada.request_member_erasure(ADA.id, at_once=True)).then_refused(NotFound)


def test_a_member_thinks_better_of_it():
    given(ASKED).when(ada.cancel_member_erasure(ADA.id)).then(event("Member.ErasureCancelled", member_id=ADA.id))


def test_when_its_time_has_come_only_the_operator_calls_it_off():
    now = operator.request_member_erasure(ADA.id, at_once=True)
    given(now).when(ada.cancel_member_erasure(ADA.id)).then_refused(ErasureUnderWay)
    given(now).when(operator.cancel_member_erasure(ADA.id)).then(event("Member.ErasureCancelled"))
    theirs = operator.request_contact_erasure(the(Contact), at_once=True)
    given(A_CONTACT, theirs).when(ada.cancel_contact_erasure(the(Contact))).then_refused(ErasureUnderWay)
    given(A_CONTACT, theirs).when(operator.cancel_contact_erasure(the(Contact))).then(event("Contact.ErasureCancelled"))


def test_calling_off_what_nobody_asked_for_is_quiet():
    given().when(ada.cancel_member_erasure(ADA.id)).then()


def test_that_it_was_carried_out_is_recorded_once():
    given(ASKED).when(GONE).then(event("Member.Erased", member_id=ADA.id, contacts=3))
    given(ASKED, GONE).when(scheduler.complete_member_erasure(ADA.id, contacts=0)).then()


def test_only_scheduler_and_operator_carry_it_out():
    given(ASKED).when(ada.complete_member_erasure(ADA.id, contacts=0)).then_refused(NotFound)
    given(A_CONTACT, CONTACT_ASKED).when(ada.complete_contact_erasure(the(Contact))).then_refused(NotFound)
    given(*PARTNERS).when(ben.leave_partnership(the(Partnership), ADA.id)).then_refused(NotFound)


def test_nothing_is_recorded_of_a_member_who_was_erased():
    given(ASKED, GONE).when(ada.change_settings(name="Again", zone="UTC", nudges=True)).then_refused(MemberErased)


def test_nobody_asks_who_was_erased_to_be_a_buddy():
    given(ASKED, GONE).when(ben.propose_partnership(partner_id=ADA.id)).then_refused(NotFound)


def test_a_partnership_ends_with_who_was_erased():
    leave = scheduler.leave_partnership(the(Partnership), ADA.id)
    given(*PARTNERS).when(leave).then(event("Partnership.Ended", ended_by=ADA.id))
    given(*PAUSED).when(leave).then(event("Partnership.Ended", ended_by=ADA.id))
    given(*ENDED).when(leave).then()


def test_an_open_question_between_two_is_settled():
    given(*PROPOSED).when(scheduler.leave_partnership(the(Partnership), ADA.id)).then(event("Partnership.Withdrawn"))
    given(*PROPOSED).when(scheduler.leave_partnership(the(Partnership), BEN.id)).then(event("Partnership.Declined"))


def test_a_student_has_a_contact_forgotten_after_a_day():
    given(A_CONTACT).when(CONTACT_ASKED).then_answered(MONDAY + A_CONTACT_WAITS).then(
        event("Contact.ErasureRequested", member_id=ADA.id, contact_id=the(Contact))
    )


def test_an_operator_has_a_contact_forgotten_at_once():
    given(A_CONTACT).when(operator.request_contact_erasure(the(Contact), at_once=True)).then(
        event("Contact.ErasureRequested", erase_from=AT_ONCE)
    )


def test_a_contact_of_another_is_not_found():
    given(A_CONTACT).when(ben.request_contact_erasure(the(Contact))).then_refused(NotFound)
    given(A_CONTACT, CONTACT_ASKED).when(ben.cancel_contact_erasure(the(Contact))).then_refused(NotFound)


def test_a_contact_is_kept_after_all():
    given(A_CONTACT, CONTACT_ASKED).when(ada.cancel_contact_erasure(the(Contact))).then(
        event("Contact.ErasureCancelled")
    )


def test_that_a_contact_was_forgotten_is_recorded_once():
    given(A_CONTACT, CONTACT_ASKED).when(CONTACT_GONE).then(event("Contact.Erased", contact_id=the(Contact)))
    given(A_CONTACT, CONTACT_ASKED, CONTACT_GONE).when(scheduler.complete_contact_erasure(the(Contact))).then()


def test_who_was_forgotten_is_not_added_again_by_any_mark():
    forgotten = given(A_CONTACT, CONTACT_ASKED, CONTACT_GONE)
    forgotten.when(ada.add_contact(card=MIRA, tie="weak")).then_refused(ContactForgotten)
    known = {mark: e.contact_id for e in forgotten.recorded() if isinstance(e, Contact.Added) for mark in e.marks}
    again = Card("M. S.", email=MIRA.email)
    given(A_CONTACT, CONTACT_ASKED, CONTACT_GONE).when(
        ada.add_contact(card=again, tie="weak", known=known)
    ).then_refused(ContactForgotten)
    given(A_CONTACT).when(ada.add_contact(card=again, tie="weak", known=known)).then_refused(ContactKnown)


def test_another_student_may_know_who_asked_one_to_forget():
    given(A_CONTACT, CONTACT_ASKED, CONTACT_GONE).when(ben.add_contact(card=MIRA, tie="weak")).then(
        event("Contact.Added", member_id=BEN.id)
    )


def test_nothing_can_be_done_with_who_was_forgotten():
    for verb in (
        ada.restore_contact(the(Contact)),
        ada.remove_contact(the(Contact)),
        ada.edit_contact(the(Contact), card=Card("Somebody"), tie="weak"),
        ada.draft_outreach(contact_id=the(Contact), goal_id=None),
        ada.cancel_contact_erasure(the(Contact)),
    ):
        given(A_CONTACT, CONTACT_ASKED, CONTACT_GONE).when(verb).then_refused(ContactForgotten)

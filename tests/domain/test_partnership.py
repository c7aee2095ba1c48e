"""Partnerships: asking, consenting, checking in, cheering, pausing and ending."""

from domain.partnership import (
    AlreadyPartners,
    NoProposal,
    NotActive,
    NotPaused,
    NotYourself,
    NotYoursToAccept,
    NotYoursToWithdraw,
    Partnership,
    PartnershipOver,
)
from domain.refusal import CommandReused, NotFound
from tests.cast import ADA, BEN, CLEO
from tests.domain.stories import ENDED, PARTNERS, PAUSED, PROPOSED
from tests.specification import NOBODY, ada, ben, cleo, event, given, operator, scheduler, the

PROPOSE = ada.propose_partnership(partner_id=BEN.id, note="Shall we?")
ACCEPT = ben.accept_partnership(the(Partnership))
DECLINE = ben.decline_partnership(the(Partnership))
WITHDRAW = ada.withdraw_proposal(the(Partnership))
PAUSE = ada.pause_partnership(the(Partnership))
RESUME = ada.resume_partnership(the(Partnership))
END = ada.end_partnership(the(Partnership))
CHECK_IN = ada.check_in(the(Partnership), confidence=4, moved="Two messages", next_step="A call")
CHEER = ada.cheer(the(Partnership))
BOTH = sorted([ADA.id, BEN.id])


def test_asking_somebody_to_be_a_buddy():
    given().when(PROPOSE).then_answered(the(Partnership)).then(
        event(
            "Partnership.Proposed",
            member_ids=BOTH,
            proposed_by=ADA.id,
            cadence_days=7,
            zone="Europe/Berlin",
            note="Shall we?",
        )
    )


def test_asking_oneself_is_refused():
    given().when(ada.propose_partnership(partner_id=ADA.id)).then_refused(NotYourself)


def test_asking_nobody_is_refused():
    given().when(ada.propose_partnership(partner_id=NOBODY)).then_refused(NotFound)


def test_asking_twice_is_refused():
    given(*PROPOSED).when(PROPOSE).then_refused(AlreadyPartners, state="proposed")


def test_asking_back_is_refused_for_there_is_a_proposal_to_answer():
    given(*PROPOSED).when(ben.propose_partnership(partner_id=ADA.id)).then_refused(AlreadyPartners, state="proposed")


def test_asking_a_partner_is_refused():
    given(*PARTNERS).when(PROPOSE).then_refused(AlreadyPartners, state="active")


def test_asking_a_partner_who_paused_is_refused():
    given(*PAUSED).when(PROPOSE).then_refused(AlreadyPartners, state="paused")


def test_asking_twice_under_one_command_is_asking_once():
    ask = ada.under("ask").propose_partnership(partner_id=BEN.id)
    given(ask).when(ask).then_answered(the(Partnership)).then()


def test_asking_otherwise_under_the_same_command_is_refused():
    given(ada.under("ask", "one").propose_partnership(partner_id=BEN.id)).when(
        ada.under("ask", "another").propose_partnership(partner_id=BEN.id, cadence_days=3)
    ).then_refused(CommandReused)


def test_of_two_who_ask_each_other_at_once_the_second_finds_the_proposal():
    given().meanwhile(ben.propose_partnership(partner_id=ADA.id)).when(PROPOSE).then_refused(
        AlreadyPartners, state="proposed"
    )


def test_one_may_ask_two_people():
    given(*PROPOSED).when(ada.propose_partnership(partner_id=CLEO.id)).then(event("Partnership.Proposed"))


def test_after_an_end_either_may_ask_again():
    given(*ENDED).when(ben.propose_partnership(partner_id=ADA.id, cadence_days=14)).then(
        event("Partnership.ProposedAgain", proposed_by=BEN.id, cadence_days=14, zone="America/New_York")
    )


def test_after_a_no_one_may_ask_again():
    given(*PROPOSED, DECLINE).when(PROPOSE).then(event("Partnership.ProposedAgain", note="Shall we?"))


def test_after_taking_it_back_one_may_ask_again():
    given(*PROPOSED, WITHDRAW).when(PROPOSE).then(event("Partnership.ProposedAgain"))


def test_the_one_who_was_asked_again_says_yes():
    given(*ENDED, ben.propose_partnership(partner_id=ADA.id)).when(ada.accept_partnership(the(Partnership))).then(
        event("Partnership.Accepted")
    )


def test_the_one_who_was_asked_says_yes():
    given(*PROPOSED).when(ACCEPT).then(event("Partnership.Accepted", member_ids=BOTH))


def test_the_one_who_asked_cannot_say_yes():
    given(*PROPOSED).when(ada.accept_partnership(the(Partnership))).then_refused(NotYoursToAccept)


def test_saying_yes_twice_is_refused():
    given(*PARTNERS).when(ACCEPT).then_refused(NoProposal, state="active")


def test_saying_yes_twice_under_one_command_is_saying_it_once():
    yes = ben.under("yes").accept_partnership(the(Partnership))
    given(*PROPOSED, yes).when(yes).then()


def test_a_stranger_cannot_say_yes():
    given(*PROPOSED).when(cleo.accept_partnership(the(Partnership))).then_refused(NotFound)


def test_saying_yes_to_what_was_taken_back_meanwhile_is_refused():
    given(*PROPOSED).meanwhile(WITHDRAW).when(ACCEPT).then_refused(NoProposal, state="withdrawn")


def test_the_one_who_was_asked_says_no():
    given(*PROPOSED).when(DECLINE).then(event("Partnership.Declined"))


def test_the_one_who_asked_cannot_say_no():
    given(*PROPOSED).when(ada.decline_partnership(the(Partnership))).then_refused(NotYoursToAccept)


def test_saying_no_to_a_partner_is_refused():
    given(*PARTNERS).when(DECLINE).then_refused(NoProposal, state="active")


def test_the_one_who_asked_takes_it_back():
    given(*PROPOSED).when(WITHDRAW).then(event("Partnership.Withdrawn"))


def test_the_one_who_was_asked_cannot_take_it_back():
    given(*PROPOSED).when(ben.withdraw_proposal(the(Partnership))).then_refused(NotYoursToWithdraw)


def test_taking_back_what_was_accepted_is_refused():
    given(*PARTNERS).when(WITHDRAW).then_refused(NoProposal, state="active")


def test_a_pause_may_have_an_end():
    given(*PARTNERS).when(ada.pause_partnership(the(Partnership), until="2026-11-30")).then(
        event("Partnership.Paused", until="2026-11-30", zone="Europe/Berlin")
    )


def test_a_pause_may_be_open_ended():
    given(*PARTNERS).when(PAUSE).then(event("Partnership.Paused", until=""))


def test_pausing_twice_is_refused():
    given(*PAUSED).when(PAUSE).then_refused(NotActive, state="paused")


def test_pausing_a_proposal_is_refused():
    given(*PROPOSED).when(PAUSE).then_refused(NotActive, state="proposed")


def test_pausing_after_the_end_is_refused():
    given(*ENDED).when(PAUSE).then_refused(PartnershipOver)


def test_either_may_resume():
    given(*PAUSED).when(ben.resume_partnership(the(Partnership))).then(event("Partnership.Resumed"))


def test_the_scheduler_resumes_when_a_pause_is_over():
    given(*PAUSED).when(scheduler.resume_partnership(the(Partnership))).then(event("Partnership.Resumed"))


def test_an_operator_has_no_say_between_the_two():
    given(*PAUSED).when(operator.resume_partnership(the(Partnership))).then_refused(NotFound)


def test_the_scheduler_cannot_say_yes_for_anybody():
    given(*PROPOSED).when(scheduler.accept_partnership(the(Partnership))).then_refused(NotFound)


def test_resuming_what_is_not_paused_is_refused():
    given(*PARTNERS).when(RESUME).then_refused(NotPaused, state="active")


def test_resuming_after_the_end_is_refused():
    given(*ENDED).when(RESUME).then_refused(NotPaused, state="ended")


def test_either_may_end_it_alone():
    given(*PARTNERS).when(ben.end_partnership(the(Partnership))).then(event("Partnership.Ended", ended_by=BEN.id))


def test_a_paused_partnership_can_be_ended():
    given(*PAUSED).when(END).then(event("Partnership.Ended", ended_by=ADA.id))


def test_ending_twice_is_refused():
    given(*ENDED).when(END).then_refused(PartnershipOver)


def test_ending_a_proposal_is_refused():
    given(*PROPOSED).when(END).then_refused(NotActive, state="proposed")


def test_a_stranger_cannot_end_it():
    given(*PARTNERS).when(cleo.end_partnership(the(Partnership))).then_refused(NotFound)


def test_checking_in_tells_the_partner_how_it_goes():
    given(*PARTNERS).when(CHECK_IN).then(
        event("Partnership.CheckedIn", checked_in_by=ADA.id, confidence=4, moved="Two messages", next_step="A call")
    )


def test_checking_in_needs_no_words():
    given(*PARTNERS).when(ben.check_in(the(Partnership), confidence=1)).then(
        event("Partnership.CheckedIn", checked_in_by=BEN.id, moved="", next_step="")
    )


def test_checking_in_before_the_yes_is_refused():
    given(*PROPOSED).when(CHECK_IN).then_refused(NotActive, state="proposed")


def test_checking_in_during_a_pause_is_refused():
    given(*PAUSED).when(CHECK_IN).then_refused(NotActive, state="paused")


def test_checking_in_after_the_end_is_refused():
    given(*ENDED).when(CHECK_IN).then_refused(PartnershipOver)


def test_checking_in_after_the_partner_ended_it_meanwhile_is_refused():
    given(*PARTNERS).meanwhile(ben.end_partnership(the(Partnership))).when(CHECK_IN).then_refused(PartnershipOver)


def test_a_stranger_cannot_check_in():
    given(*PARTNERS).when(cleo.check_in(the(Partnership), confidence=3)).then_refused(NotFound)


def test_checking_in_twice_under_one_command_is_one_check_in():
    check_in = ada.under("check in").check_in(the(Partnership), confidence=4)
    given(*PARTNERS, check_in).when(check_in).then()


def test_two_check_ins_at_once_are_both_heard():
    given(*PARTNERS).meanwhile(ben.check_in(the(Partnership), confidence=2)).when(CHECK_IN).then(
        event("Partnership.CheckedIn", checked_in_by=BEN.id), event("Partnership.CheckedIn", checked_in_by=ADA.id)
    )


def test_cheering():
    given(*PARTNERS).when(CHEER).then(event("Partnership.Cheered", cheered_by=ADA.id))


def test_cheering_before_the_yes_is_refused():
    given(*PROPOSED).when(CHEER).then_refused(NotActive, state="proposed")


def test_cheering_after_the_end_is_refused():
    given(*ENDED).when(CHEER).then_refused(PartnershipOver)

"""Sharing an outreach with a buddy, part by part, and keeping its notes confidential."""

from domain.contact import Contact
from domain.outreach import NotesConfidential, Outreach
from domain.partnership import NotActive, Partnership, PartnershipOver
from domain.refusal import NotFound, Unusable
from tests.cast import BEN
from tests.domain.stories import ENDED, HELD, PARTNERS, PAUSED, PROPOSED, WITHDRAWN
from tests.specification import NOBODY, ada, ben, cleo, event, given, the

AGAIN = (ada.propose_partnership(partner_id=BEN.id), ben.accept_partnership(the(Partnership)))


def share(*parts: str):
    return ada.choose_outreach_sharing(the(Outreach), partnership_id=the(Partnership), parts=parts)


MARK = ada.choose_confidentiality(the(Outreach), confidential=True)
LIFT = ada.choose_confidentiality(the(Outreach), confidential=False)
BOTH = (*HELD, *PARTNERS)


def test_sharing_says_with_which_partnership_and_under_which_agreement():
    given(*BOTH).when(share("name", "notes")).then(
        event(
            "Outreach.SharingChosen",
            contact_id=the(Contact),
            partnership_id=the(Partnership),
            agreed=2,
            parts=["name", "notes"],
        )
    )


def test_parts_stand_in_one_order_and_once():
    given(*BOTH).when(share("notes", "message", "name", "notes")).then(
        event("Outreach.SharingChosen", parts=["name", "message", "notes"])
    )


def test_sharing_says_all_that_is_shared():
    given(*BOTH, share("name", "message")).when(share("message")).then(
        event("Outreach.SharingChosen", parts=["message"])
    )


def test_unsharing_everything():
    given(*BOTH, share("name")).when(share()).then(event("Outreach.SharingChosen", parts=[]))


def test_sharing_what_is_shared_is_quiet():
    given(*BOTH, share("name")).when(share("name")).then()


def test_sharing_nothing_when_nothing_is_shared_is_quiet():
    given(*BOTH).when(share()).then()


def test_sharing_twice_under_one_command_is_told_once():
    said = ada.under("share").choose_outreach_sharing(the(Outreach), partnership_id=the(Partnership), parts=["name"])
    given(*BOTH, said, share()).when(said).then()


def test_a_part_that_does_not_exist_is_refused():
    given(*BOTH).when(share("answer")).then_refused(Unusable, field="parts", why="not_a_choice")


def test_what_was_taken_back_can_be_unshared():
    given(*WITHDRAWN, *PARTNERS, share("name")).when(share()).then(event("Outreach.SharingChosen", parts=[]))


def test_sharing_another_s_is_refused():
    given(*BOTH).when(
        ben.choose_outreach_sharing(the(Outreach), partnership_id=the(Partnership), parts=["name"])
    ).then_refused(NotFound)


def test_sharing_with_somebody_else_s_buddy_is_refused():
    others = (cleo.propose_partnership(partner_id=BEN.id), ben.accept_partnership(the(Partnership)))
    given(*HELD, *others).when(share("name")).then_refused(NotFound)


def test_sharing_with_nobody_is_refused():
    given(*HELD).when(ada.choose_outreach_sharing(the(Outreach), partnership_id=NOBODY, parts=["name"])).then_refused(
        NotFound
    )


def test_sharing_with_somebody_who_was_only_asked_is_refused():
    given(*HELD, *PROPOSED).when(share("name")).then_refused(NotActive, state="proposed")


def test_sharing_while_the_partnership_rests():
    given(*HELD, *PAUSED).when(share("name")).then(event("Outreach.SharingChosen", parts=["name"]))


def test_sharing_after_the_end_is_refused():
    given(*HELD, *ENDED).when(share("name")).then_refused(PartnershipOver)


def test_a_new_agreement_of_the_same_two_is_another():
    given(*HELD, *ENDED, *AGAIN).when(share("name")).then(event("Outreach.SharingChosen", agreed=5))


def test_what_was_shared_before_is_shared_anew_only_by_saying_so():
    given(*BOTH, share("name"), ada.end_partnership(the(Partnership)), *AGAIN).when(share("name")).then(
        event("Outreach.SharingChosen", agreed=5, parts=["name"])
    )


def test_marking_notes_confidential():
    given(*HELD).when(MARK).then(event("Outreach.ConfidentialityChosen", confidential=True))


def test_lifting_the_mark():
    given(*HELD, MARK).when(LIFT).then(event("Outreach.ConfidentialityChosen", confidential=False))


def test_marking_twice_is_quiet():
    given(*HELD, MARK).when(MARK).then()


def test_confidential_notes_cannot_be_shared():
    given(*BOTH, MARK).when(share("name", "notes")).then_refused(NotesConfidential)


def test_the_rest_of_a_story_with_confidential_notes_can_be_shared():
    given(*BOTH, MARK).when(share("name", "message")).then(event("Outreach.SharingChosen", parts=["name", "message"]))


def test_marking_takes_the_notes_back_from_a_buddy():
    given(*BOTH, share("name", "notes")).when(MARK).then(
        event("Outreach.SharingChosen", partnership_id=the(Partnership), agreed=2, parts=["name"]),
        event("Outreach.ConfidentialityChosen", confidential=True),
    )


def test_lifting_the_mark_shares_nothing():
    given(*BOTH, share("notes"), MARK).when(LIFT).then(event("Outreach.ConfidentialityChosen", confidential=False))


def test_marking_another_s_notes_is_refused():
    given(*HELD).when(ben.choose_confidentiality(the(Outreach), confidential=True)).then_refused(NotFound)

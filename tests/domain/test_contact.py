"""Contacts: adding, importing, correcting, removing and restoring the people in a tracker."""

from domain.accountability.contacts import Card, ContactKnown
from domain.contact import Contact, ContactNotRemoved, ContactRemoved
from domain.refusal import CommandReused, NotFound, Stale
from tests.cast import ADA, BEN
from tests.domain.stories import A_CONTACT, A_GOAL, CONTACT_REMOVED, MIRA
from tests.specification import NOBODY, ada, ben, event, given, operator, the

NOOR = Card("Noor Haddad", company="Atlas", email="noor@example.org")


def imported(*cards: Card, known: set[str] | None = None):
    return ada.import_contacts(cards=list(cards), tie="weak", source="linkedin", known=known or set())


def test_a_contact_is_added_with_all_that_is_known():
    given().when(A_CONTACT).then(
        event(
            "Contact.Added",
            member_id=ADA.id,
            name="Mira Solberg",
            tie="weak",
            how_known="From a meetup",
            company="Nordlys",
            role="Engineer",
            email="mira@example.org",
            link="https://example.org/mira",
            connected_on="",
            introduced_by=None,
            source="own",
        )
    )


def test_a_name_is_enough():
    given().when(ada.add_contact(card=Card("Sam"), tie="cold")).then(event("Contact.Added", name="Sam", tie="cold"))


def test_a_contact_may_have_been_introduced_by_another():
    given(A_CONTACT).when(ada.add_contact(card=NOOR, tie="cold", introduced_by=the(Contact, 0))).then(
        event("Contact.Added", introduced_by=the(Contact, 0), name="Noor Haddad")
    )


def test_adding_twice_under_one_command_adds_one_with_the_same_answer():
    add = ada.under("add").add_contact(card=MIRA, tie="weak")
    given(add).when(add).then_answered(the(Contact)).then()


def test_adding_the_same_person_otherwise_under_the_same_command_is_refused():
    given(ada.under("add", "one").add_contact(card=MIRA, tie="weak")).when(
        ada.under("add", "another").add_contact(card=MIRA, tie="cold")
    ).then_refused(CommandReused)


def test_adding_the_same_person_again_is_refused_and_says_who_it_is():
    given(A_CONTACT).when(ada.add_contact(card=MIRA, tie="cold")).then_refused(ContactKnown, contact_id=the(Contact))


def test_the_same_profile_is_the_same_person_whatever_the_name():
    again = Card("M. Solberg", link="https://EXAMPLE.org/mira/")
    given(A_CONTACT).when(ada.add_contact(card=again, tie="weak")).then_refused(ContactKnown)


def test_a_person_who_was_removed_is_known_still():
    given(A_CONTACT, CONTACT_REMOVED).when(A_CONTACT).then_refused(ContactKnown, contact_id=the(Contact))


def test_a_person_is_known_by_any_mark_the_tracker_has():
    known = dict.fromkeys(given().use_cases.marks(MIRA), NOBODY)
    namesake = Card("Somebody", email=MIRA.email)
    given().when(ada.add_contact(card=namesake, tie="weak", known=known)).then_refused(
        ContactKnown, contact_id=str(NOBODY)
    )


def test_two_students_may_know_the_same_person():
    given(A_CONTACT).when(ben.add_contact(card=MIRA, tie="alum")).then(event("Contact.Added", member_id=BEN.id))


def test_an_import_adds_everybody_with_where_they_came_from():
    given().when(imported(MIRA, NOOR)).then(
        event("Contact.Added", name="Mira Solberg", source="linkedin"),
        event("Contact.Added", name="Noor Haddad", source="linkedin"),
    )


def test_an_import_adds_somebody_twice_in_the_list_once():
    given().when(imported(MIRA, MIRA)).then(event("Contact.Added"))


def test_an_import_leaves_out_who_is_known():
    given(A_CONTACT).when(imported(MIRA, NOOR)).then(event("Contact.Added", name="Noor Haddad"))


def test_an_import_leaves_out_who_is_known_by_a_mark():
    known = {e.marks[0] for e in given(A_CONTACT).recorded() if isinstance(e, Contact.Added)}
    given().when(imported(MIRA, NOOR, known=known)).then(event("Contact.Added", name="Noor Haddad"))


def test_an_operator_imports_for_a_member():
    bring = operator.import_contacts(cards=[MIRA], tie="weak", source="linkedin", known=set(), member_id=ADA.id)
    given().when(bring).then(event("Contact.Added", member_id=ADA.id))


def test_nobody_else_imports_for_a_member():
    bring = {"cards": [MIRA], "tie": "weak", "source": "linkedin", "known": set(), "member_id": ADA.id}
    given().when(ben.import_contacts(**bring)).then_refused(NotFound)
    given().when(operator.import_contacts(**bring | {"member_id": NOBODY})).then_refused(NotFound)


def test_importing_again_is_quiet():
    given(imported(MIRA, NOOR)).when(imported(NOOR, MIRA)).then_answered([]).then()


def test_a_rival_import_of_the_same_people_adds_nobody_twice():
    given().meanwhile(imported(MIRA)).when(imported(MIRA, NOOR)).then(
        event("Contact.Added", name="Mira Solberg"), event("Contact.Added", name="Noor Haddad")
    )


def test_correcting_what_is_known_keeps_all_of_it():
    better = Card("Mira Berg", "A meetup", "Polaris", "Lead", "mira@example.com", "https://example.com/mira")
    given(A_CONTACT).when(ada.edit_contact(the(Contact), card=better, tie="weak")).then(
        event("Contact.Edited", name="Mira Berg", how_known="A meetup", company="Polaris", role="Lead")
    )


def test_correcting_nothing_is_quiet():
    given(A_CONTACT).when(ada.edit_contact(the(Contact), card=MIRA, tie="weak")).then()


def test_a_tie_changes_from_now_on():
    given(A_CONTACT).when(ada.edit_contact(the(Contact), card=MIRA, tie="alum")).then(
        event("Contact.TieChanged", was_tie="weak", tie="alum")
    )


def test_correcting_on_a_stale_page_is_refused():
    given(A_CONTACT, ada.edit_contact(the(Contact), card=MIRA, tie="alum")).when(
        ada.edit_contact(the(Contact), card=NOOR, tie="weak", expected=1)
    ).then_refused(Stale, version=2)


def test_correcting_a_removed_contact_is_refused():
    given(A_CONTACT, CONTACT_REMOVED).when(ada.edit_contact(the(Contact), card=NOOR, tie="weak")).then_refused(
        ContactRemoved
    )


def test_changing_the_tie_of_a_removed_contact_is_refused():
    given(A_CONTACT, CONTACT_REMOVED).when(ada.edit_contact(the(Contact), card=MIRA, tie="cold")).then_refused(
        ContactRemoved
    )


def test_removing_a_contact():
    given(A_CONTACT).when(CONTACT_REMOVED).then(event("Contact.Removed", member_id=ADA.id))


def test_removing_twice_is_refused():
    given(A_CONTACT, CONTACT_REMOVED).when(CONTACT_REMOVED).then_refused(ContactRemoved)


def test_restoring_a_removed_contact():
    given(A_CONTACT, CONTACT_REMOVED).when(ada.restore_contact(the(Contact))).then(event("Contact.Restored"))


def test_restoring_who_was_not_removed_is_refused():
    given(A_CONTACT).when(ada.restore_contact(the(Contact))).then_refused(ContactNotRemoved)


def test_writing_to_a_removed_contact_is_refused():
    given(A_CONTACT, CONTACT_REMOVED).when(ada.draft_outreach(contact_id=the(Contact), goal_id=None)).then_refused(
        ContactRemoved
    )


def test_logging_a_message_to_a_removed_contact_is_refused():
    given(A_CONTACT, A_GOAL, CONTACT_REMOVED).when(
        ada.log_outreach(contact_id=the(Contact), goal_id=None, channel="call")
    ).then_refused(ContactRemoved)

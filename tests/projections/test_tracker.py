"""The view of a tracker: a student's contacts, what is known of them, and by what an import recognises them."""

from uuid import UUID

import pytest

from domain.accountability.contacts import Card
from projections.tracker import (
    contact_with,
    contacts,
    contacts_by_id,
    how_many,
    introduced_by,
    marks_of,
    owners_of_marks,
)
from tests.cast import ADA, BEN, MONDAY, there

MIRA = Card(
    "Mira Solberg", "A meetup", "Nordlys", "Engineer", "mira@example.org", "https://example.org/m", "2024-05-01"
)


def bring(school, *cards: Card, who=ADA) -> list[UUID]:
    """An import as the pages do it: with the marks the tracker has."""
    known = marks_of(school.views, who.id)
    found: list[UUID] = school.say(who, "import_contacts", cards=cards, tie="weak", source="linkedin", known=known)
    return found


def names(found) -> list[str]:
    return [one.name.text for one in found]


def test_a_card_holds_all_that_is_known(school):
    contact_id = school.say(ADA, "add_contact", card=MIRA, tie="alum")
    card = there(contact_with(school.views, ADA.id, contact_id))
    told = (card.name, card.how_known, card.company, card.role, card.email, card.link)
    assert tuple(map(str, told)) == (MIRA.name, MIRA.how_known, MIRA.company, MIRA.role, MIRA.email, MIRA.link)
    assert (card.tie, card.connected_on, card.introduced_by, card.source) == ("alum", "2024-05-01", None, "own")
    assert (card.version, card.removed, card.added_at) == (1, False, MONDAY)


def test_a_correction_shows_with_its_version(school):
    contact_id = school.contact()
    school.say(ADA, "edit_contact", contact_id, card=MIRA, tie="alum")
    card = there(contact_with(school.views, ADA.id, contact_id))
    assert (card.company.text, card.tie, card.version) == ("Nordlys", "alum", 3)
    assert card.version == school.use_cases.repository.get(contact_id).version


def test_contacts_come_by_name_whatever_the_case(school):
    for name in ("bea", "Zoë", "Álex", "Carl"):
        school.contact(name=name)
    assert names(contacts(school.views, ADA.id)) == ["bea", "Carl", "Zoë", "Álex"]


def test_everybody_has_a_tracker_of_their_own(school):
    theirs = school.contact(BEN)
    assert contacts(school.views, ADA.id) == []
    assert contact_with(school.views, ADA.id, theirs) is None
    assert contacts_by_id(school.views, ADA.id, {theirs}) == {}


def test_a_removed_contact_is_listed_apart(school):
    kept, removed = school.contact(name="Kim"), school.contact(name="Rob")
    school.say(ADA, "remove_contact", removed)
    assert names(contacts(school.views, ADA.id)) == ["Kim"]
    assert names(contacts(school.views, ADA.id, removed=True)) == ["Rob"]
    assert how_many(school.views, ADA.id) == 1
    assert contacts_by_id(school.views, ADA.id, {kept, removed}).keys() == {kept, removed}


def test_a_restored_contact_is_back(school):
    contact_id = school.contact()
    school.say(ADA, "remove_contact", contact_id)
    school.say(ADA, "restore_contact", contact_id)
    assert there(contact_with(school.views, ADA.id, contact_id)).removed is False


def test_whom_a_contact_led_to(school):
    mira = school.contact()
    takeaway = school.takeaway(school.held(mira))
    noor = school.say(ADA, "follow_up_takeaway", takeaway, introduced=Card("Noor"))
    assert [c.contact_id for c in introduced_by(school.views, ADA.id, mira)] == [noor]
    assert there(contact_with(school.views, ADA.id, noor)).introduced_by == mira
    assert introduced_by(school.views, BEN.id, mira) == []


def test_importing_again_adds_nobody(school):
    assert len(bring(school, MIRA, Card("Noor"))) == 2
    assert bring(school, Card("Noor"), MIRA) == []
    assert how_many(school.views, ADA.id) == 2


def test_who_was_removed_does_not_come_back_by_an_import(school):
    (mira,) = bring(school, MIRA)
    school.say(ADA, "remove_contact", mira)
    assert bring(school, MIRA) == []
    assert contacts(school.views, ADA.id) == []


@pytest.mark.parametrize(
    "known_by",
    [
        Card("M. Berg", link=MIRA.link),
        Card("M. Berg", email=MIRA.email),
        Card(MIRA.name, company=MIRA.company),
    ],
    ids=["profile", "address", "name and company"],
)
def test_an_import_recognises_somebody_by_any_one_trait(school, known_by):
    bring(school, MIRA)
    assert bring(school, known_by) == []


def test_an_import_recognises_somebody_by_an_address_they_had(school):
    old, new = (Card("Mira", link=MIRA.link, email=f"{when}@example.org") for when in ("old", "new"))
    contact_id = school.say(ADA, "add_contact", card=old, tie="weak")
    school.say(ADA, "edit_contact", contact_id, card=new, tie="weak")
    assert bring(school, Card("Other", email="old@example.org"), Card("Other", email="new@example.org")) == []


def test_marks_say_whose_they_are_and_nothing_else(school):
    contact_id = school.say(ADA, "add_contact", card=MIRA, tie="weak")
    marks = owners_of_marks(school.views, ADA.id)
    assert set(marks.values()) == {contact_id}
    assert all(len(mark) == 32 and int(mark, 16) >= 0 for mark in marks)
    assert owners_of_marks(school.views, BEN.id) == {}

"""Takeaways: deciding the one thing, rewording, moving its date, following it up, letting it go."""

from uuid import UUID

from domain.accountability.contacts import Card, ContactKnown
from domain.contact import Contact
from domain.outreach import NotYetHeld, Outreach, OutreachWithdrawn
from domain.refusal import CommandReused, Stale
from domain.takeaway import OneTakeawayOnly, SameTakeawayDate, Takeaway, TakeawayNotDropped, TakeawaySettled
from tests.cast import ADA
from tests.domain.stories import ANSWERED, DECIDED, DROPPED, FOLLOWED_UP, HELD, IDEA, MIRA, WITHDRAWN
from tests.specification import ada, event, given, the

DECIDE = ada.decide_takeaway(the(Outreach), **IDEA)
REWORD = ada.reword_takeaway(the(Takeaway), text="Write about queues")
RESCHEDULE = ada.reschedule_takeaway(the(Takeaway), due="2026-11-20", reason="Ill")
FOLLOW_UP = ada.follow_up_takeaway(the(Takeaway), what_came="A reading list")
DROP = ada.drop_takeaway(the(Takeaway), reason="Out of reach")
PICK_UP = ada.pick_up_takeaway(the(Takeaway))
NOOR = Card("Noor Haddad", link="https://example.org/noor")


def test_the_one_thing_is_decided_from_a_conversation():
    given(*HELD).when(DECIDE).then(
        event(
            "Takeaway.Decided",
            member_id=ADA.id,
            outreach_id=the(Outreach),
            contact_id=the(Contact),
            zone="Europe/Berlin",
            **IDEA,
        )
    )


def test_deciding_before_the_conversation_is_refused():
    given(*ANSWERED).when(DECIDE).then_refused(NotYetHeld)


def test_deciding_from_what_was_withdrawn_is_refused():
    given(*WITHDRAWN).when(DECIDE).then_refused(OutreachWithdrawn)


def test_a_second_takeaway_from_one_conversation_is_refused_and_says_which_is_there():
    given(*DECIDED).when(DECIDE).then_refused(OneTakeawayOnly, takeaway_id=the(Takeaway))


def test_deciding_twice_under_one_command_is_deciding_once():
    decide = ada.under("decide").decide_takeaway(the(Outreach), **IDEA)
    given(*HELD, decide).when(decide).then_answered(the(Takeaway)).then()


def test_deciding_otherwise_under_the_same_command_is_refused():
    given(*HELD, ada.under("decide", "one").decide_takeaway(the(Outreach), **IDEA)).when(
        ada.under("decide", "another").decide_takeaway(the(Outreach), **IDEA | {"text": "Else"})
    ).then_refused(CommandReused)


def test_a_rival_who_decides_first_leaves_one_takeaway():
    given(*HELD).meanwhile(DECIDE).when(DECIDE).then_refused(OneTakeawayOnly, takeaway_id=the(Takeaway))


def test_rewording_keeps_the_new_words():
    given(*DECIDED).when(REWORD).then(event("Takeaway.Reworded", text="Write about queues"))


def test_rewording_to_the_same_words_is_quiet():
    given(*DECIDED).when(ada.reword_takeaway(the(Takeaway), text=IDEA["text"])).then()


def test_rewording_on_a_stale_page_is_refused():
    given(*DECIDED, REWORD).when(ada.reword_takeaway(the(Takeaway), text="Else", expected=1)).then_refused(
        Stale, version=2
    )


def test_rewording_what_was_followed_up_is_refused():
    given(*FOLLOWED_UP).when(REWORD).then_refused(TakeawaySettled, how="followed_up")


def test_rewording_what_was_dropped_is_refused():
    given(*DROPPED).when(REWORD).then_refused(TakeawaySettled, how="dropped")


def test_moving_the_date_keeps_the_one_given_up():
    given(*DECIDED).when(RESCHEDULE).then(
        event("Takeaway.Rescheduled", was_due="2026-11-09", due="2026-11-20", zone="Europe/Berlin", reason="Ill")
    )


def test_moving_to_the_same_date_is_refused():
    given(*DECIDED).when(ada.reschedule_takeaway(the(Takeaway), due=IDEA["due"], reason="?")).then_refused(
        SameTakeawayDate
    )


def test_moving_the_date_on_a_stale_page_is_refused():
    given(*DECIDED, REWORD).when(
        ada.reschedule_takeaway(the(Takeaway), due="2026-11-20", reason="Ill", expected=1)
    ).then_refused(Stale, version=2)


def test_moving_the_date_of_what_is_settled_is_refused():
    given(*FOLLOWED_UP).when(RESCHEDULE).then_refused(TakeawaySettled)


def test_following_up_says_what_came_of_it():
    given(*DECIDED).when(FOLLOW_UP).then_answered(None).then(
        event("Takeaway.FollowedUp", what_came="A reading list", new_contact_id=None)
    )


def test_an_introduction_becomes_a_contact_introduced_by_the_one_it_came_from():
    given(*DECIDED).when(
        ada.follow_up_takeaway(the(Takeaway), what_came="Met Noor", introduced=NOOR, tie="cold")
    ).then_answered(the(Contact)).then(
        event("Takeaway.FollowedUp", new_contact_id=the(Contact)),
        event("Contact.Added", name="Noor Haddad", tie="cold", introduced_by=the(Contact, 0), source="introduction"),
    )


def test_an_introduction_to_somebody_with_a_mark_of_the_tracker_is_refused():
    there = UUID("00000000-0000-4000-8000-000000000001")
    card, secrets = Card("Noor", email="noor@example.org"), given().use_cases
    known = dict.fromkeys(secrets.marks(Card("N. Haddad", email="noor@example.org")), there)
    given(*DECIDED).when(ada.follow_up_takeaway(the(Takeaway), introduced=card, known=known)).then_refused(
        ContactKnown, contact_id=str(there)
    )


def test_an_introduction_to_somebody_known_is_refused_and_nothing_is_followed_up():
    given(*DECIDED).when(ada.follow_up_takeaway(the(Takeaway), introduced=MIRA)).then_refused(
        ContactKnown, contact_id=the(Contact)
    )


def test_an_introduction_to_somebody_whom_a_rival_adds_meanwhile_is_refused():
    given(*DECIDED).meanwhile(ada.add_contact(card=NOOR, tie="cold")).when(
        ada.follow_up_takeaway(the(Takeaway), introduced=NOOR)
    ).then_refused(ContactKnown, contact_id=the(Contact))


def test_following_up_twice_is_refused():
    given(*FOLLOWED_UP).when(FOLLOW_UP).then_refused(TakeawaySettled, how="followed_up")


def test_following_up_twice_under_one_command_adds_one_contact_with_the_same_answer():
    follow_up = ada.under("follow up").follow_up_takeaway(the(Takeaway), introduced=NOOR)
    given(*DECIDED, follow_up).when(follow_up).then_answered(the(Contact)).then()


def test_following_up_what_was_dropped_is_refused():
    given(*DROPPED).when(FOLLOW_UP).then_refused(TakeawaySettled, how="dropped")


def test_dropping_keeps_the_reason():
    given(*DECIDED).when(DROP).then(event("Takeaway.Dropped", reason="Out of reach"))


def test_dropping_twice_is_refused():
    given(*DROPPED).when(DROP).then_refused(TakeawaySettled, how="dropped")


def test_dropping_what_was_followed_up_is_refused():
    given(*FOLLOWED_UP).when(DROP).then_refused(TakeawaySettled, how="followed_up")


def test_what_was_dropped_can_be_picked_up_again():
    given(*DROPPED).when(PICK_UP).then(event("Takeaway.PickedUpAgain", member_id=ADA.id))


def test_what_was_picked_up_again_can_be_followed_up():
    given(*DROPPED, PICK_UP).when(FOLLOW_UP).then(event("Takeaway.FollowedUp"))


def test_picking_up_what_is_open_is_refused():
    given(*DECIDED).when(PICK_UP).then_refused(TakeawayNotDropped)


def test_picking_up_what_was_followed_up_is_refused():
    given(*FOLLOWED_UP).when(PICK_UP).then_refused(TakeawayNotDropped)

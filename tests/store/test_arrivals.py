"""Who was never here is known, and how their invitation stands, until they come in or are forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete

from bootstrap import migrate
from store.arrivals import Arrivals, Awaited
from store.outbox import KINDS, MOST_CLAIMS
from store.sessions import came_in
from store.way_in import way_in
from tests.cast import ADA, BEN, CLEO, School, there


@pytest.fixture
def arrivals(school: School) -> Arrivals:
    return school.services.arrivals


def stands(school: School, who: UUID = ADA.id) -> Awaited | None:
    return school.services.arrivals.awaited([ADA.id, BEN.id], school.clock()).get(who)


def invited(school: School, who: UUID = ADA.id) -> None:
    school.services.outbox.put("invitation", school.clock(), member_id=who)


def link_for(school: School, days: float = 7) -> datetime:
    until = school.clock() + timedelta(days=days)
    school.services.access.make_link("join", member_id=ADA.id, expires_at=until)
    return until


def test_nothing_is_known_of_who_was_not_invited_by_a_letter(school: School) -> None:
    assert stands(school) == Awaited()


def test_a_letter_waits_until_it_leaves_and_then_its_link_opens_the_door_for_a_while(school: School) -> None:
    invited(school)
    asked = school.clock()
    assert stands(school) == Awaited("waits", asked)
    school.clock.go(minutes=1)
    letter, until = there(school.services.outbox.claim(school.clock())), link_for(school)
    assert stands(school) == Awaited("waits", asked)
    school.services.outbox.done(letter, school.clock())
    assert stands(school) == Awaited("sent", school.clock(), until)
    assert stands(school, BEN.id) == Awaited()
    left = school.clock()
    school.clock.go(days=7)
    assert stands(school) == Awaited("over", left)


def test_a_letter_that_the_mail_server_refuses_is_known(school: School) -> None:
    invited(school)
    letter = there(school.services.outbox.claim(school.clock()))
    link_for(school)
    school.services.outbox.done(letter, school.clock(), refused=True)
    assert stands(school) == Awaited("refused", school.clock())


def test_a_letter_of_which_nobody_knows_is_lost(school: School) -> None:
    invited(school)
    asked = school.clock()
    for _ in range(MOST_CLAIMS):
        assert school.services.outbox.claim(school.clock())
        link_for(school)
        school.clock.go(minutes=6)
    assert school.services.outbox.claim(school.clock()) is None
    school.clock.set(asked + KINDS["invitation"])
    assert stands(school) == Awaited("lost", asked)


def test_a_link_that_was_shown_takes_the_place_of_a_letter(school: School, arrivals: Arrivals) -> None:
    invited(school)
    until = link_for(school)
    arrivals.link_was_shown(ADA.id, school.clock())
    assert stands(school) == Awaited("shown", school.clock(), until)
    school.services.access.end_links(ADA.id)
    assert stands(school) == Awaited("over", school.clock())


def test_asked_for_again_under_its_id_a_letter_that_left_does_not_wait_again(school: School) -> None:
    for _ in range(2):
        school.services.outbox.put("invitation", school.clock(), member_id=ADA.id, letter_id=CLEO.id)
        if letter := school.services.outbox.claim(school.clock()):
            school.services.outbox.done(letter, school.clock())
            link_for(school)
    assert there(stands(school)).how == "sent"


def test_other_letters_are_no_invitation(school: School) -> None:
    for kind in set(KINDS) - {"invitation"}:
        school.services.outbox.put(kind, school.clock(), member_id=ADA.id, address=ADA.address)
        school.services.outbox.done(there(school.services.outbox.claim(school.clock())), school.clock())
    assert stands(school) == Awaited()


def test_whoever_came_in_once_is_awaited_no_more_however_they_did(school: School) -> None:
    invited(school)
    token = school.services.access.start_session(ADA.id, school.clock())
    school.services.access.set_password(BEN.id, "hash")
    school.services.access.end_session(token)
    assert (stands(school), stands(school, BEN.id)) == (None, None)


def test_whoever_is_connected_with_the_provider_came_in_from_there(school: School) -> None:
    school.services.provider_identities.bind("https://id.example.org", "ada", ADA.id, school.clock())
    assert stands(school) is None


def test_whoever_was_here_before_that_was_noted_is_noted_by_the_next_migration(school: School) -> None:
    began, access = school.clock(), school.services.access
    tokens = [access.start_session(ADA.id, began)]
    school.clock.go(minutes=5)
    tokens.append(access.start_session(ADA.id, school.clock()))
    with school.services.vault.database.write() as connection:
        connection.execute(delete(came_in))
    for _ in range(2):
        migrate(school.services)
        assert way_in(school.services.vault, ADA.id).first_came_in_at == began
    for token in tokens:
        access.end_session(token)
    assert stands(school) is None


def test_nothing_of_it_stays_of_who_is_erased(school: School) -> None:
    invited(school)
    school.services.access.start_session(ADA.id, school.clock())
    school.services.vault.shred([ADA.id.hex], ADA.id, school.clock())
    assert stands(school) == Awaited()


def test_nothing_is_written_about_who_was_erased_meanwhile(school: School, arrivals: Arrivals) -> None:
    invited(school)
    letter = there(school.services.outbox.claim(school.clock()))
    link_for(school)
    school.services.vault.shred([ADA.id.hex], ADA.id, school.clock())
    school.services.outbox.done(letter, school.clock())
    assert stands(school) == Awaited()
    arrivals.link_was_shown(ADA.id, school.clock())
    assert way_in(school.services.vault, ADA.id).invited == ""

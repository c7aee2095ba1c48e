"""A letter that was asked for waits sealed, is sent by one scheduler, and is gone as soon as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from store.invitation import invitation
from store.outbox import KINDS, LEASE, Outbox, outbox
from tests.cast import ADA, BEN, DORA, School, there

TYPED = "Somebody.New@example.org"


@pytest.fixture
def letters(school: School) -> Outbox:
    return school.services.outbox


def waiting(letters: Outbox) -> int:
    with letters.database.read() as connection:
        return len(connection.execute(select(outbox.c.letter_id)).all())


def test_a_letter_is_handed_out_as_it_was_asked_for(school: School, letters: Outbox) -> None:
    letters.put("new_address", school.clock(), member_id=ADA.id, address=TYPED)
    letters.put("sign_in", school.clock() + timedelta(seconds=1), address="ü\ud800@example.org")
    school.clock.go(minutes=1)
    found = [letters.claim(school.clock()) for _ in range(3)]
    told = [(letter.kind, letter.member_id, letter.address, letter.attempt) for letter in found if letter]
    assert told == [("new_address", ADA.id, TYPED, 1), ("sign_in", None, "ü\ud800@example.org", 1)]
    assert found[2] is None


def test_a_kind_that_nobody_knows_is_refused(school: School, letters: Outbox) -> None:
    with pytest.raises(KeyError):
        letters.put("greeting", school.clock(), member_id=ADA.id)
    assert waiting(letters) == 0


@pytest.mark.sqlite
def test_nothing_readable_stands_in_the_vault(school: School, letters: Outbox) -> None:
    letters.put("sign_in", school.clock(), address=TYPED)
    letters.put("new_address", school.clock(), member_id=ADA.id, address=TYPED)
    stored = b"".join(path.read_bytes() for path in school.folder.iterdir() if path.is_file())
    assert TYPED.encode() not in stored


def test_of_two_schedulers_one_gets_it(school: School, letters: Outbox) -> None:
    letters.put("reset", school.clock(), member_id=ADA.id)
    assert letters.claim(school.clock())
    assert Outbox(school.services.vault).claim(school.clock()) is None


def test_of_what_was_sent_only_the_id_stays_and_that_for_a_day(school: School, letters: Outbox) -> None:
    letters.put("new_address", school.clock(), member_id=ADA.id, address=TYPED)
    letters.done(there(letters.claim(school.clock())), school.clock())
    with letters.database.read() as connection:
        assert connection.execute(select(outbox.c.sealed)).scalars().all() == [None]
    school.clock.go(days=1)
    assert letters.claim(school.clock()) is None
    assert waiting(letters) == 0


def test_the_same_letter_asked_for_again_after_it_was_sent_is_not_sent_again(school: School, letters: Outbox) -> None:
    letters.put("invitation", school.clock(), member_id=ADA.id, letter_id=BEN.id)
    letters.done(there(letters.claim(school.clock())), school.clock())
    for _ in range(2):
        school.clock.go(hours=11)
        letters.put("invitation", school.clock(), member_id=ADA.id, letter_id=BEN.id)
        assert letters.claim(school.clock()) is None


def test_a_letter_that_nobody_is_to_get_is_gone_and_may_be_asked_for_again(school: School, letters: Outbox) -> None:
    for _ in range(2):
        letters.put("invitation", school.clock(), member_id=ADA.id, letter_id=BEN.id)
        letters.remove(there(letters.claim(school.clock())))
        assert waiting(letters) == 0


def test_after_a_crash_it_is_sent_once_more_and_then_given_up(school: School, letters: Outbox) -> None:
    letters.put("invitation", school.clock(), member_id=ADA.id)
    attempts = []
    for _ in range(4):
        letter = letters.claim(school.clock())
        attempts.append(letter.attempt if letter else 0)
        school.clock.go(minutes=LEASE.total_seconds() / 60)
    assert attempts == [1, 2, 0, 0]
    assert waiting(letters) == 0


def test_what_was_surely_not_taken_is_tried_again_for_as_long_as_it_is_worth(school: School, letters: Outbox) -> None:
    letters.put("sign_in", school.clock(), member_id=ADA.id)
    attempts = []
    while letter := letters.claim(school.clock()):
        attempts.append(letter.attempt)
        letters.give_back(letter, school.clock() + timedelta(minutes=5))
        assert letters.claim(school.clock()) is None
        school.clock.go(minutes=5)
    assert attempts == [1] * int(KINDS["sign_in"] / timedelta(minutes=5))
    assert waiting(letters) == 0


def test_a_letter_to_somebody_who_is_erased_goes_with_them(school: School, letters: Outbox) -> None:
    letters.put("new_address", school.clock(), member_id=ADA.id, address=TYPED)
    letters.put("sign_in", school.clock(), address=TYPED)
    school.services.vault.shred([ADA.id.hex], ADA.id, school.clock())
    letter = letters.claim(school.clock())
    assert letter
    assert letter.member_id is None
    assert letters.claim(school.clock()) is None


def test_it_is_known_which_letters_were_asked_for(school: School, letters: Outbox) -> None:
    letters.put("invitation", school.clock(), member_id=ADA.id, letter_id=ADA.id)
    letters.put("invitation", school.clock(), member_id=BEN.id, letter_id=BEN.id)
    letters.done(there(letters.claim(school.clock())), school.clock())
    assert [letters.knows(one) for one in (ADA.id, BEN.id, DORA.id)] == [True, True, False]


def test_who_is_erased_while_their_invitation_is_sent_leaves_no_trace_of_it(school: School, letters: Outbox) -> None:
    letters.put("invitation", school.clock(), member_id=ADA.id)
    letter = there(letters.claim(school.clock()))
    school.services.vault.shred([ADA.id.hex], ADA.id, school.clock())
    letters.done(letter, school.clock())
    with letters.database.read() as connection:
        assert connection.execute(select(invitation.c.member_id)).all() == []

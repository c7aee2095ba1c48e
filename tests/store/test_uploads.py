"""A chosen file waits sealed for an hour, for one person, and is used once."""

from datetime import timedelta

import pytest

from store.uploads import LIFE, PATIENCE, Uploads, upload
from tests.cast import ADA, BEN, School, there

FILE = b"First Name,Last Name\nMira,Solberg\n"


def uploads(school: School) -> Uploads:
    return school.services.uploads


def test_a_file_waits_for_whoever_chose_it(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    found = uploads(school).look(token, ADA.id, school.clock())
    assert found is not None
    assert (found.data, found.outcome, found.taken) == (FILE, None, False)


def test_nobody_else_finds_it(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    assert uploads(school).look(token, BEN.id, school.clock()) is None
    assert uploads(school).take(token, BEN.id, school.clock()) is None
    assert uploads(school).look("x" * 43, ADA.id, school.clock()) is None


@pytest.mark.sqlite
def test_nothing_readable_stands_in_the_vault(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    stored = b"".join(path.read_bytes() for path in school.folder.iterdir() if path.is_file())
    assert b"Solberg" not in stored
    assert token.encode() not in stored


def test_its_hour_ends(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    last = school.clock() + LIFE - timedelta(seconds=1)
    assert uploads(school).look(token, ADA.id, last) is not None
    assert uploads(school).look(token, ADA.id, last + timedelta(seconds=1)) is None
    assert uploads(school).take(token, ADA.id, last + timedelta(seconds=1)) is None


def test_another_file_replaces_the_one_before(school: School) -> None:
    first = uploads(school).keep(ADA.id, FILE, school.clock())
    second = uploads(school).keep(ADA.id, b"another", school.clock())
    assert uploads(school).look(first, ADA.id, school.clock()) is None
    assert uploads(school).take(second, ADA.id, school.clock()) == b"another"


def test_files_that_are_over_go_when_anybody_chooses_one(school: School) -> None:
    uploads(school).keep(ADA.id, FILE, school.clock())
    school.clock.go(hours=2)
    uploads(school).keep(BEN.id, FILE, school.clock())
    with school.services.vault.database.read() as connection:
        assert [row.member_id for row in connection.execute(upload.select())] == [str(BEN)]


def test_of_two_who_take_it_one_gets_it(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    assert uploads(school).take(token, ADA.id, school.clock()) == FILE
    assert uploads(school).take(token, ADA.id, school.clock()) is None


def test_what_was_taken_and_given_back_may_be_taken_again(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    uploads(school).take(token, ADA.id, school.clock())
    uploads(school).give_back(token, ADA.id)
    assert uploads(school).take(token, ADA.id, school.clock()) == FILE


def test_whoever_took_it_and_died_does_not_keep_it_for_ever(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    uploads(school).take(token, ADA.id, school.clock())
    assert uploads(school).take(token, ADA.id, school.clock() + PATIENCE) == FILE


def test_whoever_took_it_and_died_no_longer_counts_as_using_it(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    uploads(school).take(token, ADA.id, school.clock())
    while_in_use, after = (
        uploads(school).look(token, ADA.id, at) for at in (school.clock(), school.clock() + PATIENCE)
    )
    assert (there(while_in_use).taken, there(after).taken) == (True, False)


def test_a_file_for_one_purpose_is_none_for_another(school: School) -> None:
    token = uploads(school).of("one").keep(ADA.id, FILE, school.clock())
    for other in (uploads(school), uploads(school).of("another")):
        assert other.look(token, ADA.id, school.clock()) is None
        assert other.take(token, ADA.id, school.clock()) is None
    assert uploads(school).of("one").take(token, ADA.id, school.clock()) == FILE


def test_what_came_of_it_first_is_what_stays(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    for number in range(2):
        uploads(school).settle(token, ADA.id, {"added": number})
    assert there(uploads(school).look(token, ADA.id, school.clock())).outcome == {"added": 0}


def test_a_used_file_is_gone_and_what_came_of_it_stays(school: School) -> None:
    token = uploads(school).keep(ADA.id, FILE, school.clock())
    uploads(school).take(token, ADA.id, school.clock())
    uploads(school).settle(token, ADA.id, {"added": 1})
    found = uploads(school).look(token, ADA.id, school.clock())
    assert found is not None
    assert (found.data, found.outcome) == (None, {"added": 1})
    assert uploads(school).take(token, ADA.id, school.clock() + PATIENCE) is None

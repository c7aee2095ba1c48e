"""`buddy forget`: members and contacts, with time to think and at once, called off, and what a crash left."""

from pathlib import Path

import pytest

from projections.erasures import erasure_of
from projections.people import person
from projections.tracker import contact_with
from tests.cast import ADA, BEN, DORA, MONDAY, Clock, School, there
from tests.scripts.conftest import Buddy
from tests.scripts.test_commands import reading

MIRA = "mira@example.org"


@pytest.fixture
def trackers(folder: Path) -> tuple[object, object]:
    """Ada and Ben both know Mira."""
    school = School(folder, Clock(MONDAY), migrated=True)
    known = school.contact(ADA, "Mira Solberg", email=MIRA), school.contact(BEN, "M. Solberg", email=MIRA.upper())
    school.close()
    return known


def test_a_contact_is_erased_in_every_tracker(buddy: Buddy, folder: Path, trackers) -> None:
    done = buddy("forget", "contact", MIRA, "--now")
    assert (done.exit_code, done.stdout.splitlines()) == (0, ["Found in 2 trackers.", "Erased: 2."])
    with reading(folder) as services:
        for who, contact in zip((ADA, BEN), trackers, strict=True):
            assert there(contact_with(services.views, who.id, contact)).name.erased
    again = buddy("forget", "contact", MIRA, "--now")
    assert (again.exit_code, "were forgotten already" in again.stderr) == (1, True)


def test_an_erasure_of_a_closed_account_can_be_called_off_for_its_owner(buddy: Buddy, folder: Path) -> None:
    buddy("forget", "member", ADA.address)
    school = School(folder, Clock(), migrated=True)
    school.say(DORA, "close_account", ADA.id, reason="Left")
    school.close()
    assert buddy("forget", "member", ADA.address, "--cancel").stdout == "Called off: the account stays.\n"
    with reading(folder) as services:
        assert erasure_of(services.views, ADA.id) is None


def test_a_contact_has_a_day_and_it_can_be_called_off(buddy: Buddy, folder: Path, trackers) -> None:
    assert "after 24 hours" in buddy("forget", "contact", MIRA).stdout
    assert buddy("forget", "contact", MIRA, "--cancel").stdout == "Called off in 2 trackers.\n"
    assert buddy("forget", "due").stdout == "Nothing is due.\n"


def test_a_member_is_erased_and_is_nobody_afterwards(buddy: Buddy, folder: Path, trackers) -> None:
    assert "unless it is called off" in buddy("forget", "member", ADA.address).stdout
    assert buddy("forget", "member", ADA.address, "--cancel").stdout == "Called off: the account stays.\n"
    assert buddy("forget", "member", ADA.address, "--now").stdout == "Erased: 1.\n"
    with reading(folder) as services:
        assert there(person(services.views, ADA.id)).name.erased
        assert there(contact_with(services.views, ADA.id, trackers[0])).name.erased
        assert not there(contact_with(services.views, BEN.id, trackers[1])).name.erased
    assert buddy("forget", "member", ADA.address).exit_code == 1


@pytest.mark.parametrize(
    "whom", [("contact", "nobody@example.org"), ("contact", "x"), ("member", "nobody@example.org")]
)
def test_who_is_not_known_is_refused(buddy: Buddy, whom: tuple[str, str]) -> None:
    assert buddy("forget", *whom, "--now").exit_code == 1

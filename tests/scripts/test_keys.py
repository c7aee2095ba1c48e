"""`buddy keys`: a new epoch, a look at which are in use, an old one let go; the school reads on."""

from pathlib import Path

from projections.people import person
from tests.cast import ADA, there
from tests.scripts.conftest import Buddy
from tests.scripts.test_commands import reading


def test_a_school_reads_on_under_a_new_epoch_and_without_the_old_one(buddy: Buddy, folder: Path) -> None:
    assert buddy("keys", "list").stdout.startswith("epoch 1: ")
    refused = buddy("keys", "retire", "1")
    assert (refused.exit_code, "is in use" in refused.stderr) == (1, True)
    assert buddy("keys", "rotate").stdout.startswith("Epoch 2 is in use: ")
    assert buddy("keys", "list").stdout.startswith("epoch 2: ")
    assert buddy("keys", "retire", "1").exit_code == 0
    assert buddy("keys", "retire", "1").exit_code == 1
    assert (folder / "master.key").read_bytes().startswith(b"2:")
    with reading(folder) as services:
        assert str(there(person(services.views, ADA.id)).name) == ADA.name

"""`buddy export` and `buddy import data`: everything about a member in a file, and their people back out of one."""

import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.member import Member
from projections.history import looks_at
from projections.tracker import contacts
from tests.cast import ADA, BEN
from tests.scripts.conftest import Buddy
from tests.scripts.test_commands import ADAS, SAMPLE, reading


def test_an_export_is_recorded_and_its_people_come_along_once(buddy: Buddy, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "ada.zip"
    buddy("import", "linkedin", str(SAMPLE), *ADAS)
    done = buddy("export", str(file), *ADAS)
    assert (done.exit_code, done.stdout) == (0, f"{file}: {file.stat().st_size:,} bytes\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as into:
        assert "data.json" in into.namelist()
    bring = ("import", "data", str(file), "--member", BEN.address)
    said = "people:     {} {}, here already {}, left out 0"
    for options, told in ((["--dry-run"], ("to come", 422, 0)), ([], ("came", 422, 0)), ([], ("came", 0, 422))):
        assert buddy(*bring, *options).stdout.splitlines()[0] == said.format(*told)
    with reading(folder) as services:
        (look,) = looks_at(services.views, ADA.id)
        assert isinstance(look.event, Member.HistoryOpened)
        assert str(look.event.reason) == "They asked for their data"
        assert len(contacts(services.views, BEN.id)) == 422


def test_a_file_that_is_there_stays_and_nothing_is_recorded(buddy: Buddy, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "ada.zip"
    file.write_text("mine")
    done = buddy("export", str(file), *ADAS)
    assert (done.exit_code, file.read_text()) == (1, "mine")
    with reading(folder) as services:
        assert looks_at(services.views, ADA.id) == []


def test_what_is_refused_leaves_no_file_and_goes_well_the_next_time(buddy: Buddy, tmp_path: Path) -> None:
    file = tmp_path / "ada.zip"
    done = buddy("export", str(file), *ADAS, "--reason", "")
    assert (done.exit_code, "reason" in done.stderr, file.exists()) == (1, True, False)
    assert buddy("export", str(file), *ADAS).exit_code == 0


def test_neither_does_what_breaks_off(buddy: Buddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ada.zip"
    monkeypatch.setattr("scripts.commands.export.archive", lambda *_: 1 / 0)
    assert buddy("export", str(file), *ADAS).exit_code == 70
    assert not file.exists()


def test_a_folder_that_is_not_there_is_told_and_nothing_recorded(buddy: Buddy, folder: Path, tmp_path: Path) -> None:
    done = buddy("export", str(tmp_path / "nope" / "ada.zip"), *ADAS)
    assert (done.exit_code, f"There is no folder {tmp_path / 'nope'}" in done.stderr) == (1, True)
    with reading(folder) as services:
        assert looks_at(services.views, ADA.id) == []


def test_what_is_no_archive_is_refused(buddy: Buddy, tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    file.write_text("nothing of the kind")
    done = buddy("import", "data", str(file), *ADAS)
    assert done.exit_code == 1
    assert "no archive" in done.stderr

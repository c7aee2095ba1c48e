"""Short runs of scripts/chaos, and that its verdict sees each kind of harm when there is some."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bootstrap import Services, Settings, migrate, open_services
from scripts.mishaps.deeds import STEPS, Deeds, left, settle
from scripts.mishaps.diary import Diary, Read, read
from scripts.mishaps.verdict import Kept, Shown, differences, kept, shown
from store.database import SqliteDatabase


def chaos(what: str, *words: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", f"scripts.chaos_{what}", *words, "--folder", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# Whole runs


@pytest.mark.parametrize(("kept_in", "crashes"), [("sqlite", 0), ("postgresql", 1)])
def test_nothing_is_lost_or_done_twice_when_processes_are_killed(kept_in: str, crashes: int, tmp_path: Path):
    words = ("--engine", kept_in, "--writers", "2", "--kills", "6", "--kill-every", "0.4")
    found = chaos("record", *words, "--restart-server", str(crashes), folder=tmp_path)
    assert (found["kills"], found["server_killed"], found["lost"]) == (6, crashes, 0)
    assert found["acknowledged"] > 0


def test_threads_and_processes_are_judged_alike(tmp_path: Path):
    words = ("--writers", "1", "--threads", "4", "--pollers", "1", "--kill-every", "0", "--seconds", "1")
    found = chaos("record", *words, folder=tmp_path)
    assert (found["kills"], found["lost"], found["past_the_timeout"]) == (0, 0, 0)


def test_a_reader_at_the_end_passes_nothing(tmp_path: Path):
    assert chaos("tail", "--writers", "4", "--seconds", "2", folder=tmp_path)["skipped"] == 0


def test_a_reader_at_the_end_would_without_the_lock(tmp_path: Path):
    assert chaos("tail", "--writers", "8", "--seconds", "4", "--without-lock", folder=tmp_path)["skipped"] > 0


def test_a_full_disk_is_a_fault_until_there_is_room(tmp_path: Path):
    found = chaos("disk_full", "--times", "1", "--megabytes", "8", folder=tmp_path)
    assert found["faults"] > 0
    assert (found["lost"], found["stuck"], found["not_faults"]) == (0, 0, 0)


def test_a_school_whose_logs_were_cut_is_what_it_once_was(tmp_path: Path):
    found = chaos("torn_wal", "--cuts", "5", folder=tmp_path)
    assert (found["cuts"], found["lost"], found["half"]) == (5, 0, 0)


# The verdict itself


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = open_services(Settings(tmp_path / "school"))
    migrate(services)
    with closing(services):
        yield services


@pytest.fixture
def diary(services: Services, tmp_path: Path) -> Read:
    """One sitting, written down."""
    written, answers = Diary(tmp_path / "0"), dict[int, str]()
    deeds = Deeds(services.accountability, settle(services.accountability)[0], 0, answers)
    for number in range(len(STEPS)):
        written.begin(number)
        answers[number] = deeds.do(number, datetime.now(UTC))
        written.done(number, 1.5, answers[number])
    return read(tmp_path / "0")


def judged(services: Services, tmp_path: Path) -> Shown:
    return shown(services, SqliteDatabase(tmp_path / "anew.db", synchronous="NORMAL"))


def told(services: Services, statement: str) -> None:
    with services.views.database.write() as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0


def test_a_school_without_harm(services: Services, diary: Read, tmp_path: Path):
    assert kept(services.accountability, {0: diary}) == Kept(22, len(STEPS), lost=0, half=0, doubled=0)
    assert judged(services, tmp_path) == Shown(skipped=0, applied_twice=0)


def test_what_was_acknowledged_and_is_not_there_is_lost(services: Services, diary: Read):
    later = len(STEPS)
    diary.begun.add(later)
    diary.answers[later] = "an answer"
    assert kept(services.accountability, {0: diary}).lost == 1


def test_what_was_begun_and_never_answered_may_be_missing(services: Services, diary: Read):
    diary.begun.add(len(STEPS))
    assert kept(services.accountability, {0: diary}).lost == 0


def test_a_command_of_which_a_part_is_missing_is_half():
    assert left(["Contact.Edited"], 2) == (True, False)
    assert left(["Contact.Edited", "Contact.TieChanged"], 2) == (False, False)
    assert left([], 2) == (False, False)


def test_a_command_that_left_more_than_it_should_is_doubled():
    assert left(["Goal.Set", "Goal.Set"], 0) == (False, True)
    assert left(["Goal.Set", "Goal.Reworded"], 0) == (False, True)


def test_a_row_that_is_gone_was_skipped(services: Services, diary: Read, tmp_path: Path):
    told(services, "DELETE FROM tracker_contact WHERE rowid = 1")
    assert judged(services, tmp_path) == Shown(skipped=1, applied_twice=0)


def test_a_view_that_was_set_aside_counts_as_skipped(services: Services, diary: Read, tmp_path: Path):
    told(services, "UPDATE view_standing SET trouble = 'KeyError' WHERE view = 'tracker'")
    assert judged(services, tmp_path).skipped == 1


def test_a_greater_number_was_counted_twice():
    live, anew = {"a": {"times": 2, "seen": 5}}, {"a": {"times": 1, "seen": 5}}
    assert differences(live, anew) == (0, 1)
    assert differences(anew, live) == (1, 0)
    assert differences(live, {}) == (0, 1)
    assert differences(live, live) == (0, 0)

"""A writer that is killed with everything still in the write-ahead logs, and what can happen to those on a bad disk."""

import os
import random
import shutil
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from bootstrap import open_services
from projections.services import Settings
from scripts.mishaps.deeds import Deeds
from scripts.mishaps.diary import Diary, read

# As many commands as surely stand in the log of the record: SQLite copies that into the file at 1,000 pages.
DEEDS = 84


def live_and_die(settings: Settings, diaries: Path, member_id: UUID) -> None:
    """Note after each command how long the record's log is; then be killed."""
    services, diary = open_services(settings), Diary(diaries / "0")
    answers: dict[int, str] = {}
    deeds = Deeds(services.accountability, member_id, 0, answers)
    with (diaries / "lengths").open("w") as lengths:
        for number in range(DEEDS):
            diary.begin(number)
            answers[number] = deeds.do(number, datetime.now(UTC))
            diary.done(number, 0, answers[number])
            lengths.write(f"{log_of(settings, 'record').stat().st_size}\n")
            lengths.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def log_of(settings: Settings, database: str) -> Path:
    return settings.folder / f"{database}.db-wal"


def torn(settings: Settings, to: Path, database: str, chance: random.Random) -> tuple[Settings, int]:
    """A copy whose log is cut off, or zeros from some place on; and where."""
    shutil.copytree(settings.folder, to)
    copy = replace(settings, folder=to)
    log = log_of(copy, database)
    size = log.stat().st_size
    place = chance.randrange(size)
    os.truncate(log, place)
    if chance.random() < 0.5:
        os.truncate(log, size)
    return copy, place


def spoilt(settings: Settings, to: Path, chance: random.Random) -> Settings:
    """A copy whose views are cut off, overwritten at their beginning, or emptied, once they stood in the file."""
    shutil.copytree(settings.folder, to)
    views = to / "views.db"
    how = chance.choice(("cut", "overwritten", "emptied"))
    if how == "overwritten":
        with views.open("r+b") as file:
            file.write(chance.randbytes(chance.randrange(100, 8_192)))
    else:
        os.truncate(views, 0 if how == "emptied" else chance.randrange(1, views.stat().st_size))
    return replace(settings, folder=to)


def whole(diaries: Path, place: int) -> set[int]:
    """The commands that were acknowledged when the record's log was not yet longer than that."""
    lengths = [int(line) for line in (diaries / "lengths").read_text().split()]
    return {number for number in read(diaries / "0").answers if lengths[number] <= place}

"""The drill: `buddy backup` beside those who write, `buddy restore` elsewhere, `buddy copy` from engine to engine."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Event
from typing import Any
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from bootstrap import Settings
from domain.accountability.contacts import Card
from projections.history import history
from scripts.command_line import main
from scripts.postgres import Server
from store.copying import copy_vault
from store.tokens import api_token
from tests.cast import ADA, BEN, CLEO, DORA, MONDAY, Clock, School, settle
from tests.places import ENGINES
from tests.projections.long_story import Tables, tables, tell_a_long_story
from tests.scripts.running import ENVIRONMENT
from tests.stranger import stranger

NewPlace = Callable[[str], Settings]
Buddy = Callable[..., Result]
PASSWORD_HASH = "of Ada's password"


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> NewPlace:
    """`new_place(engine)`: an empty folder, and empty databases for record and vault when they are asked for."""

    def place(engine: str) -> Settings:
        if request.config.getoption("--engine") not in (None, "both", engine):
            pytest.skip("the other engine was asked for")
        folder = tmp_path / f"place {uuid4().hex[:6]}"
        folder.mkdir()
        if engine == "sqlite":
            return Settings(folder)
        running: Server = request.getfixturevalue("postgres_server")
        name = f"school_{uuid4().hex}"
        return Settings(folder, database=running.make(name), vault=running.make(f"{name}_vault"))

    return place


@pytest.fixture
def buddy(monkeypatch: pytest.MonkeyPatch) -> Buddy:
    """`buddy(place, "backup", …)`: a command with this place in its environment."""
    # The server of the tests is quick rather than durable, which commands refuse for good reason.
    monkeypatch.setattr("store.durability.WANTED_ON", ["synchronous_commit"])

    def run(place: Settings, *words: object) -> Result:
        for name in [name for name in os.environ if name.startswith("ACCOUNTABILIBUDDY_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("ACCOUNTABILIBUDDY_DATABASE", place.database or str(place.folder))
        monkeypatch.setenv("ACCOUNTABILIBUDDY_FOLDER", str(place.folder))
        monkeypatch.setenv("ACCOUNTABILIBUDDY_VAULT", place.vault)
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="buddy")

    return run


@pytest.fixture
def told(new_place: NewPlace) -> Callable[[str], School]:
    """`told(engine)`: a school with a long story, in which Ada has a password, a session and an API token."""

    def tell(engine: str) -> School:
        school = School(new_place(engine), Clock())
        settle(school.use_cases)
        tell_a_long_story(school)
        school.services.access.set_password(ADA.id, PASSWORD_HASH)
        return school

    return tell


def rows(school: School, end: int) -> list[tuple]:
    record = school.use_cases
    return [
        (n.id, n.originator_id, n.originator_version, n.topic, bytes(n.state)) for b in record.rows(0, end) for n in b
    ]


def histories(school: School) -> dict[UUID, list[tuple]]:
    """Everybody's history, with every word in it opened."""
    return {
        who.id: [
            (e.position, e.name, {k: getattr(v, "text", v) for k, v in vars(e.event).items()})
            for e in history(school.views, who.id, limit=10_000)
        ]
        for who in (ADA, BEN, CLEO, DORA)
    }


def seen(school: School) -> tuple[Tables, dict[UUID, list[tuple]]]:
    return views(school), histories(school)


def views(school: School) -> Tables:
    """What people read of, apart from how and when it was built."""
    return {name: found for name, found in tables(school).items() if name not in ("snapshot", "heartbeat")}


def opened(place: Settings) -> School:
    return School(place, Clock(MONDAY), migrated=True)


def well(done: Result) -> Result:
    assert done.exit_code == 0, done.output
    return done


# the drill


@pytest.mark.parametrize("new", ENGINES)
@pytest.mark.parametrize("old", ENGINES)
def test_a_school_comes_back_as_it_was_on_either_engine(told, new_place, buddy, tmp_path, old, new):
    place, school, file = new_place(new), told(old), tmp_path / "monday"
    cookie = school.services.access.start_session(ADA.id, school.clock())
    token = school.services.access.make_api_token(ADA.id, "script", school.clock())
    made = well(buddy(school.settings, "backup", file))
    end = school.use_cases.end()
    assert f"{end:,} events" in made.stdout
    done = well(buddy(place, "restore", file, "--master-key", school.folder / "master.key"))
    assert f"{end:,} events" in done.stdout
    assert "All views are level" in done.stdout
    back = opened(place)
    assert rows(back, end) == rows(school, end)
    assert seen(back) == seen(school)
    access = back.services.access
    assert access.password_of(ADA.id) == PASSWORD_HASH
    assert there(access.session(cookie)) == ADA.id
    assert access.member_of_api_token(token) == ADA.id
    back.goal()
    assert back.use_cases.end() > end
    school.close()
    back.close()


def there(session: Any) -> UUID:
    member_id: UUID = session.member_id
    return member_id


@pytest.mark.parametrize("kind", ENGINES)
def test_a_backup_beside_writers_is_the_school_at_one_position(told, new_place, buddy, tmp_path, kind):
    school, file, place, stop = told(kind), tmp_path / "monday", new_place(kind), Event()
    before = school.use_cases.end()

    def write(who: Any) -> int:
        number = 0
        while not stop.is_set():
            school.say(who, "add_contact", card=Card(f"Person {number} of {who.name}"), tie="weak")
            number += 1
        return number

    with ThreadPoolExecutor() as pool:
        writing = [pool.submit(write, who) for who in (ADA, BEN, CLEO, DORA)]
        while school.use_cases.end() < before + 20:
            pass
        made = buddy(school.settings, "backup", file)
        stop.set()
        said = sum(one.result() for one in writing)
    well(made)
    assert school.use_cases.end() == before + said
    well(buddy(place, "restore", file, "--master-key", school.folder / "master.key"))
    back = opened(place)
    end = back.use_cases.end()
    assert end >= before + 20
    assert rows(back, end) == rows(school, end)
    as_of(end, school, kind)
    assert seen(back) == seen(school)
    school.close()
    back.close()


def as_of(end: int, school: School, engine: str) -> None:
    """Take back what came after a position, as nobody but a test may."""
    trigger = "stored_events_no_delete" if engine == "sqlite" else "append_only ON stored_events"
    place = "position" if engine == "sqlite" else "notification_id"
    with stranger(school.settings) as tell:
        tell(f"DROP TRIGGER {trigger}")
        tell(f"DELETE FROM stored_events WHERE {place} > ?", end)
    school.views.catch_up.rebuild()


def test_what_a_version_before_kept_as_it_was_typed_is_sealed_when_it_comes_back(told, new_place, buddy, tmp_path):
    school, file, place = told("sqlite"), tmp_path / "monday", new_place("sqlite")
    token = school.services.access.make_api_token(ADA.id, "", school.clock())
    with school.services.vault.database.write() as connection:
        connection.execute(update(api_token).values(label="Ada's laptop", sealed=None))
    well(buddy(school.settings, "backup", file))
    well(buddy(place, "restore", file, "--master-key", school.folder / "master.key"))
    assert b"Ada's laptop" not in (place.folder / "vault.db").read_bytes()
    back = opened(place)
    assert {one.label for one in back.services.access.api_tokens(ADA.id)} == {"Ada's laptop"}
    assert back.services.access.member_of_api_token(token) == ADA.id
    school.close()
    back.close()


# what restore refuses, each in one sentence


@pytest.fixture
def backed_up(told, buddy, tmp_path) -> tuple[Path, Path]:
    """A backup, and the key to it."""
    school = told("sqlite")
    well(buddy(school.settings, "backup", tmp_path / "monday"))
    school.close()
    return tmp_path / "monday", school.folder / "master.key"


def refused(done: Result, words: str, place: Settings) -> None:
    assert (done.exit_code, done.stderr.strip().count("\n")) == (1, 0), done.output
    assert words in done.stderr
    assert list(place.folder.iterdir()) == []


def test_a_cut_off_backup_is_refused(backed_up, new_place, buddy):
    (file, key), place = backed_up, new_place("sqlite")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    refused(buddy(place, "restore", file, "--master-key", key), f"{file} is damaged", place)


def test_any_other_file_is_refused(backed_up, new_place, buddy, tmp_path):
    (file, key), place = backed_up, new_place("sqlite")
    (tmp_path / "words").write_text("Dear diary, " * 1000)
    refused(
        buddy(place, "restore", tmp_path / "words", "--vault-file", f"{file}.vault", "--master-key", key),
        "words is no backup",
        place,
    )


def test_a_missing_vault_and_a_missing_key_are_told_by_name(backed_up, new_place, buddy):
    (file, key), place = backed_up, new_place("sqlite")
    refused(buddy(place, "restore", file), "name it with --master-key", place)
    Path(f"{file}.vault").unlink()
    refused(buddy(place, "restore", file, "--master-key", key), "name it with --vault-file", place)


def test_a_vault_of_another_school_is_refused(backed_up, told, new_place, buddy, tmp_path):
    (file, key), place, other = backed_up, new_place("sqlite"), told("sqlite")
    well(buddy(other.settings, "backup", tmp_path / "other"))
    others = ("--vault-file", tmp_path / "other.vault", "--master-key")
    refused(buddy(place, "restore", file, *others, key), "is not the master key", place)
    other.contact(name="Somebody new")
    other.close()
    # The cast is the same in both, so the other has keys for it: other keys.
    refused(buddy(place, "restore", file, *others, other.folder / "master.key"), "another school", place)


def test_a_vault_of_an_earlier_day_is_refused_and_of_a_later_day_is_taken(told, new_place, buddy, tmp_path):
    school, place = told("sqlite"), new_place("sqlite")
    for day in ("monday", "tuesday"):
        well(buddy(school.settings, "backup", tmp_path / day))
        school.contact(name=f"Met on {day}")
    key = ("--master-key", school.folder / "master.key")
    school.close()
    earlier = buddy(place, "restore", tmp_path / "tuesday", "--vault-file", tmp_path / "monday.vault", *key)
    refused(earlier, "of an earlier day", place)
    later = buddy(place, "restore", tmp_path / "monday", "--vault-file", tmp_path / "tuesday.vault", *key)
    assert "All views are level" in well(later).stdout


@pytest.mark.parametrize("kind", ENGINES)
def test_where_a_school_is_already_nothing_is_changed(backed_up, told, buddy, kind):
    (file, key), school = backed_up, told(kind)
    before = rows(school, school.use_cases.end())
    own = (school.folder / "master.key").read_bytes()
    done = buddy(school.settings, "restore", file, "--master-key", key)
    assert (done.exit_code, "another school" in done.stderr) == (1, True)
    shutil.copy(key, school.folder / "spare.key")
    same = buddy(school.settings, "restore", file, "--master-key", school.folder / "master.key")
    assert (same.exit_code, "is not the master key" in same.stderr) == (1, True)
    assert rows(school, school.use_cases.end()) == before
    assert (school.folder / "master.key").read_bytes() == own
    school.close()


@pytest.mark.parametrize("kind", ENGINES)
def test_a_second_restore_into_the_same_place_is_refused(backed_up, new_place, buddy, kind):
    (file, key), place = backed_up, new_place(kind)
    well(buddy(place, "restore", file, "--master-key", key))
    again = buddy(place, "restore", file, "--master-key", key)
    assert (again.exit_code, "There is a school in" in again.stderr) == (1, True)
    assert (place.folder / "master.key").exists()


def test_one_that_is_ended_on_the_way_leaves_no_key(backed_up, new_place, buddy, monkeypatch):
    (file, key), place = backed_up, new_place("sqlite")
    with monkeypatch.context() as ended:
        ended.setattr("scripts.moving.copy_vault", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        assert buddy(place, "restore", file, "--master-key", key).exit_code == 128 + signal.SIGTERM
    assert not (place.folder / "master.key").exists()
    assert "is missing" in buddy(place, "rebuild", "--all").stderr


@pytest.mark.parametrize("kind", ENGINES)
def test_one_that_was_stopped_while_the_views_were_built_is_a_school(backed_up, new_place, buddy, monkeypatch, kind):
    (file, key), place = backed_up, new_place(kind)
    with monkeypatch.context() as stopped:
        stopped.setattr("projections.rebuild.Rebuild._finish", Mock(side_effect=KeyboardInterrupt))
        assert buddy(place, "restore", file, "--master-key", key).exit_code != 0
    well(buddy(place, "migrate"))
    with closing(opened(place)) as school:
        assert set(school.views.catch_up.standings().values()) == {(school.use_cases.end(), "")}


def test_no_backup_replaces_a_file(backed_up, told, buddy):
    file, _ = backed_up
    school, before = told("sqlite"), file.read_bytes()
    done = buddy(school.settings, "backup", file)
    assert (done.exit_code, "is there already" in done.stderr) == (1, True)
    assert file.read_bytes() == before
    school.close()


def test_a_mistyped_folder_is_neither_backed_up_nor_made(buddy, tmp_path):
    done = buddy(Settings(tmp_path / "scool"), "backup", tmp_path / "monday")
    assert (done.exit_code, "There is no school in" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_by_its_name(told, buddy, tmp_path):
    school = told("sqlite")
    done = buddy(school.settings, "backup", tmp_path / "nope" / "monday")
    assert (done.exit_code, f"There is no folder {tmp_path / 'nope'}." in done.stderr) == (1, True)
    assert "Errno" not in done.stderr
    school.close()


# What is written is there, and its keys lie in a folder that is to go.
HALF_DONE = """
import signal
import time
from scripts.command_line import main
from store import backup

def wait(*_):
    print("written", flush=True)
    time.sleep(60)

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored (nohup)
backup.check = wait
main(prog_name="buddy")
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_a_backup_finds_nothing_of_it(told, tmp_path, how):
    school, into = told("sqlite"), tmp_path / "backups"
    into.mkdir()
    words = ["backup", str(into / "monday"), "--data", str(school.settings.folder)]
    with Popen([sys.executable, "-c", HALF_DONE, *words], env=ENVIRONMENT, stdout=PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "written\n"
        assert len(list(into.iterdir())) == 1
        running.send_signal(how)
    assert (running.returncode, list(into.iterdir())) == (128 + how, [])
    school.close()


# copy


def copied(buddy: Buddy, old: Settings, new: Settings) -> Result:
    there = old if old.database else new
    options = ("--vault", there.vault, "--folder", there.folder) if there.database else ()
    nowhere = replace(old, database="", vault="")
    return buddy(nowhere, "copy", old.database or old.folder, new.database or new.folder, *options)


def test_a_school_moves_to_postgresql_and_back(told, new_place, buddy):
    school, new, back = told("sqlite"), new_place("postgresql"), new_place("sqlite")
    cookie, end = school.services.access.start_session(ADA.id, school.clock()), school.use_cases.end()
    for old, place in ((school.settings, new), (new, back)):
        said = well(copied(buddy, old, place)).stdout
        assert f"{end:,} events" in said
        moved = opened(place)
        assert rows(moved, end) == rows(school, end)
        assert seen(moved) == seen(school)
        assert there(moved.services.access.session(cookie)) == ADA.id
        moved.close()
    school.close()


def test_a_school_that_goes_on_is_not_taken_for_moved_and_the_rest_follows(told, new_place, buddy, monkeypatch):
    school, new = told("sqlite"), new_place("postgresql")
    brought: list[int] = []

    def goes_on(*args: Any) -> Any:
        copy_vault(*args)
        if not brought:
            brought.append(school.use_cases.end())
            school.goal()

    monkeypatch.setattr("scripts.moving.copy_vault", goes_on)
    done = copied(buddy, school.settings, new)
    assert (done.exit_code, "was written to meanwhile" in done.stderr) == (78, True)
    assert not (new.folder / "master.key").exists()
    well(copied(buddy, school.settings, new))
    moved = opened(new)
    assert moved.use_cases.end() == school.use_cases.end() > brought[0]
    assert seen(moved) == seen(school)
    moved.close()
    school.close()


def test_a_place_that_holds_another_school_is_refused(told, buddy):
    school, other = told("sqlite"), told("postgresql")
    (other.folder / "master.key").write_bytes((school.folder / "master.key").read_bytes())
    before = rows(other, other.use_cases.end())
    done = copied(buddy, school.settings, other.settings)
    assert done.exit_code != 0
    assert rows(other, other.use_cases.end()) == before
    school.close()
    other.close()


def test_a_school_is_not_copied_onto_itself(told, buddy):
    school = told("sqlite")
    done = buddy(school.settings, "copy", school.folder, f"{school.folder}/")
    assert (done.exit_code, "the same folder" in done.stderr) == (1, True)
    school.close()


def test_no_password_of_an_address_is_shown(told, buddy, tmp_path):
    school = told("sqlite")
    wrong = "postgresql://school:Canary@127.0.0.1:1/school"
    done = buddy(school.settings, "copy", school.folder, wrong, "--vault", f"{wrong}_vault", "--folder", tmp_path)
    assert done.exit_code == 78
    assert "Canary" not in done.output
    school.close()

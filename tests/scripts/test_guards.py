"""Whatever would put a school at risk is refused at the start, in one sentence, with exit code 78."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bootstrap import Settings, open_services
from domain.act import OPERATOR, Act
from scripts import guards, wsgi
from scripts.postgres import Server
from scripts.troubles import CannotStart
from store import database, fit, record_sqlite
from store.sqlite import prepare
from tests.cast import ADA, MONDAY
from tests.places import name_in
from tests.scripts import on_postgres
from tests.scripts.conftest import Buddy, commands
from tests.scripts.on_postgres import PASSWORD, execute
from tests.scripts.running import BUDDY, ENVIRONMENT

TOKEN = ("token", "--member", ADA.address)


def refused(buddy: Buddy, words: str, *command: str) -> bool:
    """Whether a command, and any other server too, refuses with one sentence in which these words stand."""
    done = buddy(*(command or TOKEN))
    assert (done.exit_code, done.stdout) == (78, ""), done.output
    assert done.stderr.count("\n") == 1
    assert PASSWORD not in done.stderr
    assert words in done.stderr, done.stderr
    return True


# The machine


def test_a_sqlite_that_loses_pages() -> None:
    pretend = "import sys, sqlite3; sqlite3.sqlite_version_info = (3, 40, 1); sys.modules['pysqlite3'] = None; "
    done = subprocess.run(
        [sys.executable, "-c", pretend + BUDDY[2], "migrate"], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert "is affected" in done.stderr


def test_a_network_drive(buddy: Buddy, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mounts").write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {folder} nfs4 rw 0 0\n")
    monkeypatch.setattr(guards, "MOUNTS", tmp_path / "mounts")
    assert refused(buddy, "lies on a network drive (nfs4)")
    assert refused(buddy, "lies on a network drive (nfs4)", "migrate")


@pytest.mark.parametrize(("module", "name"), [(record_sqlite, "record"), (database, "vault")])
def test_files_that_are_not_synchronised(module: Any, name: str, buddy: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    def lax(connection: Any, **asked: Any) -> None:
        prepare(connection, **asked)
        connection.execute("PRAGMA synchronous=NORMAL")

    monkeypatch.setattr(module, "prepare", lax)
    assert refused(buddy, f"synchronous is below FULL for the {name}")
    assert refused(buddy, f"synchronous is below FULL for the {name}", "migrate")


# The server


def test_a_server_that_does_not_flush(postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Settings(tmp_path, database=postgres_server.make("quick_one"), vault=postgres_server.make("quick_two"))
    buddy = commands(on_postgres.environment(place), monkeypatch)
    assert refused(buddy, "fsync is off and full_page_writes is off for the record", "migrate")


@pytest.mark.parametrize("name", ["record", "vault"])
def test_a_database_that_does_not_wait_for_the_disk(name: str, buddy_there: Buddy, place: Settings) -> None:
    address = place.database if name == "record" else place.vault
    execute(address, f"ALTER DATABASE {name_in(address)} SET synchronous_commit = off")
    assert refused(buddy_there, f"synchronous_commit is off for the {name}")
    assert refused(buddy_there, f"synchronous_commit is off for the {name}", "migrate")
    execute(address, f"ALTER DATABASE {name_in(address)} SET synchronous_commit = local")
    assert buddy_there(*TOKEN).exit_code == 0


def test_a_user_who_does_not_wait_for_the_disk(buddy_there: Buddy, place: Settings) -> None:
    admin = place.database.replace(f"keeper:{PASSWORD}", "school")
    execute(admin, "CREATE ROLE hasty LOGIN IN ROLE keeper")
    execute(admin, "ALTER ROLE hasty SET synchronous_commit = off")
    address = place.database.replace(f"keeper:{PASSWORD}", "hasty")
    assert refused(buddy_there, "synchronous_commit is off for the record", *TOKEN, "--data", address)


@pytest.mark.parametrize("name", guards.UNSAFE_NAMES)
def test_the_unsafe_recorder_option(name: str, buddy_there: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "no")
    assert buddy_there(*TOKEN).exit_code == 0
    monkeypatch.setenv(name, "y")
    assert refused(buddy_there, f"{name} is set")


def test_a_server_that_is_too_old(buddy_there: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "OLDEST_POSTGRES", 99)
    assert refused(buddy_there, "it takes 99 or newer")


def test_a_server_that_does_not_answer(buddy_there: Buddy, place: Settings, tmp_path: Path) -> None:
    gone = f"postgresql://keeper:{PASSWORD}@/school?host={tmp_path}"
    assert refused(buddy_there, "postgresql://keeper:***@/school does not answer", *TOKEN, "--data", gone)
    absent = place.database.replace(name_in(place.database), "nowhere")
    assert refused(buddy_there, 'database "nowhere" does not exist', "serve", "--port", "0", "--data", absent)


def test_an_address_that_is_none(buddy_there: Buddy) -> None:
    assert refused(buddy_there, "is no address such as", *TOKEN, "--data", f"postgresql://keeper:{PASSWORD}@host:x/y")


# The vault


def test_no_vault(buddy_there: Buddy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for named in ("", str(tmp_path)):
        monkeypatch.setenv("ACCOUNTABILIBUDDY_VAULT", named)
        assert refused(buddy_there, "ACCOUNTABILIBUDDY_VAULT has to name", "migrate")


def test_the_vault_in_the_database_of_the_record(
    buddy_there: Buddy, place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Under another address, too.
    for address in (place.database, place.database.replace(f"keeper:{PASSWORD}@", "school@") + "&connect_timeout=3"):
        monkeypatch.setenv("ACCOUNTABILIBUDDY_VAULT", address)
        assert refused(buddy_there, "names the database that holds the record", "migrate")


def test_the_vault_of_another_school_in_files(buddy: Buddy, folder: Path, tmp_path: Path) -> None:
    assert buddy("migrate", "--data", str(tmp_path / "other")).exit_code == 0
    for name in ("vault.db", "master.key"):
        shutil.copy(tmp_path / "other" / name, folder / name)
    for command in (TOKEN, ("migrate",), ("serve", "--port", "0")):
        assert refused(buddy, "The vault does not belong to this record", *command)


def test_the_vault_of_another_school_on_a_server(
    buddy_there: Buddy, durable: Server, place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = on_postgres.empty(durable, tmp_path / "other")
    commands(on_postgres.environment(other), monkeypatch)("migrate")
    mixed = on_postgres.environment(place) | {"VAULT": other.vault, "FOLDER": str(other.folder)}
    assert refused(commands(mixed, monkeypatch), "The vault does not belong to this record")
    mixed["FOLDER"] = str(place.folder)
    assert refused(commands(mixed, monkeypatch), "The master key does not belong to this school")


@pytest.mark.parametrize("how", [Path.unlink, lambda file: file.write_bytes(b"")], ids=["missing", "empty"])
def test_a_record_that_is_not_there_beside_a_vault_in_use(
    buddy: Buddy, folder: Path, how: Callable[[Path], object]
) -> None:
    with closing(open_services(Settings(folder))) as services:
        services.access.start_session(ADA.id, services.now())
    for rest in folder.glob("record.db-*"):
        rest.unlink()
    how(folder / "record.db")
    assert refused(buddy, "The record is missing or empty", "migrate")
    assert refused(buddy, "The record is missing or empty", "serve", "--port", "0")


def test_an_older_copy_of_the_vault(
    buddy: Buddy, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "LOOKED_AT", 2)  # what is new stands at the end of a long record
    shutil.copy(folder / "vault.db", tmp_path / "older.db")
    services = open_services(Settings(folder))
    act = Act(OPERATOR, "command line", MONDAY, ADA.id)
    services.accountability.add_member(act, name="New", address="new@example.org", role="student", zone="UTC")
    services.close()
    assert buddy(*TOKEN).exit_code == 0
    for rest in folder.glob("vault.db*"):
        rest.unlink()
    shutil.copy(tmp_path / "older.db", folder / "vault.db")
    assert refused(buddy, "The vault does not belong to this record")


def test_a_missing_master_key(buddy_there: Buddy, place: Settings) -> None:
    (place.folder / "master.key").unlink()
    for command in (TOKEN, ("scheduler",), ("migrate",)):
        assert refused(buddy_there, "master.key is missing", *command)
        assert not (place.folder / "master.key").exists()


def test_a_key_made_elsewhere_for_a_school_in_which_nobody_is_yet(
    durable: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_postgres.empty(durable, tmp_path / "one")
    assert commands(on_postgres.environment(place), monkeypatch)("migrate").exit_code == 0
    second = on_postgres.environment(place) | {"FOLDER": str(tmp_path / "two")}
    assert refused(commands(second, monkeypatch), "master.key is missing", "migrate")


# An older schema


OLDER = {
    "a table of the vault": ("vault", "DROP TABLE upload", "upload in the vault"),
    "a table beside the views": ("views", "DROP TABLE heartbeat", "heartbeat in the views"),
    "a view that is not there": ("views", "DELETE FROM view_standing WHERE view='due'", "due in the views"),
    "an older view": ("views", "UPDATE view_standing SET version=0 WHERE view='due'", "due in the views"),
    "a newer view": ("views", "UPDATE view_standing SET version=99 WHERE view='due'", "due in the views"),
    "a view of another record": (
        "views",
        "UPDATE view_standing SET position=9999 WHERE view='due'",
        "due in the views",
    ),
}


def in_files(folder: Path) -> Callable[[str, str], None]:
    def run(name: str, statement: str) -> None:
        connection = sqlite3.connect(folder / f"{name}.db")
        connection.execute(statement)
        connection.commit()
        connection.close()

    return run


def older_schema(buddy: Buddy, run: Callable[[str, str], None], case: str) -> None:
    name, statement, words = OLDER[case]
    run(name, statement)
    for command in (TOKEN, ("scheduler",), ("rebuild", "--all")):
        assert refused(buddy, "made by an older version: run `buddy migrate` first", *command)
    assert refused(buddy, words)
    with pytest.raises(SystemExit) as ended:
        wsgi.app()
    assert ended.value.code == 78
    assert buddy("migrate").exit_code == 0
    assert buddy(*TOKEN).exit_code == 0


@pytest.mark.parametrize("case", OLDER)
def test_an_older_schema_in_files(case: str, buddy: Buddy, folder: Path) -> None:
    older_schema(buddy, in_files(folder), case)


@pytest.mark.parametrize("case", OLDER)
def test_an_older_schema_on_a_server(case: str, buddy_there: Buddy, place: Settings) -> None:
    def run(name: str, statement: str) -> None:
        address = place.vault if name == "vault" else place.database
        execute(address, f"SET search_path = {name}; {statement}")

    older_schema(buddy_there, run, case)
    assert buddy_there("migrate").exit_code == 0


def test_a_column_of_the_vault_that_came_later(buddy: Buddy, folder: Path) -> None:
    in_files(folder)("vault", "ALTER TABLE session DROP COLUMN device")
    assert refused(buddy, "session.device in the vault")
    assert buddy("migrate").exit_code == 0
    assert buddy(*TOKEN).exit_code == 0


def test_a_column_that_no_version_here_can_make(buddy: Buddy, folder: Path) -> None:
    in_files(folder)("vault", "ALTER TABLE upload DROP COLUMN expires_at")
    assert refused(buddy, "upload.expires_at in the vault")
    assert refused(buddy, "cannot make upload.expires_at in the vault", "migrate")


def test_a_view_that_was_set_aside_holds_nobody_up(buddy: Buddy, folder: Path) -> None:
    in_files(folder)("views", "UPDATE view_standing SET trouble='KeyError between 1 and 2' WHERE view='due'")
    assert buddy(*TOKEN).exit_code == 0


# Several at once


def migrate_at_once(environment: dict[str, str]) -> None:
    """Three processes that begin in the same moment: each has read all of its program before."""
    ready = "import sys, scripts.commands.migrate; print('ready', flush=True); sys.stdin.readline(); "
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ready + BUDDY[2], "migrate"],
            env=ENVIRONMENT | {f"ACCOUNTABILIBUDDY_{name}": value for name, value in environment.items()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 3, said


def test_files_are_migrated_by_several_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {"DATABASE": str(tmp_path / "new")}
    migrate_at_once(new)
    assert commands(new, monkeypatch)("rebuild", "--all").exit_code == 0


def test_databases_are_migrated_by_several_at_once(
    durable: Server, place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = on_postgres.environment(on_postgres.empty(durable, tmp_path / "new"))
    migrate_at_once(new)
    assert commands(new, monkeypatch)("rebuild", "--all").exit_code == 0
    # And again for one with something in it, from an older version.
    execute(place.database, "SET search_path = views; UPDATE view_standing SET version=0")
    execute(place.vault, "SET search_path = vault; DROP TABLE upload")
    migrate_at_once(on_postgres.environment(place))
    assert commands(on_postgres.environment(place), monkeypatch)(*TOKEN).exit_code == 0


@pytest.mark.parametrize(
    ("issuer", "client", "words"),
    [
        ("https://accounts.google.com", "", "belong together"),
        ("", "accountabilibuddy", "belong together"),
        ("http://id.example.org", "accountabilibuddy", "asked by https"),
        ("id.example.org", "accountabilibuddy", "asked by https"),
    ],
)
def test_a_provider_that_cannot_be_asked_is_refused(tmp_path: Path, issuer: str, client: str, words: str) -> None:
    with pytest.raises(CannotStart, match=words):
        guards.provider_can_be_asked(Settings(tmp_path, oidc_issuer=issuer, oidc_client_id=client))


@pytest.mark.parametrize("issuer", ["", "https://id.example.org/realms/school", "http://127.0.0.1:8080"])
def test_a_provider_that_can_be_asked_is_not(tmp_path: Path, issuer: str) -> None:
    guards.provider_can_be_asked(Settings(tmp_path, oidc_issuer=issuer, oidc_client_id="us" if issuer else ""))


def test_a_discovery_address_will_do_for_an_issuer(tmp_path: Path) -> None:
    said = {"ACCOUNTABILIBUDDY_OIDC_ISSUER": "https://id.example.org/a/.well-known/openid-configuration"}
    assert Settings.from_environment(said).oidc_issuer == "https://id.example.org/a"

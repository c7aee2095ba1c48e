"""The command line and the doors on PostgreSQL: the same commands, settings instead of a folder."""

import json
import subprocess
from pathlib import Path

import pytest

from bootstrap import Settings, open_services
from projections import VIEWS
from scripts import wsgi
from scripts.postgres import Server
from tests.cast import ADA
from tests.scripts import on_postgres
from tests.scripts.conftest import Buddy, commands
from tests.scripts.on_postgres import PASSWORD
from tests.scripts.running import BUDDY, ENVIRONMENT, served

SAMPLE = Path(__file__).parents[1] / "samples" / "linkedin-Connections.csv"
ADAS = ("--member", ADA.address)


def test_a_new_place_becomes_a_school_by_migrating_and_by_nothing_else(
    durable: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_postgres.empty(durable, tmp_path / "new")
    buddy = commands(on_postgres.environment(place), monkeypatch)
    for words in (["serve", "--port", "0"], ["scheduler"], ["token", *ADAS], ["rebuild", "--all"]):
        assert buddy(*words).exit_code == 78
    assert list(place.folder.iterdir()) == []
    done = buddy("migrate")
    assert (done.exit_code, f"0 events, {len(VIEWS)} views" in done.stdout) == (0, True)
    assert [path.name for path in place.folder.iterdir()] == ["master.key"]
    assert buddy("token", *ADAS).exit_code == 1  # nobody there yet


def test_the_address_may_be_said_on_the_command_line(
    place: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = on_postgres.environment(place) | {"DATABASE": str(tmp_path / "elsewhere")}
    buddy = commands(given, monkeypatch)
    assert buddy("migrate", "--data", place.database).exit_code == 0
    assert not (tmp_path / "elsewhere").exists()


def test_commands_do_there_what_they_do_to_files(buddy_there: Buddy, place: Settings) -> None:
    added = json.loads(buddy_there("import", "linkedin", str(SAMPLE), *ADAS, "--json").stdout)
    assert (added["added"], added["records"]) == (422, 425)
    link, token = (buddy_there(name, *ADAS).stdout.strip() for name in ("invite", "token"))
    told = json.loads(buddy_there("history", *ADAS, "--reason", "audit", "--json").stdout)
    names = [event["what"] for event in told["events"]]
    assert [names.count(name) for name in ("Contact.Added", "Member.LinkMade", "Member.TokenMade")] == [422, 1, 1]
    assert buddy_there("rebuild", "--all").exit_code == 0
    services = open_services(place)
    assert services.access.member_of_api_token(token) == ADA.id
    assert services.access.link(link.rpartition("/")[2], "join", services.now()) == (True, ADA.id)
    services.close()


def test_no_command_shows_a_password(buddy_there: Buddy) -> None:
    done = [buddy_there("migrate"), buddy_there("token", "--member", "nobody@example.org"), buddy_there("demo")]
    assert [one.exit_code for one in done] == [0, 1, 78]
    assert "postgresql://keeper:***@" in done[0].output
    assert PASSWORD not in "".join(one.output for one in done)


def test_a_school_is_served_from_there(place: Settings) -> None:
    settings = {f"ACCOUNTABILIBUDDY_{name}": value for name, value in on_postgres.environment(place).items()}
    with served(place.folder, "--data", place.database, **settings) as running:
        assert running.status("/sign-in") == 200
        assert "postgresql://keeper:***@" in running.said
        running.process.terminate()
        assert (running.rest(), running.process.returncode) == ("Stopped.\n", 0)
    assert PASSWORD not in running.said + running.errors()


def test_a_scheduler_ends_in_order(place: Settings) -> None:
    settings = {f"ACCOUNTABILIBUDDY_{name}": value for name, value in on_postgres.environment(place).items()}
    process = subprocess.Popen(
        [*BUDDY, "scheduler"], env=ENVIRONMENT | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    first = process.stdout.readline()
    process.terminate()
    assert "postgresql://keeper:***@" in first
    assert (process.communicate(timeout=60)[0], process.returncode) == ("Stopped.\n", 0)


def test_another_server_finds_it_by_the_environment(buddy_there: Buddy, place: Settings) -> None:
    app = wsgi.app()
    assert app.extensions["services"].settings.database == place.database
    assert app.test_client().get("/sign-in").status_code == 200
    app.extensions["services"].close()


@pytest.mark.parametrize("words", [["demo"], ["serve", "--demo", "--port", "0"]])
def test_the_demo_school_is_not_built_there(buddy_there: Buddy, words: list[str]) -> None:
    done = buddy_there(*words)
    assert (done.exit_code, "The demo school lives in a folder" in done.stderr) == (78, True)

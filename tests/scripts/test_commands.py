"""What the commands do to a school, and what they say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from pyotp import TOTP

from bootstrap import Services, Settings, open_services
from domain.act import OPERATOR
from projections import VIEWS
from projections.history import closures, history, looks_at, ways_in
from projections.people import present
from projections.tracker import contacts
from tests.cast import ADA, BEN, DORA, MONDAY, Clock, School
from tests.scripts.conftest import Buddy
from tests.stranger import stranger, write_a_foreign_row

SAMPLE = Path(__file__).parents[1] / "samples" / "linkedin-Connections.csv"
ADAS = ("--member", ADA.address)


@contextmanager
def reading(folder: Path) -> Iterator[Services]:
    services = open_services(Settings(folder=folder))
    yield services
    services.close()


# import linkedin


def test_an_import_says_what_it_did_and_to_which_rows(buddy: Buddy) -> None:
    done = buddy("import", "linkedin", str(SAMPLE), *ADAS)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Added:        422",
        "Duplicates:   1  (0 already in the tracker or removed from it, 1 repeated in the file)",
        "Skipped:      2",
        "  row 12: the same person as in row 8",
        "  row 35: an empty row",
        "  row 36: no name",
    ]


def test_a_second_import_adds_nobody(buddy: Buddy, folder: Path) -> None:
    facts = [json.loads(buddy("import", "linkedin", str(SAMPLE), *ADAS, "--json").stdout) for _ in range(2)]
    assert [(f["added"], f["duplicates"], f["known"], f["records"]) for f in facts] == [
        (422, 1, 0, 425),
        (0, 423, 422, 425),
    ]
    assert facts[0]["skipped"] == [{"row": 35, "reason": "blank"}, {"row": 36, "reason": "no_name"}]
    with reading(folder) as services:
        assert len(contacts(services.views, ADA.id)) == 422


def test_a_dry_run_changes_nothing(buddy: Buddy, folder: Path) -> None:
    facts = json.loads(buddy("import", "linkedin", str(SAMPLE), *ADAS, "--dry-run", "--json").stdout)
    assert (facts["added"], facts["dry_run"]) == (422, True)
    assert "Nothing was changed" in buddy("import", "linkedin", str(SAMPLE), *ADAS, "--dry-run").stdout
    with reading(folder) as services:
        assert contacts(services.views, ADA.id) == []


def test_an_import_by_an_operator_is_recorded_as_one_and_with_the_tie_asked_for(buddy: Buddy, folder: Path) -> None:
    buddy("import", "linkedin", "-", *ADAS, "--tie", "dormant", given=SAMPLE.read_bytes())
    with reading(folder) as services:
        newest = history(services.views, ADA.id)[0].event
        assert (newest.by, newest.door) == (OPERATOR, "command line")
        assert {card.tie for card in contacts(services.views, ADA.id)} == {"dormant"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"name;city\nMira;Oslo\n", "does not look like LinkedIn's Connections.csv"),
        (bytes(50 * 1024 * 1024), "The file has 50 MB, and 5 MB is the most"),
        ("First Name,Last Name,Connected On\nZoé,,\n".encode("latin-1"), "line 2 cannot be read"),
    ],
    ids=["empty", "foreign", "50 MB", "not UTF-8"],
)
def test_a_file_that_is_no_export_changes_nothing(buddy: Buddy, data: bytes, words: str) -> None:
    for how in ((), ("--json",)):
        done = buddy("import", "linkedin", "-", *ADAS, *how, given=data)
        assert (done.exit_code, done.stdout) == (1, "")
        assert words in done.stderr


def test_a_file_that_is_not_there_is_told_by_name(buddy: Buddy) -> None:
    done = buddy("import", "linkedin", "nowhere.csv", *ADAS)
    assert (done.exit_code, "nowhere.csv" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "command", [["import", "linkedin", str(SAMPLE)], ["token"], ["invite"], ["history", "--reason", "x"]]
)
def test_nobody_with_that_address_is_a_refusal(buddy: Buddy, command: list[str]) -> None:
    done = buddy(*command, "--member", "nobody@example.org")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Nobody in" in done.stderr
    assert "nobody@example.org" in done.stderr


# token, invite


def test_a_token_is_all_of_standard_output_and_opens_the_api_for_its_member(buddy: Buddy, folder: Path) -> None:
    done = buddy("token", *ADAS, "--label", "backup script")
    with reading(folder) as services:
        assert services.access.member_of_api_token(done.stdout.strip()) == ADA.id
        assert [token.label for token in services.access.api_tokens(ADA.id)] == ["backup script"]


def test_an_invitation_is_a_link_that_works_and_ends_the_one_before(buddy: Buddy, folder: Path) -> None:
    first, second = (buddy("invite", *ADAS).stdout.strip() for _ in range(2))
    assert second.startswith("http://127.0.0.1:8000/join/")
    with reading(folder) as services:
        good = [services.access.link(link.rpartition("/")[2], "join", services.now()) for link in (first, second)]
    assert good == [(False, None), (True, ADA.id)]


def test_a_link_and_a_token_leave_a_trace(buddy: Buddy, folder: Path) -> None:
    buddy("invite", *ADAS)
    buddy("token", *ADAS)
    with reading(folder) as services:
        made = [(e.name, e.event.by, e.event.door) for e in ways_in(services.views, ADA.id)]
    assert made == [(f"Member.{name}", OPERATOR, "command line") for name in ("TokenMade", "LinkMade")]


def test_a_lost_phone_is_taken_off_and_leaves_a_trace(buddy: Buddy, folder: Path) -> None:
    with reading(folder) as services:
        secret, now = services.second_factors.offer(ADA.id, "today"), services.now()
        services.second_factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now)
        session = services.access.start_session(ADA.id, now)
    assert buddy("lost-phone", *ADAS).exit_code == 0
    with reading(folder) as services:
        assert services.second_factors.since(ADA.id) is None
        assert services.access.session(session) is None
        (made,) = ways_in(services.views, ADA.id)
    assert (made.name, made.event.by) == ("Member.SecondFactorRemoved", OPERATOR)
    again = buddy("lost-phone", *ADAS)
    assert (again.exit_code, "has no second factor" in again.stderr) == (1, True)


@pytest.fixture
def closed(folder: Path) -> None:
    school = School(folder, Clock(), migrated=True)
    school.say(DORA, "close_account", ADA.id, reason="Left")
    school.close()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("command", ["invite", "token", "lost-phone"])
def test_no_way_into_a_closed_account_is_made(buddy: Buddy, folder: Path, command: str) -> None:
    with reading(folder) as services:
        secret, now = services.second_factors.offer(ADA.id, "today"), services.now()
        services.second_factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now)
    done = buddy(command, *ADAS)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Their account is closed" in done.stderr
    assert "buddy reopen" in done.stderr


@pytest.mark.usefixtures("closed")
def test_a_closed_account_is_opened_again_without_what_was_open_before(buddy: Buddy, folder: Path) -> None:
    with reading(folder) as services:
        session = services.access.start_session(ADA.id, services.now())
        services.access.make_api_token(ADA.id, "left by a crash", services.now())
    done = buddy("reopen", *ADAS)
    assert (done.exit_code, done.stdout) == (0, "The account is open again.\n")
    with reading(folder) as services:
        assert present(services.views, ADA.id)
        assert services.access.session(session) is None
        assert services.access.api_tokens(ADA.id) == []
        told = closures(services.views, ADA.id)[0]
        assert (told.name, told.event.by) == ("Member.Reopened", OPERATOR)
    again = buddy("reopen", *ADAS)
    assert (again.exit_code, again.stderr) == (1, "Error: Their account is open.\n")


def test_an_invitation_leads_where_people_reach_the_school(buddy: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTABILIBUDDY_URL", "https://buddy.example.org/")
    assert buddy("invite", *ADAS).stdout.startswith("https://buddy.example.org/join/")


# history


def test_a_history_tells_who_what_when_and_the_door(buddy: Buddy) -> None:
    done = buddy("history", *ADAS, "--reason", "audit")
    first, last = done.stdout.splitlines()
    assert first.startswith("2026-11-02 10:00  an operator (command line)  member joined: ")
    assert "an operator (command line)  member history opened" in last


def test_a_look_is_recorded_with_its_reason_and_the_member_can_read_it(buddy: Buddy, folder: Path) -> None:
    buddy("history", *ADAS, "--reason", "she asked why her goal moved")
    with reading(folder) as services:
        (look,) = looks_at(services.views, ADA.id)
        assert (look.event.by, look.event.reason.text) == (OPERATOR, "she asked why her goal moved")  # type: ignore[attr-defined]
        assert looks_at(services.views, BEN.id) == []


def test_a_history_without_a_reason_is_not_shown(buddy: Buddy) -> None:
    assert buddy("history", *ADAS).exit_code == 2
    done = buddy("history", *ADAS, "--reason", "  ")
    assert (done.exit_code, done.stdout) == (1, "")


def test_a_history_as_of_a_day_ends_with_that_day_where_the_member_lives(buddy: Buddy) -> None:
    days = {MONDAY.date().isoformat(): ["Member.Joined"], "2026-11-01": []}
    for day, names in days.items():
        told = json.loads(buddy("history", *ADAS, "--reason", "audit", "--as-of", day, "--json").stdout)
        assert [event["what"] for event in told["events"]] == names


def test_a_history_shows_no_text_about_people(buddy: Buddy) -> None:
    done = buddy("history", *ADAS, "--reason", "audit", "--json")
    assert ADA.name not in done.stdout
    assert ADA.address not in done.stdout


def test_a_day_that_is_none_is_not_understood(buddy: Buddy) -> None:
    done = buddy("history", *ADAS, "--reason", "audit", "--as-of", "2026-02-30")
    assert (done.exit_code, "2026-02-30 is no date" in done.stderr) == (2, True)


# migrate, rebuild


def test_migrating_twice_changes_nothing(buddy: Buddy) -> None:
    assert buddy("migrate").stdout == buddy("migrate").stdout


def test_an_empty_folder_becomes_a_school(buddy: Buddy, tmp_path: Path) -> None:
    done = buddy("migrate", "--data", str(tmp_path / "new"))
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {"record.db", "views.db", "vault.db", "master.key"}


def test_rebuilding_brings_every_view_level(buddy: Buddy) -> None:
    said = buddy("rebuild", "--all").stdout
    assert [view.name for view in VIEWS if f"{view.name:10} level with event 6" not in said] == []


def test_some_views_can_be_rebuilt_by_name(buddy: Buddy) -> None:
    said = buddy("rebuild", "progress", "due").stdout
    assert said.startswith("progress   level with event 6\ndue        level with event 6\n2 rebuilt")


@pytest.mark.parametrize("words", [[], ["--all", "due"]])
def test_which_views_to_rebuild_must_be_said(buddy: Buddy, words: list[str]) -> None:
    assert buddy("rebuild", *words).exit_code == 2


def test_a_record_with_an_event_of_another_program_is_told_with_its_name_and_position(
    buddy: Buddy, folder: Path
) -> None:
    with stranger(Settings(folder)) as tell:
        write_a_foreign_row(tell, "Goal.Forecast", uuid4().hex)
    done = buddy("rebuild", "--all")
    assert done.exit_code == 78
    assert "does not know (Goal.Forecast at position " in done.output

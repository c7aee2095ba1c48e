"""A large school made for measuring: it is a real one, the same for a seed, and some live the same in all of them."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from bootstrap import Services, Settings, migrate, open_services
from projections.due import due_things
from projections.history import history
from projections.inbox import inbox
from projections.people import everybody
from projections.progress.outreach import stories
from scripts.crowd import SIGN_IN, WATCHED, Figures, Plan, fill, watched_ids
from scripts.load_school import main
from store.names import name_of

TODAY = date(2026, 11, 23)
PLAN = Plan(members=80, weeks=10, events=12_000, today=TODAY)
QUIET_PLAN = Plan(members=80, weeks=10, events=1, today=TODAY)


@dataclass
class Loaded:
    services: Services
    figures: Figures
    heard: int

    @property
    def events(self) -> list[Any]:
        return [recorded.event for recorded in self.services.accountability.after(0, 100_000)]

    def told(self) -> list[tuple[Any, ...]]:
        """What happened, without what is drawn anew in every school: keys, and with them the marks of people."""
        return [(name_of(type(e)), e.timestamp, e.by) for e in self.events]


def load(folder: Path, plan: Plan) -> Loaded:
    services, heard = open_services(Settings(folder=folder)), list[int]()
    migrate(services)
    return Loaded(services, fill(services, plan, heard.append), sum(heard))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    school = load(tmp_path_factory.mktemp("loaded"), PLAN)
    yield school
    school.services.close()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """As many members and weeks, and nobody comes by but those who are watched."""
    school = load(tmp_path_factory.mktemp("quiet"), QUIET_PLAN)
    yield school
    school.services.close()


def test_there_are_as_many_members_and_events_as_were_asked_for(loaded: Loaded) -> None:
    assert len(everybody(loaded.services.views)) == loaded.figures.members == PLAN.members
    assert PLAN.events <= loaded.figures.events < PLAN.events * 1.1
    assert loaded.services.accountability.end() == loaded.figures.events
    assert 0 < loaded.heard <= loaded.figures.events


def test_every_stream_replays_and_has_all_its_versions(loaded: Loaded) -> None:
    versions = Counter(event.originator_id for event in loaded.events)
    assert len(versions) > 1_000
    replayed: dict[UUID, int] = {s: loaded.services.accountability.repository.get(s).version for s in versions}
    assert replayed == dict(versions)


def test_the_views_are_level(loaded: Loaded) -> None:
    standings = loaded.services.views.catch_up.standings()
    assert set(standings.values()) == {(loaded.figures.events, "")}


def test_it_was_recorded_in_the_order_of_time_and_within_the_weeks(loaded: Loaded) -> None:
    instants = [event.timestamp for event in loaded.events]
    assert instants == sorted(instants)
    assert (instants[0].date(), instants[-1].date()) == (PLAN.days[0], TODAY)


def test_everything_a_student_may_do_is_done(loaded: Loaded) -> None:
    names = {name for name, _, _ in loaded.told()}
    assert {
        *("Contact.Added", "Goal.Set", "Goal.Rescheduled", "Goal.Closed"),
        *("Outreach.Drafted", "Outreach.Revised", "Outreach.Sent", "Outreach.Logged", "Outreach.Answered"),
        *("Outreach.Declined", "Outreach.Postponed", "Outreach.LeftUnanswered", "Outreach.ConversationArranged"),
        *("Outreach.QuestionsChosen", "Outreach.ConversationHeld", "Outreach.NotesWritten", "Outreach.Withdrawn"),
        *("Takeaway.Decided", "Takeaway.FollowedUp", "Takeaway.Dropped", "Takeaway.Rescheduled"),
        *("Partnership.Proposed", "Partnership.Accepted", "Partnership.CheckedIn", "Partnership.Cheered"),
        *("Nudge.Claimed", "Nudge.Delivered", "Nudge.Suppressed", "Nudge.PutAway"),
    } <= names


def test_a_few_are_there_all_the_time_and_many_hardly_ever(loaded: Loaded) -> None:
    acts = Counter(by for _, _, by in loaded.told())
    ids = {str(p.member_id) for p in everybody(loaded.services.views) if p.role == "student"}
    others = sorted((acts[i] for i in ids - set(map(str, watched_ids(PLAN)))), reverse=True)
    assert sum(others[: len(others) // 5]) > sum(others) / 2


def test_nothing_is_left_for_the_scheduler_to_say(loaded: Loaded) -> None:
    evening = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC)
    assert due_things(loaded.services.views, evening) == []
    assert sum(len(inbox(loaded.services.views, i)) for i in watched_ids(PLAN)) > WATCHED


def test_the_same_seed_makes_the_same_school_and_another_does_not(quiet: Loaded, tmp_path: Path) -> None:
    again = load(tmp_path / "again", QUIET_PLAN)
    other = load(tmp_path / "other", Plan(80, 10, 1, TODAY, seed=2))
    assert again.told() == quiet.told() != other.told()
    again.services.close()
    other.services.close()


def test_the_watched_have_the_same_behind_them_however_busy_the_others_are(loaded: Loaded, quiet: Loaded) -> None:
    assert watched_ids(PLAN) == watched_ids(QUIET_PLAN)
    for member_id in watched_ids(PLAN):
        lives = [
            [(entry.name, entry.at) for entry in history(school.services.views, member_id, limit=10_000)]
            for school in (loaded, quiet)
        ]
        assert lives[0] == lives[1]
        assert len(lives[0]) > 20
    assert len(stories(loaded.services.views, watched_ids(PLAN)[0])) > 1


def run(*words: object) -> Any:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_tells_its_figures_and_how_to_look_around(tmp_path: Path) -> None:
    said = run("--members", 40, "--weeks", 2, "--events", 900, "--data", tmp_path / "s", "--json")
    assert said.exit_code == 0, said.output
    assert f"buddy invite --member {SIGN_IN['student']}" in said.output
    told = json.loads(said.output.splitlines()[-1])
    assert (told["members"], told["events"] >= 900, set(told["bytes"])) == (
        40,
        True,
        {"record.db", "vault.db", "views.db"},
    )
    services = open_services(Settings(folder=tmp_path / "s"))
    assert {a: services.vault.member_with(a) is not None for a in SIGN_IN.values()} == dict.fromkeys(
        SIGN_IN.values(), True
    )
    services.close()


def test_a_school_that_is_there_is_left_alone(tmp_path: Path) -> None:
    run("--members", 30, "--weeks", 1, "--events", 40, "--data", tmp_path / "s")
    before = (tmp_path / "s" / "record.db").read_bytes()
    again = run("--members", 30, "--weeks", 1, "--events", 40, "--data", tmp_path / "s")
    assert again.exit_code != 0
    assert "already" in again.output
    assert (tmp_path / "s" / "record.db").read_bytes() == before

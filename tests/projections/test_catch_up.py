"""The catch-up engine: every event is taken in once by every view, whatever is fed twice, by whom, or goes wrong."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Text, update

from bootstrap import Settings, migrate
from domain.goal import Goal
from domain.member import Member
from domain.outreach import Outreach
from projections import VIEWS, catch_up, view
from projections.catch_up import CatchUp
from projections.people import everybody
from projections.standing import standing
from projections.view import Rows, View
from store.names import EVENTS, name_of
from tests.cast import ADA, BEN, CLEO, Clock, School
from tests.projections.long_story import tables, tell_a_long_story
from tests.stranger import stranger, write_a_foreign_row


def set_back(school: School, **positions: int) -> None:
    """Pretend that views stand further back than they do: what they took in will be fed to them again."""
    with school.views.database.write() as connection:
        for name, position in positions.items():
            connection.execute(update(standing).where(standing.c.view == name).values(position=position))


def test_the_long_story_has_every_kind_of_event(told):
    happened = {name_of(type(r.event)) for r in told.use_cases.after(0, 10_000)}
    assert set(EVENTS) - happened == set()


def test_every_view_is_level_after_every_command(told):
    end = told.use_cases.end()
    assert told.views.catch_up.standings() == {v.name: (end, "") for v in VIEWS}


def test_views_built_anew_equal_the_live_ones(told):
    live = tables(told)
    told.views.catch_up.rebuild()
    assert tables(told) == live


@pytest.mark.parametrize("name", [v.name for v in VIEWS])
def test_each_view_built_anew_by_itself_equals_the_live_one(told, name):
    live = tables(told)
    told.views.catch_up.rebuild([name])
    assert tables(told) == live


def test_a_view_built_anew_holds_rows(told):
    for name, rows in tables(told).items():
        assert rows, f"nothing in {name}: the story does not touch it"


def test_everything_fed_again_changes_no_row(told):
    live = tables(told)
    set_back(told, **{v.name: 0 for v in VIEWS})
    told.views.catch_up.run()
    assert tables(told) == live


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_overlaps_changes_no_row(told, data):
    live, end = tables(told), told.use_cases.end()
    behind = st.integers(0, end)
    set_back(told, **{v.name: data.draw(behind, label=v.name) for v in VIEWS})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catch_up, "BATCH", data.draw(st.sampled_from([1, 2, 7, 50, 1_000]), label="batch"))
        told.views.catch_up.run()
    assert tables(told) == live


@pytest.mark.parametrize("batch", [1, 3, 1_000])
def test_the_size_of_a_batch_changes_no_row(told, monkeypatch, batch):
    live = tables(told)
    monkeypatch.setattr(catch_up, "BATCH", batch)
    told.views.catch_up.rebuild()
    assert tables(told) == live


def behind_by_itself(school: School) -> None:
    """Let the record grow without the views."""
    after_save, school.use_cases.after_save = school.use_cases.after_save, lambda _: None
    tell_a_long_story(school)
    school.use_cases.after_save = after_save


def test_many_threads_that_catch_up_at_once_take_in_everything_once(school, monkeypatch):
    monkeypatch.setattr(catch_up, "BATCH", 7)
    behind_by_itself(school)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: school.views.catch_up.run(), range(8)))
    caught_up = tables(school)
    school.views.catch_up.rebuild()
    assert tables(school) == caught_up
    assert {position for position, _ in school.views.catch_up.standings().values()} == {school.use_cases.end()}


def test_threads_that_write_and_catch_up_at_once_leave_nothing_out(school):
    def work(who):
        return [school.goal(who) for _ in range(8)]

    with ThreadPoolExecutor(3) as pool:
        goals = [goal for some in pool.map(work, [ADA, BEN, CLEO]) for goal in some]
    live = tables(school)
    assert len(live["progress_goal"]) == len(set(goals)) == 24
    school.views.catch_up.rebuild()
    assert tables(school) == live


def work_in_another_process(place: Settings) -> None:
    school = School(place, Clock())
    for _ in range(10):
        school.goal(BEN)
        school.views.catch_up.run()
    school.close()


def test_processes_that_write_and_catch_up_at_once_leave_nothing_out(school):
    end, spawn = school.use_cases.end(), multiprocessing.get_context("spawn")
    others = [spawn.Process(target=work_in_another_process, args=(school.settings,)) for _ in range(2)]
    for other in others:
        other.start()
    while any(other.is_alive() for other in others):
        school.goal()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    positions = [r.position for r in school.use_cases.after(end, 10_000)]
    assert positions == list(range(end + 1, end + len(positions) + 1))
    school.views.catch_up.run()
    live = tables(school)
    assert len(live["progress_goal"]) == len(positions)
    school.views.catch_up.rebuild()
    assert tables(school) == live


# When something goes wrong


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fold of a goal's first event raises; nothing personal is in what it says."""

    def fold(row, event):
        raise ZeroDivisionError("words about somebody")

    rows = next(v for v in VIEWS if v.name == "progress").tables[0]
    keys, _ = rows.folds[Goal.Set][0]
    monkeypatch.setitem(cast(dict[Any, Any], rows.folds), Goal.Set, [(keys, fold)])


@pytest.mark.usefixtures("broken")
def test_a_view_whose_fold_raises_is_set_aside_alone(school):
    before = school.use_cases.end()
    goal_id = school.goal()
    standings = school.views.catch_up.standings()
    assert standings.pop("progress") == (before, f"ZeroDivisionError between {before + 1} and {before + 1}")
    assert set(standings.values()) == {(before + 1, "")}
    assert school.use_cases.repository.get(goal_id).target == 1


@pytest.mark.usefixtures("broken")
def test_the_others_go_on_after_that(school):
    school.goal()
    school.contact()
    standings = school.views.catch_up.standings()
    assert standings["tracker"] == (school.use_cases.end(), "")
    assert standings["progress"][0] < school.use_cases.end()


def test_nothing_of_what_failed_is_half_written(school, monkeypatch):
    goals, outreach, _ = next(v for v in VIEWS if v.name == "progress").tables
    keys, _ = outreach.folds[Outreach.Drafted][0]
    folds: dict[Any, Any] = {**outreach.folds, Outreach.Drafted: [(keys, lambda row, event: 1 / 0)]}
    monkeypatch.setattr(outreach, "folds", folds)
    school.use_cases.after_save, level = lambda _: None, school.use_cases.after_save
    school.sent(school.contact(), school.goal())
    level(0)
    assert school.views.catch_up.standings()["progress"][1].startswith("ZeroDivisionError")
    assert tables(school)[goals.table.name] == []


def test_a_view_that_was_set_aside_is_whole_again_once_it_is_built_anew(school, monkeypatch):
    rows = next(v for v in VIEWS if v.name == "progress").tables[0]
    with monkeypatch.context() as patch:
        patch.setitem(rows.folds, Goal.Set, [(lambda event: 1 / 0, rows.folds[Goal.Set][0][1])])
        school.goal()
    assert school.views.catch_up.standings()["progress"][1].startswith("ZeroDivisionError")
    school.views.catch_up.rebuild(["progress"])
    assert school.views.catch_up.standings()["progress"] == (school.use_cases.end(), "")
    assert len(tables(school)["progress_goal"]) == 1


def test_a_fault_of_the_database_sets_no_view_aside(school, monkeypatch):
    def fail(row, event):
        raise sqlite3.OperationalError("disk full")

    rows = next(v for v in VIEWS if v.name == "progress").tables[0]
    with monkeypatch.context() as patch:
        patch.setitem(rows.folds, Goal.Set, [(rows.folds[Goal.Set][0][0], fail)])
        school.goal()
    assert school.views.behind
    school.contact()
    assert not school.views.behind
    assert set(school.views.catch_up.standings().values()) == {(school.use_cases.end(), "")}
    assert len(tables(school)["progress_goal"]) == 1


def test_pages_are_told_while_a_view_is_set_aside_and_a_new_start_builds_it_anew(school, monkeypatch):
    rows = next(v for v in VIEWS if v.name == "progress").tables[0]
    with monkeypatch.context() as patch:
        patch.setitem(rows.folds, Goal.Set, [(rows.folds[Goal.Set][0][0], lambda row, event: 1 / 0)])
        school.goal()
    school.contact()
    assert school.views.behind
    migrate(school.services)
    school.contact(name="Somebody else")
    assert not school.views.behind
    assert len(tables(school)["progress_goal"]) == 1


def test_a_command_that_is_saved_succeeds_although_the_views_cannot_follow(school, monkeypatch):
    def fail(*_):
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(CatchUp, "run", fail)
        goal_id = school.goal()
    assert school.views.behind
    assert school.use_cases.repository.get(goal_id).target == 1
    school.goal()
    assert not school.views.behind
    assert len(tables(school)["progress_goal"]) == 2


def test_an_event_of_a_later_version_stops_the_views_and_loses_nothing(school):
    with stranger(school.settings) as tell:
        write_a_foreign_row(tell, "Goal.Tasted", uuid4().hex)
    end = school.use_cases.end()
    goal_id = school.goal()
    assert school.views.behind
    assert school.use_cases.repository.get(goal_id).target == 1
    assert {position for position, _ in school.views.catch_up.standings().values()} == {end - 1}


# Migrating


def test_a_view_ahead_of_the_record_is_built_anew(told):
    """As after a restored record: what the view has taken in never happened."""
    live = tables(told)
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE progress_goal SET target=99")
    set_back(told, progress=told.use_cases.end() + 1)
    migrate(told.services)
    assert tables(told) == live


def test_a_view_that_is_ahead_of_the_others_does_not_go_back(school):
    """As one that was just put in its place."""
    school.goal()
    with school.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE view_standing SET position=position+5 WHERE view='progress'")
    before = school.views.catch_up.standings()["progress"][0]
    school.goal()
    assert school.views.catch_up.standings()["progress"][0] == before


def test_a_view_of_another_version_is_built_anew(told):
    live = tables(told)
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE progress_goal SET target=99")
        connection.exec_driver_sql("UPDATE view_standing SET version=0 WHERE view='progress'")
    migrate(told.services)
    assert tables(told) == live


def test_a_view_of_this_version_is_left_as_it_is(told):
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE progress_goal SET target=99")
    migrate(told.services)
    assert {row[7] for row in tables(told)["progress_goal"]} == {99}


@pytest.mark.sqlite
def test_lost_views_are_built_anew(told, tmp_path):
    live = tables(told)
    told.close()
    for file in told.folder.glob("views.db*"):
        file.unlink()
    again = School(told.folder, Clock())
    assert tables(again) == live
    again.close()


def one_view(version: int, *columns: str) -> View:
    rows = Rows("test_names", Column("member_id", Text, primary_key=True), *(Column(c, Text) for c in columns))

    @rows.on(Member.Joined, key=lambda e: [str(e.member_id)])
    def joined(row, event):
        return dict.fromkeys(columns, event.role)

    return View("test", version, (rows,))


@pytest.fixture
def own_tables(monkeypatch: pytest.MonkeyPatch):
    """Views of a test, apart from ours: each call knows those alone, as another version of the program would."""

    def catch_up_of(school: School, make) -> CatchUp:
        monkeypatch.setattr(view, "METADATA", MetaData())
        made = CatchUp(school.views.database, school.use_cases, make())
        made.migrate()
        made.run()
        return made

    return catch_up_of


def test_a_view_whose_new_version_has_other_columns_is_built_anew(school, own_tables):
    own_tables(school, lambda: [one_view(1, "role")])
    own_tables(school, lambda: [one_view(2, "role", "more")])
    with school.views.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT role, more FROM test_names").fetchall()
    assert sorted(map(tuple, rows)) == [("staff", "staff"), *[("student", "student")] * 3]


def test_a_view_that_there_is_no_more_does_not_hold_back_the_others(school, own_tables, monkeypatch):
    monkeypatch.setattr(catch_up, "BATCH", 2)
    own_tables(school, lambda: [one_view(1, "role")])
    set_back(school, test=0)
    school.use_cases.after_save = lambda _: None
    school.goal()
    for _ in range(20):  # and not `run`, which would never end if it did
        school.views.catch_up._batch(school.use_cases.end())
    assert school.views.catch_up.standings()["progress"] == (school.use_cases.end(), "")
    assert len(everybody(school.views)) == 4

"""Views built beside the live ones: while people write, stopped and gone on with, by rivals, compared, and broken."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from domain.goal import Goal
from projections import VIEWS, rebuild
from projections.rebuild import BESIDE, Poisoned, Rebuild, building
from projections.view import View
from tests.cast import ADA, School
from tests.projections.long_story import tables


class Stopped(Exception):
    """As Ctrl-C does, at a place that the test chooses."""


def stop_at(position: int):
    def progress(done: int, end: int) -> None:
        if done >= position:
            raise Stopped

    return progress


def of(school: School, *names: str) -> Rebuild:
    """A run as another process would begin it."""
    return Rebuild(school.views.database, school.use_cases, [v for v in VIEWS if not names or v.name in names])


def begun(school: School) -> dict[str, int]:
    with school.views.database.read() as connection:
        return {row.view: row.position for row in connection.execute(building.select())}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 7)


def test_people_write_and_read_the_live_view_while_another_is_built(told):
    seen: list[int] = []

    def write(done: int, end: int) -> None:
        if len(seen) < 10:
            told.goal()
            seen.append(len(tables(told)["progress_goal"]))

    of(told).run(progress=write)
    assert seen == list(range(seen[0], seen[0] + 10))
    live = tables(told)
    assert len(live["progress_goal"]) == seen[-1]
    of(told).run()
    assert tables(told) == live


def test_a_run_that_was_stopped_is_gone_on_with(told):
    live, watched = tables(told), []
    with pytest.raises(Stopped):
        of(told).run(progress=stop_at(40))
    assert set(begun(told).values()) == {42}
    assert tables(told) == live
    of(told).run(progress=lambda done, end: watched.append(done))
    assert (watched[0], watched[-1]) == (42, told.use_cases.end())
    assert (tables(told), begun(told)) == (live, {})


def test_a_view_further_behind_catches_the_others_up(told):
    live = tables(told)
    with pytest.raises(Stopped):
        of(told, "progress").run(progress=stop_at(40))
    of(told).run()
    assert (tables(told), begun(told)) == (live, {})


def test_what_was_begun_for_another_version_is_begun_anew(told):
    live = tables(told)
    with pytest.raises(Stopped):
        of(told, "progress").run(progress=stop_at(40))
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE view_building SET version=0")
        connection.exec_driver_sql(f"DELETE FROM progress_goal{BESIDE}")
    watched = []
    of(told, "progress").run(progress=lambda done, end: watched.append(done))
    assert watched[0] == 0
    assert tables(told) == live


def test_rivals_build_it_once(told):
    live = tables(told)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: of(told).run(), range(4)))
    assert (tables(told), begun(told)) == (live, {})


def test_what_a_rival_takes_in_meanwhile_is_not_taken_in_again(told, monkeypatch):
    live, run, rivals = tables(told), of(told), list[Rebuild]()
    fold = run._folded

    def slowly(*what: Any) -> Any:
        folded = fold(*what)
        if not rivals:
            rivals.append(of(told))
            with pytest.raises(Stopped):
                rivals[0].run(progress=stop_at(40))
        return folded

    monkeypatch.setattr(run, "_folded", slowly)
    run.run()
    assert (tables(told), begun(told), len(rivals)) == (live, {}, 1)


def test_a_view_is_level_when_it_is_put_in_its_place(told, monkeypatch):
    run = of(told, "progress")
    finish = run._finish
    monkeypatch.setattr(run, "_finish", lambda *what: (told.goal(), finish(*what)))
    run.run()
    assert told.views.catch_up.standings()["progress"] == (told.use_cases.end(), "")
    live = tables(told)
    of(told).run()
    assert tables(told) == live


def test_nothing_is_left_beside(told):
    of(told).run()
    of(told).run()
    with told.views.database.read() as connection:
        names = told.views.database.engine.dialect.get_table_names(connection)
    assert [name for name in names if name.endswith(BESIDE)] == []


def test_indexes_stay(told):
    def indexed() -> set[str]:
        with told.views.database.read() as connection:
            dialect, names = told.views.database.engine.dialect, [r.table.name for v in VIEWS for r in v.tables]
            found = {name: dialect.get_indexes(connection, name) for name in names}
        return {f"{name} {index['column_names']} {index['unique']}" for name in found for index in found[name]}

    before = indexed()
    of(told).run()
    assert indexed() == before != set()


# Comparing


def differences(school: School) -> dict[str, int]:
    run = of(school)
    run.run(compare=True)
    assert {d.table for d in run.differences} == {rows.table.name for view in VIEWS for rows in view.tables}
    return {d.table: d.different for d in run.differences if d.different}


def test_equal_views_are_found_equal(told):
    run = of(told)
    run.run(compare=True)
    rows = tables(told)
    assert [(d.compared, d.different) for d in run.differences] == [(len(rows[d.table]), 0) for d in run.differences]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE progress_goal SET target=99 WHERE member_id='{}'",
        "UPDATE progress_goal SET closed_at='never' WHERE member_id='{}'",
    ],
)
def test_a_changed_row_is_found_and_mended(told, damage):
    live = tables(told)
    with told.views.database.write() as connection:
        changed = connection.exec_driver_sql(damage.format(ADA)).rowcount
    assert differences(told) == {"progress_goal": changed}
    assert (tables(told), differences(told)) == (live, {})


def test_a_lost_row_is_found(told):
    with told.views.database.write() as connection:
        lost = connection.exec_driver_sql(f"DELETE FROM tracker_contact WHERE member_id='{ADA}'").rowcount
    assert differences(told) == {"tracker_contact": lost}


def test_a_row_too_many_is_found(told):
    with told.views.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO heartbeat (name, at) VALUES ('x', 'y')"  # another table: none of a view's business
        )
        connection.exec_driver_sql("UPDATE progress_goal SET goal_id=goal_id || '!'")
    found = differences(told)
    assert found["progress_goal"] >= 2
    assert set(found) == {"progress_goal"}


# Upgrades and faults


def newer(name: str) -> View:
    one = next(v for v in VIEWS if v.name == name)
    return View(one.name, one.version + 1, one.tables)


@pytest.mark.parametrize("at", [0, 40])
def test_of_two_programs_that_build_at_once_each_leaves_the_others_view_alone(told, at):
    """Whoever begins later makes the tables beside anew, and whoever was at work on them stops."""
    live, later = tables(told), Rebuild(told.views.database, told.use_cases, [newer("progress")])
    watched: list[int] = []

    def meanwhile(done: int, end: int) -> None:
        if done >= at and not watched:
            watched.append(done)
            with pytest.raises(Stopped):
                later.run(progress=stop_at(0))

    of(told, "progress").run(progress=meanwhile)
    assert begun(told) == {"progress": 0}
    assert (tables(told), told.views.catch_up.outdated()) == (live, [])
    later.run()
    assert (begun(told), told.views.catch_up.outdated()) == ({}, ["progress"])


def test_what_was_built_of_a_longer_record_is_begun_anew(told):
    """As after an old backup: what it does not know is in the tables beside."""
    live = tables(told)
    with pytest.raises(Stopped):
        of(told, "progress").run(progress=stop_at(40))
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE view_building SET position=1000000")
    of(told, "progress").run()
    assert (tables(told), begun(told)) == (live, {})


def test_what_was_built_of_another_record_is_not_gone_on_with(told, monkeypatch):
    """The views' file may be left behind when a school is put back in its place."""
    with pytest.raises(Stopped):
        of(told, "progress").run(progress=stop_at(40))
    monkeypatch.setattr(told.use_cases, "end", lambda: 0)
    told.views.catch_up.migrate()
    assert begun(told) == {}


def test_a_program_of_the_version_before_leaves_the_new_view_alone(told):
    Rebuild(told.views.database, told.use_cases, [newer("progress")]).run()
    at = told.use_cases.end()
    told.goal()
    assert told.views.catch_up.standings()["progress"] == (at, "")
    assert told.views.catch_up.standings()["tracker"] == (at + 1, "")
    assert told.views.behind
    assert told.views.catch_up.outdated() == ["progress"]


def test_it_goes_on_with_its_own_until_then(told):
    with pytest.raises(Stopped):
        Rebuild(told.views.database, told.use_cases, [newer("progress")]).run(progress=stop_at(40))
    told.goal()
    assert not told.views.behind
    assert told.views.catch_up.standings()["progress"] == (told.use_cases.end(), "")


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch):
    rows: Any = next(v for v in VIEWS if v.name == "progress").tables[0]
    monkeypatch.setitem(rows.folds, Goal.Closed, [(rows.folds[Goal.Closed][0][0], lambda row, event: 1 / 0)])


@pytest.mark.usefixtures("poison")
def test_a_fold_that_breaks_leaves_the_live_view_as_it_is_and_the_others_are_built(told):
    live = tables(told)
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE tracker_contact SET tie='damaged'")
    with pytest.raises(Poisoned, match="progress: ZeroDivisionError between"):
        of(told).run()
    assert (tables(told), begun(told)) == (live, {})


@pytest.mark.usefixtures("poison")
def test_where_no_view_can_be_used_people_see_what_could_be_built(told):
    with pytest.raises(Poisoned):
        Rebuild(told.views.database, told.use_cases, [newer("progress")]).run()
    position, trouble = told.views.catch_up.standings()["progress"]
    assert trouble.startswith("ZeroDivisionError")
    assert 0 < position < told.use_cases.end()
    assert begun(told) == {}


@pytest.mark.usefixtures("poison")
def test_a_view_that_stands_aside_further_on_is_not_put_back(told):
    with told.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE view_standing SET trouble='ZeroDivisionError' WHERE view='progress'")
    live = tables(told)
    with pytest.raises(Poisoned):
        of(told, "progress").run()
    assert told.views.catch_up.standings()["progress"] == (told.use_cases.end(), "ZeroDivisionError")
    assert (tables(told), begun(told)) == (live, {})

"""A rebuild by several processes: every view is built once, also when one of the processes does not finish."""

from typing import Any

import pytest

from domain.goal import Goal
from projections import VIEWS
from projections.rebuild import Poisoned
from scripts import rebuilding
from scripts.rebuilding import rebuild, shares
from tests.cast import School
from tests.projections.long_story import tables


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "MANY_EVENTS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_the_parts_are_built_by_two_processes(school: School) -> None:
    school.goal()
    live = tables(school)
    compared = rebuild(school.services, compare=True)
    assert {one.table for one in compared} == {rows.table.name for view in VIEWS for rows in view.tables}
    assert not any(one.different for one in compared)
    assert tables(school) == live


@pytest.mark.usefixtures("two_processors")
def test_what_another_process_did_not_finish_is_finished_here(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.goal()
    live = tables(school)
    monkeypatch.setattr(rebuilding, "_share", _fall)
    compared = rebuild(school.services, compare=True)
    assert len(compared) == sum(len(view.tables) for view in VIEWS)
    assert tables(school) == live


@pytest.mark.usefixtures("two_processors")
def test_a_view_that_breaks_here_does_not_stop_the_others_elsewhere(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "STARTING", 0)
    first, second = shares(VIEWS, 2, school.use_cases.end())
    assert ("history" in first, "tracker" in second) == (True, True)
    goal, _ = school.goal(), school.contact(name="Mira")
    live = tables(school)["tracker_contact"]
    with school.views.database.write() as connection:
        connection.exec_driver_sql("UPDATE tracker_contact SET tie='damaged'")
    rows: Any = next(view for view in VIEWS if view.name == "history").tables[0]
    monkeypatch.setitem(rows.folds, Goal.Set, [(lambda event: [str(goal)], lambda row, event: 1 / 0)])
    with pytest.raises(Poisoned, match="history: ZeroDivisionError"):
        rebuild(school.services)
    assert tables(school)["tracker_contact"] == live


def _fall(*_: object) -> None:
    raise SystemExit(1)


def work(names: list[str]) -> int:
    return sum(map(rebuilding._work, names))


def test_every_view_is_in_one_part_and_the_parts_are_of_about_the_same_work() -> None:
    parts = shares(VIEWS, 2, 1_000_000)
    assert sorted(name for part in parts for name in part) == sorted(view.name for view in VIEWS)
    first, second = map(work, parts)
    assert max(first, second) <= 1.25 * min(first, second)


def test_the_process_that_is_there_already_does_more_of_a_little() -> None:
    first, second = map(work, shares(VIEWS, 2, 20_000))
    assert first > second


def test_no_more_parts_than_views() -> None:
    assert shares(VIEWS[:1], 4, 50_000) == [[VIEWS[0].name]]

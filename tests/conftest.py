"""What every test may ask for: the clock and a school with the cast in it."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings

from tests.cast import Clock, School, settle

pytest.register_assert_rewrite("tests.specification")
# The same examples in every run, and no failure because a machine is slow.
settings.register_profile("ours", derandomize=True, deadline=None, database=None)
settings.load_profile("ours")


@pytest.fixture
def clock() -> Clock:
    """Monday, 2 November 2026, 09:00 UTC."""
    return Clock()


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school in which the cast has just settled, closed again; only ever copied."""
    folder = tmp_path_factory.mktemp("settled")
    school = School(folder, Clock())
    settle(school.use_cases)
    school.close()
    return folder


@pytest.fixture
def school(settled: Path, tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school of its own for each test, with Ada, Ben, Cleo and Dora in it."""
    copytree(settled, tmp_path / "school")
    school = School(tmp_path / "school", clock)
    yield school
    school.close()

"""A school in which the long story was told, for the tests of the views."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.cast import Clock, School
from tests.projections.long_story import tell_a_long_story


@pytest.fixture(scope="session")
def told_folder(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, closed again; only ever copied."""
    folder = tmp_path_factory.mktemp("told") / "school"
    copytree(settled, folder)
    school = School(folder, Clock())
    tell_a_long_story(school)
    school.close()
    return folder


@pytest.fixture
def told(told_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A copy of it; the clock stands where the story began."""
    copytree(told_folder, tmp_path / "told")
    school = School(tmp_path / "told", clock)
    yield school
    school.close()

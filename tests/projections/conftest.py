"""A school in which the long story was told, for the tests of the views."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import Settings
from tests.cast import Clock, School
from tests.places import Places
from tests.projections.long_story import tell_a_long_story


@pytest.fixture(scope="session")
def after_the_story(places: Places, settled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where it is, closed again; only ever copied."""
    school = School(places.copy(settled, tmp_path_factory.mktemp("told") / "school"), Clock())
    tell_a_long_story(school)
    school.close()
    return school.settings


@pytest.fixture
def told(places: Places, after_the_story: Settings, tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A copy of it; the clock stands where the story began."""
    school = School(places.copy(after_the_story, tmp_path / "told"), clock, migrated=True)
    yield school
    school.close()
    places.drop(school.settings)

"""What every test may ask for: the clock, and a school with the cast in it on the engines that were asked for."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bootstrap import Settings
from scripts import processor
from scripts.postgres import Server, server
from tests.cast import Clock, School, settle
from tests.places import ENGINES, Databases, Folders, Places

pytest.register_assert_rewrite("tests.specification")
# The same examples in every run, and no failure because a machine is slow.
settings.register_profile("ours", derandomize=True, deadline=None, database=None)
settings.load_profile("ours")

HERE = Path(__file__).parent
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000  # each test makes a folder of its own in it, as elsewhere
# Rooms whose tests stand on the databases; those of the pages take long on a second one, so they wait to be asked.
BOTH, WHEN_ASKED = ("store", "projections"), ("web",)


def pytest_configure() -> None:
    """Everything that tests write is short-lived: in memory where the system has such a place, and it has room."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir():
        return
    programs_run = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    if programs_run and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session", autouse=True)
def wherever_there_is_room() -> Iterator[None]:
    """Whoever runs tests is no web process, and works on all processors though it opens a school as one would."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(processor, "keep_to_one", lambda: None)
        yield


@pytest.fixture
def clock() -> Clock:
    """Monday, 2 November 2026, 09:00 UTC."""
    return Clock()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=(*ENGINES, "both"),
        help="where schools are kept; without it store and views on both, pages on SQLite",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What stands on the databases is tested on both, unless it is about files (`@pytest.mark.sqlite`)."""
    if "engine" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--engine")
        engines: tuple[str, ...] = ENGINES if asked in (None, "both") else (asked,)
        room = metafunc.definition.path.relative_to(HERE).parts[0]
        if room not in (BOTH + WHEN_ASKED if asked else BOTH) or metafunc.definition.get_closest_marker("sqlite"):
            engines = tuple(engine for engine in engines if engine == "sqlite")
        metafunc.parametrize("engine", engines, scope="session")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL of this run."""
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def places(engine: str, request: pytest.FixtureRequest) -> Places:
    if engine == "sqlite":
        return Folders()
    return Databases(lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="session")
def settled(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the cast has just settled, closed again; only ever copied."""
    school = School(places.new(tmp_path_factory.mktemp("settled")), Clock())
    settle(school.use_cases)
    school.close()
    return school.settings


@pytest.fixture
def school(places: Places, settled: Settings, tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school of its own for each test, with Ada, Ben, Cleo and Dora in it."""
    school = School(places.copy(settled, tmp_path / "school"), clock, migrated=True)
    yield school
    school.close()
    places.drop(school.settings)

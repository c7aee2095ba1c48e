"""The command line as an operator meets it: `buddy("token", "--member", …)` in a school where the cast has settled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from bootstrap import Settings
from scripts.command_line import main
from scripts.postgres import Server, server
from tests.cast import Clock, School, settle
from tests.scripts import on_postgres

Buddy = Callable[..., Result]


@pytest.fixture
def folder(settled: Settings, tmp_path: Path) -> Path:
    """A school with the cast in it, open nowhere."""
    copytree(settled.folder, tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def buddy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Buddy:
    """Run a command on the school: output, exit code, and what was written to standard error."""
    return commands({"DATABASE": str(folder)}, monkeypatch)


@pytest.fixture(scope="session")
def durable() -> Iterator[Server]:
    """A PostgreSQL as a school needs it."""
    with server(durable=True) as running:
        on_postgres.make_keeper(running)
        yield running
        running.crash()  # nobody needs what is in it, and a polite end writes all of it


@pytest.fixture(scope="session")
def settled_on_postgres(durable: Server, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the cast has just settled, closed again; only ever copied."""
    school = School(on_postgres.empty(durable, tmp_path_factory.mktemp("settled-on-postgres")), Clock())
    settle(school.use_cases)
    school.close()
    return school.settings


@pytest.fixture
def place(durable: Server, settled_on_postgres: Settings, tmp_path: Path) -> Settings:
    """A school with the cast in it, in two databases of its own, open nowhere."""
    return on_postgres.copied(durable, settled_on_postgres, tmp_path / "on-postgres")


@pytest.fixture
def buddy_there(place: Settings, monkeypatch: pytest.MonkeyPatch) -> Buddy:
    """Run a command on the school in PostgreSQL."""
    return commands(on_postgres.environment(place), monkeypatch)


def commands(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Buddy:
    """Run commands under these settings and no others."""
    for name in ("DATABASE", "VAULT", "FOLDER", "URL", "SMTP", "SENDER", "DEMO"):
        monkeypatch.delenv(f"ACCOUNTABILIBUDDY_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"ACCOUNTABILIBUDDY_{name}", value)
    runner = CliRunner()

    def run(*words: str, given: bytes | None = None) -> Result:
        return runner.invoke(main, words, input=given, prog_name="buddy")

    return run

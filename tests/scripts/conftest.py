"""The command line as an operator meets it: `buddy("token", "--member", …)` in a school where the cast has settled."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from bootstrap import Settings
from scripts.command_line import main

Buddy = Callable[..., Result]


@pytest.fixture
def folder(settled: Settings, tmp_path: Path) -> Path:
    """A school with the cast in it, open nowhere."""
    copytree(settled.folder, tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def buddy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Buddy:
    """Run a command on the school: output, exit code, and what was written to standard error."""
    for name in ("URL", "SMTP", "SENDER", "DEMO"):
        monkeypatch.delenv(f"ACCOUNTABILIBUDDY_{name}", raising=False)
    monkeypatch.setenv("ACCOUNTABILIBUDDY_DATABASE", str(folder))
    runner = CliRunner()

    def run(*words: str, given: bytes | None = None) -> Result:
        return runner.invoke(main, words, input=given, prog_name="buddy")

    return run

"""What `buddy` says of itself, and how its commands fail: one sentence on standard error, and a code that tells why."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scripts import troubles
from scripts.command_line import COMMANDS, main
from scripts.school import ROOT
from tests.scripts.conftest import Buddy

FOLDER = Path(__file__).parents[2] / "scripts" / "commands"


def leaves(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        return [leaf for word, inner in command.commands.items() for leaf in leaves(inner, f"{name} {word}")]
    return [(name, command)]


LEAVES = [
    leaf for name, (module, _) in COMMANDS.items() for leaf in leaves(importlib.import_module(module).command, name)
]


def test_every_file_of_commands_is_a_command() -> None:
    assert {module.rpartition(".")[2] for module, _ in COMMANDS.values()} == {
        path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"
    }


def test_help_names_every_command_and_every_exit_code() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"  {name} " not in said] == []
    assert [code for code in (0, 1, 2, 70, 78) if f" {code}  " not in said] == []


@pytest.mark.parametrize(("name", "command"), LEAVES, ids=[name for name, _ in LEAVES])
def test_every_command_shows_an_example(name: str, command: click.Command) -> None:
    said = CliRunner().invoke(main, [*name.split(), "--help"]).output
    assert re.search(rf"^ {{4}}(TOKEN=\$\()?buddy {name}", said, re.MULTILINE)


@pytest.mark.parametrize("words", [["nonsense"], ["token"], ["rebuild", "nonsense"], ["serve", "--port", "70000"]])
def test_what_is_not_understood_ends_with_2(buddy: Buddy, words: list[str]) -> None:
    done = buddy(*words)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_mistyped_folder_does_not_become_a_school(buddy: Buddy, tmp_path: Path) -> None:
    done = buddy("token", "--member", "ada@example.org", "--data", str(tmp_path / "scool"))
    assert done.exit_code == 1
    assert "There is no school in" in done.stderr
    assert not (tmp_path / "scool").exists()


def test_a_missing_master_key_is_never_replaced_by_a_new_one(buddy: Buddy, folder: Path) -> None:
    (folder / "master.key").unlink()
    done = buddy("migrate")
    assert (done.exit_code, (folder / "master.key").exists()) == (78, False)
    assert "master.key is missing" in done.stderr


@pytest.mark.parametrize("key", [b"A" * 43 + b"=", b"too short", b""])
def test_another_master_key_is_told_in_one_sentence(buddy: Buddy, folder: Path, key: bytes) -> None:
    (folder / "master.key").write_bytes(key)
    done = buddy("rebuild", "--all")
    assert done.exit_code == 78
    assert done.stderr.count("\n") == 1
    assert "does not belong to this school" in done.stderr


def test_a_file_that_is_no_database_is_told_in_one_sentence(buddy: Buddy, folder: Path) -> None:
    (folder / "record.db").write_bytes(b"no database " * 1000)
    for rest in folder.glob("record.db-*"):
        rest.unlink()
    done = buddy("migrate")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)
    assert "database" in done.stderr


def test_a_defect_is_told_without_a_traceback_unless_asked(buddy: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("scripts.commands.token.member", broken)
    done = buddy("token", "--member", "ada@example.org")
    assert (done.exit_code, "secret" in done.output, "KeyError" in done.stderr) == (70, False, True)
    assert isinstance(buddy("--traceback", "token", "--member", "ada@example.org").exception, KeyError)


def test_every_trouble_that_is_named_is_a_real_one() -> None:
    for name in troubles.CANNOT_START:
        module, _, kind = name.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_a_command_starts_without_loading_the_pages() -> None:
    loaded = "import sys, scripts.school; print(*{'flask', 'jinja2', 'joserfc'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

"""A short run of scripts/leakscan on each engine, and that it sees what leaks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bootstrap import Settings
from scripts.leakscan import hits, in_files
from scripts.mishaps.place import Place
from scripts.planting import CANARY


def scanned(*words: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.leakscan", *words, "--folder", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("kept_in", ["sqlite", "postgresql"])
def test_nothing_of_anybody_stands_where_it_should_not(kept_in: str, tmp_path: Path) -> None:
    found = scanned("--engine", kept_in, "--kills", "2", folder=tmp_path)
    assert (found["scanner_works"], found["kills"], found["keys_before"], found["letters_before"]) == (1, 2, 2, 6)
    assert [found[name] for name in ("empty_fields", "empty_tables", "before", "after")] == [0] * 4
    assert [found[name] for name in ("rows_after", "letters_after", "half_done", "readable")] == [0] * 4
    assert [found[name] for name in ("keys_in_files", "old_keys_open")] == [0] * 2


def test_words_and_keys_are_found_where_they_stand(tmp_path: Path) -> None:
    place = Place(Settings(tmp_path), tmp_path, None)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_text(f"To: {CANARY}00001@example.org")
    (tmp_path / "log").write_text(CANARY.upper() + "00002")
    (tmp_path / "record.db-wal").write_bytes(b"\x00" + CANARY.encode() + b"00003\x00" + b"k" * 40)
    assert hits(place) == {"stores": 1, "logs": 1, "backups": 0, "letters": 1}
    (tmp_path / "vault.db").write_bytes(b"\x00a secret of the phone\x00")
    assert hits(place, ["a secret of the phone"])["stores"] == 2
    assert in_files(place, [b"k" * 40, b"j" * 40]) == 1

"""A school that is being served by processes of its own, as `scripts/serve` starts them."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ACCOUNTABILIBUDDY_")}
BUDDY = [sys.executable, "-c", "from scripts.command_line import main; main(prog_name='buddy')"]


@dataclass
class Running:
    """`said`: what the terminal showed until it was ready."""

    process: subprocess.Popen[str]
    said: str
    errors_in: Path

    @property
    def url(self) -> str:
        found = re.search(r"is ready: (\S+)", self.said)
        assert found, self.said + self.errors()
        return found[1]

    def ask(self, path: str, **how: Any) -> tuple[int, str]:
        """Status and text of an answer; `how` is what `urllib.request.Request` takes."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, **how), timeout=60) as answer:
                return int(answer.status), answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def status(self, path: str) -> int:
        return self.ask(path)[0]

    def parts(self) -> list[int]:
        """The processes it started."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = (line.split() for line in listed.splitlines())
        return [int(pid) for pid, parent in pairs if int(parent) == self.process.pid]

    def rest(self) -> str:
        """Wait for the end; what was said after the greeting."""
        out, _ = self.process.communicate(timeout=90)
        return out

    def errors(self) -> str:
        """What stands on standard error."""
        return self.errors_in.read_text()

    def log(self) -> list[dict[str, Any]]:
        """The events it told there."""
        return [json.loads(line) for line in self.errors().splitlines() if line.startswith("{")]


@contextmanager
def served(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    """Serve a folder on a free port until the end of the block."""
    errors = folder.parent / "stderr"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            [*BUDDY, "serve", "--port", "0", "--data", str(folder), *words],
            env=ENVIRONMENT | environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )
    assert process.stdout
    said = ""
    while "Ctrl-C" not in said and (line := process.stdout.readline()):
        said += line
    try:
        yield Running(process, said, errors)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids)

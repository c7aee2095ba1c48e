"""What a writer wrote down: each command before it was called, and its answer after it had returned."""

import os
from dataclasses import dataclass, field
from pathlib import Path


class Diary:
    """A file of lines, each written at once: `begin N`, then `done N MS ANSWER`, or `fault`, `busy` or `refused`.

    A killed process leaves what the system has taken, so nothing waits for the disk here, which the school needs.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def begin(self, number: int) -> None:
        self._write(f"begin {number}")

    def done(self, number: int, ms: float, answer: str) -> None:
        self._write(f"done {number} {ms:.1f} {answer}")

    def trouble(self, kind: str, number: int, ms: float, name: str) -> None:
        """kind: "fault" and "busy" (asked again), "refused" and "defect" (which should not happen)."""
        self._write(f"{kind} {number} {ms:.1f} {name}")

    def _write(self, line: str) -> None:
        os.write(self._file, f"{line}\n".encode())


@dataclass
class Read:
    """A diary read back. `troubles`: their kind, number and the name of what was raised; `waits` in ms."""

    begun: set[int] = field(default_factory=set)
    answers: dict[int, str] = field(default_factory=dict)
    troubles: list[tuple[str, int, str]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def next(self) -> int:
        """The first that was not answered: in flight at the end, or not begun."""
        return max(self.answers, default=-1) + 1


def read(path: Path) -> Read:
    found = Read()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        kind, number, *rest = line.split(" ")
        if kind == "begin":
            found.begun.add(int(number))
            continue
        found.waits.append(float(rest[0]))
        if kind == "done":
            found.answers[int(number)] = rest[1]
        else:
            found.troubles.append((kind, int(number), rest[1]))
    return found

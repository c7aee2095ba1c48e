"""What one command costs beside a bare SQLite commit and the library's own way; scripts/bench runs it.

All of them write one event of about the same size durably, on the same disk and with the same settings of SQLite, in
turns, so that whatever else the machine does meets all of them alike.
"""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from uuid import UUID, uuid4

import click

from bootstrap import Services, Settings, migrate, open_services, wall_clock_now
from domain.act import OPERATOR, Act
from scripts.school import ROOT
from store.sqlite import prepare

# isort: split
import sqlite3  # after ours, which chooses the library behind this name

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

STREAMS = 50
WORDS = "Hold two conversations with people who build what I would like to build"
BARE, LIBRARY, NO_VIEWS, OURS = "bare SQLite commit", "library: get, decide, save", "ours, without views", "ours"

Command = Callable[[int], None]


class Promise(Aggregate):
    """What a goal would be with nothing but the library."""

    @event("Set")
    def __init__(self, statement: str, steps: str, by: str) -> None:
        self.statement, self.steps, self.by = statement, steps, by

    @event("Reworded")
    def reword(self, statement: str, steps: str, by: str) -> None:
        self.statement, self.steps, self.by = statement, steps, by


@click.command()
@click.option("--rounds", type=click.IntRange(min=5), default=9, show_default=True, help="Of 50 commands each.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
def main(rounds: int, as_json: bool, folder: Path) -> None:
    """Measure one command: its event durable, all views level."""
    here = Path(mkdtemp(prefix=".bench-", dir=folder))
    try:
        took = measure(here, rounds)
    finally:
        shutil.rmtree(here)
    click.echo(json.dumps(facts(took, rounds)) if as_json else words(took, rounds))


def measure(here: Path, rounds: int) -> dict[str, float]:
    """Microseconds for one command: the median of each round's median."""
    services = open_services(Settings(folder=here))
    migrate(services)
    ours, level = our_command(services), services.accountability.after_save
    ways: list[tuple[str, Command]] = [
        (BARE, bare_commit(here / "bare.db")),
        (LIBRARY, library_command(here / "library.db")),
        (NO_VIEWS, ours),
        (OURS, ours),
    ]
    medians: dict[str, list[float]] = {name: [] for name, _ in ways}
    for turn in range(rounds + 1):
        for name, command in ways[turn % len(ways) :] + ways[: turn % len(ways)]:
            services.accountability.after_save = nothing if name == NO_VIEWS else level
            taken = round_of(command)
            # The first round warms up: files, caches, statements.
            medians[name] += [taken] if turn else []
            level()
    services.close()
    return {name: median(taken) for name, taken in medians.items()}


def round_of(command: Command) -> float:
    taken = []
    for stream in range(STREAMS):
        begun = time.perf_counter_ns()
        command(stream)
        taken.append((time.perf_counter_ns() - begun) / 1_000)
    return median(taken)


def nothing() -> None:
    """In the place of catching up."""


def bare_commit(path: Path) -> Command:
    connection = sqlite3.connect(path, isolation_level=None)
    prepare(connection, synchronous="FULL")
    connection.execute(
        "CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL,"
        " version INTEGER NOT NULL, topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (stream, version))"
    )
    state, versions = b"x" * 500, [0] * STREAMS

    def command(stream: int) -> None:
        versions[stream] += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO events (stream, version, topic, state) VALUES (?, ?, ?, ?)",
            (f"{stream:032}", versions[stream], "Goal.Reworded", state),
        )
        connection.execute("COMMIT")

    return command


def library_command(path: Path) -> Command:
    app = Application[UUID]({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})
    promises = [Promise(WORDS, "", OPERATOR) for _ in range(STREAMS)]
    app.save(*promises)

    def command(stream: int) -> None:
        promise: Promise = app.repository.get(promises[stream].id)
        promise.reword(f"{WORDS} {uuid4()}", "", OPERATOR)
        app.save(promise)

    return command


def our_command(services: Services) -> Command:
    school = services.accountability

    def act(by: str) -> Act:
        return Act(by, "command line", wall_clock_now(), uuid4())

    member_id = school.add_member(act(OPERATOR), name="Ada", address="ada@example.org", role="student", zone="UTC")
    by, today = str(member_id), services.now().date().isoformat()
    goals = [
        school.set_goal(act(by), statement=WORDS, measure="conversations", target=2, due=today) for _ in range(STREAMS)
    ]

    def command(stream: int) -> None:
        school.reword_goal(act(by), goals[stream], statement=f"{WORDS} {uuid4()}")

    return command


def facts(took: dict[str, float], rounds: int) -> dict[str, object]:
    return {
        "microseconds": {name: round(taken, 1) for name, taken in took.items()},
        "above_a_bare_commit": round(took[OURS] - took[BARE], 1),
        "of_the_library": round(took[LIBRARY] / took[OURS], 3),
        "of_a_bare_commit": round(took[BARE] / took[OURS], 3),
        "rounds": rounds,
        "commands_a_round": STREAMS,
        "sqlite": sqlite3.sqlite_version,
    }


def words(took: dict[str, float], rounds: int) -> str:
    lines = [f"{name:28}{taken:9,.0f} µs   {took[BARE] / taken:5.2f} of a bare commit" for name, taken in took.items()]
    return "\n".join(
        [
            f"One command, medians of {rounds} rounds of {STREAMS}, in turns (SQLite {sqlite3.sqlite_version}):",
            "",
            *lines,
            "",
            f"Ours, event durable and all views level: {took[LIBRARY] / took[OURS]:.2f} of the library's speed,"
            f" {took[OURS] - took[BARE]:,.0f} µs above a bare commit.",
        ]
    )


if __name__ == "__main__":
    main()

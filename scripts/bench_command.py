"""What one command costs beside a bare commit and the library's own way, on either engine; scripts/bench runs it.

All of them write one event of about the same size durably, on the same disk and with the same settings, in turns, so
that whatever else the machine does meets all of them alike.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import click
import psycopg

from bootstrap import Services, migrate, open_services, wall_clock_now
from domain.act import OPERATOR, Act
from scripts.bench_library import Promise, Promises, in_a_file, on_a_server
from scripts.mishaps.place import ENGINES, Place, a_place
from scripts.school import ROOT
from store.sqlite import prepare

# isort: split
import sqlite3  # after ours, which chooses the library behind this name

STREAMS = 50
WORDS = "Hold two conversations with people who build what I would like to build"
BARE, LIBRARY, NO_VIEWS, OURS = "bare commit", "library: get, decide, save", "ours, without views", "ours"

TARGET, AIM = 0.35, 0.5
BARE_TABLE = (
    "CREATE TABLE events (position {position}, stream TEXT NOT NULL, version INTEGER NOT NULL, topic TEXT NOT NULL,"
    " state {state} NOT NULL, UNIQUE (stream, version))"
)

Command = Callable[[int], None]


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), default="sqlite", show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=9, show_default=True, help="Of 50 commands each.")
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(engine: str, rounds: int, folder: Path, as_json: bool) -> None:
    """Measure one command: its event durable, all views level."""
    with a_place(engine, folder) as place:
        told = facts(measure(place, rounds)) | {"engine": engine, "rounds": rounds, "commands_a_round": STREAMS}
    click.echo(words(told))
    if as_json:
        click.echo(json.dumps(told))


def measure(place: Place, rounds: int) -> dict[str, float]:
    """Microseconds for one command: the median of each round's median."""
    services = open_services(place.settings)
    migrate(services)
    ours, level = our_command(services), services.accountability.after_save
    ways: list[tuple[str, Command]] = [
        (BARE, bare_commit(place)),
        (LIBRARY, library_command(place)),
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
            level(0)
    services.close()
    return {name: median(taken) for name, taken in medians.items()}


def round_of(command: Command) -> float:
    taken = []
    for stream in range(STREAMS):
        begun = time.perf_counter_ns()
        command(stream)
        taken.append((time.perf_counter_ns() - begun) / 1_000)
    return median(taken)


def nothing(_: int) -> None:
    """In the place of catching up."""


def bare_commit(place: Place) -> Command:
    return bare_on_a_server(place.server.make("bare")) if place.server else bare_in_a_file(place.settings.folder)


def bare_in_a_file(folder: Path) -> Command:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    prepare(connection, synchronous="FULL")
    connection.execute(BARE_TABLE.format(position="INTEGER PRIMARY KEY AUTOINCREMENT", state="BLOB"))
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


def bare_on_a_server(address: str) -> Command:
    connection = psycopg.connect(address, autocommit=True)
    kinds = {"position": "bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY", "state": "bytea"}
    connection.execute(BARE_TABLE.format(**kinds).encode())
    state, versions = b"x" * 500, [0] * STREAMS

    def command(stream: int) -> None:
        versions[stream] += 1
        connection.execute(
            "INSERT INTO events (stream, version, topic, state) VALUES (%s, %s, %s, %s)",
            (f"{stream:032}", versions[stream], "Goal.Reworded", state),
            prepare=True,
        )

    return command


def library_command(place: Place) -> Command:
    server, file = place.server, place.settings.folder / "library.db"
    app = Promises(on_a_server(server.make("library")) if server else in_a_file(file))
    promises = [Promise(WORDS, "", OPERATOR) for _ in range(STREAMS)]
    for promise in promises:
        app.save(promise)

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


def facts(took: dict[str, float]) -> dict[str, Any]:
    return {
        "microseconds": {name: round(taken, 1) for name, taken in took.items()},
        "above_a_bare_commit": round(took[OURS] - took[BARE], 1),
        "ratio": round(took[LIBRARY] / took[OURS], 3),
        "target": TARGET,
        "aim": AIM,
        "of_a_bare_commit": round(took[BARE] / took[OURS], 3),
        "sqlite": sqlite3.sqlite_version,
    }


def words(told: dict[str, Any]) -> str:
    took = told["microseconds"]
    lines = [f"{name:28}{taken:9,.0f} µs   {took[BARE] / taken:5.2f} of a bare commit" for name, taken in took.items()]
    return "\n".join(
        [
            f"One command on {told['engine']}, medians of {told['rounds']} rounds of {STREAMS}, in turns:",
            "",
            *lines,
            "",
            f"Ours, event durable and all views level: {told['ratio']:.2f} of the library's speed (target ≥ {TARGET},"
            f" aim {AIM}), {told['above_a_bare_commit']:,.0f} µs above a bare commit.",
        ]
    )


if __name__ == "__main__":
    main()

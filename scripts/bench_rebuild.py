"""How fast all views are built anew, beside the library's own way of building a single counter; scripts/bench runs it.

The library's is a ProjectionRunner on PostgreSQL, behind as many events of about the same size. Both begin with
nothing, in turns. Its server commits to the disk unless told not to, which makes the library faster than it is in use.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path
from statistics import median
from typing import Any

import click
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from bootstrap import Services, migrate, open_services, wall_clock_now
from domain.act import OPERATOR
from scripts.bench_library import Promise, Promises, on_a_server
from scripts.crowd import Plan, fill
from scripts.mishaps.place import ENGINES, a_place
from scripts.postgres import Server, server
from scripts.rebuilding import rebuild
from scripts.school import ROOT, existing

WEEKS, EVENTS_OF_ONE, FEWEST = 25, 500, 30
# About as much as an event of ours: sealed text, and the fields of its act.
WORDS = "Hold two conversations with people who build what I would like to build. " * 4
STREAM = 50
OURS, LIBRARY = "ours, all views", "library, one counter"
TARGET, AIM = 5, 10
PATIENCE = 3_600


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), default="sqlite", show_default=True, help="Of our record.")
@click.option("--events", type=click.IntRange(min=STREAM), default=50_000, show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--data", metavar="PLACE", help="A school to use, as `buddy --data` takes it; then it says the engine.")
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--fsync/--no-fsync", default=True, show_default=True, help="Whether the library's server waits for it.")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(engine: str, events: int, rounds: int, data: str | None, folder: Path, fsync: bool, as_json: bool) -> None:
    """Measure a rebuild of all views."""
    with ExitStack() as stack:
        school = stack.enter_context(existing(data) if data else _school(engine, events, folder))
        library = Library(stack.enter_context(server(durable=fsync, beside=folder)), events)
        told = measure(school, library, rounds)
    told |= {"engine": "postgresql" if school.settings.database else "sqlite", "rounds": rounds, "fsync": fsync}
    click.echo(words(told))
    if as_json:
        click.echo(json.dumps(told))


class Counter(PostgresTrackingRecorder):
    """The row and the position of each event, in a transaction of its own: as the library is meant to be used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = Identifier(self.datastore.schema, "counted")
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {} (name text PRIMARY KEY, number bigint)").format(table)
        )
        self._count = SQL(
            "INSERT INTO {0} AS c VALUES (%s, 1) ON CONFLICT (name) DO UPDATE SET number = c.number + 1"
        ).format(table)

    def count(self, name: str, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self._count, (name,), prepare=True)


class Counting(Projection[Counter]):
    """Events by their kind."""

    name = "counting"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.count(type(domain_event).__name__, tracking)


class Library:
    """A record of the library's own on a server, and a counter that is built from it as often as one likes."""

    def __init__(self, running: Server, events: int) -> None:
        self.server, self.events, self.turn = running, events, 0
        self.environment = on_a_server(running.make("promises"))
        app = Promises(self.environment)
        starts = range(0, events, STREAM)
        with click.progressbar(starts, label=f"The library's {events:,} events", file=sys.stderr) as bar:
            for start in bar:
                promise = Promise(WORDS, "", OPERATOR)
                for number in range(start + 1, min(start + STREAM, events)):
                    promise.reword(f"{WORDS}{number}", "", OPERATOR)
                app.save(promise)
        self.end = app.recorder.max_notification_id()
        app.close()

    def build(self) -> float:
        """Seconds until the counter is level."""
        self.turn += 1
        name = f"counter{self.turn}"
        self.server.make(name)
        begun = time.perf_counter()
        told = self.environment | {"COUNTING_POSTGRES_DBNAME": name}
        with ProjectionRunner(
            application_class=Promises, projection_class=Counting, view_class=Counter, env=told
        ) as runner:
            runner.wait(self.end, timeout=PATIENCE)
            return time.perf_counter() - begun


@contextmanager
def _school(engine: str, events: int, folder: Path) -> Iterator[Services]:
    """A new one with about so many events."""
    plan = Plan(max(FEWEST, events // EVENTS_OF_ONE), WEEKS, events, wall_clock_now().astimezone(UTC).date())
    with a_place(engine, folder) as place:
        services = open_services(place.settings)
        try:
            migrate(services)
            with click.progressbar(length=events, label=f"Our {events:,} events", file=sys.stderr) as bar:
                fill(services, plan, bar.update)
            yield services
        finally:
            services.close()


def measure(school: Services, library: Library, rounds: int) -> dict[str, Any]:
    ours, theirs, recorded = list[float](), list[float](), school.accountability.end()
    with click.progressbar(range(rounds), label="Rounds", file=sys.stderr) as bar:
        for _ in bar:
            begun = time.perf_counter()
            rebuild(school)
            ours.append(recorded / (time.perf_counter() - begun))
            theirs.append(library.events / library.build())
    return {
        "events": {OURS: recorded, LIBRARY: library.events},
        "views": len(school.views.catch_up.views),
        "events_a_second": {OURS: round(median(ours)), LIBRARY: round(median(theirs))},
        "ratio": round(median(ours) / median(theirs), 2),
        "target": TARGET,
        "aim": AIM,
    }


def words(told: dict[str, Any]) -> str:
    lines = [
        f"{name:24}{told['events'][name]:10,} events{speed:12,} events/s"
        for name, speed in told["events_a_second"].items()
    ]
    return "\n".join(
        [
            f"Rebuild of {told['views']} views on {told['engine']}, medians of {told['rounds']} rounds in turns:",
            "",
            *lines,
            "",
            f"Ours is {told['ratio']:.1f} times as fast   target ≥ {TARGET}, aim {AIM}",
        ]
    )


if __name__ == "__main__":
    main()

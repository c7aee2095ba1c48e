"""Does a reader that follows the end of the record ever pass an event that comes into sight later? scripts/chaos asks.

PostgreSQL hands out positions before the commit, so two writers at once can come into sight in the wrong order. A
lock is what keeps that from happening; this can take it away, to show that the fault would be seen.
"""

import json
import sys
import time
from pathlib import Path

import click

from bootstrap import migrate, open_services
from scripts.mishaps import slowly
from scripts.mishaps.copies import copies_of
from scripts.mishaps.deeds import settle
from scripts.mishaps.place import a_place
from scripts.school import ROOT
from store.record import Record

MANY = 500


@click.command()
@click.option("--engine", type=click.Choice(["postgresql"]), default="postgresql", show_default=True)
@click.option("--writers", type=click.IntRange(min=2), default=8, show_default=True)
@click.option("--seconds", type=float, default=10, show_default=True)
@click.option("--without-lock", is_flag=True, help="Take the lock away, to see the fault.")
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(engine: str, writers: int, seconds: float, without_lock: bool, folder: Path, as_json: bool) -> None:
    """Count the events that a reader at the end of the record has passed by. With --without-lock, none is a failure."""
    with a_place(engine, folder) as place:
        services = open_services(place.settings)
        migrate(services)
        member_id = settle(services.accountability)[0]
        context, until = copies_of(slowly.__name__), time.monotonic() + seconds
        processes = [
            context.Process(target=slowly.append, args=(place.settings, member_id, without_lock, until), daemon=True)
            for _ in range(writers)
        ]
        for process in processes:
            process.start()
        seen = follow(services.accountability, until)
        for process in processes:
            process.join()
        seen |= positions(services.accountability, max(seen, default=0))
        there = positions(services.accountability, 0)
        services.close()
        died = sum(process.exitcode != 0 for process in processes)
    figures = {"events": len(there), "seen": len(seen), "skipped": len(there - seen), "died": died}
    click.echo("\n".join(f"{name:20}{value:>12,}" for name, value in figures.items()))
    if as_json:
        click.echo(json.dumps({"engine": engine, "writers": writers, "lock": not without_lock, **figures}))
    sys.exit(bool(died) or bool(figures["skipped"]) != without_lock)


def follow(record: Record, until: float) -> set[int]:
    """All positions that a reader meets who asks for what comes after the last one."""
    seen, last = set[int](), 0
    while time.monotonic() < until:
        for recorded in record.after(last, MANY):
            last = recorded.position
            seen.add(last)
    return seen


def positions(record: Record, after: int) -> set[int]:
    found = set[int]()
    while batch := record.after(after, MANY):
        found |= {recorded.position for recorded in batch}
        after = batch[-1].position
    return found


if __name__ == "__main__":
    main()

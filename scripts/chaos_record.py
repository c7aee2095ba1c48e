"""Kill writers, pollers and the database server while commands are carried out; scripts/chaos runs it.

Whoever comes in the place of a killed writer first repeats the command that was in flight, under the same command id.
"""

import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import click

from bootstrap import migrate, open_services
from scripts.mishaps import hands
from scripts.mishaps.copies import copies_of
from scripts.mishaps.deeds import settle
from scripts.mishaps.diary import Read, read
from scripts.mishaps.place import ENGINES, Place, a_place
from scripts.mishaps.verdict import kept, shown
from scripts.postgres import Server
from scripts.school import ROOT
from store.turns import WAIT_SECONDS

# All of them must be 0.
HARM = ("lost", "half", "skipped", "applied_twice", "false_conflicts", "doubled", "died")
# A server that was killed stays away for so long.
GONE_SECONDS = 0.5
END_SECONDS = 60
# Whoever is told so often that rivals were first is wronged.
FOR_EVER = 10


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), default="sqlite", show_default=True)
@click.option("--seconds", type=float, default=30, show_default=True)
@click.option("--writers", type=click.IntRange(min=1), default=4, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Writers in each of them.")
@click.option("--pollers", type=click.IntRange(min=0), default=2, show_default=True, help="Processes that catch up.")
@click.option("--kill-every", type=float, default=0.5, show_default=True, help="Seconds; 0 for never.")
@click.option("--kills", type=click.IntRange(min=1), help="Go on until so many were killed, however long it takes.")
@click.option("--restart-server", type=click.IntRange(min=0), default=0, help="Kill the server so often.")
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(
    engine: str,
    seconds: float,
    writers: int,
    threads: int,
    pollers: int,
    kill_every: float,
    kills: int | None,
    restart_server: int,
    folder: Path,
    as_json: bool,
) -> None:
    """Count what is lost, half done, skipped or done twice when processes are killed at any instant."""
    with a_place(engine, folder) as place:
        crowd = Crowd(place, writers, threads, pollers)
        rounds = kills or (int(seconds / kill_every) if kill_every else 0)
        crowd.start()
        if rounds:
            crowd.suffer(rounds, kill_every, restart_server)
        else:
            time.sleep(seconds)
        crowd.end()
        figures = crowd.figures()
    harm = any(figures[name] for name in HARM)
    click.echo("\n".join(f"{name:20}{value:>12,}" for name, value in figures.items()))
    click.echo("The school came to harm." if harm else "Nothing was lost, and nothing was done twice.")
    if as_json:
        click.echo(json.dumps({"engine": engine, "writers": writers, "threads": threads, **figures}))
    sys.exit(harm)


class Crowd:
    """The processes, those that take the place of killed ones among them."""

    def __init__(self, place: Place, writers: int, threads: int, pollers: int) -> None:
        self.place, self.kills, self.crashes, self.died, self.seconds = place, 0, 0, 0, 0.0
        services = open_services(place.settings)
        migrate(services)
        members = settle(services.accountability)
        services.close()
        self.slots = range(writers * threads)
        told = (place.settings, place.diaries)
        self.work: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
            *((hands.write, (*told, members, list(self.slots[n::writers]))) for n in range(writers)),
            *((hands.poll, told) for _ in range(pollers)),
        ]
        self.context = copies_of(hands.__name__)

    def start(self) -> None:
        self.begun = time.monotonic()
        self.processes: list[BaseProcess] = [self._one(n) for n in range(len(self.work))]

    def suffer(self, rounds: int, every: float, crashes: int) -> None:
        crash_at = {(n + 1) * rounds // (crashes + 1) for n in range(crashes)} if self.place.server else set()
        with click.progressbar(range(rounds), label="Kills", file=sys.stderr) as bar:
            for n in bar:
                time.sleep(every * random.uniform(0.5, 1.5))  # noqa: S311
                self._kill(random.randrange(len(self.work)))  # noqa: S311
                if n in crash_at and self.place.server:
                    self._crash(self.place.server)

    def end(self) -> None:
        hands.stop(self.place.diaries)
        self.seconds = time.monotonic() - self.begun
        for process in self.processes:
            process.join(END_SECONDS)
            self.died += process.exitcode != 0
            process.kill()

    def figures(self) -> dict[str, float]:
        diaries = {slot: read(self.place.diaries / f"{slot}") for slot in self.slots}
        services, fresh = open_services(self.place.settings), self.place.fresh()
        try:
            record, views = kept(services.accountability, diaries), shown(services, fresh)
        finally:
            services.close()
        return {
            "kills": self.kills,
            "server_killed": self.crashes,
            "events": record.events,
            "acknowledged": record.acknowledged,
            "lost": record.lost,
            "half": record.half,
            "skipped": views.skipped,
            "applied_twice": views.applied_twice,
            "doubled": record.doubled,
            **_answers(diaries),
            "died": self.died,
            **_waits(diaries, self.seconds),
        }

    def _one(self, n: int) -> BaseProcess:
        target, told = self.work[n]
        process = self.context.Process(target=target, args=told, daemon=True)
        process.start()
        return process

    def _kill(self, n: int) -> None:
        self.processes[n].kill()
        self.processes[n].join()
        # One that was not there any more has died by itself.
        self.died += self.processes[n].exitcode != -signal.SIGKILL
        self.kills += 1
        self.processes[n] = self._one(n)

    def _crash(self, server: Server) -> None:
        server.crash((signal.SIGKILL, signal.SIGQUIT)[self.crashes % 2])
        self.crashes += 1
        time.sleep(GONE_SECONDS)
        server.start()


def _answers(diaries: Mapping[int, Read]) -> dict[str, float]:
    """A refusal is false, for none of the commands gives a reason; nor may a defect come of asking again, or no end."""
    troubles = [(kind, slot, number) for slot, diary in diaries.items() for kind, number, _ in diary.troubles]
    kinds = [kind for kind, _, _ in troubles]
    times = Counter(which for which in troubles if which[0] == "busy")
    return {
        "false_conflicts": kinds.count("refused") + kinds.count("defect") + sum(n >= FOR_EVER for n in times.values()),
        "errors": kinds.count("fault"),
        "busy": kinds.count("busy"),
    }


def _waits(diaries: Mapping[int, Read], seconds: float) -> dict[str, float]:
    waits = sorted(ms for diary in diaries.values() for ms in diary.waits) or [0.0]
    return {
        "commands_a_second": round(len(waits) / seconds, 1),
        "ms_p50": waits[len(waits) // 2],
        "ms_p99": waits[len(waits) * 99 // 100],
        "ms_max": waits[-1],
        "past_the_timeout": sum(ms >= WAIT_SECONDS * 1_000 for ms in waits),
    }


if __name__ == "__main__":
    main()

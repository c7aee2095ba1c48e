"""How many writes and pages a second, beside a bare Flask page of the same size under the same server; scripts/bench.

Clients in a process of their own ask again as soon as they are answered: the bare page, ours, and for writes one that
writes by the library alone, in turns. Afterwards every write that was acknowledged must be in the record and the views.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import click

from bootstrap import Settings, migrate, open_services
from scripts.bench_http_bare import ANSWERS, PROMISES
from scripts.bench_http_school import FORM, PAGE, TOKEN, Work, settle, work_for
from scripts.bench_http_servers import KINDS, Kind, school_of, served
from scripts.bench_library import in_a_file, on_a_server
from scripts.mishaps.place import ENGINES, a_place
from scripts.school import ROOT

BAR = "gunicorn"
# Share of the bare page's answers a second: what is promised, what is aimed at.
TARGETS = {"sqlite": {FORM: (0.25, 0.3), TOKEN: (0.25, 0.3)}, "postgresql": {FORM: (0.15, 0.3), TOKEN: (0.15, 0.3)}}
TARGET_PAGE = (0.3, 0.4)


@dataclass
class Row:
    """One kind of question under one server; what it is held against first."""

    server: Kind
    work: Work
    a_second: dict[str, list[float]] = field(default_factory=lambda: {"bare": [], "library": [], "ours": []})
    ms: list[float] = field(default_factory=list)
    answers: int = 0
    errors: int = 0
    first_error: str = ""
    busy: float = 0.0

    def take(self, whose: str, told: dict[str, Any], *, counts: bool) -> None:
        self.errors += told["errors"]
        self.first_error = self.first_error or told["first_error"]
        if whose == "ours":
            self.answers += len(told["ms"])
        # The first round warms up: files, caches, statements.
        if counts:
            self.a_second[whose].append(len(told["ms"]) / told["seconds"])
            self.ms += told["ms"] if whose == "ours" else []
            self.busy = max(self.busy, told["busy"])

    def typically(self, whose: str) -> float:
        """Answers a second; 0 where it is not asked."""
        return median(self.a_second[whose] or [0])


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), default="sqlite", show_default=True)
@click.option("--server", type=click.Choice([*KINDS, "both"]), default="both", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="Of granian.  [default: as served]")
@click.option("--clients", type=click.IntRange(1, 40), default=16, show_default=True)
@click.option("--seconds", type=float, default=3, show_default=True, help="Of each round.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(
    engine: str,
    server: str,
    threads: int | None,
    clients: int,
    seconds: float,
    rounds: int,
    folder: Path,
    as_json: bool,
) -> None:
    """Measure writes and pages over HTTP; ends with an error if one was refused, lost or not shown."""
    # Whoever ends this ends the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    kinds = [kind for kind in KINDS.values() if server in (kind.name, "both")]
    kinds = [kind._replace(threads=threads) if threads and kind.name != BAR else kind for kind in kinds]
    with a_place(engine, folder) as place, _clients() as ask:
        bench = Bench(place.settings, engine, clients, seconds, rounds, ask)
        for kind in kinds:
            bench.measure(kind)
        told = bench.facts()
    click.echo(words(told))
    if as_json:
        click.echo(json.dumps(told))
    sys.exit(bool(told["errors"]) or told["events"] != told["acknowledged"] or not told["level"])


class Ask:
    """The clients' process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def __call__(self, port: int, seconds: float, status: int, requests: Sequence[str]) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        print(
            json.dumps({"port": port, "seconds": seconds, "status": status, "requests": requests}),
            file=self.process.stdin,
            flush=True,
        )
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def _clients() -> Iterator[Ask]:
    words = [sys.executable, "-P", "-m", "scripts.bench_http_clients"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Ask(process)
        process.communicate()


class Bench:
    """One school, and all that is asked of it."""

    def __init__(self, settings: Settings, engine: str, clients: int, seconds: float, rounds: int, ask: Ask) -> None:
        self.settings, self.engine, self.seconds, self.rounds, self.ask = settings, engine, seconds, rounds, ask
        self.rows: list[Row] = []
        self.ceilings: dict[str, float] = {}
        with closing(open_services(settings)) as services:
            migrate(services)
            settle(services, clients)
            self.works = work_for(services, clients)
            self.begun_at = services.accountability.end()

    def measure(self, kind: Kind) -> None:
        """Ours and the bare page under one server, in turns."""
        rows = [Row(kind, work) for work in self.works]
        sizes = json.dumps({work.bare_path: (work.status, work.size) for work in self.works})
        log = self.settings.folder / "servers.log"
        with ExitStack() as stack:
            ports = {
                whose: stack.enter_context(served(kind, factory, log, environment))
                for whose, factory, environment in (
                    ("bare", "scripts.bench_http_bare:app", {ANSWERS: sizes}),
                    ("library", "scripts.bench_http_bare:library", {ANSWERS: sizes, PROMISES: self._promises()}),
                    ("ours", "scripts.wsgi:app", school_of(self.settings)),
                    ("nothing", "scripts.bench_http_bare:nothing", {}),
                )
            }
            steps = range((self.rounds + 1) * len(rows))
            with click.progressbar(steps, label=kind.shown, file=sys.stderr) as bar:
                for step in bar:
                    turn, row = divmod(step, len(rows))
                    self._turn(rows[row], ports, turn)
            told = self.ask(ports["nothing"], self.seconds, 200, self.works[-1].requests)
            self.ceilings[kind.shown] = len(told["ms"]) / told["seconds"]
        self.rows += rows

    def _turn(self, row: Row, ports: dict[str, int], turn: int) -> None:
        asked = ("bare", "ours") if row.work.name == PAGE else ("bare", "library", "ours")
        for whose in asked[:: -1 if turn % 2 else 1]:
            requests = row.work.requests if whose == "ours" else row.work.to_the_bare_page()
            row.take(whose, self.ask(ports[whose], self.seconds, row.work.status, requests), counts=turn > 0)

    def _promises(self) -> str:
        """Where the library keeps what it writes: beside our record, on the same disk or server."""
        database = self.settings.database
        return json.dumps(on_a_server(database) if database else in_a_file(self.settings.folder / "promises.sqlite"))

    def facts(self) -> dict[str, Any]:
        with closing(open_services(self.settings)) as services:
            end = services.accountability.end()
            level = all(at == end and not trouble for at, trouble in services.views.catch_up.standings().values())
        rows = [self._facts_of(row) for row in self.rows]
        return {
            "engine": self.engine,
            "clients": len(self.works[0].requests),
            "rounds": self.rounds,
            "seconds": self.seconds,
            "rows": rows,
            "most_the_clients_can_ask_a_second": {name: round(most) for name, most in self.ceilings.items()},
            "errors": sum(row.errors for row in self.rows),
            "first_error": next((row.first_error for row in self.rows if row.first_error), ""),
            "acknowledged": sum(row.answers for row in self.rows if row.work.name != PAGE),
            "events": end - self.begun_at,
            "level": level,
        }

    def _facts_of(self, row: Row) -> dict[str, Any]:
        target, aim = TARGETS[self.engine].get(row.work.name, TARGET_PAGE)
        waits = sorted(row.ms)
        return {
            "server": row.server.shown,
            "what": row.work.name,
            "a_second": round(row.typically("ours"), 1),
            "bare_a_second": round(row.typically("bare"), 1),
            "library_a_second": round(row.typically("library"), 1),
            "bytes": row.work.size,
            "ratio": round(row.typically("ours") / row.typically("bare"), 3),
            "ratio_of_library": round(row.typically("library") / row.typically("bare"), 3),
            "target": target,
            "aim": aim,
            "ms_p50": waits[len(waits) // 2],
            "ms_p99": waits[len(waits) * 99 // 100],
            "ms_max": waits[-1],
            "clients_busy": round(row.busy, 2),
        }


def words(told: dict[str, Any]) -> str:
    heads = ("", "", "bare/s", "library", "ours/s", "ratio", "target", "p50", "p99", "max ms")
    lines = ["{:16}{:16}{:>9}{:>9}{:>9}{:>8}{:>9}{:>8}{:>8}{:>9}".format(*heads)]
    for r in told["rows"]:
        lines.append(
            f"{r['server']:16}{r['what']:16}{r['bare_a_second']:9,.0f}{r['library_a_second']:9,.0f}"
            f"{r['a_second']:9,.0f}{r['ratio']:8.3f}"
            f"{'≥ ' + format(r['target'], '.2f'):>9}{r['ms_p50']:8.1f}{r['ms_p99']:8.1f}{r['ms_max']:9.1f}"
        )
    most = ", ".join(f"{n:,} a second of {name}" for name, n in told["most_the_clients_can_ask_a_second"].items())
    busiest = max(row["clients_busy"] for row in told["rows"])
    kept = "all of them in the views" if told["level"] else "the views are NOT level"
    return "\n".join(
        [
            f"{told['clients']} clients on {told['engine']}, medians of {told['rounds']} rounds of {told['seconds']} s,"
            " bare Flask pages of the same size, such that write by the library alone, and ours in turns:",
            "",
            *lines,
            "",
            f"The clients' process was busy for at most {busiest:.0%} of a round, and can ask {most}.",
            f"{told['acknowledged']:,} writes acknowledged, {told['events']:,} in the record, {kept};"
            f" {told['errors']} errors. {told['first_error']}".rstrip(),
        ]
    )


if __name__ == "__main__":
    main()

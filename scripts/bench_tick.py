"""What a tick of the scheduler costs when few of many things are due, beside as many of few; scripts/bench runs it.

In both schools the same hundred members wait for an answer that is a week late. All other things are promises of other
members, due in a year. Letters are written and taken by nobody; each nudge is recorded, and the views are level.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

import click

from bootstrap import Services, migrate, open_services
from domain.accountability.contacts import Card
from domain.act import OPERATOR, Act
from nudges.channels import Message
from nudges.tick import tick
from scripts.crowd.batch import Batch
from scripts.demo.school import MovedClock
from scripts.school import ROOT, settings_for

DUE = 100
THINGS_OF_ONE = 50
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SILENCE = timedelta(days=7)
# After the moment at which things fall due, in daylight.
LOOK = timedelta(minutes=30)
ROUND = SILENCE + timedelta(days=1)
IN_A_YEAR = timedelta(days=365)
TARGET = 1.5
DUE_TICK, IDLE_TICK = f"{DUE} due", "nothing due"


@click.command()
@click.option("--small", type=click.IntRange(min=DUE), default=1_000, show_default=True, help="Things in one school.")
@click.option("--large", type=click.IntRange(min=DUE), default=100_000, show_default=True, help="In the other.")
@click.option("--rounds", type=click.IntRange(1, 40), default=7, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(small: int, large: int, rounds: int, as_json: bool) -> None:
    """Measure one tick."""
    with ExitStack() as stack:
        here = Path(stack.enter_context(TemporaryDirectory(prefix=".bench-", dir=ROOT)))
        schools = [stack.enter_context(_school(here / str(n), n)) for n in (small, large)]
        told = measure(schools, rounds) | {"things": [small, large], "due": DUE, "rounds": rounds}
    click.echo(words(told))
    if as_json:
        click.echo(json.dumps(told))


class Nowhere:
    """Takes every letter."""

    def send(self, message: Message) -> None:
        pass


class School:
    """One of the two; nothing happens in it but what is said here and by its ticks."""

    def __init__(self, services: Services, clock: MovedClock) -> None:
        self.services, self.clock = services, clock
        self.school = Batch(services.accountability)
        self.waiting: list[UUID] = []

    def settle(self, things: int) -> None:
        self.waiting = [self._joined(f"waiting {n}") for n in range(DUE)]
        promises = range(things - DUE)
        with click.progressbar(promises, label=f"Making {things:,} things") as bar:
            owners = [self._joined(f"other {n}") for n in promises[::THINGS_OF_ONE]]
            for number in bar:
                self._promise(owners[number // THINGS_OF_ONE], number)
        self._level()

    def send_and_wait(self, turn: int) -> None:
        """Those who wait write to somebody, and then it is the moment at which they have waited for too long."""
        self.clock.now = START + turn * ROUND
        for number, member_id in enumerate(self.waiting):
            act = self._act(str(member_id), f"message {number} of {turn}")
            contact_id = self.school.add_contact(act.part("contact"), card=Card(f"Somebody {turn}"), tie="weak")
            self.school.log_outreach(act, contact_id=contact_id, goal_id=None, channel="email")
        self._level()
        self.clock.now += SILENCE + LOOK

    def _joined(self, name: str) -> UUID:
        address = f"{name.replace(' ', '.')}@example.org"
        act = self._act(OPERATOR, name)
        return self.school.add_member(act, name=name, address=address, role="student", zone="UTC")

    def _promise(self, owner: UUID, number: int) -> None:
        due = (START + IN_A_YEAR).date().isoformat()
        act = self._act(str(owner), f"promise {number}")
        self.school.set_goal(act, statement="Meet somebody", measure="conversations", target=1, due=due)

    def _level(self) -> None:
        self.school.write()
        self.services.views.catch_up.run()

    def _act(self, by: str, what: str) -> Act:
        return Act(by, "command line", self.clock.now, uuid5(UUID(int=0), what))


@contextmanager
def _school(folder: Path, things: int) -> Iterator[School]:
    clock = MovedClock(START)
    with closing(open_services(settings_for(folder), now=clock)) as services:
        migrate(services)
        school = School(services, clock)
        school.settle(things)
        yield school


def measure(schools: list[School], rounds: int) -> dict[str, object]:
    """Milliseconds a tick: the median over all rounds, for each school."""
    took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in (DUE_TICK, IDLE_TICK)}
    for turn in range(rounds + 1):
        for which in (0, 1) if turn % 2 else (1, 0):
            schools[which].send_and_wait(turn)
            for name, expected in ((DUE_TICK, DUE), (IDLE_TICK, 0)):
                begun = time.perf_counter()
                report = tick(schools[which].services, Nowhere())
                taken = (time.perf_counter() - begun) * 1_000
                if report["delivered"] != expected or report["mailed"] != expected:
                    raise click.ClickException(f"The tick was to say {expected} things, and did this: {dict(report)}.")
                # The first round warms up.
                took[name][which].extend([taken] if turn else [])
    return {
        "milliseconds": {name: [round(median(taken), 2) for taken in both] for name, both in took.items()},
        "ratio": {name: round(median(both[1]) / median(both[0]), 2) for name, both in took.items()},
        "target": TARGET,
    }


def words(told: dict[str, object]) -> str:
    took, ratio, things = told["milliseconds"], told["ratio"], told["things"]
    assert isinstance(took, dict)
    assert isinstance(ratio, dict)
    assert isinstance(things, list)
    lines = [f"{'tick':12}{things[0]:>12,}{things[1]:>15,}   times   target"]
    for name, (few, many) in took.items():
        target = f"≤ {TARGET}" if name == DUE_TICK else "–"
        lines.append(f"{name:12}{few:9.2f} ms{many:12.2f} ms{ratio[name]:8.2f}   {target}")
    return "\n".join(
        [
            f"One tick, {DUE} members with a thing due, inbox and letter each; medians of {told['rounds']} rounds in"
            " turns.",
            "Columns: things (promises and messages sent) in the school.",
            "",
            *lines,
        ]
    )


if __name__ == "__main__":
    main()

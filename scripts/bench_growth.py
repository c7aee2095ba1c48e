"""What a page costs in a school with a long history beside the same page in one with a short; scripts/bench runs it.

Both have the same members, and among them the same few who lived through the same weeks: their pages are asked for, in
process and signed in, in turns, so what differs is the school around them and not what they have done themselves.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

import click
from flask.testing import FlaskClient

from bootstrap import Services, open_services, wall_clock_now
from projections.history import history
from projections.progress.goals import goals
from projections.progress.outreach import stories
from scripts.crowd import SIGN_IN, Plan, watched_ids
from scripts.load_school import made
from scripts.school import ROOT, settings_for
from web import create_app

WEEKS = 25
# Nothing grows for whoever asks for these; the staff's page is shown beside them without a target.
PAGES = {"Today": "/", "progress": "/goals/{goal}", "buddy": "/buddy", "tracker": "/contacts"}
STAFF = {"staff": "/staff"}
TARGET = 1.2


@click.command()
@click.option("--members", type=click.IntRange(min=30), default=2_000, show_default=True)
@click.option("--small", type=int, default=10_000, show_default=True, help="Events in the school with a short history.")
@click.option("--large", type=int, default=1_000_000, show_default=True, help="Events in the other.")
@click.option("--rounds", type=click.IntRange(min=1), default=15, show_default=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep both schools there, and use them.")
@click.option("--json", "as_json", is_flag=True)
def main(members: int, small: int, large: int, rounds: int, data: Path | None, as_json: bool) -> None:
    """Measure how pages grow with the school."""
    with ExitStack() as stack:
        here = data or Path(stack.enter_context(TemporaryDirectory(prefix=".bench-", dir=ROOT)))
        today = wall_clock_now().astimezone(UTC).date()
        schools = [
            stack.enter_context(_school(here / str(events), Plan(members, WEEKS, events, today)))
            for events in (small, large)
        ]
        told = measure(schools, rounds) | {"members": members, "events": [s.events for s in schools], "rounds": rounds}
    click.echo(words(told))
    if as_json:
        click.echo(json.dumps(told))


class School:
    """One of the two, on the evening of its last day."""

    def __init__(self, services: Services, plan: Plan) -> None:
        self.services, self.watched = services, watched_ids(plan)
        self.events = services.accountability.end()
        self.app = create_app(services)

    def reader(self, member_id: UUID) -> FlaskClient:
        client = self.app.test_client()
        now = self.services.now()
        token = self.services.access.start_session(member_id, now, second_factor_at=now)
        client.set_cookie("session", token)
        return client

    def staff(self) -> UUID:
        member_id = self.services.vault.member_with(SIGN_IN["staff"])
        assert member_id is not None
        return member_id

    def goal(self, member_id: UUID) -> UUID:
        views = self.services.views
        return goals(views, member_id, stories(views, member_id), self.services.now())[0].goal_id

    def own_events(self) -> list[int]:
        return [len(history(self.services.views, member_id, limit=100_000)) for member_id in self.watched]


@contextmanager
def _school(folder: Path, plan: Plan) -> Iterator[School]:
    made(folder, plan)
    with closing(open_services(settings_for(folder))) as services:
        last = services.accountability.after(services.accountability.end() - 1, 1)[0].event.timestamp
    now = datetime.combine(last.date(), clock_time(19), UTC)
    with closing(open_services(settings_for(folder), now=lambda: now + timedelta(hours=1))) as services:
        yield School(services, Plan(plan.members, plan.weeks, plan.events, now.date(), plan.seed))


def measure(schools: list[School], rounds: int) -> dict[str, object]:
    """Milliseconds a page: the median over all watched members and rounds, for each school."""
    own = [school.own_events() for school in schools]
    if own[0] != own[1]:
        raise click.ClickException("The watched members of the two schools have not lived through the same.")
    took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in PAGES | STAFF}
    for name, path, readers in _asked(schools):
        for turn in range(rounds + 1):
            for which in (0, 1) if turn % 2 else (1, 0):
                begun = time.perf_counter()
                answer = readers[which].get(path)
                taken = (time.perf_counter() - begun) * 1_000
                if answer.status_code != 200:
                    raise click.ClickException(f"{path} answered {answer.status}.")
                # The first round warms up: keys, statements, templates.
                took[name][which].extend([taken] if turn else [])
    return {
        "milliseconds": {name: [round(median(taken), 2) for taken in both] for name, both in took.items()},
        "ratio": {name: round(median(both[1]) / median(both[0]), 2) for name, both in took.items()},
        "target": TARGET,
        "watched": len(own[0]),
        "own_events": round(median(own[0])),
    }


def _asked(schools: list[School]) -> Iterator[tuple[str, str, list[FlaskClient]]]:
    for member_id in schools[0].watched:
        readers, goal = [school.reader(member_id) for school in schools], schools[0].goal(member_id)
        for name, path in PAGES.items():
            yield name, path.format(goal=goal), readers
    for name, path in STAFF.items():
        yield name, path, [school.reader(school.staff()) for school in schools]


def words(told: dict[str, object]) -> str:
    took, ratio, events = told["milliseconds"], told["ratio"], told["events"]
    assert isinstance(took, dict)
    assert isinstance(ratio, dict)
    assert isinstance(events, list)
    lines = [f"{'page':10}{events[0]:>12,}{events[1]:>14,}   times   target"]
    for name, (short, long) in took.items():
        target = f"≤ {TARGET}" if name in PAGES else "–"
        lines.append(f"{name:10}{short:9.2f} ms{long:11.2f} ms{ratio[name]:8.2f}   {target}")
    return "\n".join(
        [
            f"Pages of {told['watched']} students who have about {told['own_events']} events of their own, the same in"
            f" both schools of {told['members']:,} members;",
            f"in process, signed in, medians of {told['rounds']} rounds in turns. Columns: events in the school.",
            "",
            *lines,
        ]
    )


if __name__ == "__main__":
    main()

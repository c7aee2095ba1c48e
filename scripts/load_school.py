"""A large school in a folder of its own, made through the use cases; scripts/load runs it, benchmarks use `make`."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date
from pathlib import Path

import click

from bootstrap import migrate, open_services, wall_clock_now
from scripts.crowd import SIGN_IN, Figures, Plan, fill
from scripts.crowd.level import kept_level
from scripts.school import ROOT, is_school, settings_for
from scripts.troubles import Refused

# What one member adds to the record in a week, on average.
EVENTS_A_WEEK = 20


@click.command()
@click.option("--members", type=click.IntRange(min=30), default=2_000, show_default=True)
@click.option("--weeks", type=click.IntRange(min=1, max=100), default=25, show_default=True)
@click.option("--events", type=click.IntRange(min=1), help="How many are reached.  [default: 20 a member and week]")
@click.option("--data", "folder", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "data-load")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the weeks have passed.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(
    members: int, weeks: int, events: int | None, folder: Path, today: date | None, seed: int, as_json: bool
) -> None:
    """Make a large school: cohorts, tracker, goals, outreach, takeaways, buddies and nudges, week by week.

    The same options make the same school (but for what is drawn anew on purpose, the keys). It can be looked at with
    `buddy serve --data DIR` and a link from `buddy invite`.
    """
    begun = wall_clock_now().astimezone(UTC)
    # click hands out a datetime, which is a date as well.
    plan = Plan(
        members, weeks, events or members * weeks * EVENTS_A_WEEK, date(*(today or begun).timetuple()[:3]), seed
    )
    with click.progressbar(length=plan.events, label="Events") as bar:
        figures, levelling = make(folder, plan, bar.update)
    told = facts(folder, figures, levelling)
    click.echo(words(folder, told))
    if as_json:
        click.echo(json.dumps(told))


def made(folder: Path, plan: Plan) -> None:
    """Make a school with a progress bar, unless there is one: then that one is meant."""
    if not is_school(folder):
        with click.progressbar(length=plan.events, label=f"Making {plan.events:,} events") as bar:
            make(folder, plan, bar.update)


def make(folder: Path, plan: Plan, progress: Callable[[int], None] = lambda _: None) -> tuple[Figures, float]:
    """Fill a folder in which there is no school yet; raises Refused for another.

    Returns the seconds as well that went to levelling the views, most of them in another process at the same time.
    """
    settings = settings_for(folder)
    if is_school(settings.folder):
        raise Refused(f"There is a school in {settings.folder} already. Name another folder with --data DIR.")
    with closing(open_services(settings)) as services:
        migrate(services)
        if services.accountability.end():
            raise Refused("There is a school in that database already. Name another.")
        with kept_level(settings) as worked:
            figures = fill(services, plan, progress)
    return figures, figures.waited + worked.value


def facts(folder: Path, figures: Figures, levelling: float) -> dict[str, object]:
    making = figures.seconds - figures.waited
    return {
        "members": figures.members,
        "events": figures.events,
        "seconds": round(figures.seconds, 1),
        "seconds_making": round(making, 1),
        "seconds_levelling": round(levelling, 1),
        "events_a_second_making": round(figures.events / making),
        "events_a_second_levelling": round(figures.events / levelling),
        "bytes": {file.name: file.stat().st_size for file in sorted(folder.glob("*.db"))},
    }


def words(folder: Path, told: dict[str, object]) -> str:
    sizes = told["bytes"]
    assert isinstance(sizes, dict)
    lines = [
        f"{told['members']:,} members, {told['events']:,} events in {told['seconds']} s:",
        f"  made and recorded  {told['seconds_making']:8} s  {told['events_a_second_making']:8,} events/s",
        f"  views levelled     {told['seconds_levelling']:8} s  {told['events_a_second_levelling']:8,} events/s"
        "  (most of it meanwhile)",
        *(f"  {name:17} {size / 1e6:10,.1f} MB" for name, size in sizes.items()),
        "",
        f"To look around: buddy serve --data {folder}, and a link for whom you like to be:",
        *(f"  buddy invite --member {address} --data {folder}" for address in SIGN_IN.values()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""`buddy rebuild`: views anew from the record, beside the live ones."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from projections import VIEWS
from projections.rebuild import Difference, Poisoned, Progress
from scripts.rebuilding import rebuild
from scripts.school import data_option, existing
from scripts.troubles import Refused

NAMES = tuple(view.name for view in VIEWS)


@click.command()
@click.argument("views", nargs=-1, type=click.Choice(NAMES), metavar="[VIEW]...")
@click.option("--all", "everything", is_flag=True, help="Every view.")
@click.option(
    "--compare", is_flag=True, help="Say how the new ones differ from the live ones: not at all, if all is well."
)
@data_option()
def command(views: tuple[str, ...], everything: bool, compare: bool, place: str) -> None:
    """Build views anew from the record, while the school goes on. Nothing can be lost: views hold nothing of their own.

    Each is built beside the live one, in short steps, and takes its place once it is level. Stop it (Ctrl-C) and
    run it again whenever you like: it goes on where it was.

    The views are: buddy, due, erasures, history, inbox, people, progress, shared, tracker.

    With --compare the exit code is 1 when any row differed. The new view is in its place then, and is right.

    \b
    Examples:
      buddy rebuild --all --compare
      buddy rebuild progress due
    """
    if everything == bool(views):
        raise click.UsageError("Name the views to rebuild, or say --all.")
    with existing(place) as services:
        begun = time.perf_counter()
        try:
            with bar(services.accountability.end()) as progress:
                differences = rebuild(services, views, compare=compare, progress=progress)
        except Poisoned as error:
            raise Refused(
                f"The rules of a view break on an event, and what people see was left as it is: {error}"
            ) from None
        except KeyboardInterrupt:
            raise Refused(
                "Stopped. Nothing has changed for anybody; the same command goes on where this was."
            ) from None
        standings = services.views.catch_up.standings()
    names = views or NAMES
    for name in names:
        position, trouble = standings[name]
        click.echo(f"{name:10} {trouble or f'level with event {position}'}")
    click.echo(f"{len(names)} rebuilt in {time.perf_counter() - begun:.1f} s.")
    if compare:
        tell(differences)


@contextmanager
def bar(end: int) -> Iterator[Progress]:
    """A progress bar on standard error, in events; only for somebody who looks."""
    with click.progressbar(length=end, label="Events", file=sys.stderr, show_pos=True) as made:
        shown: Any = made

        def progress(done: int, end: int) -> None:
            shown.length = max(end, 1)
            shown.update(done - shown.pos)

        yield progress


def tell(differences: list[Difference]) -> None:
    compared, different = sum(d.compared for d in differences), [d for d in differences if d.different]
    for one in different:
        click.echo(f"{one.table}: {one.different} of {one.compared} rows differed")
    if different:
        raise Refused("The new views differed from the live ones, and have taken their place.")
    click.echo(f"All {compared} rows that were compared are equal to the live ones.")

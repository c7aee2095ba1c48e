"""`buddy rebuild`: views anew from the record."""

import time
from pathlib import Path

import click

from projections import VIEWS
from scripts.school import data_option, existing

NAMES = tuple(view.name for view in VIEWS)


@click.command()
@click.argument("views", nargs=-1, type=click.Choice(NAMES), metavar="[VIEW]...")
@click.option("--all", "everything", is_flag=True, help="Every view.")
@data_option()
def command(views: tuple[str, ...], everything: bool, folder: Path) -> None:
    """Build views anew from the record. Nothing can be lost: views hold nothing of their own.

    People go on reading the old ones until the new ones are there; changes wait that long. The views are: buddy, due,
    history, inbox, people, progress, tracker.

    \b
    Examples:
      buddy rebuild --all
      buddy rebuild progress due
    """
    if everything == bool(views):
        raise click.UsageError("Name the views to rebuild, or say --all.")
    with existing(folder) as services:
        begun = time.perf_counter()
        services.views.catch_up.rebuild(views or None)
        standings = services.views.catch_up.standings()
    names = views or NAMES
    for name in names:
        position, trouble = standings[name]
        click.echo(f"{name:10} {trouble or f'level with event {position}'}")
    click.echo(f"{len(names)} rebuilt in {time.perf_counter() - begun:.1f} s.")

"""`buddy migrate`: everything a school needs, created or upgraded."""

import click

from bootstrap import outdated
from scripts.school import data_option, made_ready, settings_for, where
from scripts.troubles import CannotStart


@click.command()
@data_option()
def command(place: str) -> None:
    """Create or upgrade what a school needs, without starting it. Safe to run again, and beside a running school.

    For a folder `buddy serve` does this by itself. On PostgreSQL nothing else does: run it once before the first start
    and after every upgrade of the program, before the processes are started anew.

    \b
    Examples:
      buddy migrate --data /srv/school
      buddy migrate --data postgresql://school@db.example.org/school
    """
    settings = settings_for(place)
    with made_ready(settings) as services:
        end = services.accountability.end()
        standings = services.views.catch_up.standings()
        if lacking := outdated(services):
            raise CannotStart(f"This version cannot make {', '.join(lacking)}. Was the school made by a newer one?")
    click.echo(f"The school in {where(settings)} is up to date: {end} events, {len(standings)} views.")

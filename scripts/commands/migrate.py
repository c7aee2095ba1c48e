"""`buddy migrate`: everything a school needs, created or upgraded."""

from pathlib import Path

import click

from scripts import guards
from scripts.school import data_option, opened, settings_for


@click.command()
@data_option()
def command(folder: Path) -> None:
    """Create or upgrade what a school needs, without starting it. Safe to run again.

    `buddy serve` does this by itself; run it first when you serve by a server of your own.

    \b
    Example:
      buddy migrate --data /srv/school
    """
    settings = settings_for(folder)
    guards.folder_is_usable(settings.folder)
    with opened(settings) as services:
        end = services.accountability.end()
        standings = services.views.catch_up.standings()
    click.echo(f"The school in {settings.folder} is up to date: {end} events, {len(standings)} views.")

"""`buddy demo`: the demo school, built and not started."""

import click

from scripts import demo_school, guards
from scripts.school import DEMO_DATA, data_option, settings_for


@click.command()
@data_option(DEMO_DATA, "the folder data-demo of the checkout")
def command(place: str) -> None:
    """Build the demo school without starting it, and print who may sign in.

    About forty members in two cohorts, with eight weeks behind them that end today. A folder that holds the demo school
    already is left as it is.

    \b
    Example:
      buddy demo --data /tmp/school
    """
    settings = settings_for(place)
    guards.demo_is_in_a_folder(settings)
    guards.place_is_usable(settings)
    accounts = demo_school.ready(settings.folder)
    click.echo(f"The demo school is in {settings.folder}. Start it: buddy serve --demo --data {settings.folder}\n")
    click.echo(accounts)

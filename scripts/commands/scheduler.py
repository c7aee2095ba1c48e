"""`buddy scheduler`: the reminders alone, for those who run the web part in a server of their own."""

import signal

import click

from nudges import scheduler
from scripts import logs
from scripts.school import data_option, existing, where
from scripts.signals import kept_back, told_to_stop


@click.command()
@data_option()
def command(place: str) -> None:
    """Run only the reminders, until Ctrl-C, beside a web server of your own.

    One per school is enough. A second one, on another machine, takes over should that one fall and does no harm
    until then: whoever claims a reminder first sends it.

    \b
    Example:
      buddy scheduler --data /srv/school
    """
    logs.begin()
    with kept_back(signal.SIGINT, signal.SIGTERM), existing(place) as services:
        stop = told_to_stop(signal.SIGINT, signal.SIGTERM)
        click.echo(f"Reminders for the school in {where(services.settings)}. Stop with Ctrl-C.")
        scheduler.run(services, stop)
    click.echo("Stopped.")

"""`buddy invite`: a one-time link to choose a password."""

import os
from datetime import timedelta
from pathlib import Path

import click

from scripts.school import data_option, existing, member, member_option, operators_act

LASTS = timedelta(days=7)


@click.command()
@member_option
@data_option()
def command(address: str, folder: Path) -> None:
    """Print a new one-time link with which a member chooses a password and is signed in.

    The link works once, for a week, and ends every earlier one. The old password goes on working until it is used.
    That it was made is recorded, and the member can see it. Only the link is written to standard output.

    \b
    Example:
      buddy invite --member ada@example.org
    """
    with existing(folder) as services:
        owner = member(services, address)
        services.accountability.record_link(operators_act(services), owner.member_id)
        code = services.access.make_link("join", member_id=owner.member_id, expires_at=services.now() + LASTS)
        link = f"{services.settings.url}/join/{code}"
    click.echo(link)
    if "ACCOUNTABILIBUDDY_URL" not in os.environ:
        click.echo("If people reach the school elsewhere, set ACCOUNTABILIBUDDY_URL and make the link again.", err=True)
    click.echo("Hand it over in person or by a channel you trust: whoever opens it chooses the password.", err=True)

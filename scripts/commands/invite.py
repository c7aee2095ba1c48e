"""`buddy invite`: a one-time link to choose a password."""

from datetime import timedelta

import click

from scripts.school import data_option, existing, last_address, member, member_option, operators_act

LASTS = timedelta(days=7)


@click.command()
@member_option
@data_option()
def command(address: str, place: str) -> None:
    """Print a new one-time link with which a member chooses a password and is signed in.

    The link works once, for a week, and ends every earlier one. The old password goes on working until it is used.
    It begins with ACCOUNTABILIBUDDY_URL, else with the address at which the school was last served.
    That it was made is recorded, and the member can see it. Only the link is written to standard output.

    \b
    Example:
      buddy invite --member ada@example.org
    """
    with existing(place) as services:
        owner = member(services, address)
        services.accountability.record_link(operators_act(services), owner.member_id)
        code = services.access.make_link("join", member_id=owner.member_id, expires_at=services.now() + LASTS)
        services.arrivals.link_was_shown(owner.member_id, services.now())
        link = f"{last_address(services.settings.folder) or services.settings.url}/join/{code}"
    click.echo(link)
    click.echo("Hand it over in person or by a channel you trust: whoever opens it chooses the password.", err=True)

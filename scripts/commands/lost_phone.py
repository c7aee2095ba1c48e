"""`buddy lost-phone`: taking a second factor off an account whose phone and recovery codes are gone."""

import click

from scripts.school import data_option, existing, member, member_option, operators_act
from scripts.troubles import Refused


@click.command()
@member_option
@data_option()
def command(address: str, place: str) -> None:
    """Take the second factor off an account, for somebody who lost their phone and their recovery codes.

    Be sure who asks: from then on the password alone opens the door, and whoever it is chooses the next phone. They are
    signed out everywhere; staff have to set up a new one before their pages open. It is recorded, and the member can
    see it.

    \b
    Example:
      buddy lost-phone --member dora@example.org
    """
    with existing(place) as services:
        owner = member(services, address)
        if services.second_factors.since(owner.member_id) is None:
            raise Refused(f"{address} has no second factor.")
        services.accountability.record_second_factor_removed(operators_act(services), owner.member_id)
        services.second_factors.turn_off(owner.member_id, services.now())
        services.access.end_sessions(owner.member_id)
    click.echo("The second factor is off. Have them sign in and set up a new one now.")

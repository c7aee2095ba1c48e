"""`buddy reopen`: opening a closed account again, for when nobody on the staff is left who could."""

import click

from scripts.school import data_option, existing, member, member_option, operators_act


@click.command()
@member_option
@data_option()
def command(address: str, place: str) -> None:
    """Open an account again that staff closed: as it was, with all doors but no session and no link of before.

    Staff do that on the member's page; this is for when the accounts of all of them are closed. It is recorded, and the
    member can see it.

    \b
    Example:
      buddy reopen --member dora@example.org
    """
    with existing(place) as services:
        member_id = member(services, address).member_id
        # Before, as the page does: what a crash left from before the closing does not come back to life.
        services.access.end_sessions(member_id)
        services.access.end_links(member_id)
        services.accountability.reopen_account(operators_act(services), member_id)
    click.echo("The account is open again.")

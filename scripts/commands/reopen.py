"""`buddy reopen`: opening a closed account again, for when nobody on the staff is left who could."""

import click

from scripts.school import data_option, existing, member, member_option, operators_act


@click.command()
@member_option
@data_option()
def command(address: str, place: str) -> None:
    """Open an account again that staff closed: as it was, with all doors but no session, link or token of before.

    Staff do that on the member's page; this is for when the accounts of all of them are closed. It is recorded, and the
    member can see it.

    \b
    Example:
      buddy reopen --member dora@example.org
    """
    with existing(place) as services:
        owner = member(services, address)
        if owner.closed:
            # Before, as the page does: what a crash left from before the closing does not come back to life.
            services.access.end_sessions(owner.member_id)
            services.access.end_links(owner.member_id)
            services.access.end_api_tokens(owner.member_id)
        services.accountability.reopen_account(operators_act(services), owner.member_id)
    click.echo("The account is open again.")

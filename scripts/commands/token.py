"""`buddy token`: a bearer token for the API."""

import click

from scripts.school import data_option, existing, member, member_option, operators_act


@click.command()
@member_option
@click.option(
    "--label", default="made on the command line", show_default=True, help="What it is for, to tell it apart."
)
@data_option()
def command(address: str, label: str, place: str) -> None:
    """Make an API token for a member and print it, once.

    Whoever has it may do through the API what the member may do. That it was made is recorded; the member sees it on
    their settings page and can withdraw it there. Only the token is written to standard output.

    \b
    Example:
      TOKEN=$(buddy token --member ada@example.org --label "backup script")
      curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/goals
    """
    with existing(place) as services:
        owner = member(services, address)
        services.accountability.record_token(operators_act(services), owner.member_id)
        token = services.access.make_api_token(owner.member_id, label, services.now())
    click.echo(token)
    click.echo("This is shown once. The school keeps only a fingerprint of it.", err=True)

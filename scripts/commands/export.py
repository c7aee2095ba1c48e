"""`buddy export`: everything about a member in one archive, for them; the look recorded first."""

import shutil
from pathlib import Path

import click

from projections.own_data.archive import archive
from scripts.new_file import new_file
from scripts.school import data_option, existing, member, member_option, operators_act


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@member_option
@click.option(
    "--reason",
    default="They asked for their data",
    show_default=True,
    help="Why you do it. It is recorded, and the member sees it.",
)
@data_option()
def command(file: Path, address: str, reason: str, place: str) -> None:
    """Write everything about a member into FILE, a ZIP: what they can download themselves, on their settings page.

    Their confidential notes are inside: hand it to nobody else. That you did it is recorded first, with the reason, as
    a look at their history; they can read that. The file is for its owner's eyes only, and an existing one stays as it
    is.

    \b
    Example:
      buddy export ada.zip --member ada@example.org
    """
    with existing(place) as services:
        owner = member(services, address)
        with new_file(file) as into:
            services.accountability.open_history(operators_act(services), owner.member_id, reason=reason)
            with archive(services, owner.member_id) as made:
                shutil.copyfileobj(made, into)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")

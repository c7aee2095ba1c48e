"""The demo school in a folder: built once, found again, and who may sign in; for the commands serve and demo."""

from collections.abc import Sequence
from pathlib import Path

import click

from bootstrap import wall_clock_now
from scripts import demo
from scripts.troubles import CannotStart
from web.passwords import hashed

COLUMNS = ("Address", "Password", "Role", "Name")
# One address is very long on purpose; it would push the others apart.
WIDEST = 40


def ready(folder: Path) -> str:
    """Build the demo school in a folder unless it is there; returns who may sign in, as text. Raises CannotStart."""
    if not demo.is_built(folder):
        if any(folder.iterdir()):
            raise CannotStart(
                f"{folder} holds something that is not the demo school. Name an empty folder with --data DIR."
            )
        click.echo("Building the demo school – once, it takes some seconds …", err=True)
        demo.build(folder, today=wall_clock_now(), hash_password=hashed)
    return accounts()


def accounts() -> str:
    """A table of those to point out first, and a word on the others."""
    everybody = demo.who_may_sign_in()
    first = [one for one in everybody if one.first and len(one.address) <= WIDEST]
    rows = [COLUMNS, *((one.address, one.password, one.role, one.name) for one in first)]
    return f"{table(rows)}\n\n  {len(everybody) - len(first)} others have the same password; staff find them all."


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Aligned columns; the last one may be in any script, since nothing comes after it."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

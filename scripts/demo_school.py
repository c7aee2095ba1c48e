"""The demo school in a folder: built once, found again, and who may sign in; for the commands serve and demo."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from scripts.troubles import CannotStart

# Stands in the folder of a demo school, and only once it is whole: who may sign in.
ACCOUNTS = "demo-accounts.json"
HALF = ".half-built"

Account = Sequence[str]


def ready(folder: Path) -> str:
    """Build the demo school in a folder unless it is there; returns a table of who may sign in. Raises CannotStart."""
    if not (folder / ACCOUNTS).exists():
        if {path.name for path in folder.iterdir()} - {HALF}:
            raise CannotStart(
                f"{folder} holds something that is not the demo school. Name an empty folder with --data DIR."
            )
        _build(folder)
    return table(json.loads((folder / ACCOUNTS).read_text(encoding="utf-8")))


def table(accounts: Sequence[Account]) -> str:
    """Aligned columns: who, as what, address, password."""
    rows = [
        ("Name", "Role", "Address", "Password"),
        *((name, role, address, word) for name, address, role, word in accounts),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _build(folder: Path) -> None:
    """In a corner of the folder, and moved into its place when it is whole: half a school is never served."""
    # Here, since all its stories are read for nothing once the school is there.
    from scripts import demo

    half = folder / HALF
    shutil.rmtree(half, ignore_errors=True)
    click.echo("Building the demo school – once …", err=True)
    accounts = demo.build(half)
    for path in half.iterdir():
        path.rename(folder / path.name)
    half.rmdir()
    (folder / ACCOUNTS).write_text(json.dumps([list(account) for account in accounts]), encoding="utf-8")

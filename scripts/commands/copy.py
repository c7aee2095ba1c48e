"""`buddy copy`: a school moves from a folder to PostgreSQL, or back."""

from dataclasses import replace
from pathlib import Path

import click

from bootstrap import Settings
from scripts.moving import KEY, as_it_stands, bar, bring, facts
from scripts.school import settings_for, where
from scripts.troubles import Refused
from store.copying import open_all
from store.master_key import master_key


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--vault", metavar="postgresql://…", help="The vault of the side that is PostgreSQL.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Its folder, for the master key.")
def command(source: str, target: str, vault: str | None, folder: Path | None) -> None:
    """Copy a school from SOURCE to TARGET: each a folder or postgresql://…, and the target empty.

    Events keep their positions and every byte, and whoever is signed in stays signed in: sessions, links, tokens and
    the keys of requests come along, and so does the master key. Every text is opened, what was written is read back
    and compared, and the views are built anew. The source stays as it is.

    End the school before. If it goes on writing, the copy is not given its key, and the command says so: end the school
    and run it again. It goes on where it was, so a first run before the school is ended makes the pause short.

    --vault and --folder default to ACCOUNTABILIBUDDY_VAULT and ACCOUNTABILIBUDDY_FOLDER.

    \b
    Example:
      buddy copy /srv/school postgresql://school@db.example.org/school \\
          --vault postgresql://school@db.example.org/school_vault --folder /srv/school-keys
    """
    old, new = (_settings(place, vault, folder) for place in (source, target))
    if bool(old.database) and bool(new.database):
        raise Refused("Both are PostgreSQL. Use its own tools, or `buddy backup` and `buddy restore`.")
    if not old.database and not new.database and old.folder == new.folder:
        raise Refused("Source and target are the same folder.")
    with as_it_stands(old) as services:
        record = services.accountability
        with bar("Looking", record.end()) as progress:
            texts = open_all(record, progress)
        brought = bring(record, new, master_key(old.folder / KEY), shown=where(old), go_on=True)
    click.echo(f"The school is in {where(new)} now: {facts(brought.held)}; {texts.sealed:,} texts were opened.")
    click.echo(f"The master key is {new.folder / KEY}. Do not start the one in {where(old)} again.")
    click.echo(f"A view is set aside: {brought.poisoned}" if brought.poisoned else "All views are level.")


def _settings(place: str, vault: str | None, folder: Path | None) -> Settings:
    settings = settings_for(place)
    if not settings.database:
        return settings
    return replace(settings, vault=vault or settings.vault, folder=folder.resolve() if folder else settings.folder)

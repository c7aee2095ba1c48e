"""`buddy backup`: the record in one file and the vault in another, while the school goes on."""

from pathlib import Path

import click

from scripts.moving import KEY, as_it_stands, bar, facts
from scripts.new_file import to_be_written
from scripts.school import data_option, settings_for
from scripts.troubles import Refused
from store import backup


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option()
def command(file: Path, place: str) -> None:
    """Write a backup to FILE, and its vault to FILE.vault. The school may go on meanwhile.

    The vault holds passwords and the keys with which texts about people are read. Keep it apart from FILE, and not for
    long: a key that was deleted stays readable for as long as a backup of the vault has it.

    The master key is in neither. It lies in the folder of the school; keep a copy of it in a third place, since without
    it nothing can be read. Views are not in it either: `buddy restore` builds them anew.

    Both files are read once more before they get their names, and no file is ever replaced.

    \b
    Examples:
      buddy backup /backups/school-2026-12-05
      buddy backup /backups/school-2026-12-05 --data postgresql://school@db.example.org/school
    """
    settings = settings_for(place)
    with to_be_written(file), as_it_stands(settings) as services:
        record = services.accountability
        try:
            with bar("Events", record.end()) as progress:
                held = backup.write(record, file.absolute(), services.now(), progress)
        except FileExistsError as error:
            raise Refused(f"{error} Name another file; nothing was changed.") from None
    vault = backup.vault_of(file)
    click.echo(f"{file}: {facts(held)}, {_megabytes(file)}.")
    click.echo(f"{vault}: the vault, {_megabytes(vault)}. Keep it apart from the record.")
    click.echo(f"Not in them: the master key. Keep {settings.folder / KEY} in a third place.")


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:,.1f} MB"

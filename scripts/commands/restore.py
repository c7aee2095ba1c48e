"""`buddy restore`: a school from its backup, in an empty place, and looked through."""

from pathlib import Path

import click

from scripts.moving import KEY, bar, bring, facts
from scripts.school import data_option, settings_for, where
from scripts.troubles import Refused
from store import backup
from store.copying import Texts, open_all
from store.keys import UnknownKey
from store.master_key import MasterKey, WrongKey, master_key

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--vault-file", type=FILE, help="The vault of the backup.  [default: FILE.vault]")
@click.option("--master-key", "key_file", type=FILE, help="[default: master.key in the folder of the school]")
@data_option()
def command(file: Path, vault_file: Path | None, key_file: Path | None, place: str) -> None:
    """Bring a school back from a backup, into an empty folder or empty PostgreSQL databases.

    First the backup is looked through: every byte, every event, every text about people. Only then anything is written;
    it is read back and compared, and the views are built anew. What was recorded after the backup is not there, and
    sessions, links and tokens are those of then.

    A vault of a later backup of the same school will do as well, and is better: who was erased meanwhile stays erased.

    \b
    Examples:
      buddy restore /backups/school-2026-12-05 --data /srv/school --master-key /safe/master.key
      buddy restore /backups/school-2026-12-05 --vault-file /elsewhere/school-2026-12-07.vault --data /srv/school
    """
    settings = settings_for(place)
    vault_file = vault_file or backup.vault_of(file)
    key_file = key_file or settings.folder / KEY
    for needed, option in ((vault_file, "--vault-file"), (key_file, "--master-key")):
        if not needed.is_file():
            raise Refused(f"{needed} is missing; name it with {option}. Nothing was changed.")
    texts = _looked_through(file, vault_file, key_file)
    key = master_key(key_file)
    with backup.opened(file, vault_file, key) as source:
        brought = bring(source, settings, key, shown=str(file))
    click.echo(f"The school is in {where(settings)}: {facts(brought.held)}, as in the backup.")
    click.echo(f"{texts.sealed:,} texts about people, of which {texts.erased:,} are erased; all others can be read.")
    click.echo(f"The master key is {settings.folder / KEY}.")
    click.echo(f"A view is set aside: {brought.poisoned}" if brought.poisoned else "All views are level.")


def _looked_through(file: Path, vault_file: Path, key_file: Path) -> Texts:
    try:
        held = backup.check(file, vault_file)
        key = _key(key_file, file, vault_file)
        with backup.opened(file, vault_file, key) as source, bar("Looking", held.events) as progress:
            return open_all(source, progress)
    except backup.NoBackup as error:
        words = f"{error} is no backup of that kind: it takes the record, and the vault of one."
    except backup.Damaged as error:
        words = f"{error} is damaged: it does not hold any more what was written into it. Take another backup."
    except (UnknownKey, WrongKey):
        words = f"{vault_file} is the vault of another school or of an earlier day: it lacks a key that {file} needs."
    raise Refused(f"{words} Nothing was changed.")


def _key(key_file: Path, file: Path, vault_file: Path) -> MasterKey:
    try:
        key = master_key(key_file)
        with backup.opened(file, vault_file, key) as source:
            source.vault.must_fit()
    except WrongKey:
        raise Refused(
            f"{key_file} is not the master key of this backup. Name the right one with --master-key."
            " Nothing was changed."
        ) from None
    return key

"""`buddy keys`: the master key in epochs, so that backups expire, too."""

import click

from scripts.moving import KEY
from scripts.school import data_option, existing
from scripts.troubles import Refused
from store.rotation import EpochInUse, NoSuchEpoch, retire, rotate, using


@click.group()
def command() -> None:
    """Renew the master key, so that what old backups hold of people who were erased cannot be opened any more.

    docs/erasing.md says when and why. The school goes on meanwhile.
    """


@command.command("rotate")
@data_option()
def rotate_keys(place: str) -> None:
    """Begin a new epoch of the master key and wrap every key of every person anew.

    It may be stopped, and goes on when it is called again. The old epoch stays in the key file until it is retired.

    \b
    Example:
      buddy keys rotate
    """
    with existing(place) as services:
        path = services.settings.folder / KEY
        epoch = rotate(services.vault, path)
        wrapped = using(services.vault).get(epoch, 0)
    click.echo(f"Epoch {epoch} is in use: {wrapped:,} keys are wrapped under it.")
    click.echo(f"Make a copy of {path} now: without it nothing can be read.")


@command.command("retire")
@click.argument("epoch", type=int)
@data_option()
def retire_epoch(epoch: int, place: str) -> None:
    """Take an old epoch out of the key file, once nothing uses it.

    Backups of the vault from that time cannot be opened any more, by anybody, as soon as your copies of the old key
    file are destroyed as well.

    \b
    Example:
      buddy keys retire 1
    """
    with existing(place) as services:
        path = services.settings.folder / KEY
        try:
            retire(services.vault, path, epoch)
        except NoSuchEpoch:
            raise Refused(f"{path} holds no epoch {epoch}.") from None
        except EpochInUse:
            raise Refused(f"Epoch {epoch} is in use. `buddy keys rotate` comes first.") from None
    click.echo(f"Epoch {epoch} is out of {path}. Destroy your copies of the file as it was before.")


@command.command("list")
@data_option()
def list_epochs(place: str) -> None:
    """Which epochs are in use, and by how many keys.

    \b
    Example:
      buddy keys list
    """
    with existing(place) as services:
        for epoch, keys in sorted(using(services.vault).items()):
            click.echo(f"epoch {epoch}: {keys:,} keys")

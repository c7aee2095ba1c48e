"""A file that a command writes: new, and whole or not there, also when the command is ended in between."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scripts.signals import unwinding
from scripts.troubles import Refused


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """To be written into; it stays if nothing goes wrong until the end of the block."""
    with to_be_written(file):
        try:
            into = file.open("xb")
        except FileExistsError:
            raise Refused(f"{file} is there already, and stays as it is.") from None
        try:
            with into:
                yield into
        except BaseException:
            file.unlink()
            raise


@contextmanager
def to_be_written(file: Path) -> Iterator[None]:
    """Where its folder is there, and whoever is ended in between clears up before."""
    if not file.absolute().parent.is_dir():
        raise Refused(f"There is no folder {file.parent}. Nothing was written.")
    with unwinding(signal.SIGTERM, signal.SIGHUP):
        yield

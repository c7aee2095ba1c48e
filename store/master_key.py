"""The master key: outside of every database, in epochs, so that what an old backup holds can be made worthless."""

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY = 32
FIRST = 1
# A wrapped key of the first epoch, which has no number in front of it; later ones have four bytes.
UNNUMBERED = KEY + 8


class WrongKey(Exception):
    """The key does not fit: another master key, or sealed text moved from where it was written."""


@dataclass(frozen=True)
class MasterKey:
    """The keys of one school by epoch; two are equal that open the same. `path`: where newer epochs are looked for."""

    epochs: Mapping[int, bytes]
    path: Path | None = field(default=None, compare=False)

    @property
    def text(self) -> bytes:
        """As it stands in its file: one line an epoch; the first alone as it always did."""
        if set(self.epochs) == {FIRST}:
            return b64encode(self.epochs[FIRST]) + b"\n"
        return b"".join(b"%d:%s\n" % (epoch, b64encode(key)) for epoch, key in sorted(self.epochs.items()))

    def wrap(self, key: bytes, epoch: int) -> bytes:
        body = aes_key_wrap(self.epochs[epoch], key)
        return body if epoch == FIRST else epoch.to_bytes(4) + body

    def unwrap(self, wrapped: bytes) -> bytes:
        """Raises WrongKey, also for an epoch that is not here."""
        body = wrapped if len(wrapped) == UNNUMBERED else wrapped[4:]
        try:
            return aes_key_unwrap(self.epochs[epoch_of(wrapped)], body)
        except (KeyError, InvalidUnwrap, ValueError):
            raise WrongKey from None


def epoch_of(wrapped: bytes) -> int:
    """Under which epoch something was wrapped."""
    return FIRST if len(wrapped) == UNNUMBERED else int.from_bytes(wrapped[:4])


def master_key(path: Path) -> MasterKey:
    """Read the school's master key (base64, readable by its owner only), or make one for a new school.

    Raises WrongKey when the file holds anything else.
    """
    if not path.exists():
        _put(path, MasterKey({FIRST: os.urandom(KEY)}).text, in_place_of_another=False)
    return known_key(path)


def known_key(path: Path) -> MasterKey:
    """As `master_key`, for a school that has one: raises WrongKey also when the file is not there."""
    try:
        return MasterKey(_read(path.read_bytes()), path)
    except FileNotFoundError:
        raise WrongKey from None


def add_epoch(path: Path) -> int:
    """Put a fresh key behind the others, on the disk before anybody uses it; its epoch."""
    known = known_key(path).epochs
    newest = max(known) + 1
    _put(path, MasterKey({**known, newest: os.urandom(KEY)}).text, in_place_of_another=True)
    return newest


def drop_epoch(path: Path, epoch: int) -> None:
    """Take a key out of the file, which is written anew; copies of the old file are the operator's to destroy."""
    left = {number: key for number, key in known_key(path).epochs.items() if number != epoch}
    _put(path, MasterKey(left).text, in_place_of_another=True)


def _read(content: bytes) -> dict[int, bytes]:
    try:
        lines = [line.partition(b":") for line in content.split()]
        if len(lines) == 1 and not lines[0][1]:
            lines = [(b"%d" % FIRST, b":", lines[0][0])]
        found = {int(epoch): b64decode(key, validate=True) for epoch, _, key in lines}
    except ValueError:
        raise WrongKey from None
    if len(found) < max(len(lines), 1) or any(len(key) != KEY or epoch < FIRST for epoch, key in found.items()):
        raise WrongKey
    return found


def _put(path: Path, content: bytes, *, in_place_of_another: bool) -> None:
    """Whole or not at all; and never in the place of a key that a rival may be making as well, unless it is told so."""
    handle, draft = mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if in_place_of_another:
            os.replace(draft, path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)
    # Its name must be on the disk, too, before anything is sealed with it.
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)

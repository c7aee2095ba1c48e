"""Opening an archive that somebody hands in: the ZIP, or the data.json in it; nothing it says of itself is believed."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError

from projections.own_data.archive import DATA
from projections.own_data.contents import FORMAT, VERSION

Row = dict[str, Any]


class NotAnArchive(Exception):
    """The file is no archive of somebody's data; `why`: no_archive, too_large, too_many or other_version."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def opened(data: bytes, largest: int) -> Row:
    """All of its data.json; `largest`: bytes once unpacked. Raises NotAnArchive."""
    try:
        text = _unpacked(data, largest) if data[:2] == b"PK" else data
        if len(text) > largest:
            raise NotAnArchive("too_large")
        found = json.loads(text)
    except (ValueError, RecursionError, BadZipFile, KeyError, ZlibError, NotImplementedError, RuntimeError, EOFError):
        raise NotAnArchive("no_archive") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotAnArchive("no_archive")
    if found.get("version") != VERSION:
        raise NotAnArchive("other_version")
    return found


def listed(found: Row, name: str) -> list[Row]:
    """The rows of one of its lists; what is no row counts as an empty one, so that it is told as left out."""
    rows = found.get(name)
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _unpacked(data: bytes, largest: int) -> bytes:
    """No more than a byte too many. Of the other ways to pack, the library unpacks all that it has read at once."""
    with ZipFile(BytesIO(data)) as archive:
        if archive.getinfo(DATA).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotAnArchive("no_archive")
        with archive.open(DATA) as file:
            return file.read(largest + 1)

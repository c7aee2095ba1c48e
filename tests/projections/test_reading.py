"""Opening what is handed in as an archive: only what can be unpacked a little at a time."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from projections.own_data.archive import DATA
from projections.own_data.reading import NotAnArchive, opened

PLAIN = b'{"format": "accountabilibuddy", "version": 1}'


def packed(how: int) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", how) as into:
        into.writestr(DATA, PLAIN)
    return file.getvalue()


@pytest.mark.parametrize("how", [ZIP_STORED, ZIP_DEFLATED])
def test_what_programs_make_is_opened(how: int) -> None:
    assert opened(packed(how), 1_000)["version"] == 1


@pytest.mark.parametrize("how", [ZIP_BZIP2, ZIP_LZMA])
def test_what_would_be_unpacked_all_at_once_is_not(how: int) -> None:
    """A few hundred bytes of it can be a thousand million once unpacked."""
    for data in (packed(how), packed(how).replace(b"]\x00\x00", b"\xff\xff\xff")):
        with pytest.raises(NotAnArchive) as refused:
            opened(data, 1_000)
        assert refused.value.why == "no_archive"

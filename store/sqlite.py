"""Which SQLite library is used, and how every connection to one of our files is set up."""

import sqlite3
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote


class UnsafeSqlite(Exception):
    """This SQLite can lose pages when several processes write, and no other library is installed."""


def is_safe(version: tuple[int, ...]) -> bool:
    """Whether write-ahead logging is sound with several connections (fixed in 3.51.3, and in 3.44.6 and 3.50.7)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _use_a_safe_library() -> None:
    """Put `pysqlite3` in the place of an affected built-in module; must run before others import that."""
    if is_safe(sqlite3.sqlite_version_info):
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError as error:
        raise UnsafeSqlite(f"SQLite {sqlite3.sqlite_version} is affected and pysqlite3 is not installed") from error
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


BUSY_TIMEOUT_MS = 15_000
# SQLITE_BUSY.
BUSY = 5
# SQLITE_READONLY.
READ_ONLY = 8
# SQLITE_CORRUPT and SQLITE_NOTADB.
DAMAGE = (11, 26)


def prepare(connection: Any, *, synchronous: str, secure_delete: bool = False) -> None:
    """Settings that SQLite forgets with each connection. `synchronous`: FULL for what may not be lost, else NORMAL."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _write_ahead(cursor)
    cursor.execute(f"PRAGMA synchronous={synchronous}")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A quarter of what is usual: one connection a thread and file are many, and the system has the pages as well.
    cursor.execute("PRAGMA cache_size=-500")
    if secure_delete:
        cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Of several that begin with a new file, SQLite lets one switch it and refuses the others, who look again."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except Exception as error:  # of either library
            if _code(error) != BUSY or time.monotonic() > until:
                raise
            time.sleep(0.001)


def unchanging(path: Path) -> str:
    """The address of a file that is read and that nobody writes: it is left as it is, and nothing is put beside it."""
    return f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"


def is_damage(error: BaseException) -> bool:
    """Whether it says that what stands in a file is no database, or not a whole one."""
    return _code(error) in DAMAGE


def is_read_only(error: BaseException) -> bool:
    """Whether a file was opened for reading alone, as SQLite does without a word where it may not be written."""
    return _code(error) == READ_ONLY


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def delete(path: Path) -> None:
    """A database that nobody has open, with what stands beside it."""
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)


_use_a_safe_library()

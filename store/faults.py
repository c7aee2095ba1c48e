"""Which errors are the disk's, a lock's, a file's or a server's, and may pass by themselves; for every door."""

import sqlite3

import psycopg
from eventsourcing import persistence
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from store.database import FAULTS

_FAULTS = (*FAULTS, persistence.PersistenceError, NoConnectionFree)
# A statement that makes no sense, or two that contradict each other, is a defect of ours: waiting changes nothing.
_DEFECTS = tuple(
    getattr(library, kind)
    for library in (sqlite3, psycopg, persistence)
    for kind in ("ProgrammingError", "IntegrityError", "DataError", "NotSupportedError")
)


def may_pass(error: BaseException) -> bool:
    """Whether what was asked can be asked again, unchanged, once the fault is over."""
    # SQLAlchemy wraps what the driver raised.
    return isinstance(error, _FAULTS) and not isinstance(getattr(error, "orig", None) or error, _DEFECTS)

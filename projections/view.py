"""What a view is: tables whose rows are folded from events, each row keyed by its own thing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Index, MetaData, Table

from domain.stream import Stream

Row = dict[str, Any]
Key = tuple[str, ...]
Fold = Callable[[Any, Any], Row | None]
Keys = Callable[[Any], Iterable[Key | str]]

METADATA = MetaData()


class Rows:
    """One table of a view and the folds that write it.

    A fold takes the row as it was (None for none) and an event, and returns the row as it is now, a dict of its own; it
    sets what the event says and reads nothing but its arguments. Returning None leaves no row where there was none; a
    row once made stays, so that a batch fed again can tell what it has seen.

    `once`: each row is told by one event alone, whose position is the last part of its key. Its folds are given no row,
    and none is looked for; rows lie in the order of their keys.
    """

    def __init__(self, name: str, *columns: Column[Any], indexes: Sequence[Index] = (), once: bool = False) -> None:
        self.once = once
        seen = Column("seen", BigInteger, nullable=False, primary_key=once)
        self.table = Table(name, METADATA, *columns, seen, *indexes, sqlite_with_rowid=not once)
        self.key = tuple(str(c.name) for c in self.table.primary_key.columns if c is not seen)
        self.columns = tuple(str(c.name) for c in self.table.columns)
        self.folds: dict[type[Stream.Event], list[tuple[Keys, Fold]]] = {}

    def on(self, *events: type[Stream.Event], key: Keys) -> Callable[[Fold], Fold]:
        """Register a fold for events; `key` yields the keys of the rows that an event touches, from the event alone."""

        def register(fold: Fold) -> Fold:
            for event in events:
                self.folds.setdefault(event, []).append((key, fold))
            return fold

        return register


@dataclass(frozen=True)
class View:
    """Tables that stand and fall together. A higher `version` says: build it anew."""

    name: str
    version: int
    tables: Sequence[Rows] = field(default_factory=tuple)


def stamp(at: datetime) -> str:
    """An instant as text of fixed width, so that text order is time order."""
    return _stamp(at if at.tzinfo is UTC else at.astimezone(UTC))


# Most folds ask for the same instant several times; in one zone, where equal means the same.
@lru_cache(maxsize=4_096)
def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")[:26]


def instant(text: str | None) -> datetime | None:
    """The instant behind a stamp."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def since(text: str) -> datetime:
    """The instant behind a stamp that is always there."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

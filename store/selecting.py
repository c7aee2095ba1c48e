"""What both recorders ask of the table of events, said to the driver itself in words that it has heard before."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from store.mapper import uuid_of


class Selecting(ABC):
    """A recorder's questions. `mark` is how its driver writes a value's place, `position` how its table calls that."""

    mark: str
    table: str
    position: str

    @abstractmethod
    def _rows(self, statement: str, values: list[Any]) -> list[Any]:
        """What one statement answers, by itself: it needs no transaction around it."""

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        stream = originator_id.hex if isinstance(originator_id, UUID) else originator_id
        terms, values = [f"originator_id={self.mark}"], list[Any]([stream])
        for term, version in (("originator_version>", gt), ("originator_version<=", lte)):
            if version is not None:
                terms.append(f"{term}{self.mark}")
                values.append(version)
        statement = (
            f"SELECT originator_version, topic, state FROM {self.table}"  # noqa: S608  # terms are ours
            f" WHERE {' AND '.join(terms)} ORDER BY originator_version {'DESC' if desc else 'ASC'}"
        )
        if limit is not None:
            statement += f" LIMIT {self.mark}"
            values.append(limit)
        return [StoredEvent(originator_id, *row) for row in self._rows(statement, values)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        terms, values = ["1=1"], list[Any]()
        for term, bound in ((">=" if inclusive_of_start else ">", start), ("<=", stop)):
            if bound is not None:
                terms.append(f"{self.position}{term}{self.mark}")
                values.append(bound)
        if topics:
            terms.append(f"topic IN ({', '.join([self.mark] * len(topics))})")
            values += topics
        condition = f"{' AND '.join(terms)} ORDER BY {self.position} LIMIT {self.mark}"
        return self._select(condition, [*values, limit])

    def select_positions(self, positions: Sequence[int]) -> Sequence[Notification]:
        """The events at just these positions, in order; at most some thousands at a time."""
        marks = ", ".join([self.mark] * len(positions))
        return self._select(f"{self.position} IN ({marks}) ORDER BY {self.position}", list(positions))

    def _select(self, condition: str, values: list[Any]) -> Sequence[Notification]:
        statement = (
            f"SELECT {self.position}, originator_id, originator_version, topic, state"  # noqa: S608  # terms are ours
            f" FROM {self.table} WHERE {condition}"
        )
        return [
            Notification(uuid_of(stream) if isinstance(stream, str) else stream, version, topic, state, position)
            for position, stream, version, topic, state in self._rows(statement, values)
        ]

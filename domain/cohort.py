"""Cohorts: groups that start together; members join them in their own streams."""

from dataclasses import field
from typing import ClassVar
from uuid import UUID

from domain.act import Act
from domain.stream import Stream


class Cohort(Stream):
    carries: ClassVar[tuple[str, ...]] = ("cohort_id",)

    class Event(Stream.Event):
        cohort_id: UUID

        def concerns(self) -> tuple[UUID, ...]:
            return (self.cohort_id,)

    class Opened(Stream.Created):
        cohort_id: UUID
        name: str

        def apply(self, cohort: "Cohort") -> None:
            cohort.cohort_id, cohort.name = self.cohort_id, self.name

        def concerns(self) -> tuple[UUID, ...]:
            return (self.cohort_id,)

    class Renamed(Event):
        name: str

        def apply(self, cohort: "Cohort") -> None:
            cohort.name = self.name

    cohort_id: UUID = field(init=False)
    name: str = field(init=False)

    @classmethod
    def open(cls, act: Act, cohort_id: UUID, *, name: str) -> "Cohort":
        return cls.begin(cls.Opened, act, cohort_id, cohort_id=cohort_id, name=name)

    def rename(self, act: Act, name: str) -> None:
        if name != self.name:
            self.tell(Cohort.Renamed, act, name=name)

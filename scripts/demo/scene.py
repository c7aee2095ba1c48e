"""One thing that somebody of the demo school does, at its moment: the school as it is, and who and what is meant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Act
from projections.services import Services
from scripts.demo.calendar import Calendar
from store.record import Record


@dataclass(frozen=True, slots=True)
class Scene:
    """`ids` holds everything by its name in the stories: "ada", "ada/goal/first", "ada/contact/dana"."""

    services: Services
    calendar: Calendar
    ids: dict[str, UUID]
    act: Act
    who: str
    zone: str

    @property
    def school(self) -> Record:
        return self.services.accountability

    def keep(self, kind: str, key: str, thing_id: UUID) -> None:
        self.ids[f"{self.who}/{kind}/{key}"] = thing_id

    def mine(self, kind: str, key: str) -> UUID:
        return self.ids[f"{self.who}/{kind}/{key}"]

    def shared_with(self, other: str) -> UUID:
        """The partnership between the actor and somebody else."""
        return self.ids["+".join(sorted((self.who, other)))]

    def keep_shared_with(self, other: str, partnership_id: UUID) -> None:
        self.ids["+".join(sorted((self.who, other)))] = partnership_id

    def day(self, when: str) -> date:
        return self.calendar.date(when, self.zone)

    def due(self, when: str) -> str:
        return self.day(when).isoformat()

    def instant(self, when: str) -> str:
        return self.calendar.instant(when, self.zone).isoformat()

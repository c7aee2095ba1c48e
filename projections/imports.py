"""Importing contacts: who of a LinkedIn export is new to a tracker, decided once for page, API and command line."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domain.accountability import Accountability
from domain.accountability.contacts import Card
from domain.act import Act
from domain.linkedin import Person, Skipped, read
from projections.tracker import erased_marks, marks_of
from projections.views import Views

SOURCE = "linkedin"
DEFAULT_TIE = "weak"
FORGOTTEN = "forgotten"


class Planned(NamedTuple):
    """Somebody in the file; `row` is the line on which their record starts, from 1 as an editor counts."""

    row: int
    card: Card


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. Every record of the file is in exactly one of the first four, in the file's order.

    Who asked to be forgotten is among the `skipped`. `left_out` names, for a row that gives a person, the cells (url,
    email, connected_on) that could not be used.
    """

    new: tuple[Planned, ...]
    known: tuple[Planned, ...]
    repeated: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]
    left_out: dict[int, tuple[str, ...]]

    @property
    def records(self) -> int:
        return len(self.new) + len(self.known) + len(self.repeated) + len(self.skipped)


def plan_linkedin(views: Views, accountability: Accountability, member_id: UUID, data: bytes) -> ImportPlan:
    """Read an export and compare it with the member's tracker; changes nothing. Raises NotAnExport."""
    reading = read(data)
    marks, erased = marks_of(views, member_id), erased_marks(views, member_id)
    new: list[Planned] = []
    known: list[Planned] = []
    skipped = list(reading.skipped)
    for person in reading.people:
        planned = Planned(person.row, _card(person))
        sought = accountability.sought(planned.card)
        if sought.isdisjoint(erased):
            (new if sought.isdisjoint(marks) else known).append(planned)
        else:
            skipped.append(Skipped(person.row, FORGOTTEN))
    left_out = {person.row: person.left_out for person in reading.people if person.left_out}
    in_order = tuple(sorted(skipped, key=lambda one: one.row))
    return ImportPlan(tuple(new), tuple(known), reading.repeated, in_order, left_out)


def carry_out(
    views: Views,
    accountability: Accountability,
    act: Act,
    plan: ImportPlan,
    tie: str = DEFAULT_TIE,
    *,
    member_id: UUID | None = None,
) -> int:
    """Add everybody who is new, in one transaction, and return how many that were.

    It is fewer than planned when a rival import came first. The tracker is the actor's; an operator names the member.
    """
    if not plan.new:
        return 0
    known = marks_of(views, UUID(act.by) if member_id is None else member_id)
    cards = [planned.card for planned in plan.new]
    return len(
        accountability.import_contacts(act, cards=cards, tie=tie, source=SOURCE, known=known, member_id=member_id)
    )


def _card(person: Person) -> Card:
    day = person.connected_on
    return Card(
        name=person.name,
        company=person.company,
        role=person.role,
        email=person.email,
        link=person.url,
        connected_on="" if day is None else day.isoformat(),
    )

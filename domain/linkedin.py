"""Reading LinkedIn's `Connections.csv`: bytes in, people out, and what was left out and why; use cases call it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from domain.linkedin_file import LARGEST, NotAnExport, table
from domain.same_person import address, is_address, marks, profile, sought
from domain.table_file import Skipped, clean, records
from domain.wording import LINE

__all__ = ["LARGEST", "NotAnExport", "Person", "Reading", "Skipped", "address", "profile", "read"]

_COLUMNS = {
    "given": "first name",
    "family": "last name",
    "url": "url",
    "email": "email address",
    "company": "company",
    "role": "position",
    "connected_on": "connected on",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# LinkedIn writes 08 Oct 2026; saved again by Excel it is 08-Oct-26.
_DATE = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3})[A-Za-z]{0,6}[ -]((?:20)?[0-9]{2})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class Person:
    """One connection, cleaned as `read` says.

    `row` is the line of the file, from 1 as an editor counts, on which the record starts. `url` is '' or an http(s)
    link, `email` '' or well-formed; `left_out` names the cells (url, email, connected_on) that held something unusable.
    """

    row: int
    given: str
    family: str
    name: str
    url: str
    email: str
    company: str
    role: str
    connected_on: date | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Every record of the file is in exactly one of the three, in the order of the file; `people` is never empty."""

    people: tuple[Person, ...]
    repeated: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]


def read(data: bytes) -> Reading:
    """Everybody in the file, once; raises NotAnExport.

    UTF-8, or UTF-16 with its mark (Excel's "Unicode text"); notes of any length above the header; commas, semicolons or
    tabs; columns in any order, others ignored. In cells, white space and line breaks become one space, characters that
    hide or reorder text are dropped, the rest is NFC. A formula stays the text it is: whoever writes a file must escape
    it. `same_person.sought` says who is the same.
    """
    people: list[Person] = []
    repeated: list[Skipped] = []
    skipped: list[Skipped] = []
    known: dict[str, int] = {}
    connections = table(data)
    for found in records(connections, lambda row, cells: _record(row, cells, connections.header)):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif (first := _meet(found, known)) != found.row:
            repeated.append(Skipped(found.row, "same_person_above", first=first))
        else:
            people.append(found)
    if not people:
        raise _nobody(skipped)
    return Reading(tuple(people), tuple(repeated), tuple(skipped))


def _record(row: int, raw: list[str], header: list[str]) -> Person | Skipped:
    cells = [clean(cell) for cell in raw]
    if not any(cells):
        return Skipped(row, "blank")
    if len(cells) < len(header) or any(cells[len(header) :]):
        return Skipped(row, "wrong_number_of_cells")
    if [cell.casefold() for cell in cells[: len(header)]] == header:
        return Skipped(row, "header_again")
    return _person(row, {key: cells[header.index(name)] if name in header else "" for key, name in _COLUMNS.items()})


def _person(row: int, cell: dict[str, str]) -> Person | Skipped:
    name = f"{cell['given']} {cell['family']}".strip()
    if not name:
        return Skipped(row, "no_name")
    for column, text in (("name", name), ("company", cell["company"]), ("role", cell["role"])):
        if len(text) > LINE:
            return Skipped(row, "too_long", column=column)
    usable = {
        "url": cell["url"] if profile(cell["url"]) else "",
        "email": cell["email"] if is_address(cell["email"]) else "",
    }
    day = _date(cell["connected_on"])
    left_out = tuple(column for column, value in {**usable, "connected_on": day}.items() if cell[column] and not value)
    return Person(
        row=row,
        given=cell["given"],
        family=cell["family"],
        name=name,
        company=cell["company"],
        role=cell["role"],
        connected_on=day,
        left_out=left_out,
        **usable,
    )


def _date(text: str) -> date | None:
    """Month names are English in every export, so no locale is asked."""
    try:
        if found := _DATE.fullmatch(text):
            return date(int(found[3]) % 100 + 2000, _MONTHS.index(found[2].lower()) + 1, int(found[1]))
        if found := _ISO_DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return None


def _meet(person: Person, known: dict[str, int]) -> int:
    """The row where this person was met first (their own if new); what is new about them is remembered under it."""
    facts = {"name": person.name, "company": person.company, "url": person.url, "email": person.email}
    first = next((known[mark] for mark in sought(**facts) if mark in known), person.row)
    for mark in marks(**facts):
        known.setdefault(mark, first)
    return first


def _nobody(skipped: list[Skipped]) -> NotAnExport:
    reasons = Counter(record.why for record in skipped)
    if set(reasons) <= {"blank"}:
        return NotAnExport(why="no_rows")
    return NotAnExport(why="no_people", skipped=dict(reasons))

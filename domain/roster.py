"""Reading the list of a cohort: bytes in, people to invite out, and what was left out and why; use cases call it."""

import re
from dataclasses import dataclass
from itertools import islice

from domain.dates import zone as usable_zone
from domain.refusal import Unusable
from domain.same_person import address as comparable
from domain.same_person import is_address
from domain.table_file import Bounds, NotATable, Skipped, Table, clean, headers, lines, records
from domain.wording import LINE

LARGEST = 1024 * 1024  # bytes
MOST_PEOPLE = 500
FIRST_LINES = 20  # the header is among these
ROLES = ("student", "mentor")

# What a column may be called: letter case and what is no letter do not matter.
_CALLED = {
    "name": ("name", "full name", "student name", "display name", "student", "member", "participant"),
    "given": ("first name", "given name", "firstname", "forename"),
    "family": ("last name", "family name", "lastname", "surname"),
    "address": ("address", "email", "e mail", "email address", "e mail address", "mail", "student email"),
    "zone": ("time zone", "timezone", "zone", "tz"),
    "role": ("role", "type"),
}
_SAID = {"": "student", "student": "student", "students": "student", "mentor": "mentor", "mentors": "mentor"}


class NotARoster(NotATable):
    """Nobody could be read. Facts: why, as of NotATable, and with it

    no_header | no_rows | too_many_people (most, found) | no_people (skipped: count by reason).
    """


@dataclass(frozen=True)
class Invitee:
    """Somebody to invite, cleaned as `read` says.

    `row` is the line of the file, from 1 as an editor counts, on which the record starts. `zone` is an IANA name, or
    "" for none; `zone_left_out` says that there was one which is not known.
    """

    row: int
    name: str
    address: str
    role: str
    zone: str
    zone_left_out: bool = False


@dataclass(frozen=True)
class Reading:
    """Every record of the file is in exactly one of the three, in the order of the file; `people` is never empty.

    `skipped` says, beside what Skipped does: no_name | no_address | bad_address | other_role.
    """

    people: tuple[Invitee, ...]
    repeated: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]


_BOUNDS = Bounds(LARGEST, 4 * MOST_PEOPLE, NotARoster, latin=True)


def read(data: bytes) -> Reading:
    """Everybody in the list, once; raises NotARoster.

    UTF-8, UTF-16 with its mark, or Windows-1252; commas, semicolons or tabs; a line that names the columns, in any
    order: a name (in one column or two) and an address, perhaps a time zone and a role; others are ignored. Cells are
    cleaned as in `domain.linkedin`. Nobody becomes staff by a list.
    """
    found, columns = _table(lines(data, _BOUNDS))
    people, repeated, skipped = list[Invitee](), list[Skipped](), list[Skipped]()
    met: dict[str, int] = {}
    for one in records(found, lambda row, cells: _record(row, cells, found, columns)):
        if isinstance(one, Skipped):
            skipped.append(one)
        elif (first := met.setdefault(comparable(one.address) or one.address.casefold(), one.row)) != one.row:
            repeated.append(Skipped(one.row, "same_person_above", first=first))
        else:
            people.append(one)
    if not people:
        raise _nobody(skipped)
    if len(people) > MOST_PEOPLE:
        raise NotARoster(why="too_many_people", most=MOST_PEOPLE, found=len(people))
    return Reading(tuple(people), tuple(repeated), tuple(skipped))


def _table(found: list[str]) -> tuple[Table, dict[str, int]]:
    """The table, and in which column stands what."""
    for number, line in enumerate(islice(found, FIRST_LINES), start=1):
        for delimiter, header in headers(line):
            columns = _columns(header)
            if "address" in columns and ("name" in columns or {"given", "family"} <= columns.keys()):
                return Table(found, number, delimiter, header), columns
    raise NotARoster(why="no_header")


def _columns(header: list[str]) -> dict[str, int]:
    named = [" ".join(re.findall(r"[^\W_]+", cell)) for cell in header]
    found = {key: [named.index(word) for word in words if word in named] for key, words in _CALLED.items()}
    return {key: places[0] for key, places in found.items() if places}


def _record(row: int, raw: list[str], table: Table, columns: dict[str, int]) -> Invitee | Skipped:
    cells = [clean(cell) for cell in raw]
    if not any(cells):
        return Skipped(row, "blank")
    if any(cells[len(table.header) :]):
        return Skipped(row, "wrong_number_of_cells")
    # Cells that a row does not have are empty: programs leave those at its end out.
    cells += [""] * (len(table.header) - len(cells))
    if [cell.casefold() for cell in cells[: len(table.header)]] == table.header:
        return Skipped(row, "header_again")
    return _invitee(row, {key: cells[columns[key]] if key in columns else "" for key in _CALLED})


def _invitee(row: int, cell: dict[str, str]) -> Invitee | Skipped:
    name, role = cell["name"] or f"{cell['given']} {cell['family']}".strip(), _SAID.get(cell["role"].casefold())
    zone = _zone(cell["zone"])
    wrong = {
        "no_name": not name,
        "no_address": not cell["address"],
        "bad_address": not is_address(cell["address"]),
        "other_role": role is None,
    }
    if len(name) > LINE:
        return Skipped(row, "too_long", column="name")
    if why := next((why for why, applies in wrong.items() if applies), ""):
        return Skipped(row, why, name=name)
    return Invitee(row, name, cell["address"], role or "", zone, bool(cell["zone"]) and not zone)


def _zone(cell: str) -> str:
    try:
        return usable_zone(cell)
    except Unusable:
        return ""


def _nobody(skipped: list[Skipped]) -> NotARoster:
    reasons = {one.why: sum(other.why == one.why for other in skipped) for one in skipped}
    return NotARoster(why="no_rows") if set(reasons) <= {"blank"} else NotARoster(why="no_people", skipped=reasons)

"""LinkedIn's `Connections.csv` as a table: where it begins, or what else it is; `domain.linkedin` reads people."""

from domain.table_file import LONGEST_LINE, Bounds, NotATable, Table, header, headers, lines

LARGEST = 5 * 1024 * 1024  # bytes; 30,000 connections, LinkedIn's most, take about 4 MB
MOST_LINES = 50_000

REQUIRED = ("First Name", "Last Name", "Connected On")
_OTHER_FILES = {
    "messages.csv": {"conversation id", "from", "content"},
    "Profile.csv": {"first name", "last name", "headline"},
    "Invitations.csv": {"from", "to", "sent at", "direction"},
    "Positions.csv": {"company name", "title", "started on"},
    "Education.csv": {"school name", "degree name"},
    "Contacts.csv": {"source", "firstname", "lastname"},
    "Email Addresses.csv": {"email address", "confirmed", "primary"},
    "Recommendations": {"first name", "last name", "job title", "text"},
    "Endorsements": {"endorsement date", "skill name"},
    "Company Follows.csv": {"organization", "followed on"},
}


class NotAnExport(NotATable):
    """Nothing could be read. Facts: why, and with it

    empty | not_text | not_utf8 (line) | zip | spreadsheet | too_large (size, largest: bytes) | too_many_lines (most)
    | other_linkedin_file (file) | no_header (expected) | missing_columns (missing) | no_rows
    | no_people (skipped: count by reason).
    """


_BOUNDS = Bounds(LARGEST, MOST_LINES, NotAnExport)


def table(data: bytes) -> Table:
    """Find the table in a file; raises NotAnExport."""
    found = lines(data, _BOUNDS)
    missing: list[str] = []
    for number, line in enumerate(found, start=1):
        for delimiter, columns in headers(line) if "name" in line.casefold() else ():
            lacking = [column for column in REQUIRED if column.casefold() not in columns]
            if not lacking:
                return Table(found, number, delimiter, columns)
            if len(lacking) == 1:
                missing = missing or lacking
    raise _not_an_export(found, missing)


def _not_an_export(lines: list[str], missing: list[str]) -> NotAnExport:
    first = next((line for line in lines if line.strip()), "")
    cells = set(header(first[:LONGEST_LINE], ","))
    other = next((name for name, columns in _OTHER_FILES.items() if columns <= cells), "")
    if other:
        return NotAnExport(why="other_linkedin_file", file=other)
    if missing:
        return NotAnExport(why="missing_columns", missing=missing)
    return NotAnExport(why="no_header", expected=list(REQUIRED))

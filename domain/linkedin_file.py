"""The bytes of LinkedIn's `Connections.csv` as a table: encoding, header, records; `domain.linkedin` reads people."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from itertools import islice

from domain.refusal import Refusal
from domain.wording import has_hidden_characters

LARGEST = 5 * 1024 * 1024  # bytes; 30,000 connections, LinkedIn's most, take about 4 MB
MOST_LINES = 50_000
# A record of ours fits in far less. The two together also stay below csv's own limit of 131,072 characters a cell,
# and bound the work of looking for the end of a quotation that never closes.
LONGEST_LINE = 6_000
MOST_LINES_A_RECORD = 10

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


class NotAnExport(Refusal):
    """Nothing could be read. Facts: why, and with it

    empty | not_text | not_utf8 (line) | zip | spreadsheet | too_large (size, largest: bytes) | too_many_lines (most)
    | other_linkedin_file (file) | no_header (expected) | missing_columns (missing) | no_rows
    | no_people (skipped: count by reason).
    """


@dataclass(frozen=True)
class Table:
    """The lines of the file, and how they are to be read."""

    lines: list[str]
    below: int  # how many lines come before the first record
    delimiter: str
    header: list[str]  # casefolded, without empty cells at the end

    def record(self, at: int) -> tuple[list[str], int]:
        """The raw cells of the record starting at `lines[at]`, and how many lines it takes; [] if it cannot be read."""
        if self.is_too_long(at):
            return [], 1
        lines = self.lines[at : at + MOST_LINES_A_RECORD]
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            return [], 1
        return ([] if any(map(self._swallowed_another, cells)) else cells), reader.line_num

    def is_too_long(self, at: int) -> bool:
        return len(self.lines[at]) > LONGEST_LINE

    def _swallowed_another(self, cell: str) -> bool:
        """Opened in one record and closed in that column of a later one, a cell holds all the delimiters between."""
        return ("\n" in cell or "\r" in cell) and cell.count(self.delimiter) >= len(self.header) - 1


def table(data: bytes) -> Table:
    """Find the table in a file; raises NotAnExport."""
    lines = _lines(_text(data))
    missing: list[str] = []
    for number, line in enumerate(lines, start=1):
        for delimiter, header in _headers(line):
            lacking = [column for column in REQUIRED if column.casefold() not in header]
            if not lacking:
                return Table(lines, number, delimiter, header)
            if len(lacking) == 1:
                missing = missing or lacking
    raise _not_an_export(lines, missing)


def clean(cell: str) -> str:
    """One line of NFC text without characters that hide or reorder; '' if nothing of it can be seen."""
    if not cell.isprintable():
        cell = "".join(c for c in cell if c.isspace() or not has_hidden_characters(c))
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    return text if any(c.isprintable() for c in text) else ""  # joiners alone are nothing to see


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotAnExport(why="too_large", size=len(data), largest=LARGEST)
    if other := _archive(data):
        raise NotAnExport(why=other)
    text = _decoded(data)
    if not text.strip("\ufeff \t\r\n"):
        raise NotAnExport(why="empty")
    if text.count("\0") * 10 > len(text):
        raise NotAnExport(why="not_text")
    return text


def _archive(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or b"opendocument.spreadsheet" in data[:100]:
        return "spreadsheet"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "spreadsheet" if b"xl/workbook" in data else "zip"
    return ""


def _decoded(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        binary = utf16 or b"\0" in data[:1024] or data.startswith(b"%PDF")
        line = data.count(b"\n", 0, error.start) + 1
    # Raised out here, because the error above carries the whole file, which must not reach a log.
    raise NotAnExport(why="not_text") if binary else NotAnExport(why="not_utf8", line=line)


def _lines(text: str) -> list[str]:
    # newline="": lines end as csv and editors see it (LF, CRLF, CR), not at the exotic separators of str.splitlines.
    lines = list(islice(io.StringIO(text, newline=""), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        raise NotAnExport(why="too_many_lines", most=MOST_LINES)
    return lines


def _headers(line: str) -> list[tuple[str, list[str]]]:
    """What the line would be as a header, for each delimiter; nothing if it cannot be one."""
    if len(line) > LONGEST_LINE or "name" not in line.casefold():
        return []
    return [(delimiter, _header(line, delimiter)) for delimiter in ",;\t"]


def _header(line: str, delimiter: str) -> list[str]:
    cells = [clean(cell).casefold() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _not_an_export(lines: list[str], missing: list[str]) -> NotAnExport:
    first = next((line for line in lines if line.strip()), "")
    cells = set(_header(first[:LONGEST_LINE], ","))
    other = next((name for name, columns in _OTHER_FILES.items() if columns <= cells), "")
    if other:
        return NotAnExport(why="other_linkedin_file", file=other)
    if missing:
        return NotAnExport(why="missing_columns", missing=missing)
    return NotAnExport(why="no_header", expected=list(REQUIRED))

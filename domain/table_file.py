"""The bytes of a CSV file as a table: encoding, header, records; whoever knows the columns reads people."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from domain.refusal import Refusal
from domain.wording import has_hidden_characters

# A record of ours fits in far less. The two together also stay below csv's own limit of 131,072 characters a cell,
# and bound the work of looking for the end of a quotation that never closes.
LONGEST_LINE = 6_000
MOST_LINES_A_RECORD = 10
DELIMITERS = ",;\t"

T = TypeVar("T")


class NotATable(Refusal):
    """Nothing could be read. Facts: why, and with it

    empty | not_text | not_utf8 (line) | zip | spreadsheet | too_large (size, largest: bytes) | too_many_lines (most).
    """


@dataclass(frozen=True)
class Skipped:
    """A record that gave nobody new; `row` is the line on which it starts, from 1 as an editor counts.

    `why`: same_person_above (`first`: the row of that person) | blank | too_long (`column`, or '' for the whole line) |
    wrong_number_of_cells | broken_quotes | header_again, and what else its reader says. `name`: of whom, if known.
    """

    row: int
    why: str
    first: int | None = None
    column: str = ""
    name: str = ""


@dataclass(frozen=True)
class Bounds:
    """What is read at most, and how more is refused; with `latin`, what is not UTF-8 is Windows-1252."""

    largest: int
    most_lines: int
    refusal: type[NotATable] = NotATable
    latin: bool = False


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


def records(table: Table, read: Callable[[int, list[str]], T | Skipped]) -> Iterator[T | Skipped]:
    """What `read` makes of each record: of the row it starts on, and its raw cells."""
    at = table.below
    while at < len(table.lines):
        cells, taken = table.record(at)
        found = read(at + 1, cells) if cells else Skipped(at + 1, _why_unreadable(table, at))
        yield found
        # A quotation that never closes swallows the people below it. So whatever ran over several lines and gave nobody
        # counts as its first line only, and reading goes on with the next.
        at += 1 if isinstance(found, Skipped) else taken


def _why_unreadable(table: Table, at: int) -> str:
    if table.is_too_long(at):
        return "too_long"
    return "broken_quotes" if table.lines[at].strip() else "blank"


def lines(data: bytes, bounds: Bounds) -> list[str]:
    """The lines of a text file; raises the refusal of the bounds."""
    # newline="": lines end as csv and editors see it (LF, CRLF, CR), not at the exotic separators of str.splitlines.
    found = list(islice(io.StringIO(_text(data, bounds), newline=""), bounds.most_lines + 1))
    if len(found) > bounds.most_lines:
        raise bounds.refusal(why="too_many_lines", most=bounds.most_lines)
    return found


def headers(line: str) -> list[tuple[str, list[str]]]:
    """What the line would be as a header, for each delimiter; nothing if it cannot be one."""
    return [] if len(line) > LONGEST_LINE else [(delimiter, header(line, delimiter)) for delimiter in DELIMITERS]


def header(line: str, delimiter: str) -> list[str]:
    cells = [clean(cell).casefold() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def clean(cell: str) -> str:
    """One line of NFC text without characters that hide or reorder; '' if nothing of it can be seen."""
    if not cell.isprintable():
        cell = "".join(c for c in cell if c.isspace() or not has_hidden_characters(c))
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    return text if any(c.isprintable() for c in text) else ""  # joiners alone are nothing to see


def _text(data: bytes, bounds: Bounds) -> str:
    if len(data) > bounds.largest:
        raise bounds.refusal(why="too_large", size=len(data), largest=bounds.largest)
    if other := _archive(data):
        raise bounds.refusal(why=other)
    text = _decoded(data, bounds)
    if not text.strip("\ufeff \t\r\n"):
        raise bounds.refusal(why="empty")
    if text.count("\0") * 10 > len(text):
        raise bounds.refusal(why="not_text")
    return text


def _archive(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or b"opendocument.spreadsheet" in data[:100]:
        return "spreadsheet"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "spreadsheet" if b"xl/workbook" in data else "zip"
    return ""


def _decoded(data: bytes, bounds: Bounds) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        binary = utf16 or b"\0" in data[:1024] or data.startswith(b"%PDF")
        line = data.count(b"\n", 0, error.start) + 1
    # Raised out here, because the error above carries the whole file, which must not reach a log.
    if bounds.latin and not binary:
        return data.decode("cp1252", errors="replace")
    raise bounds.refusal(why="not_text") if binary else bounds.refusal(why="not_utf8", line=line)

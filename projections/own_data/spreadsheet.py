"""Tables for spreadsheet programs, in which no cell can become a formula; for whatever is handed out as CSV."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import IO

# What a program may take for a formula, or for the end of a cell, also behind quotes and blanks.
_ACTS = re.compile(r"[\s\"'\x00]*[=+\-@\t\r\x00|%＝＋－＠]")
# Where a program that expects another separator begins the next cell, whatever quotes say (a German one expects ;).
_ENDS = re.compile(r"([;\t\r\n])")


def cell(value: object) -> object:
    """Text that begins like a formula gets an apostrophe before it, also where one may take a cell to have ended.

    A NUL, which no program reads, is left out.
    """
    if not isinstance(value, str):
        return value
    parts = _ENDS.split(value)
    parts[2::2] = map(_text, parts[2::2])
    whole = "".join(parts)
    return (f"'{whole}" if _ACTS.match(value) else whole).replace("\x00", "")


def _text(part: str) -> str:
    return f"'{part}" if _ACTS.match(part) else part


def table(file: IO[str], columns: Sequence[str]) -> Callable[[Sequence[object]], None]:
    """Write the heading, and return what writes a row: every text in quotes, lines ending as RFC 4180 has it."""
    sheet = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    sheet.writerow(columns)

    def put(row: Sequence[object]) -> None:
        sheet.writerow([cell(value) for value in row])

    return put

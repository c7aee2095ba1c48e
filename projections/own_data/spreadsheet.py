"""Tables for spreadsheet programs, in which no cell can become a formula; for whatever is handed out as CSV."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import IO

# What a program may take for a formula, or for the end of a cell, also behind quotes and blanks.
_ACTS = re.compile(r"[\s\"'\x00]*[=+\-@\t\r\x00|%＝＋－＠]")


def cell(value: object) -> object:
    """Text that begins like a formula gets an apostrophe before it; a NUL, which no program reads, is left out."""
    if not isinstance(value, str):
        return value
    return f"'{value}".replace("\x00", "") if _ACTS.match(value) else value.replace("\x00", "")


def table(file: IO[str], columns: Sequence[str]) -> Callable[[Sequence[object]], None]:
    """Write the heading, and return what writes a row: every text in quotes, lines ending as RFC 4180 has it."""
    sheet = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    sheet.writerow(columns)

    def put(row: Sequence[object]) -> None:
        sheet.writerow([cell(value) for value in row])

    return put

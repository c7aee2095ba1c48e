"""What is said about an export and its rows, in the same words by page, API and command line."""

from collections.abc import Mapping
from typing import Any

from domain.linkedin import NotAnExport, Skipped

FILE_WORDS = {
    "empty": "The file is empty.",
    "not_text": "That is not a text file. LinkedIn's Connections.csv is plain text.",
    "not_utf8": "The file is not in UTF-8, the encoding LinkedIn writes: line {line} cannot be read."
    " Please use the file as it was downloaded.",
    "zip": "That is the archive LinkedIn sends. Please unpack it and choose the file Connections.csv inside.",
    "spreadsheet": "That is a spreadsheet. Please use the Connections.csv that LinkedIn sent, or save it as CSV.",
    "too_large": "The file has {size_mb} MB, and {largest_mb} MB is the most we read."
    " LinkedIn's largest exports take about 4 MB.",
    "too_many_lines": "The file has more than {most:,} lines. LinkedIn's largest exports have about 30,000.",
    "other_linkedin_file": "That is {file} from the same download. Your contacts are in Connections.csv.",
    "no_header": "That does not look like LinkedIn's Connections.csv: no line with the columns {expected} was found.",
    "missing_columns": "A column is missing: {missing}. Please use the Connections.csv as LinkedIn sent it.",
    "no_rows": "The file has the columns of an export, and nobody in it.",
    "no_people": "Not one row of the file could be read as a person ({skipped}).",
}
ROW_WORDS = {
    "same_person_above": "the same person as in row {first}",
    "blank": "an empty row",
    "no_name": "no name",
    "wrong_number_of_cells": "not as many cells as the file has columns",
    "broken_quotes": "a quotation mark that opens and never closes",
    "forgotten": "asked to be forgotten",
    "header_again": "the column names again",
}
TOO_LONG = {
    "name": "the name is too long",
    "company": "the company is too long",
    "role": "the position is too long",
    "": "the line is too long",
}
CELL_WORDS = {"url": "the link", "email": "the e-mail address", "connected_on": "the date"}
MEGABYTE = 1024 * 1024


def why_no_export(refusal: NotAnExport) -> str:
    """Why nothing could be read from a file, in a sentence or two."""
    facts: Mapping[str, Any] = refusal.facts
    words = {name: ", ".join(value) if isinstance(value, list) else value for name, value in facts.items()}
    if "size" in facts:
        words |= {f"{name}_mb": f"{facts[name] / MEGABYTE:.3g}" for name in ("size", "largest")}
    if "skipped" in facts:
        counted = facts["skipped"].items()
        words["skipped"] = "; ".join(f"{ROW_WORDS.get(why, 'too long')}: {number}" for why, number in counted)
    return FILE_WORDS[facts["why"]].format(**words)


def why_skipped(row: Skipped) -> str:
    """Why a row gave nobody new, as part of a sentence."""
    if row.why == "too_long":
        return TOO_LONG[row.column]
    return ROW_WORDS[row.why].format(first=row.first)


def what_was_left_out(cells: tuple[str, ...]) -> str:
    """Which cells of a person's row could not be used, as part of a sentence."""
    return " and ".join(CELL_WORDS[cell] for cell in cells)

"""Every way in which a file or a row can be refused has its words."""

import re
from pathlib import Path

import pytest

from domain import linkedin, linkedin_file, table_file
from domain.linkedin import NotAnExport, Skipped
from projections.import_words import FILE_WORDS, ROW_WORDS, TOO_LONG, what_was_left_out, why_no_export, why_skipped

MODULES = (linkedin, linkedin_file, table_file)
READERS = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in MODULES)


def test_every_reason_the_readers_give_has_words() -> None:
    reasons = set(re.findall(r'(?:NotAnExport|bounds\.refusal)\(why="(\w+)"', READERS)) | {"spreadsheet", "zip"}
    assert reasons == set(FILE_WORDS)
    assert set(re.findall(r'Skipped\([\w. ]+(?: \+ 1)?, "(\w+)"', READERS)) <= {*ROW_WORDS, "too_long"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"why": "not_utf8", "line": 6}, "line 6"),
        ({"why": "too_large", "size": 52_428_800, "largest": 5_242_880}, "50 MB, and 5 MB"),
        ({"why": "too_many_lines", "most": 50_000}, "50,000"),
        ({"why": "other_linkedin_file", "file": "messages.csv"}, "messages.csv"),
        ({"why": "no_header", "expected": ["First Name", "Last Name"]}, "First Name, Last Name"),
        ({"why": "missing_columns", "missing": ["Connected On"]}, "Connected On"),
        ({"why": "no_people", "skipped": {"no_name": 2, "too_long": 1}}, "no name: 2; too long: 1"),
    ],
)
def test_the_facts_stand_in_the_words(facts: dict[str, object], words: str) -> None:
    assert words in why_no_export(NotAnExport(**facts))


def test_rows_say_what_is_the_matter() -> None:
    assert why_skipped(Skipped(12, "same_person_above", first=8)) == "the same person as in row 8"
    assert {why_skipped(Skipped(9, "too_long", column=c)) for c in TOO_LONG} == set(TOO_LONG.values())


def test_cells_left_out_are_named() -> None:
    assert what_was_left_out(("email", "connected_on")) == "the e-mail address and the date"

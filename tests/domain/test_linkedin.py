"""What `Connections.csv` says, and what is said about files and records that cannot be used."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.linkedin import LARGEST, NotAnExport, Person, Reading, Skipped, read
from domain.linkedin_file import MOST_LINES
from domain.table_file import LONGEST_LINE
from domain.wording import has_hidden_characters

SAMPLE = (Path(__file__).parent.parent / "samples" / "linkedin-Connections.csv").read_bytes()
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ADA = "Ada,Lovelace,https://www.linkedin.com/in/ada,ada@example.org,Engines,Analyst,08 Oct 2026"
BO = "Bo,Li,https://www.linkedin.com/in/bo,,Looms,Weaver,01 Jan 2024"


def export(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join(["Notes:", '"Some, text"', "", header, *lines]).encode()


def one(line: str, header: str = HEADER) -> Person:
    (person,) = read(export(line, header=header)).people
    return person


def names(data: bytes) -> list[str]:
    return [person.name for person in read(data).people]


def why(data: bytes) -> str:
    with pytest.raises(NotAnExport) as refusal:
        read(data)
    return str(refusal.value.facts["why"])


# The real sample


def test_the_sample_gives_every_person_once():
    assert len(read(SAMPLE).people) == 422


def test_the_one_repeated_row_of_the_sample_points_at_the_first():
    assert read(SAMPLE).repeated == (Skipped(12, "same_person_above", first=8),)


def test_the_blank_row_and_the_row_with_only_a_date_are_skipped():
    assert read(SAMPLE).skipped == (Skipped(35, "blank"), Skipped(36, "no_name"))


def test_every_record_of_the_sample_is_in_exactly_one_of_the_three():
    reading = read(SAMPLE)
    rows = sorted(entry.row for part in (reading.people, reading.repeated, reading.skipped) for entry in part)
    # Lines 1-4 are notes and header; line 66 is the second half of a company's name.
    assert rows == [line for line in range(5, 431) if line != 66]


def test_people_of_the_sample_who_share_an_address_stay_apart():
    sharing = [person.family for person in read(SAMPLE).people if person.email == "-@example.com"]
    assert sharing == ["لخم", "木村", "जोशी"]


def test_a_line_break_in_a_company_becomes_a_space():
    assert [p.company for p in read(SAMPLE).people if p.row == 65] == ["Ärzte & Söhne GmbH"]


def test_a_formula_stays_the_text_it_is():
    (person,) = [person for person in read(SAMPLE).people if person.row == 49]
    assert (person.given, person.company, person.role) == ('=HYPERLINK("http://evil.example")', "@SUM(A1)", "+1")


def test_nothing_in_the_sample_had_to_be_left_out():
    assert {person.left_out for person in read(SAMPLE).people} == {()}


def test_everybody_in_the_sample_has_a_date():
    assert all(person.connected_on for person in read(SAMPLE).people)


# Shapes of the file


def test_one_person_is_read_field_by_field():
    expected = Person(
        row=5,
        given="Ada",
        family="Lovelace",
        name="Ada Lovelace",
        url="https://www.linkedin.com/in/ada",
        email="ada@example.org",
        company="Engines",
        role="Analyst",
        connected_on=date(2026, 10, 8),
    )
    assert one(ADA) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_gives_the_same_rows(end: str):
    data = export(ADA, BO).replace(b"\n", end.encode())
    assert [person.row for person in read(data).people] == [5, 6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_linkedin_and_excel_write_are_read(encoding: str):
    assert names(export("Zoë,高橋,,,,,").decode().encode(encoding)) == ["Zoë 高橋"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_are_read(delimiter: str):
    assert names(export(ADA.replace(",", delimiter), header=HEADER.replace(",", delimiter))) == ["Ada Lovelace"]


def test_notes_above_the_header_may_be_missing():
    assert names(f"{HEADER}\n{ADA}".encode()) == ["Ada Lovelace"]


def test_notes_above_the_header_may_be_long():
    assert names(b'A "note, odd\n' * 500 + f"{HEADER}\n{ADA}".encode()) == ["Ada Lovelace"]


def test_columns_may_come_in_another_order_and_case_with_others_between():
    person = one("1,Li,Loom,01 Jan 2024,Bo", header="No,LAST NAME,company,Connected on,First Name")
    assert (person.name, person.company) == ("Bo Li", "Loom")


def test_a_file_without_the_url_column_is_read():
    assert one("Bo,Li,01 Jan 2024", header="First Name,Last Name,Connected On").url == ""


def test_empty_cells_beyond_the_header_do_no_harm():
    assert names(export(f"{ADA},,,", header=f"{HEADER},,")) == ["Ada Lovelace"]


# Files that are refused


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t\n"])
def test_an_empty_file_is_refused(data: bytes):
    assert why(data) == "empty"


def test_a_file_of_fifty_megabytes_is_refused_with_both_sizes():
    with pytest.raises(NotAnExport) as refusal:
        read(bytes(50 * 1024 * 1024))
    assert refusal.value.facts == {"why": "too_large", "size": 50 * 1024 * 1024, "largest": LARGEST}


def test_a_file_of_too_many_lines_is_refused():
    assert why(b"\n" * MOST_LINES + b"x") == "too_many_lines"


def test_a_file_that_is_not_utf8_is_refused_with_the_first_bad_line():
    with pytest.raises(NotAnExport) as refusal:
        read(export(ADA, BO.replace("Bo", "Zoé")).decode().encode("latin-1"))
    assert refusal.value.facts == {"why": "not_utf8", "line": 6}


def test_a_refusal_does_not_carry_the_file_along():
    with pytest.raises(NotAnExport) as refusal:
        read("Zoé".encode("latin-1"))
    assert refusal.value.__context__ is None


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", b"%PDF-1.7\n\xe2\xe3", "a,b\n".encode("utf-16-le")]
)
def test_what_is_no_text_is_refused(data: bytes):
    assert why(data) == "not_text"


@pytest.mark.parametrize(("inside", "reason"), [("Connections.csv", "zip"), ("xl/workbook.xml", "spreadsheet")])
def test_archives_are_told_apart(inside: str, reason: str):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, "x")
    assert why(packed.getvalue()) == reason


def test_an_old_excel_file_is_a_spreadsheet():
    assert why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "spreadsheet"


@pytest.mark.parametrize(
    ("header", "file"),
    [
        ("CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER", "messages.csv"),
        ("First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry", "Profile.csv"),
    ],
)
def test_another_file_of_the_same_download_is_named(header: str, file: str):
    with pytest.raises(NotAnExport) as refusal:
        read(f"{header}\na,b,c\n".encode())
    assert refusal.value.facts == {"why": "other_linkedin_file", "file": file}


def test_a_missing_column_is_named():
    with pytest.raises(NotAnExport) as refusal:
        read(b"First Name,Last Name,Phone\nAda,Lovelace,1\n")
    assert refusal.value.facts == {"why": "missing_columns", "missing": ["Connected On"]}


@pytest.mark.parametrize("text", ["just words", "Vorname,Nachname,URL\nAda,Lovelace,", "<html>name</html>"])
def test_a_text_without_the_header_is_refused(text: str):
    assert why(text.encode()) == "no_header"


@pytest.mark.parametrize("lines", [[], ["", ",,,,,,"]])
def test_a_header_with_nothing_below_is_refused(lines: list[str]):
    assert why(export(*lines)) == "no_rows"


def test_a_file_that_gives_nobody_is_refused_with_a_count_by_reason():
    with pytest.raises(NotAnExport) as refusal:
        read(export(",,,,,,04 Jul 2024", "only,two", "only,two"))
    assert refusal.value.facts == {"why": "no_people", "skipped": {"no_name": 1, "wrong_number_of_cells": 2}}


# Records that are skipped


@pytest.mark.parametrize("line", ["Bo,Li", f"{BO},more", "GmbH,Dev,29 Feb 2024"])
def test_a_record_with_another_number_of_cells_is_skipped(line: str):
    assert read(export(ADA, line)).skipped == (Skipped(6, "wrong_number_of_cells"),)


def test_a_second_header_is_skipped():
    assert read(export(ADA, HEADER, BO)).skipped == (Skipped(6, "header_again"),)


@pytest.mark.parametrize("column", ["name", "company", "role"])
def test_a_cell_that_is_too_long_is_named(column: str):
    cell = {"name": "", "company": "", "role": "", column: "x" * 201}
    line = f"B{cell['name']},Li,,,{cell['company']},{cell['role']},"
    assert read(export(ADA, line)).skipped == (Skipped(6, "too_long", column=column),)


def test_a_company_of_two_hundred_characters_is_kept():
    assert one(f"Bo,Li,,,{'x' * 200},,").company == "x" * 200


def test_a_line_beyond_all_measure_is_skipped_whole():
    assert read(export(ADA, f"Bo,Li,,,{'x' * LONGEST_LINE},,")).skipped == (Skipped(6, "too_long"),)


def test_a_quotation_that_never_closes_costs_only_its_own_line():
    reading = read(export(ADA, 'Cy,Poe,,,"Acme,Dev,', BO))
    assert ([p.name for p in reading.people], reading.skipped) == (
        ["Ada Lovelace", "Bo Li"],
        (Skipped(6, "broken_quotes"),),
    )


def test_a_quotation_that_a_later_quoted_cell_would_close_costs_only_its_own_line():
    quoted = BO.replace("Looms", '"Looms, Inc"')
    assert names(export('Cy,Poe,,,"Acme,Dev,', quoted, ADA)) == ["Bo Li", "Ada Lovelace"]


def test_a_record_swallowed_into_the_same_column_is_noticed():
    reading = read(export('Cy,Poe,,,"Acme,Dev,', 'Di,Fox,,,Beta",Dev,', BO))
    assert [s.why for s in reading.skipped] == ["broken_quotes"]
    assert [p.company for p in reading.people] == ['Beta"', "Looms"]


def test_quotes_inside_an_unquoted_cell_are_text():
    assert one('Bo "Bobby",Li,,,,,').given == 'Bo "Bobby"'


# The same person again


def repeated(*lines: str) -> bool:
    return len(read(export(*lines)).repeated) == 1


def test_the_same_profile_in_another_spelling_is_the_same_person():
    assert repeated(ADA, "A.,L.,http://uk.linkedin.com/in/ADA/?trk=x,,,,")


def test_the_same_address_is_the_same_person_if_one_has_no_profile():
    assert repeated(ADA, "A.,L.,,ADA@example.org,,,")


def test_the_same_address_does_not_join_two_profiles():
    assert not repeated(ADA, "Al,Lovelace,https://www.linkedin.com/in/al,ada@example.org,,,")


def test_the_same_name_and_company_is_the_same_person_if_nothing_tells_them_apart():
    assert repeated("ADA,Lovelace,,,ENGINES,,", ADA)


def test_the_same_name_and_company_does_not_join_two_profiles():
    assert not repeated(ADA, ADA.replace("/in/ada", "/in/ada-2"))


def test_the_same_name_elsewhere_is_somebody_else():
    assert not repeated("Ada,Lovelace,,,Engines,,", "Ada,Lovelace,,,Looms,,")


def test_composed_and_decomposed_letters_are_the_same_name():
    assert repeated("Zo\u00eb,Li,,,,,", "Zoe\u0308,Li,,,,,")


def test_what_a_repeated_row_adds_is_remembered_for_the_next():
    with_mail = "Bo,Li,https://www.linkedin.com/in/bo,bo@example.org,,,"
    reading = read(export(BO, with_mail, "B.,L.,,bo@example.org,,,"))
    assert [entry.first for entry in reading.repeated] == [5, 5]


# Cells


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("08 Oct 2026", date(2026, 10, 8)),
        ("8 October 2026", date(2026, 10, 8)),
        ("08-Oct-26", date(2026, 10, 8)),
        ("2026-10-08", date(2026, 10, 8)),
        ("29 FEB 2024", date(2024, 2, 29)),
        ("29 Feb 2023", None),
        ("08 Okt 2026", None),
        ("10/08/2026", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_dates_are_read_without_asking_the_locale(text: str, day: date | None):
    assert one(f"Bo,Li,,,,,{text}").connected_on == day


def test_an_unreadable_date_keeps_the_person_and_is_noted():
    assert one("Bo,Li,,,,,yesterday").left_out == ("connected_on",)


def test_an_unusable_address_keeps_the_person_and_is_noted():
    person = one("Bo,Li,,not an address,,,")
    assert (person.email, person.left_out) == ("", ("email",))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html", "//evil.example", f"https://a.example/{'x' * 500}"]
)
def test_an_unusable_link_keeps_the_person_and_is_noted(url: str):
    person = one(f"Bo,Li,{url},,,,")
    assert (person.url, person.left_out) == ("", ("url",))


def test_characters_that_hide_or_reorder_are_dropped():
    assert one("B\0o\u202e\u200b,\u2066Li\x1b,,,,,").name == "Bo Li"


def test_joiners_that_scripts_need_are_kept():
    assert one("क्\u200dष,می\u200cخواهم,,,,,").name == "क्\u200dष می\u200cخواهم"


def test_a_name_of_invisible_characters_is_no_name():
    assert read(export(ADA, "\u200d,\u202e,,,Acme,,")).skipped == (Skipped(6, "no_name"),)


# Any bytes at all

CELLS = st.text(alphabet=st.sampled_from('aé,;"\n\r\t\0\u202e =@.:/-1Ω'), max_size=12)
ROWS = st.lists(st.one_of(st.just(ADA), st.just(BO), st.lists(CELLS, max_size=9).map(",".join)), max_size=12)


def accounted(data: bytes) -> Reading | None:
    """What any bytes must give: a reading whose parts add up, or NotAnExport."""
    try:
        reading = read(data)
    except NotAnExport:
        return None
    rows = [entry.row for part in (reading.people, reading.repeated, reading.skipped) for entry in part]
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert reading.people
    assert len(rows) == len(set(rows))
    assert 1 < min(rows) <= max(rows) <= lines
    return reading


@given(st.binary(max_size=400))
@example(SAMPLE[:20_000])
@example(HEADER.encode() + b'\n"')
def test_any_bytes_give_an_account_or_a_refusal(data: bytes):
    accounted(data)


@given(ROWS)
def test_any_rows_below_a_header_are_accounted_for_and_clean(rows: list[str]):
    reading = accounted(export(*rows))
    for person in reading.people if reading else ():
        texts = (person.name, person.url, person.email, person.company, person.role)
        assert person.name
        assert not any(has_hidden_characters(text) or text != " ".join(text.split()) for text in texts)


@given(st.integers(0, len(SAMPLE)), st.binary(min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_damaged_sample_never_loses_more_than_the_rows_around_the_damage(at: int, damage: bytes):
    reading = accounted(SAMPLE[:at] + damage + SAMPLE[at + len(damage) :])
    assert reading is None or len(reading.people) >= 418


@pytest.mark.parametrize(
    "row",
    [
        b'"\n',
        b'"' + b"a" * 5_000 + b"\n",
        b",,,,,," + b"\xe2\x80\xae" * 40 + b"\n",
        b"a,b,,-@example.com,,,\n",
        b'"' * 49 + b"\n",
    ],
    ids=["quotes", "long quotes", "hidden", "same address", "runs of quotes"],
)
def test_a_hostile_file_takes_seconds_at_most(row: bytes):
    start = time.process_time()
    accounted(f"{HEADER}\n{ADA}\n".encode() + row * min(MOST_LINES - 5, (LARGEST - 1_000) // len(row)))
    assert time.process_time() - start < 10

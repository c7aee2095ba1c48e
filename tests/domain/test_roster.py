"""The list of a cohort: who is to be invited, and what is said about files and rows that cannot be used."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.roster import LARGEST, MOST_PEOPLE, Invitee, NotARoster, Reading, read
from domain.table_file import Bounds, NotATable, Skipped, lines
from domain.wording import has_hidden_characters

HEADER = "name,address,time zone,role"
ADA = "Ada Lindqvist,ada@example.org,Europe/Berlin,student"
BEN = "Ben Okafor,ben@example.org,,"


def roster(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def one(row: str, header: str = HEADER) -> Invitee:
    (person,) = read(roster(row, header=header)).people
    return person


def left_out(row: str) -> str:
    reading = read(roster(ADA, row))
    assert len(reading.people) == 1
    (skipped,) = reading.skipped
    assert skipped.row == 3
    return skipped.why


def why(data: bytes) -> str:
    with pytest.raises(NotARoster) as refusal:
        read(data)
    return str(refusal.value.facts["why"])


def test_everybody_with_their_time_zone_and_role():
    assert read(roster(ADA, BEN)).people == (
        Invitee(2, "Ada Lindqvist", "ada@example.org", "student", "Europe/Berlin"),
        Invitee(3, "Ben Okafor", "ben@example.org", "student", ""),
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("E-Mail;Name", "ada@example.org;Ada Lindqvist"),
        ("EMAIL_ADDRESS\tFull Name", "ada@example.org\tAda Lindqvist"),
        ("Surname,First name,Mail", "Lindqvist,Ada,ada@example.org"),
        ("ID,Student,SIS,Email,Section", "7,Ada Lindqvist,x,ada@example.org,2"),
        ('"Name","Address"', '"Ada Lindqvist","ada@example.org"'),
    ],
)
def test_columns_in_any_order_and_under_common_names(header, row):
    found = one(row, header)
    assert (found.name, found.address) == ("Ada Lindqvist", "ada@example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_encodings_of_spreadsheet_programs(encoding):
    (person,) = read("Name;E-Mail\r\nZoë Müller;zoe@example.org\r\n".encode(encoding)).people
    assert person.name == "Zoë Müller"


def test_lines_above_the_header_are_no_people():
    assert [p.row for p in read(b"Cohort of autumn\n\nname,address\nAda,ada@example.org").people] == [4]


def test_a_short_row_has_nothing_in_its_last_cells():
    assert one("Ada,ada@example.org").role == "student"


@pytest.mark.parametrize(("said", "role"), [("Mentor", "mentor"), ("STUDENT", "student"), ("", "student")])
def test_roles(said, role):
    assert one(f"Ada,ada@example.org,,{said}").role == role


@pytest.mark.parametrize("said", ["staff", "Admin", "teacher"])
def test_nobody_becomes_staff_by_a_list(said):
    assert left_out(f"Eve,eve@example.org,,{said}") == "other_role"


@pytest.mark.parametrize(
    ("said", "zone"), [("europe/berlin", "Europe/Berlin"), ("utc", "UTC"), ("New York", "America/New_York")]
)
def test_a_time_zone_as_people_write_it(said, zone):
    assert one(f"Ada,ada@example.org,{said},").zone == zone


@pytest.mark.parametrize("said", ["CET", "+01:00", "Istanbul"])
def test_a_time_zone_that_is_none_is_left_out_and_said(said):
    found = one(f"Ada,ada@example.org,{said},")
    assert (found.zone, found.zone_left_out) == ("", True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,,", "blank"),
        (",eve@example.org,,", "no_name"),
        ("Eve,,,", "no_address"),
        ("Eve,eve at example,,", "bad_address"),
        ("Eve,eve@example.org\x00,,", ""),
        ("x" * 201 + ",eve@example.org,,", "too_long"),
        ("x" * 7_000 + ",eve@example.org,,", "too_long"),
        ("Lindqvist, Eve,eve@example.org,UTC,student", "wrong_number_of_cells"),
        (HEADER, "header_again"),
        ('"Eve,eve@example.org,,', "broken_quotes"),
    ],
)
def test_no_row_is_left_out_silently(row, reason):
    if reason:
        assert left_out(row) == reason
    else:
        assert len(read(roster(ADA, row)).people) == 2


def test_who_is_left_out_is_named_where_it_is_known():
    assert [one.name for one in read(roster(ADA, "Eve,eve at example,,", ",bo@example.org,,")).skipped] == ["Eve", ""]


def test_an_address_counts_once_however_it_is_written():
    reading = read(roster(ADA, "Ada again,ADA@Example.ORG,,"))
    assert [p.name for p in reading.people] == ["Ada Lindqvist"]
    assert reading.repeated == (Skipped(3, "same_person_above", first=2),)


def test_a_formula_stays_the_text_it_is():
    assert one('"=HYPERLINK(""x"")",ada@example.org,,').name == '=HYPERLINK("x")'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04xl/workbook", "spreadsheet"),
        (b"PK\x03\x04", "zip"),
        (b"%PDF\x00\xff", "not_text"),
        (b"x" * (LARGEST + 1), "too_large"),
        (b"name,address\n" * 2_001, "too_many_lines"),
        (b"Ada,ada@example.org", "no_header"),
        (b"first name,address\nAda,ada@example.org", "no_header"),
        (b"name,address\n\n", "no_rows"),
        (b"name,address\nAda,", "no_people"),
    ],
)
def test_what_is_no_list_of_people_is_refused_in_words(data, reason):
    assert why(data) == reason


def test_as_many_as_are_allowed_and_no_more():
    rows = [f"P{n},p{n}@example.org,," for n in range(MOST_PEOPLE + 1)]
    assert len(read(roster(*rows[:-1])).people) == MOST_PEOPLE
    with pytest.raises(NotARoster) as refusal:
        read(roster(*rows))
    assert refusal.value.facts == {"why": "too_many_people", "most": MOST_PEOPLE, "found": MOST_PEOPLE + 1}


def test_a_table_of_nobody_s_kind_is_refused_in_its_own_words():
    with pytest.raises(NotATable) as refusal:
        lines("é".encode("latin-1"), Bounds(10, 10))
    assert refusal.value.facts == {"why": "not_utf8", "line": 1}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_row_is_told_of_and_what_comes_out_is_fit_to_be_kept(rows):
    try:
        reading: Reading = read(roster(ADA, *rows))
    except NotARoster:
        return
    told = sorted(one.row for part in (reading.people, reading.repeated, reading.skipped) for one in part)
    assert len(set(told)) == len(told)
    assert not any(has_hidden_characters(p.name + p.address) for p in reading.people)

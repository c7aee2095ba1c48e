"""The question bank: which questions fit whom, and how chosen ones become lines."""

import pytest

from web.questions import BANKS, CLOSING, bank_for, picked, worded


@pytest.mark.parametrize(
    ("tie", "role", "bank"),
    [
        ("mentor", "Senior engineer", "mentor"),
        ("dormant", "Engineering manager", "known"),
        ("fellow", "", "known"),
        ("weak", "", "known"),
        ("weak", "Junior developer", "junior"),
        ("weak", "Head of Platform", "senior"),
        ("alum", "Tech lead", "senior"),
        ("cold", "Technical Recruiter", "senior"),
        ("cold", "Developer", "community"),
        ("cold", "Doctor of letters, international relations", "community"),
    ],
)
def test_the_bank_follows_tie_and_role(tie: str, role: str, bank: str):
    assert bank_for(tie, role) == bank


def test_codes_are_unique_and_every_bank_has_a_choice():
    codes = [code for bank in BANKS for code, _ in bank.questions]
    assert len(codes) == len(set(codes))
    assert all(len(bank.questions) >= 5 for bank in BANKS)


def test_chosen_questions_and_ones_own_become_lines():
    lines = worded(["known-for-you", CLOSING[0], "known-for-you", "nobody-knows"], " What is a queue? \n\n Why? ")
    assert lines.splitlines() == [
        "Is there something I could help you with, even something small?",
        CLOSING[1],
        "What is a queue?",
        "Why?",
    ]


def test_what_was_chosen_can_be_taken_apart_again():
    chosen = (["known-for-you", CLOSING[0]], "What is a queue?\nWhy?")
    assert picked(worded(*chosen)) == chosen
    assert picked("") == ([], "")

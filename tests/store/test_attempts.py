"""Attempts are counted for all processes together, under names that nobody can read, and forgotten when it is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from store.attempts import Attempts, attempt
from store.vault import Vault
from tests.cast import MONDAY

QUARTER = timedelta(minutes=15)
NAME = "192.0.2.7 ada@example.org"


@pytest.fixture
def attempts(vault: Vault) -> Attempts:
    return Attempts(vault)


def test_what_one_process_counts_another_sees(open_vault: Callable[[], Vault]) -> None:
    one, other = Attempts(open_vault()), Attempts(open_vault())
    assert [one.count(NAME, QUARTER, MONDAY), other.count(NAME, QUARTER, MONDAY)] == [1, 2]
    assert other.so_far(NAME, MONDAY) == one.so_far(NAME, MONDAY) == (2, MONDAY + QUARTER)


def test_a_window_begins_with_the_first_attempt_and_ends_for_good(attempts: Attempts) -> None:
    attempts.count(NAME, QUARTER, MONDAY)
    later = MONDAY + timedelta(minutes=14)
    assert attempts.count(NAME, QUARTER, later, times=3) == 4
    over = MONDAY + QUARTER
    assert attempts.so_far(NAME, over) == (0, over)
    assert attempts.count(NAME, QUARTER, over) == 1


def test_names_are_counted_apart_and_forgotten_one_by_one(attempts: Attempts) -> None:
    attempts.count(NAME, QUARTER, MONDAY)
    attempts.count("another", QUARTER, MONDAY)
    attempts.forget(NAME)
    assert [attempts.so_far(name, MONDAY)[0] for name in (NAME, "another")] == [0, 1]


def test_what_is_taken_back_was_never_counted(attempts: Attempts) -> None:
    attempts.count(NAME, QUARTER, MONDAY, times=2)
    attempts.take_back(NAME, MONDAY)
    assert attempts.so_far(NAME, MONDAY) == (1, MONDAY + QUARTER)
    for now in (MONDAY, MONDAY, MONDAY + QUARTER):
        attempts.take_back(NAME, now)
    assert attempts.count(NAME, QUARTER, MONDAY) == 1


def test_windows_that_are_over_do_not_pile_up(attempts: Attempts) -> None:
    for number in range(10):
        attempts.count(f"place {number}", QUARTER, MONDAY)
    attempts.count(NAME, QUARTER, MONDAY + QUARTER)
    with attempts.database.read() as connection:
        rows = connection.execute(select(attempt)).all()
    assert len(rows) == 1
    assert not [word for word in ("192.0.2.7", "ada@") if word in str(rows)]


def test_many_at_once_are_all_counted(attempts: Attempts) -> None:
    with ThreadPoolExecutor(8) as rivals:
        counted = list(rivals.map(lambda _: attempts.count(NAME, QUARTER, MONDAY), range(40)))
    assert sorted(counted) == list(range(1, 41))

"""What is kept for a time only goes when its time is over, and nothing sooner."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select

from nudges.sweeping import UNDER_WAY, sweep
from store.access import link
from store.attempts import attempt
from store.commands import KEPT, api_command
from store.half_open import HALF_OPEN, half_open
from store.keys import METADATA
from store.outbox import outbox
from store.sessions import ABSOLUTE, session
from store.sweeping import over
from store.uploads import LIFE, upload
from store.wanted_addresses import LIFE as WANTED
from store.wanted_addresses import wanted_address
from tests.cast import ADA, School

WEEK = timedelta(days=7)
ENDING: dict[Table, tuple[Callable[[School], object], timedelta]] = {
    upload: (lambda s: s.services.uploads.of("a list").keep(ADA.id, b"Mira,mira@example.org", s.clock()), LIFE),
    wanted_address: (lambda s: s.services.wanted_addresses.want(ADA.id, "a@new.example", s.clock()), WANTED),
    link: (lambda s: s.services.access.make_link("join", member_id=ADA.id, expires_at=s.clock() + WEEK), WEEK),
    half_open: (lambda s: s.services.access.let_half_in(ADA.id, s.clock()), HALF_OPEN),
    session: (lambda s: s.services.access.start_session(ADA.id, s.clock()), timedelta(days=14)),
    attempt: (lambda s: s.services.attempts.count("sign-in of somebody", WEEK, s.clock()), WEEK),
    api_command: (lambda s: s.services.commands.claim(ADA.id, "a key", "asked", s.clock()), KEPT),
}


def rows(school: School, table: Table) -> int:
    with school.services.vault.database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("table", ENDING, ids=str)
def test_a_row_goes_when_its_time_is_over_and_not_before(school: School, table: Table) -> None:
    keep, lasts = ENDING[table]
    keep(school)
    at = school.clock()
    school.clock.set(at + lasts)
    assert sweep(school.services) == 0
    assert rows(school, table) == 1
    school.clock.set(at + lasts + UNDER_WAY + timedelta(seconds=1))
    assert sweep(school.services) == 1
    assert rows(school, table) == 0


def test_a_session_in_use_goes_when_it_is_too_old(school: School) -> None:
    access, began = school.services.access, school.clock()
    token = access.start_session(ADA.id, began)
    access.seen(token, began + max(ABSOLUTE.values()))
    school.clock.set(began + max(ABSOLUTE.values()) - timedelta(minutes=1))
    assert sweep(school.services) == 0
    school.clock.go(minutes=3)
    assert sweep(school.services) == 1


def test_no_table_whose_rows_end_is_left_out(school: School) -> None:
    """The outbox sees to its own: letters that are over are told of in the log."""
    ending = {table for table in METADATA.sorted_tables if {"until", "expires_at", "seen_at"} & set(table.c.keys())}
    assert set(over(school.clock())) == set(ENDING) == ending - {outbox} | {api_command}

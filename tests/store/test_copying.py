"""Copies of record and vault: byte for byte between engines, whole or not at all, beside those who write."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.accountability.contacts import Card
from store import copying
from store.copying import Foreign, copy_record, copy_vault, extent, is_unused, open_all, vault_digest
from store.keys import METADATA, UnknownKey, subject_key
from store.record import Record
from tests.cast import ADA, BEN, CLEO, Clock, School
from tests.places import ENGINES, Databases, Folders
from tests.projections.long_story import tell_a_long_story
from tests.stranger import stranger


@pytest.fixture
def empty(school: School, request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Callable[..., School]]:
    """`empty(engine)`: a place of that engine where nothing is but the master key of the school."""
    made: list[School] = []

    def place(engine: str) -> School:
        folders = Databases(lambda: request.getfixturevalue("postgres_server")) if engine != "sqlite" else Folders()
        settings = folders.new(tmp_path / f"empty {len(made)}")
        shutil.copy(school.folder / "master.key", settings.folder)
        made.append(School(settings, Clock()))
        return made[-1]

    yield place
    for one in made:
        one.close()


@pytest.fixture(params=ENGINES)
def target(empty: Callable[..., School], request: pytest.FixtureRequest) -> School:
    asked = request.config.getoption("--engine")
    if asked not in (None, "both", request.param):
        pytest.skip("the other engine was asked for")
    return empty(request.param)


def stored(record: Record) -> list[tuple]:
    return [
        (n.id, n.originator_id, n.originator_version, n.topic, bytes(n.state))
        for batch in record.rows(0, record.end())
        for n in batch
    ]


def kept(school: School) -> dict[str, list[tuple]]:
    """Every table of the vault."""
    with school.services.vault.database.read() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in METADATA.sorted_tables}


def copy(source: School, target: School) -> None:
    copy_record(source.use_cases, target.use_cases)
    copy_vault(source.services.vault, target.services.vault)


def test_there_and_back_is_the_same_byte_for_byte(school, target, empty, engine):
    tell_a_long_story(school)
    school.services.access.start_session(ADA.id, school.clock())
    copy(school, target)
    back = empty(engine)
    copy(target, back)
    assert stored(school.use_cases) == stored(target.use_cases) == stored(back.use_cases)
    assert kept(school) == kept(target) == kept(back)
    assert vault_digest(school.services.vault) == vault_digest(back.services.vault)
    assert len(kept(back)["session"]) == 1


def test_positions_go_on_after_the_last_and_gaps_stay(school, target, engine):
    first, place = school.goal(), "position" if engine == "sqlite" else "notification_id"
    with stranger(school.settings) as tell:
        tell(f"INSERT INTO stored_events ({place}, originator_id, originator_version, topic, state)"
             f" SELECT {place} + 1000, '{ADA.id.hex}', 999, topic, state FROM stored_events"
             f" WHERE {place}=(SELECT MAX({place}) FROM stored_events)")  # fmt: skip
    last = school.use_cases.end()
    copy(school, target)
    assert [row[0] for row in stored(target.use_cases)] == [*range(1, last - 999), last]
    # A place in a stream is taken there as it is here, and nothing is taken back.
    assert target.use_cases.repository.get(first)
    target.goal(BEN)
    assert target.use_cases.end() == last + 1


def test_what_was_copied_is_as_unchangeable_as_before(school, target):
    copy(school, target)
    with stranger(target.settings) as tell, pytest.raises(Exception, match="append only"):
        tell("DELETE FROM stored_events")


def test_the_rest_can_be_brought_over_later(school, target):
    copy(school, target)
    school.goal()
    copy(school, target)
    assert stored(school.use_cases) == stored(target.use_cases)
    assert kept(school) == kept(target)


def test_a_place_that_holds_anything_else_is_left_as_it_is(school, target):
    copy(school, target)
    school.goal(ADA)
    target.goal(BEN)
    before = stored(target.use_cases)
    with pytest.raises(Foreign):
        copy_record(school.use_cases, target.use_cases)
    assert stored(target.use_cases) == before


def test_a_copy_that_breaks_off_leaves_nothing(school, target, monkeypatch):
    monkeypatch.setattr("store.record.ROWS", 2)

    def break_off(_: int) -> None:
        target_is_at.append(1)
        if len(target_is_at) == 2:
            raise OSError("the disk is full")

    target_is_at: list[int] = []
    with pytest.raises(OSError, match="full"):
        copy_record(school.use_cases, target.use_cases, break_off)
    assert (target.use_cases.end(), target.use_cases.after(0, 10)) == (0, [])
    copy(school, target)
    assert stored(school.use_cases) == stored(target.use_cases)


def test_a_copy_beside_writers_holds_all_that_stood_there_with_its_keys(school, target):
    stop, before = Event(), school.use_cases.end()

    def write(who: Any) -> None:
        number = 0
        while not stop.is_set():
            school.say(who, "add_contact", card=Card(f"Person {number} of {who.name}"), tie="weak")
            number += 1

    with ThreadPoolExecutor() as pool:
        writing = [pool.submit(write, who) for who in (ADA, BEN, CLEO)]
        while school.use_cases.end() < before + 30:
            pass
        copy(school, target)
        stop.set()
        for one in writing:
            one.result()
    held = stored(target.use_cases)
    assert len(held) >= before + 30
    assert held == stored(school.use_cases)[: len(held)]
    assert open_all(target.use_cases).erased == 0


def test_any_difference_is_another_digest(school):
    def digests() -> tuple[str, str]:
        return extent(school.use_cases).digest, vault_digest(school.services.vault)

    seen = [digests()]
    contact = school.contact()
    seen.append(digests())
    with school.services.vault.database.write() as connection:
        connection.execute(update(subject_key).where(subject_key.c.subject == contact.hex).values(shredded_at="now"))
    seen.append(digests())
    assert [len({one[n] for one in seen}) for n in (0, 1)] == [2, 3]
    assert extent(school.use_cases, end=4) == extent(school.use_cases, end=4)
    assert extent(school.use_cases, end=4).events == 4


def test_a_text_whose_key_was_shredded_after_the_record_was_copied_is_erased_there(school, target):
    contact = school.contact()
    copy_record(school.use_cases, target.use_cases)
    whole = open_all(school.use_cases)
    with school.services.vault.database.write() as connection:
        shredded = {"wrapped": None, "shredded_at": "2026-11-02"}
        connection.execute(update(subject_key).where(subject_key.c.subject == contact.hex).values(shredded))
    copy_vault(school.services.vault, target.services.vault)
    found = open_all(target.use_cases)
    assert (whole.erased, found.sealed) == (0, whole.sealed)
    assert found.erased > 0


def test_a_vault_of_an_earlier_day_lacks_a_key(school, target):
    copy_vault(school.services.vault, target.services.vault)
    school.contact()
    copy_record(school.use_cases, target.use_cases)
    with pytest.raises(UnknownKey):
        open_all(target.use_cases)


def test_a_vault_from_before_a_column_or_a_table_can_be_copied(school, target):
    with school.services.vault.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE upload DROP COLUMN outcome")
        connection.exec_driver_sql("DROP TABLE api_command")
    copy_vault(school.services.vault, target.services.vault)
    assert vault_digest(school.services.vault) == vault_digest(target.services.vault)


def test_a_place_is_unused_until_somebody_is_known(school, target):
    assert is_unused(target.use_cases, target.services.vault)
    assert not is_unused(school.use_cases, school.services.vault)
    target.services.vault.make_keys(["somebody"])
    assert not is_unused(target.use_cases, target.services.vault)


def test_some_thousand_rows_are_in_memory_at_a_time(school, target, monkeypatch):
    monkeypatch.setattr("store.record.ROWS", 3)
    monkeypatch.setattr(copying, "ROWS", 3)
    tell_a_long_story(school)
    steps: list[int] = []
    copy_record(school.use_cases, target.use_cases, steps.append)
    copy_vault(school.services.vault, target.services.vault)
    assert (sum(steps), max(steps)) == (extent(school.use_cases).events, 3)
    assert kept(school) == kept(target)

"""Keys of programs: one request each, for a week, and what was answered."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.refusal import CommandReused
from store.commands import KEPT, Commands
from store.vault import Vault
from tests.cast import MONDAY

ADA, BEN = UUID(int=1), UUID(int=2)


@pytest.fixture
def commands(vault: Vault) -> Commands:
    return Commands(vault)


def test_a_key_with_another_request_is_refused(commands):
    commands.claim(ADA, "key", "one", MONDAY)
    commands.claim(ADA, "key", "one", MONDAY)
    commands.claim(BEN, "key", "two", MONDAY)
    with pytest.raises(CommandReused):
        commands.claim(ADA, "key", "two", MONDAY)


def test_the_first_answer_counts(commands):
    commands.claim(ADA, "key", "one", MONDAY)
    assert commands.answer(ADA, "key") is None
    assert [commands.keep_answer(ADA, "key", text) for text in ("first", "second")] == ["first", "first"]
    assert commands.answer(BEN, "key") is None


def test_after_a_week_a_key_is_free(commands):
    commands.claim(ADA, "key", "one", MONDAY)
    commands.keep_answer(ADA, "key", "told")
    commands.claim(ADA, "other", "one", MONDAY + KEPT + timedelta(seconds=1))
    assert commands.answer(ADA, "key") is None
    commands.claim(ADA, "key", "two", MONDAY + KEPT + timedelta(seconds=1))


@pytest.mark.sqlite
def test_the_file_does_not_tell_a_key(commands, tmp_path):
    commands.claim(ADA, "call-dana-whitfield", "one", MONDAY)
    assert all(b"dana" not in file.read_bytes() for file in (tmp_path / "school").iterdir())

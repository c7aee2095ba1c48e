"""Shredding keys: gone for good and at once, in every process, together with all that was kept for the member."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from store.access import Access
from store.commands import Commands
from store.keys import SubjectErased, subject_key
from store.uploads import Uploads
from store.vault import StillInUse, Vault
from tests.cast import MONDAY
from tests.store.conftest import OpenVault

ADA, BEN = UUID(int=1), UUID(int=2)
SUBJECTS = (ADA.hex,)


def sealed(vault: Vault) -> bytes:
    vault.make_keys(SUBJECTS)
    return vault.seal(SUBJECTS, b"Mira", b"here")


def wrapped(vault: Vault) -> bytes | None:
    with vault.database.read() as connection:
        found: bytes | None = connection.execute(select(subject_key.c.wrapped)).scalar()
    return found


def test_what_was_sealed_with_a_shredded_key_reads_as_erased_for_good(open_vault: OpenVault) -> None:
    vault = open_vault()
    text = sealed(vault)
    assert vault.shred(SUBJECTS, None, MONDAY) == 1
    assert vault.open(SUBJECTS, text, b"here") is None
    vault.make_keys(SUBJECTS)
    assert open_vault().open(SUBJECTS, text, b"here") is None
    with pytest.raises(SubjectErased):
        open_vault().seal(SUBJECTS, b"again", b"here")
    assert (vault.is_shredded(ADA.hex), vault.is_shredded(BEN.hex)) == (True, False)


def test_shredding_twice_destroys_nothing_more(vault: Vault) -> None:
    sealed(vault)
    assert [vault.shred(SUBJECTS, None, MONDAY) for _ in range(2)] == [1, 0]


def test_other_processes_notice_by_the_next_session_or_token_that_they_look_up(open_vault: OpenVault) -> None:
    here, there = open_vault(), open_vault()
    text, access = sealed(here), Access(there)
    session, token = access.start_session(BEN, MONDAY), access.make_api_token(BEN, "script", MONDAY)
    for look in (lambda: access.session(session), lambda: access.member_of_api_token(token), there.look_around):
        there.make_keys([BEN.hex])
        assert there.open(SUBJECTS, text, b"here") in (b"Mira", None)
        here.shred(SUBJECTS, None, MONDAY)
        look()
        assert there.open(SUBJECTS, text, b"here") is None


def test_before_it_looks_another_process_still_has_the_key(open_vault: OpenVault) -> None:
    """Else the test above would show nothing."""
    here, there = open_vault(), open_vault()
    text = sealed(here)
    assert there.open(SUBJECTS, text, b"here") == b"Mira"
    here.shred(SUBJECTS, None, MONDAY)
    assert there.open(SUBJECTS, text, b"here") == b"Mira"
    there.look_around()
    assert there.open(SUBJECTS, text, b"here") is None


def test_a_key_read_before_and_kept_after_the_shredding_is_not_remembered(
    open_vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = open_vault(), open_vault()
    text, unwrap = sealed(here), there._unwrap

    def meanwhile(found: bytes) -> bytes:
        monkeypatch.setattr(there, "_unwrap", unwrap)
        here.shred(SUBJECTS, None, MONDAY)
        there.look_around()
        return unwrap(found)

    monkeypatch.setattr(there, "_unwrap", meanwhile)
    there.load_keys(SUBJECTS)
    assert there.open(SUBJECTS, text, b"here") is None


def test_with_a_member_goes_all_that_was_kept_for_them_and_nothing_of_others(vault: Vault) -> None:
    access, uploads, commands = Access(vault), Uploads(vault), Commands(vault)
    kept: dict[UUID, tuple[str, str, str, str]] = {}
    for who in (ADA, BEN):
        access.set_password(who, "hash")
        session, token = access.start_session(who, MONDAY), access.make_api_token(who, "script", MONDAY)
        link = access.make_link("join", member_id=who, expires_at=MONDAY + timedelta(days=1))
        kept[who] = session, token, link, uploads.keep(who, b"a file", MONDAY)
        commands.claim(who, "key", "print", MONDAY)
        commands.keep_answer(who, "key", "answer")
    vault.shred([ADA.hex], ADA, MONDAY)
    for who in (ADA, BEN):
        session, token, link, upload = kept[who]
        there = (
            access.password_of(who) is not None,
            access.session(session) is not None,
            access.member_of_api_token(token) is not None,
            access.link(link, "join", MONDAY)[0],
            uploads.look(upload, who, MONDAY) is not None,
            commands.answer(who, "key") is not None,
        )
        assert set(there) == {who is BEN}, there


def test_an_address_is_free_again_once_it_is_released(vault: Vault) -> None:
    vault.claim_address("ada@example.org", ADA)
    vault.shred([ADA.hex], ADA, MONDAY)
    assert vault.member_with("ada@example.org") == ADA
    vault.release_addresses(ADA)
    assert vault.claim_address("ada@example.org", BEN) == BEN


@pytest.mark.sqlite
def test_the_wrapped_key_is_in_no_file_any_more(vault: Vault, tmp_path: Path) -> None:
    sealed(vault)
    key = wrapped(vault)
    assert key is not None

    def found() -> bool:
        return any(key in file.read_bytes() for file in (tmp_path / "school").glob("vault.db*"))

    assert found()
    vault.shred(SUBJECTS, None, MONDAY)
    vault.scrub()
    assert not found()


@pytest.mark.sqlite
def test_a_reader_that_holds_the_log_is_told_of(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(vault)
    monkeypatch.setattr(vault.database, "scrub", lambda: False)
    with pytest.raises(StillInUse):
        vault.scrub()

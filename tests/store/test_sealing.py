"""Sealed text: it opens with the keys of everybody it is about, in the place where it was written, and nowhere else."""

from uuid import UUID

import pytest
from sqlalchemy import update

from domain.personal import Personal
from store.keys import SubjectErased, UnknownKey, subject_key
from store.master_key import MasterKey, WrongKey
from store.sealing import context_of, from_token, seal, sealed, subjects_of, token
from store.vault import Vault
from tests.store.conftest import KEY, OpenVault

ADA, MIRA, NOOR = UUID(int=1), UUID(int=2), UUID(int=3)
HERE = context_of(UUID(int=9), 1, "Goal.Set", "statement")


@pytest.fixture
def vault(open_vault: OpenVault) -> Vault:
    vault = open_vault()
    vault.make_keys([ADA.hex, MIRA.hex])
    return vault


def reopened(vault: Vault, key: bytes = KEY) -> Vault:
    """As another process would see it: with nothing in memory."""
    return Vault(vault.database, MasterKey({1: key}))


def shred(vault: Vault, subject: UUID) -> None:
    with vault.database.write() as connection:
        gone = update(subject_key).where(subject_key.c.subject == subject.hex).values(wrapped=None, shredded_at="now")
        assert connection.execute(gone).rowcount == 1


@pytest.mark.parametrize("text", ["Hello", "Łódź – 李小龙 👩‍👩‍👧", "a|b,c", "x" * 20_000])
def test_what_is_sealed_opens_again(vault, text):
    stored = seal(Personal(text, ADA, MIRA), HERE, vault)
    assert sealed(stored, HERE, reopened(vault)).text == text


def test_nothing_can_be_read_of_what_is_sealed(vault):
    assert "Hello" not in "".join(seal(Personal("Hello" * 9, ADA), HERE, vault))


def test_the_same_text_is_never_sealed_alike(vault):
    assert seal(Personal("Hello", ADA), HERE, vault) != seal(Personal("Hello", ADA), HERE, vault)


def test_no_text_needs_no_seal_and_reads_as_none(vault):
    stored = seal(Personal("", ADA), HERE, vault)
    found = sealed(stored, HERE, vault)
    assert stored == [ADA.hex, ""]
    assert (found.text, found.erased, bool(found), str(found), token(found)) == ("", False, False, "", "")


ELSEWHERE = {
    "another stream": context_of(UUID(int=8), 1, "Goal.Set", "statement"),
    "another version": context_of(UUID(int=9), 2, "Goal.Set", "statement"),
    "another event": context_of(UUID(int=9), 1, "Goal.Reworded", "statement"),
    "another field": context_of(UUID(int=9), 1, "Goal.Set", "steps"),
}


@pytest.mark.parametrize("elsewhere", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_was_moved_elsewhere_does_not_open(vault, elsewhere):
    stored = seal(Personal("Hello", ADA), HERE, vault)
    with pytest.raises(WrongKey):
        _ = sealed(stored, elsewhere, vault).text


def test_what_was_given_to_another_subject_does_not_open(vault):
    _, bytes_ = seal(Personal("Hello", ADA), HERE, vault)
    with pytest.raises(WrongKey):
        _ = sealed([MIRA.hex, bytes_], HERE, vault).text


def test_a_subject_cannot_be_left_out(vault):
    _, bytes_ = seal(Personal("Hello", ADA, MIRA), HERE, vault)
    with pytest.raises(WrongKey):
        _ = sealed([ADA.hex, bytes_], HERE, vault).text


def test_a_changed_byte_does_not_open(vault):
    subjects, bytes_ = seal(Personal("Hello", ADA), HERE, vault)
    with pytest.raises(WrongKey):
        _ = sealed([subjects, bytes_[:-4] + ("AAAA" if bytes_[-4:] != "AAAA" else "BBBB")], HERE, vault).text


def test_another_master_key_opens_nothing(vault):
    stored = seal(Personal("Hello", ADA), HERE, vault)
    with pytest.raises(WrongKey):
        _ = sealed(stored, HERE, reopened(vault, b"x" * 32)).text


def test_an_unknown_subject_is_an_error_and_never_erased(vault):
    stored = seal(Personal("Hello", ADA), HERE, vault)
    with pytest.raises(UnknownKey):
        _ = sealed([f"{ADA.hex},{NOOR.hex}", stored[1]], HERE, vault).erased


@pytest.mark.parametrize("gone", [ADA, MIRA])
def test_text_about_two_dies_with_either(vault, gone):
    stored = seal(Personal("Hello", ADA, MIRA), HERE, vault)
    shred(vault, gone)
    found = sealed(stored, HERE, reopened(vault))
    assert (found.text, found.erased, bool(found), str(found)) == ("", True, True, "[erased]")


def test_text_about_others_lives_on(vault):
    stored = seal(Personal("Hello", ADA), HERE, vault)
    shred(vault, MIRA)
    assert sealed(stored, HERE, reopened(vault)).text == "Hello"


def test_nothing_new_is_sealed_about_somebody_who_was_erased(vault):
    shred(vault, MIRA)
    with pytest.raises(SubjectErased):
        seal(Personal("Hello", ADA, MIRA), HERE, reopened(vault))


def test_a_shredded_key_is_not_made_again(vault):
    shred(vault, MIRA)
    again = reopened(vault)
    again.make_keys([MIRA.hex])
    with pytest.raises(SubjectErased):
        again.seal((MIRA.hex,), b"Hello", b"")


def test_it_is_opened_only_when_somebody_reads_it(vault):
    unknown = sealed([NOOR.hex, "AAAA"], HERE, vault)
    assert (bool(unknown), "AAAA" in repr(unknown)) == (True, False)


def test_the_text_stays_out_of_logs():
    assert "Hello" not in repr(Personal("Hello", ADA))


def test_a_token_keeps_all_that_is_needed_to_open_it(vault):
    kept = token(sealed(seal(Personal("a|b", ADA, MIRA), HERE, vault), HERE, vault))
    assert from_token(kept, reopened(vault)).text == "a|b"
    assert subjects_of(kept) == (ADA.hex, MIRA.hex)


def test_an_empty_token_is_no_text(vault):
    assert (from_token("", vault).text, from_token("", vault).erased, subjects_of("")) == ("", False, ())


def test_a_view_takes_nothing_that_is_not_sealed():
    with pytest.raises(TypeError):
        token(Personal("Hello", ADA))


def test_a_note_about_nobody_is_refused():
    with pytest.raises(ValueError, match="subject"):
        Personal("Hello")


def test_the_order_of_subjects_does_not_matter():
    assert Personal("Hello", ADA, MIRA) == Personal("Hello", MIRA, ADA)
    assert hash(Personal("Hello", ADA, MIRA)) == hash(Personal("Hello", MIRA, ADA))


def test_text_about_others_is_another_text():
    assert Personal("Hello", ADA) != Personal("Hello", MIRA)


def test_sealed_text_equals_the_text_it_was(vault):
    assert sealed(seal(Personal("Hello", ADA), HERE, vault), HERE, vault) == Personal("Hello", ADA)

"""The vault: secrets that stay the same, addresses claimed once, keys made once, also by two processes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event

from store import vault as vault_module
from store.vault import Vault, WrongKey, master_key

KEY = b"k" * 32
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Vault(tmp_path / "vault.db", KEY).migrate()
    return tmp_path / "vault.db"


def test_a_secret_is_the_same_in_every_process_and_after_every_restart(path):
    first = Vault(path, KEY)
    assert first.secret("cookies") == Vault(path, KEY).secret("cookies")
    assert len(first.secret("cookies")) == 32


def test_two_processes_that_ask_first_at_once_get_the_same_secret(path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: Vault(path, KEY).secret("cookies"), range(8)))
    assert len(found) == 1


def test_each_purpose_has_a_secret_of_its_own(path):
    vault = Vault(path, KEY)
    assert len({vault.secret("cookies"), vault.secret("mails"), vault.secret("mark")}) == 3


def test_each_school_has_secrets_of_its_own(path, tmp_path):
    (tmp_path / "other").mkdir()
    other = Vault(tmp_path / "other" / "vault.db", KEY)
    other.migrate()
    assert other.mark("Mira") != Vault(path, KEY).mark("Mira")


def test_a_mark_is_the_same_for_the_same_text_only(path):
    vault = Vault(path, KEY)
    assert vault.mark("Mira") == Vault(path, KEY).mark("Mira") != vault.mark("Noor")
    assert (len(vault.mark("Mira")), int(vault.mark("Mira"), 16) > 0) == (32, True)


def test_a_mark_of_broken_text_is_a_mark(path):
    assert len(Vault(path, KEY).mark("\ud800")) == 32


def test_secrets_are_not_readable_in_the_file(path):
    secret = Vault(path, KEY).secret("cookies")
    assert all(secret not in file.read_bytes() for file in path.parent.glob("vault.db*"))


def test_an_address_belongs_to_who_claimed_it_first(path):
    vault = Vault(path, KEY)
    assert vault.claim_address("ada@example.org", ONE) == ONE
    assert Vault(path, KEY).claim_address("ADA@Example.ORG", OTHER) == ONE
    assert vault.member_with("Ada@example.org") == ONE


def test_nobody_has_an_address_that_was_not_claimed(path):
    assert Vault(path, KEY).member_with("nobody@example.org") is None


def test_an_address_is_not_readable_in_the_file(path):
    Vault(path, KEY).claim_address("ada@example.org", ONE)
    assert all(b"ada@example" not in file.read_bytes().lower() for file in path.parent.glob("vault.db*"))


def test_of_two_who_claim_an_address_at_once_one_has_it(path):
    ids = [UUID(int=n) for n in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        owners = set(pool.map(lambda one: Vault(path, KEY).claim_address("a@example.org", one), ids))
    assert len(owners) == 1


def test_a_key_is_made_once_even_by_many_at_once(path):
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(_with_key, [path] * 8))
    text = vaults[0].seal((ONE.hex,), b"Hello", b"here")
    assert [vault.open((ONE.hex,), text, b"here") for vault in vaults] == [b"Hello"] * 8


def _with_key(path: Path) -> Vault:
    vault = Vault(path, KEY)
    vault.make_keys([ONE.hex])
    return vault


def test_keys_are_loaded_in_one_question(path):
    vault, subjects = Vault(path, KEY), [UUID(int=n).hex for n in range(1_200)]
    vault.make_keys(subjects)
    again, asked = Vault(path, KEY), list[str]()
    event.listen(again.database.engine, "before_cursor_execute", lambda *details: asked.append(details[2]))
    again.load_keys(subjects)
    again.load_keys(subjects)
    assert len(asked) == 1


def test_memory_does_not_grow_without_end(path, monkeypatch):
    monkeypatch.setattr(vault_module, "MOST_KEYS_IN_MEMORY", 5)
    vault, subjects = Vault(path, KEY), [UUID(int=n).hex for n in range(20)]
    for subject in subjects:
        vault.make_keys([subject])
    texts = {subject: vault.seal((subject,), b"Hello", b"here") for subject in subjects}
    assert [vault.open((s,), texts[s], b"here") for s in subjects] == [b"Hello"] * 20
    assert len(vault._keys) <= 7


def test_more_keys_than_fit_are_still_all_there_when_made_together(path, monkeypatch):
    monkeypatch.setattr(vault_module, "MOST_KEYS_IN_MEMORY", 5)
    vault, subjects = Vault(path, KEY), [UUID(int=n).hex for n in range(20)]
    vault.make_keys(subjects[:1])
    vault.make_keys(subjects)
    asked = list[str]()
    event.listen(vault.database.engine, "before_cursor_execute", lambda *details: asked.append(details[2]))
    for subject in subjects:
        vault.seal((subjects[0], subject), b"Hello", b"here")
    assert asked == []


def test_a_master_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "master.key"
    made = master_key(path)
    assert (master_key(path), len(made)) == (made, 32)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"not base64!", b"c2hvcnQ=\n"])
def test_a_broken_master_key_is_said_so_and_never_replaced(tmp_path, content):
    path = tmp_path / "master.key"
    path.write_bytes(content)
    with pytest.raises(WrongKey):
        master_key(path)
    assert path.read_bytes() == content


def test_a_vault_of_another_master_key_is_told_apart(path):
    Vault(path, KEY).secret("cookies")
    Vault(path, KEY).must_fit()
    with pytest.raises(WrongKey):
        Vault(path, b"x" * 32).must_fit()


def test_migrating_again_changes_nothing(path):
    vault = Vault(path, KEY)
    secret = vault.secret("cookies")
    vault.migrate()
    assert Vault(path, KEY).secret("cookies") == secret

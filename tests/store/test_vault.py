"""The vault: secrets that stay the same, addresses claimed once, keys made once, also by two processes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import event

from store import keys as keys_module
from store.access import Access
from store.master_key import WrongKey, master_key
from store.sessions import session
from store.vault import Vault
from tests.cast import MONDAY, there
from tests.store.conftest import OpenVault

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_a_secret_is_the_same_in_every_process_and_after_every_restart(open_vault):
    first = open_vault()
    assert first.secret("cookies") == open_vault().secret("cookies")
    assert len(first.secret("cookies")) == 32


def test_two_processes_that_ask_first_at_once_get_the_same_secret(open_vault):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: open_vault().secret("cookies"), range(8)))
    assert len(found) == 1


def test_each_purpose_has_a_secret_of_its_own(open_vault):
    vault = open_vault()
    assert len({vault.secret("cookies"), vault.secret("mails"), vault.secret("mark")}) == 3


def test_each_school_has_secrets_of_its_own(vault, another_school):
    other = another_school("other")()
    assert other.mark("Mira") != vault.mark("Mira")


def test_a_mark_is_the_same_for_the_same_text_only(open_vault):
    vault = open_vault()
    assert vault.mark("Mira") == open_vault().mark("Mira") != vault.mark("Noor")
    assert (len(vault.mark("Mira")), int(vault.mark("Mira"), 16) > 0) == (32, True)


def test_a_mark_of_broken_text_is_a_mark(open_vault):
    assert len(open_vault().mark("\ud800")) == 32


@pytest.mark.sqlite
def test_secrets_are_not_readable_in_the_file(open_vault, tmp_path):
    secret = open_vault().secret("cookies")
    assert all(secret not in file.read_bytes() for file in (tmp_path / "school").glob("vault.db*"))


def test_an_address_belongs_to_who_claimed_it_first(open_vault):
    vault = open_vault()
    assert vault.claim_address("ada@example.org", ONE) == ONE
    assert open_vault().claim_address("ADA@Example.ORG", OTHER) == ONE
    assert vault.member_with("Ada@example.org") == ONE


def test_nobody_has_an_address_that_was_not_claimed(open_vault):
    assert open_vault().member_with("nobody@example.org") is None


@pytest.mark.sqlite
def test_an_address_is_not_readable_in_the_file(open_vault, tmp_path):
    open_vault().claim_address("ada@example.org", ONE)
    assert all(b"ada@example" not in file.read_bytes().lower() for file in (tmp_path / "school").glob("vault.db*"))


def test_of_two_who_claim_an_address_at_once_one_has_it(open_vault):
    ids = [UUID(int=n) for n in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        owners = set(pool.map(lambda one: open_vault().claim_address("a@example.org", one), ids))
    assert len(owners) == 1


def test_a_key_is_made_once_even_by_many_at_once(open_vault):
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(_with_key, [open_vault] * 8))
    text = vaults[0].seal((ONE.hex,), b"Hello", b"here")
    assert [vault.open((ONE.hex,), text, b"here") for vault in vaults] == [b"Hello"] * 8


def _with_key(open_vault: OpenVault) -> Vault:
    vault = open_vault()
    vault.make_keys([ONE.hex])
    return vault


def test_keys_are_loaded_in_one_question(open_vault):
    vault, subjects = open_vault(), [UUID(int=n).hex for n in range(1_200)]
    vault.make_keys(subjects)
    again, asked = open_vault(), list[str]()
    event.listen(again.database.engine, "checkout", lambda *_: asked.append("a question"))
    again.load_keys(subjects)
    again.load_keys(subjects)
    assert len(asked) == 1


def test_memory_does_not_grow_without_end(open_vault, monkeypatch):
    monkeypatch.setattr(keys_module, "MOST_KEYS_IN_MEMORY", 5)
    vault, subjects = open_vault(), [UUID(int=n).hex for n in range(20)]
    for subject in subjects:
        vault.make_keys([subject])
    texts = {subject: vault.seal((subject,), b"Hello", b"here") for subject in subjects}
    assert [vault.open((s,), texts[s], b"here") for s in subjects] == [b"Hello"] * 20
    assert len(vault._keys) <= 7


def test_more_keys_than_fit_are_still_all_there_when_made_together(open_vault, monkeypatch):
    monkeypatch.setattr(keys_module, "MOST_KEYS_IN_MEMORY", 5)
    vault, subjects = open_vault(), [UUID(int=n).hex for n in range(20)]
    vault.make_keys(subjects[:1])
    vault.make_keys(subjects)
    asked = list[str]()
    event.listen(vault.database.engine, "before_cursor_execute", lambda *details: asked.append(details[2]))
    for subject in subjects:
        vault.seal((subjects[0], subject), b"Hello", b"here")
    assert asked == []


def test_a_key_that_is_forgotten_as_it_is_looked_up_is_not_taken_for_a_strangers(open_vault, monkeypatch):
    vault = open_vault()
    vault.make_keys([ONE.hex])

    class Fleeting(dict[str, bytes | None]):
        def __contains__(self, subject: object) -> bool:
            there = super().__contains__(subject)
            vault.forget_keys()
            return there

    monkeypatch.setattr(vault, "_keys", Fleeting(vault._keys))
    assert vault.seal((ONE.hex,), b"Hello", b"here")


def test_a_master_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "master.key"
    made = master_key(path)
    assert (master_key(path), len(made.epochs[1])) == (made, 32)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"not base64!", b"c2hvcnQ=\n"])
def test_a_broken_master_key_is_said_so_and_never_replaced(tmp_path, content):
    path = tmp_path / "master.key"
    path.write_bytes(content)
    with pytest.raises(WrongKey):
        master_key(path)
    assert path.read_bytes() == content


def test_a_vault_of_another_master_key_is_told_apart(open_vault):
    open_vault().secret("cookies")
    open_vault().must_fit()
    with pytest.raises(WrongKey):
        open_vault(b"x" * 32).must_fit()


def test_migrating_again_changes_nothing(open_vault):
    vault = open_vault()
    secret = vault.secret("cookies")
    vault.migrate()
    assert open_vault().secret("cookies") == secret


def as_it_was_before(vault: Vault) -> None:
    """A table that lacks a column which came later, with somebody's row in it."""
    with vault.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE session")
        connection.exec_driver_sql(
            "CREATE TABLE session"
            " (token TEXT PRIMARY KEY, member_id TEXT NOT NULL, started_at TEXT NOT NULL, seen_at TEXT NOT NULL)"
        )
        connection.exec_driver_sql(
            f"INSERT INTO session VALUES ('{sha256(b'cookie').hexdigest()}', '{ONE}', '{MONDAY}', '{MONDAY}')"
        )


def test_a_vault_of_before_gets_the_columns_that_came_later(open_vault):
    vault = open_vault()
    as_it_was_before(vault)
    assert vault.lacking() == ["session.device", "session.second_factor_at", "session.confirmed_at"]
    vault.migrate()
    assert vault.lacking() == []
    kept = there(Access(vault).session("cookie"))
    assert (kept.member_id, kept.second_factor_at, kept.confirmed_at) == (ONE, None, MONDAY)


def test_many_may_add_the_columns_at_once(open_vault):
    vaults = [open_vault() for _ in range(8)]
    as_it_was_before(vaults[0])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(Vault.migrate, vaults))
    assert open_vault().lacking() == []


def test_a_column_that_came_later_may_be_empty():
    """Rows from before have nothing in it."""
    first = {"token", "member_id", "started_at", "seen_at"}
    assert all(column.nullable for column in session.columns if column.name not in first)


def test_of_two_addresses_of_one_member_all_but_one_are_free_again(open_vault):
    vault = open_vault()
    for address in ("ada@example.org", "ada.l@example.org"):
        vault.claim_address(address, ONE)
    vault.claim_address("ben@example.org", OTHER)
    vault.release_addresses(ONE, but="Ada.L@example.org")
    known = [vault.member_with(address) for address in ("ada@example.org", "ada.l@example.org", "ben@example.org")]
    assert known == [None, ONE, OTHER]

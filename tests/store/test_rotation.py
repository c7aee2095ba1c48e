"""Rotating the master key: nothing is lost, others go on, it can be stopped; an old epoch goes when nothing uses it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from store import rotation
from store.master_key import MasterKey, WrongKey, epoch_of, master_key
from store.rotation import EpochInUse, NoSuchEpoch, retire, rotate, using
from store.vault import Vault
from tests.cast import MONDAY
from tests.store.conftest import OpenVault

PEOPLE = [UUID(int=n).hex for n in range(1, 8)]
OpenHere = Callable[[], Vault]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def here(open_vault: OpenVault, path: Path) -> OpenHere:
    """The vault as another process opens it, with the key file as it is by then."""
    database = open_vault().database
    first = Vault(database, MasterKey({1: b"k" * 32}))
    path.write_bytes(MasterKey({1: b"k" * 32}).text)
    first.make_keys(PEOPLE)
    return lambda: Vault(database, master_key(path))


def sealed(vault: Vault) -> list[bytes]:
    return [vault.seal((who,), b"Mira", b"here") for who in PEOPLE]


def all_open(vault: Vault, texts: list[bytes]) -> bool:
    return [vault.open((who,), text, b"here") for who, text in zip(PEOPLE, texts, strict=True)] == [b"Mira"] * 7


def test_after_a_rotation_all_is_read_by_the_new_epoch_alone(here: OpenHere, path: Path) -> None:
    vault = here()
    texts, secret = sealed(vault), vault.secret("cookies")
    assert rotate(vault, path) == 2
    assert set(using(vault)) == {2}
    retire(vault, path, 1)
    assert set(master_key(path).epochs) == {2}
    fresh = here()
    assert (all_open(fresh, texts), fresh.secret("cookies")) == (True, secret)


def test_what_was_wrapped_before_opens_no_more_once_its_epoch_is_gone(here: OpenHere, path: Path) -> None:
    vault = here()
    old = master_key(path).wrap(b"x" * 32, 1)
    rotate(vault, path)
    assert master_key(path).unwrap(old) == b"x" * 32
    retire(vault, path, 1)
    with pytest.raises(WrongKey):
        master_key(path).unwrap(old)


def test_a_process_from_before_goes_on_and_wraps_under_the_new_epoch(here: OpenHere, path: Path) -> None:
    rival, texts = here(), sealed(here())
    rotate(here(), path)
    assert all_open(rival, texts)
    rival.make_keys([UUID(int=99).hex])
    assert set(using(rival)) == {2}
    assert here().open((PEOPLE[0],), texts[0], b"here") == b"Mira"


def test_it_goes_on_where_it_was_stopped(here: OpenHere, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    texts = sealed(here())

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(here(), path, stop)
    assert set(using(here())) == {1, 2}
    assert all_open(here(), texts)
    assert rotate(here(), path) == 2
    assert set(using(here())) == {2}


def test_who_was_shredded_meanwhile_does_not_come_back(
    here: OpenHere, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, texts, shredded = here(), sealed(here()), list[bytes]()
    anew = vault.wrapped_anew

    def meanwhile(wrapped: bytes, epoch: int) -> bytes:
        if not shredded:
            here().shred(PEOPLE[:1], None, MONDAY)
            shredded.append(wrapped)
        return anew(wrapped, epoch)

    monkeypatch.setattr(vault, "wrapped_anew", meanwhile)
    rotate(vault, path)
    assert here().open((PEOPLE[0],), texts[0], b"here") is None


def test_an_epoch_in_use_or_unknown_is_not_retired(here: OpenHere, path: Path) -> None:
    with pytest.raises(EpochInUse):
        retire(here(), path, 1)
    with pytest.raises(NoSuchEpoch):
        retire(here(), path, 7)
    assert set(master_key(path).epochs) == {1}


def test_a_key_file_without_the_epoch_is_an_error_and_never_erased(here: OpenHere, path: Path) -> None:
    texts = sealed(here())
    before = path.read_bytes()
    rotate(here(), path)
    path.write_bytes(before)
    with pytest.raises(WrongKey):
        here().open((PEOPLE[0],), texts[0], b"here")
    with pytest.raises(WrongKey):
        here().make_keys([UUID(int=99).hex])


def test_a_key_file_that_is_gone_is_not_made_anew_and_takes_nothing_away(here: OpenHere, path: Path) -> None:
    """A secret that was mounted for the start alone, on one machine of several."""
    texts, other = sealed(here()), here()
    path.rename(path.with_name("elsewhere"))
    here_without = Vault(other.database, MasterKey({1: b"k" * 32}, path))
    here_without.begin_epoch(2)
    with pytest.raises(WrongKey):
        here_without.make_keys([UUID(int=99).hex])
    here_without.forget_keys()
    assert all_open(here_without, texts)
    assert not path.exists()


def test_the_file_says_one_line_an_epoch_and_the_first_alone_as_ever(path: Path) -> None:
    first = master_key(path)
    assert b":" not in path.read_bytes()
    both = MasterKey({**first.epochs, 2: b"2" * 32})
    path.write_bytes(both.text)
    assert master_key(path) == both
    assert [line.partition(b":")[0] for line in path.read_bytes().splitlines()] == [b"1", b"2"]


@pytest.mark.parametrize("content", [b"1:short", b"x:" + b"a" * 44, b"0:" + b"YWFh" * 8, b"1:!!"])
def test_a_file_that_is_none_is_said_so(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(WrongKey):
        master_key(path)


def test_an_epoch_stands_in_front_of_what_was_wrapped_under_it() -> None:
    keys = MasterKey({1: b"1" * 32, 300: b"3" * 32})
    assert [epoch_of(keys.wrap(b"x" * 32, epoch)) for epoch in (1, 300)] == [1, 300]

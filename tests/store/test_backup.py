"""Backups as files: complete or not there, never in the place of another, and no damage goes unnoticed."""

import stat
from pathlib import Path
from random import Random

import pytest

from store import backup
from store.backup import Damaged, NoBackup, vault_of
from store.copying import extent, open_all, vault_digest
from store.master_key import MasterKey, WrongKey, master_key
from tests.cast import School
from tests.projections.long_story import tell_a_long_story


@pytest.fixture
def file(school: School, tmp_path: Path) -> Path:
    """A backup of a school with a long story, in a folder of its own with an odd name."""
    tell_a_long_story(school)
    folder = tmp_path / "back ups? 100%"
    folder.mkdir()
    backup.write(school.use_cases, folder / "monday", school.clock())
    return folder / "monday"


def test_a_backup_is_two_files_for_their_owner_only(file):
    assert sorted(path.name for path in file.parent.iterdir()) == ["monday", "monday.vault"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


def test_a_backup_holds_record_and_vault_as_they_stand(school, file):
    assert backup.check(file, vault_of(file)) == extent(school.use_cases)
    with backup.opened(file, vault_of(file), master_key(school.folder / "master.key")) as copy:
        assert extent(copy) == extent(school.use_cases)
        assert vault_digest(copy.vault) == vault_digest(school.services.vault)
        assert open_all(copy) == open_all(school.use_cases)


def test_the_master_key_is_in_neither_file_and_no_other_opens_them(school, file):
    key = master_key(school.folder / "master.key")
    assert all(key.epochs[1] not in path.read_bytes() for path in (file, vault_of(file)))
    with backup.opened(file, vault_of(file), MasterKey({1: b"k" * 32})) as copy, pytest.raises(WrongKey):
        copy.vault.must_fit()


def test_reading_a_backup_changes_nothing_and_puts_nothing_beside_it(file):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in file.parent.iterdir()}
    backup.check(file, vault_of(file))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in file.parent.iterdir()} == before


@pytest.mark.parametrize("taken", ["tuesday", "tuesday.vault"])
def test_no_file_is_replaced(school, tmp_path, taken):
    (tmp_path / taken).write_text("mine")
    with pytest.raises(FileExistsError, match=taken):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock())
    assert [path.name for path in tmp_path.glob("*tuesday*")] == [taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_a_file_that_came_meanwhile_is_not_replaced_either(school, tmp_path):
    def come(_: int) -> None:
        (tmp_path / "tuesday").write_text("mine")

    with pytest.raises(FileExistsError):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock(), come)
    assert (tmp_path / "tuesday").read_text() == "mine"


@pytest.mark.parametrize("kind", ["file", "link to nowhere"])
@pytest.mark.parametrize("taken", ["tuesday", "tuesday.vault"])
def test_then_the_other_file_is_not_left_behind_either(school, tmp_path, taken, kind):
    def come(_: int) -> None:
        path = tmp_path / taken
        if kind == "file":
            path.write_text("mine")
        elif not path.is_symlink():
            path.symlink_to("nowhere")

    with pytest.raises(FileExistsError, match=f"{taken} is there already"):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock(), come)
    assert [path.name for path in tmp_path.iterdir() if "tuesday" in path.name] == [taken]


def test_a_link_to_nowhere_is_not_replaced(school, tmp_path):
    (tmp_path / "tuesday").symlink_to("nowhere")
    with pytest.raises(FileExistsError, match="tuesday is there already"):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock(), lambda _: pytest.fail("begun"))
    assert [path.name for path in tmp_path.iterdir() if "tuesday" in path.name] == ["tuesday"]


def test_nor_is_one_left_where_the_other_cannot_be_put(school, tmp_path, monkeypatch):
    def replace(draft: Path, path: Path) -> None:
        if path.name == "tuesday":
            raise OSError("no space left")
        draft.rename(path)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="no space"):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock())
    assert list(tmp_path.glob("*tuesday*")) == []


def test_a_backup_that_breaks_off_leaves_nothing(school, tmp_path):
    def full(_: int) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        backup.write(school.use_cases, tmp_path / "tuesday", school.clock(), full)
    assert list(tmp_path.glob("*tuesday*")) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("vault", [False, True], ids=["record", "vault"])
def test_a_file_that_was_cut_off_is_noticed_wherever_it_was_cut(file, vault):
    path = vault_of(file) if vault else file
    whole = path.read_bytes()
    for size in [*range(0, len(whole), len(whole) // 20), len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises((Damaged, NoBackup), match=path.name):
            backup.check(file, vault_of(file))


@pytest.mark.sqlite
@pytest.mark.parametrize("vault", [False, True], ids=["record", "vault"])
def test_a_changed_byte_is_noticed_or_changes_nothing(file, vault):
    path, held, random = vault_of(file) if vault else file, backup.check(file, vault_of(file)), Random(1)
    whole, noticed = path.read_bytes(), 0
    # Most zeros are room that is not used, and so are some other bytes.
    for place in random.sample([place for place, byte in enumerate(whole) if byte], 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert backup.check(file, vault_of(file)) == held
        except (Damaged, NoBackup):
            noticed += 1
    assert noticed > 20


@pytest.mark.sqlite
def test_what_was_never_a_backup_is_none(school, file, tmp_path):
    school.close()
    (tmp_path / "words").write_text("Dear diary, " * 1000)
    for foreign in (tmp_path / "words", tmp_path / "school" / "record.db", tmp_path / "school" / "vault.db"):
        for pair in ((foreign, vault_of(file)), (file, foreign)):
            with pytest.raises(NoBackup, match=foreign.name):
                backup.check(*pair)


@pytest.mark.sqlite
def test_record_and_vault_are_not_taken_for_each_other(file):
    with pytest.raises(NoBackup, match=r"monday$"):
        backup.check(vault_of(file), file)

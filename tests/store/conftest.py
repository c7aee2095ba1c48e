"""A vault for the tests of what is kept in it, opened as often as there are processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bootstrap import Settings
from store.database import Database, PostgresDatabase, SqliteDatabase
from store.master_key import MasterKey
from store.vault import Vault
from tests.places import Places

OpenVault = Callable[..., Vault]
KEY = b"k" * 32


@pytest.fixture
def another_school(places: Places, tmp_path: Path) -> Iterator[Callable[[str], OpenVault]]:
    """`another_school(name)`: how to open the vault of a new school."""
    made: list[Settings] = []
    opened: list[Vault] = []

    def school(name: str) -> OpenVault:
        place = places.new(tmp_path / name)
        made.append(place)

        def open_vault(key: bytes = KEY) -> Vault:
            database: Database = (
                PostgresDatabase(place.vault, "vault", durable=True)
                if place.vault
                else SqliteDatabase(place.folder / "vault.db", synchronous="FULL", secure_delete=True)
            )
            opened.append(Vault(database, MasterKey({1: key})))
            return opened[-1]

        first = open_vault()
        first.database.prepare()
        first.migrate()
        return open_vault

    yield school
    for vault in opened:
        vault.close()
    for place in made:
        places.drop(place)


@pytest.fixture
def open_vault(another_school: Callable[[str], OpenVault]) -> OpenVault:
    """`open_vault(key)`: the vault as another process sees it, with nothing in memory."""
    return another_school("school")


@pytest.fixture
def vault(open_vault: OpenVault) -> Vault:
    return open_vault()

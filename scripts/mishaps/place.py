"""Where a school is kept while it is mistreated: durably, on the disk that was asked for, and gone afterwards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from projections.services import Settings
from scripts.postgres import Server, server
from store.database import Database, PostgresDatabase, SqliteDatabase

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    settings: Settings
    diaries: Path
    server: Server | None

    def fresh(self) -> Database:
        """An empty place for the views, of the same engine."""
        if self.server is None:
            return SqliteDatabase(self.diaries / "views.db", synchronous="NORMAL")
        database = PostgresDatabase(self.server.make("anew"), "views", durable=False)
        database.prepare()
        return database


@contextmanager
def a_place(engine: str, beside: Path) -> Iterator[Place]:
    """An empty one, in a folder of its own beside others."""
    folder = Path(mkdtemp(prefix=".chaos-", dir=beside))
    try:
        (folder / "diaries").mkdir()
        (folder / "school").mkdir()
        if engine == "sqlite":
            yield Place(Settings(folder / "school"), folder / "diaries", None)
        else:
            folder.chmod(0o711)
            with server(durable=True, beside=folder if _anybody_gets_to(folder) else None) as running:
                database, vault = running.make("school"), running.make("vault")
                yield Place(Settings(folder / "school", database, vault), folder / "diaries", running)
    finally:
        shutil.rmtree(folder)


def _anybody_gets_to(folder: Path) -> bool:
    """Root's server runs as somebody else, who may have to be content with the disk of the system's own folder."""
    return bool(os.geteuid()) or all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))

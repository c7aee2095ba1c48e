"""Where a test's school is kept: in files of its own, or in databases of its own on the PostgreSQL of this run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree
from typing import Protocol
from uuid import uuid4

from bootstrap import Settings
from scripts.postgres import Server

ENGINES = ("sqlite", "postgresql")


class Places(Protocol):
    def new(self, folder: Path) -> Settings:
        """An empty place."""

    def copy(self, place: Settings, folder: Path) -> Settings:
        """A copy of a school that is open nowhere; `folder` must not exist yet."""

    def drop(self, place: Settings) -> None:
        """What a test leaves behind, before the next one: many schools at once are gigabytes."""


class Folders:
    def new(self, folder: Path) -> Settings:
        folder.mkdir(parents=True, exist_ok=True)
        return Settings(folder)

    def copy(self, place: Settings, folder: Path) -> Settings:
        copytree(place.folder, folder)
        return replace(place, folder=folder)

    def drop(self, place: Settings) -> None:
        rmtree(place.folder)


class Databases:
    """Record, views and vault have a schema each, so one database is enough for all three."""

    def __init__(self, server: Callable[[], Server]) -> None:
        self.server = server

    def new(self, folder: Path) -> Settings:
        folder.mkdir(parents=True, exist_ok=True)
        return self._at(folder, _name(), like="")

    def copy(self, place: Settings, folder: Path) -> Settings:
        copytree(place.folder, folder)
        return self._at(folder, _name(), like=name_in(place.database))

    def drop(self, place: Settings) -> None:
        rmtree(place.folder)
        self.server().drop(name_in(place.database))

    def _at(self, folder: Path, name: str, like: str) -> Settings:
        url = self.server().make(name, like=like)
        return Settings(folder, database=url, vault=url)


def name_in(address: str) -> str:
    """Of the database that it is of."""
    return address.partition("?")[0].rpartition("/")[2]


def _name() -> str:
    return f"school_{uuid4().hex}"

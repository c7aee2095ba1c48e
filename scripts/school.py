"""The school a command works on: where it is, whether it may be opened, and who is meant; for the commands."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import click

from bootstrap import Services, Settings, migrate, open_services
from domain.act import OPERATOR, Act
from projections.people import Person, person
from scripts.guards import key_is_there
from scripts.troubles import CannotStart, Refused

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DEMO_DATA = ROOT / "data-demo"
DOOR = "command line"
# In the folder of a school: the address under which it was last served.
ADDRESS_FILE = "address.txt"

F = TypeVar("F", bound=Callable[..., Any])


def data_option(default: Path | None = DATA, shown: str = "the folder data of the checkout") -> Callable[[F], F]:
    """--data DIR: the folder of the school."""
    return click.option(
        "--data",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="ACCOUNTABILIBUDDY_DATABASE",
        default=default,
        show_default=shown,
        metavar="DIR",
        help="The folder of the school.",
    )


def member_option(command: F) -> F:
    """--member EMAIL: whom it is about."""
    return click.option("--member", "address", required=True, metavar="EMAIL", help="The member's e-mail address.")(
        command
    )


def settings_for(folder: Path, **changes: Any) -> Settings:
    if folder.parts[:1] == ("postgresql:",):
        raise CannotStart("PostgreSQL is not supported yet: ACCOUNTABILIBUDDY_DATABASE names a folder.")
    return replace(Settings.from_environment(), folder=folder.expanduser().resolve(), **changes)


@contextmanager
def opened(settings: Settings) -> Iterator[Services]:
    """A school, up to date, closed again at the end; an empty folder becomes a new one."""
    key_is_there(settings.folder)
    services = open_services(settings)
    try:
        services.vault.migrate()
        services.vault.must_fit()
        migrate(services)
        yield services
    finally:
        services.close()


@contextmanager
def existing(folder: Path) -> Iterator[Services]:
    """As `opened`, but a mistyped folder does not become a school."""
    settings = settings_for(folder)
    if not is_school(settings.folder):
        raise Refused(f"There is no school in {settings.folder}. `buddy serve --data DIR` starts one.")
    with opened(settings) as services:
        yield services


def is_school(folder: Path) -> bool:
    return (folder / "record.db").exists()


def member(services: Services, address: str) -> Person:
    """Who has this address; raises Refused."""
    member_id = services.vault.member_with(address)
    found = person(services.views, member_id) if member_id else None
    if found is None:
        raise Refused(f"Nobody in {services.settings.folder} has the address {address}.")
    return found


def operators_act(services: Services) -> Act:
    return Act(OPERATOR, DOOR, services.now(), uuid4())


def last_address(folder: Path) -> str:
    """Where `serve` last answered, "" if nobody knows; a setting that says where people reach it comes first."""
    file = folder / ADDRESS_FILE
    if "ACCOUNTABILIBUDDY_URL" in os.environ or not file.exists():
        return ""
    return file.read_text(encoding="utf-8").strip()

"""The school a command works on: where it is, whether it may be opened, and who is meant; for the commands."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import click

from bootstrap import Services, Settings, migrate, open_services
from domain.act import OPERATOR, Act
from projections.people import Person, person
from projections.rebuild import Poisoned
from scripts import guards
from scripts.troubles import Refused
from store.fit import must_fit
from store.servers import masked

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DEMO_DATA = ROOT / "data-demo"
DOOR = "command line"
# In the folder of a school: the address under which it was last served.
ADDRESS_FILE = "address.txt"

F = TypeVar("F", bound=Callable[..., Any])


def data_option(default: Path | None = DATA, shown: str = "the folder data of the checkout") -> Callable[[F], F]:
    """--data PLACE: where the school is kept."""
    return click.option(
        "--data",
        "place",
        envvar="ACCOUNTABILIBUDDY_DATABASE",
        default=None if default is None else str(default),
        show_default=shown,
        metavar="PLACE",
        help="The folder of the school, or postgresql://… (then ACCOUNTABILIBUDDY_VAULT names its vault).",
    )


def member_option(command: F) -> F:
    """--member EMAIL: whom it is about."""
    return click.option("--member", "address", required=True, metavar="EMAIL", help="The member's e-mail address.")(
        command
    )


def settings_for(place: str | Path, **changes: Any) -> Settings:
    """The settings of the environment, for the school in this place."""
    said = {name: value for name, value in os.environ.items() if value}
    where = {"ACCOUNTABILIBUDDY_FOLDER": str(DATA), **said, "ACCOUNTABILIBUDDY_DATABASE": str(place)}
    return replace(Settings.from_environment(where), **changes)


def where(settings: Settings) -> str:
    """The place of a school, as it may be shown."""
    return masked(settings.database) if settings.database else str(settings.folder)


def open_school(settings: Settings) -> Services:
    """A school that is up to date; raises CannotStart for any other, and for a place that is not safe to use."""
    guards.key_is_there(settings.folder)
    services = _opened(settings)
    try:
        guards.is_current(services)
        must_fit(services.accountability)
    except BaseException:
        services.close()
        raise
    return services


@contextmanager
def made_ready(settings: Settings) -> Iterator[Services]:
    """A school that is brought up to date first; an empty place becomes a new one."""
    with closing(_opened(settings)) as services:
        must_fit(services.accountability)
        try:
            migrate(services)
        except Poisoned as error:
            click.echo(f"A view is set aside, since it breaks on an event; the others go on. {error}", err=True)
        yield services


def _opened(settings: Settings) -> Services:
    guards.place_is_usable(settings)
    services = open_services(settings)
    try:
        guards.commits_are_durable(services)
    except BaseException:
        services.close()
        raise
    return services


@contextmanager
def existing(place: str | Path) -> Iterator[Services]:
    """As `open_school`, closed again at the end; a mistyped folder is told as such."""
    settings = settings_for(place)
    if not settings.database and not is_school(settings.folder):
        raise Refused(f"There is no school in {settings.folder}. `buddy serve --data DIR` starts one.")
    with closing(open_school(settings)) as services:
        yield services


def is_school(folder: Path) -> bool:
    return (folder / "record.db").exists()


def member(services: Services, address: str) -> Person:
    """Who has this address; raises Refused."""
    member_id = services.vault.member_with(address)
    found = person(services.views, member_id) if member_id else None
    if found is None:
        raise Refused(f"Nobody in {where(services.settings)} has the address {address}.")
    return found


def operators_act(services: Services) -> Act:
    return Act(OPERATOR, DOOR, services.now(), uuid4())


def last_address(folder: Path) -> str:
    """Where `serve` last answered, "" if nobody knows; a setting that says where people reach it comes first."""
    file = folder / ADDRESS_FILE
    if os.environ.get("ACCOUNTABILIBUDDY_URL") or not file.exists():
        return ""
    return file.read_text(encoding="utf-8").strip()

"""The demo school: a believable one over the last eight weeks, made through the use cases, for whoever looks around."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import bootstrap
from domain.dates import start_of
from scripts.demo.calendar import Calendar
from scripts.demo.school import MovedClock, play
from scripts.demo.stories import STORIES

__all__ = ["PASSWORD", "Demo", "SignIn", "build", "is_built", "who_may_sign_in"]

# The same for everybody: the data are invented, and the address is this machine's own.
PASSWORD = "demo-thread-and-beads"  # noqa: S105
MARKER = "demo.json"
# Those to point out first: one of each kind.
FIRST = ("ada", "noor", "wren", "ruth", "helena", "lucia", "maximiliane", "yousef", "meiling")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as; `story` is one line on how it goes with them, `first` marks those to point out."""

    name: str
    address: str
    role: str
    password: str
    story: str
    first: bool


@dataclass(frozen=True, slots=True)
class Demo:
    folder: Path
    people: tuple[SignIn, ...]


def who_may_sign_in() -> tuple[SignIn, ...]:
    """Everybody, those to point out first."""
    order = {key: place for place, key in enumerate(FIRST)}
    stories = sorted(STORIES, key=lambda s: (order.get(s.key, len(FIRST)), s.role, s.name))
    return tuple(SignIn(s.name, s.address, s.role, PASSWORD, s.line, s.key in order) for s in stories)


def is_built(folder: Path) -> bool:
    """Whether a finished demo school lives there; one half built never stands under its name."""
    return (folder / MARKER).is_file()


def build(folder: Path, *, today: datetime, hash_password: Callable[[str], str]) -> Demo:
    """Build the school in a folder that does not exist yet, or is empty; `today` (aware) is where its story ends.

    Raises FileExistsError for a folder in which something lives.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    half = folder.with_name(f".{folder.name}.half-built")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        _fill(half, today.astimezone(UTC), hash_password)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    half.rename(folder)
    return Demo(folder, who_may_sign_in())


def _fill(folder: Path, today: datetime, hash_password: Callable[[str], str]) -> None:
    calendar = Calendar(today)
    clock = MovedClock(start_of(calendar.date("8w Mon", "UTC"), "UTC"))
    services = bootstrap.open_services(bootstrap.Settings(folder=folder, demo=True), now=clock)
    try:
        bootstrap.migrate(services)
        ids = play(services, clock, calendar)
        # Hashing is slow on purpose, and they share the password.
        hashed = hash_password(PASSWORD)
        for story in STORIES:
            services.access.set_password(ids[story.key], hashed)
    finally:
        services.close()
    (folder / MARKER).write_text(json.dumps({"today": today.isoformat()}) + "\n", encoding="utf-8")

"""One school and one site for all that is tried: Ada, her buddy Ben, Finn who was her buddy, Cleo, Dora of staff, and
Gil, whose account is closed.

Everything is asked once, by everybody, about their own things, another's and nobody's; the tests judge what came back.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import web
from nudges.channels.mailbox import Mailbox
from nudges.tick import tick
from scripts.logs import Lines
from tests.authorization.canaries import Things, confide
from tests.authorization.requests import Address, Asker, addresses, ids_in, nobodys
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, Clock, Player, School, settle
from tests.places import Folders
from tests.web.conftest import nothing_tried
from web.rights import PAIR, STAFF

FINN = Player("Finn Aalto", "finn@example.org", "student", "Europe/Helsinki", AUTUMN)
GIL = Player("Gil Moreau", "gil@example.org", "student", "Europe/Paris", AUTUMN)
STUDENTS = (ADA, BEN, CLEO, FINN)
EVERYBODY: tuple[Player | None, ...] = (None, *STUDENTS, DORA, GIL)
NAMES = ["nobody", "Ada", "Ben", "Cleo", "Finn", "Dora", "Gil"]


@dataclass
class Asked:
    """What somebody was answered about another's things, and about what does not exist."""

    who: Player | None
    address: Address
    theirs: TestResponse
    nobodys: TestResponse

    @property
    def name(self) -> str:
        return self.who.name if self.who is not None else "nobody"


@dataclass
class Stage:
    school: School
    app: Flask
    things: dict[Player, Things]
    pairs: dict[Player, UUID]
    tokens: dict[Player, dict[str, str]]
    addresses: list[Address] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def asker(self, who: Player | None) -> Asker:
        nothing_tried(self.school)
        return Asker(self.app, self.school, who)

    def ids(self, address: Address, of: Player) -> dict[str, str]:
        return ids_in(address, self.things[of], of, self.pairs[of]) | self.tokens[of]


@contextmanager
def overhearing(heard: list[str]) -> Iterator[None]:
    """Keep what a log would hold."""
    root, ear = logging.getLogger(), _Ear(heard)
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(ear)
        root.setLevel(level)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    school = School(Folders().new(tmp_path_factory.mktemp("stage")), Clock())
    settle(school.use_cases)
    for player in (FINN, GIL):
        player.join(school.use_cases)
    app = web.create_app(school.services)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    over, heard = _pair(school, ADA, FINN), list[str]()
    with overhearing(heard):
        things = {who: confide(school, who) for who in (*STUDENTS, DORA, GIL)}
    school.say(FINN, "end_partnership", over)
    running = _pair(school, ADA, BEN)
    pairs = {ADA: running, BEN: running, FINN: over, CLEO: _pair(school, CLEO, FINN), DORA: running}
    pairs[GIL] = _pair(school, GIL, CLEO)
    tokens = {who: _tokens(school, who) for who in (*STUDENTS, DORA, GIL)}
    school.say(DORA, "close_account", GIL.id, reason="Left")
    yield Stage(school, app, things, pairs, tokens, addresses(app), heard)
    school.close()


def _pair(school: School, one: Player, other: Player) -> UUID:
    """Two who asked, checked in and cheered, each with words for the other alone."""
    names = "and".join(who.name.split()[0] for who in (one, other))
    note, moved, step = (f"between{names}{n}" for n in ("note", "moved", "step"))
    pair: UUID = school.say(one, "propose_partnership", partner_id=other.id, note=note)
    school.say(other, "accept_partnership", pair)
    school.say(one, "check_in", pair, confidence=3, moved=moved, next_step=step)
    school.say(one, "cheer", pair)
    return pair


def _tokens(school: School, who: Player) -> dict[str, str]:
    """An API token, by its name, and a file of contacts that waits to be confirmed."""
    school.services.access.make_api_token(who.id, "mine", school.clock())
    (token,) = school.services.access.api_tokens(who.id)
    file = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\nWaiting,Person,,,,,\n"
    return {"token_id": token.token_id, "token": school.services.uploads.keep(who.id, file, school.clock())}


class _Ear(logging.Handler):
    """Hears what a log would hold."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard
        self.setFormatter(Lines(as_json=True))

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@pytest.fixture(scope="session")
def asked(stage: Stage) -> list[Asked]:
    """Every address, by everybody, about somebody else's things and about what does not exist."""
    with overhearing(stage.heard):
        return [one for who in EVERYBODY for one in _asked_by(stage, who)]


def _asked_by(stage: Stage, who: Player | None) -> Iterator[Asked]:
    ask, of = stage.asker(who), CLEO if who is ADA else ADA
    for address in stage.addresses:
        allowed = (STAFF, DORA), (PAIR, BEN)
        if address.endpoint == "sign_in.sign_out" or (address.right.who, who) in allowed:
            continue
        theirs = ask(address, stage.ids(address, of), **_nothing(address))
        none = ask(address, nobodys(address), **_nothing(address)) if address.names else theirs
        yield Asked(who, address, theirs, none)


def _nothing(address: Address) -> dict[str, Any]:
    """Where no thing is named, a change is asked for with nothing that could be carried out."""
    return {} if address.names else {"name": None, "statement": None, "contact_id": None}


@pytest.fixture(scope="session")
def letters(stage: Stage) -> list[str]:
    """Mail of three weeks, as files hold it."""
    folder, begun = stage.school.folder / "mail", stage.school.clock()
    with overhearing(stage.heard):
        for _ in range(21):
            stage.school.clock.go(days=1)
            tick(stage.school.services, Mailbox(folder, stage.school.settings.sender))
    stage.school.clock.set(begun)
    return [file.read_text() for file in sorted(folder.glob("*.eml"))]

"""Bringing an archive along to this school: its people and its open promises, through the use cases, nobody twice.

What happened elsewhere stays in the archive: the record here only says what happened here, when it did.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from domain.accountability.contacts import Card, usable
from domain.act import OPERATOR, Act
from domain.contact import TIES
from domain.refusal import Refusal
from projections.own_data.archive import DATA
from projections.own_data.contents import FORMAT, VERSION
from projections.progress.goals import goals
from projections.services import Services
from projections.tracker import erased_marks, marks_of

SOURCE = "archive"
# Bytes once unpacked. A page is answered beside many others, and a few bytes of JSON take a hundred of memory; an
# operator waits for a command of their own.
LARGEST, LARGEST_BY_OPERATOR = 5 * 1024 * 1024, 50 * 1024 * 1024
# People, or goals of any standing; and those of them that would be promised here.
MOST_LISTED, MOST_OPEN = 2_000, 200
_CARD = ("name", "how_known", "company", "role", "email", "link", "connected_on")


class NotAnArchive(Exception):
    """The file is no archive of somebody's data; `why`: no_archive, too_large, too_many or other_version."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was added, what was here already, and what could not be brought along."""

    contacts: int
    contacts_known: int
    contacts_left_out: int
    goals: int
    goals_known: int
    goals_left_out: int


def bring(services: Services, act: Act, member_id: UUID, data: bytes) -> Arrived:
    """Read an archive (the ZIP, or the data.json in it) into a member's account. Raises NotAnArchive.

    An operator brings only people, however many: a promise is made by whoever keeps it. Of what is too large or too
    many for a member nothing is brought.
    """
    if act.by == OPERATOR:
        found = _read(data, LARGEST_BY_OPERATOR)
        return Arrived(*_bring_people(services, act, member_id, _listed(found, "contacts")), 0, 0, 0)
    found = _read(data, LARGEST)
    contacts, promises = _listed(found, "contacts"), _listed(found, "goals")
    if max(len(contacts), len(promises)) > MOST_LISTED or sum(map(_is_open, promises)) > MOST_OPEN:
        raise NotAnArchive("too_many")
    people = _bring_people(services, act, member_id, contacts)
    return Arrived(*people, *_bring_promises(services, act, member_id, promises))


def _read(data: bytes, largest: int) -> dict[str, Any]:
    try:
        text = _unpacked(data, largest) if data[:2] == b"PK" else data
        if len(text) > largest:
            raise NotAnArchive("too_large")
        found = json.loads(text)
    except (ValueError, RecursionError, BadZipFile, KeyError, ZlibError, NotImplementedError, RuntimeError, EOFError):
        raise NotAnArchive("no_archive") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotAnArchive("no_archive")
    if found.get("version") != VERSION:
        raise NotAnArchive("other_version")
    return found


def _unpacked(data: bytes, largest: int) -> bytes:
    """No more than a byte too many: what an archive says of its own size is not believed."""
    with ZipFile(BytesIO(data)) as archive, archive.open(DATA) as file:
        return file.read(largest + 1)


def _listed(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    things = found.get(name)
    return [thing for thing in things if isinstance(thing, dict)] if isinstance(things, list) else []


def _bring_people(
    services: Services, act: Act, member_id: UUID, told: Iterable[dict[str, Any]]
) -> tuple[int, int, int]:
    """Those who are in nobody's way: not in the tracker, not removed from it, not forgotten."""
    use, known = services.accountability, marks_of(services.views, member_id)
    erased, here, left_out = erased_marks(services.views, member_id), 0, 0
    fresh: dict[str, list[Card]] = {}
    for one in told:
        card = _card(one)
        sought = set[str]() if card is None else use.sought(card)
        if card is None or one.get("removed") or not sought.isdisjoint(erased):
            left_out += 1
        elif not sought.isdisjoint(known):
            here += 1
        else:
            known |= sought
            fresh.setdefault(_tie(one), []).append(card)
    marks, whose = marks_of(services.views, member_id), member_id if act.by == OPERATOR else None
    added = sum(
        len(use.import_contacts(act, cards=cards, tie=tie, source=SOURCE, known=marks, member_id=whose))
        for tie, cards in fresh.items()
    )
    return added, here, left_out


def _card(one: dict[str, Any]) -> Card | None:
    """None for what was erased, and for what no form here would take."""
    words = {name: one.get(name, "") for name in _CARD}
    if not all(isinstance(word, str) for word in words.values()) or words["name"] == "[erased]":
        return None
    try:
        return usable(Card(**words))
    except Refusal:
        return None


def _tie(one: dict[str, Any]) -> str:
    tie = one.get("tie")
    return tie if isinstance(tie, str) and tie in TIES else "weak"


def _bring_promises(
    services: Services, act: Act, member_id: UUID, told: Iterable[dict[str, Any]]
) -> tuple[int, int, int]:
    """Each under a command id made of its old id, so that it comes once, whatever came of it here since."""
    mine = {goal.goal_id for goal in goals(services.views, member_id, [], services.now())}
    added = here = left_out = 0
    for one in told:
        step = Act(act.by, act.door, act.at, uuid5(member_id, f"archive|{one.get('goal_id')}"))
        if str(one.get("goal_id")) in map(str, mine) or step.new_id("goal") in mine:
            here += 1
        elif _promise(services, step, one):
            added += 1
        else:
            left_out += 1
    return added, here, left_out


def _promise(services: Services, act: Act, one: dict[str, Any]) -> bool:
    """Whether it could be promised here: it is open, and due today or later."""
    terms = one.get("terms")
    if not isinstance(terms, dict) or not _is_open(one):
        return False
    promises = terms.get("promises")
    latest = promises[-1] if isinstance(promises, list) and promises else None
    asked: dict[str, Any] = {
        "statement": one.get("statement"),
        "steps": one.get("steps"),
        "level": one.get("level"),
        "template": one.get("template"),
        "measure": terms.get("measure"),
        "due": latest.get("due") if isinstance(latest, dict) else None,
    }
    target = terms.get("target")
    if not all(isinstance(word, str) for word in asked.values()) or type(target) is not int:
        return False
    try:
        services.accountability.set_goal(act, target=target, **asked)
    except Refusal:
        return False
    return True


def _is_open(one: dict[str, Any]) -> bool:
    progress = one.get("progress")
    return isinstance(progress, dict) and progress.get("standing") == "open"

"""The view of a student's tracker: their contacts, and the marks by which an import recognises who is there already."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Column, Integer, Text, bindparam, func, or_, select

from domain.contact import Contact
from domain.personal import Personal
from projections.view import Row, Rows, View, since, stamp
from projections.views import Views
from store.question import Question
from store.sealing import token

contact = Rows(
    "tracker_contact",
    Column("contact_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("how_known", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("tie", Text, nullable=False),
    Column("connected_on", Text, nullable=False),
    Column("introduced_by", Text),
    Column("source", Text, nullable=False),
    Column("marks", Text, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("erased", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
)
TRACKER = View("tracker", 2, (contact,))

PORTION = 512  # so many contacts are asked for by name at once
_DETAILS = ("name", "how_known", "company", "role", "email", "link")
# What an erased contact's row is emptied of; the name stays as it is sealed, and reads as erased.
_PLACES = _DETAILS[1:]


@contact.on(Contact.Added, key=lambda e: [str(e.contact_id)])
def _added(row: Row | None, event: Contact.Added) -> Row:
    return {
        "member_id": str(event.member_id),
        "version": event.originator_version,
        "tie": event.tie,
        "connected_on": event.connected_on,
        "introduced_by": None if event.introduced_by is None else str(event.introduced_by),
        "source": event.source,
        "marks": json.dumps(event.marks),
        "removed": 0,
        "erased": 0,
        "added_at": stamp(event.timestamp),
        **_details(event),
    }


@contact.on(Contact.Edited, key=lambda e: [str(e.contact_id)])
def _edited(row: Row, event: Contact.Edited) -> Row:
    # Marks only grow: an import recognises somebody by an address they had, too.
    marks = sorted({*json.loads(row["marks"]), *event.marks})
    return row | _details(event) | {"marks": json.dumps(marks), "version": event.originator_version}


@contact.on(Contact.TieChanged, key=lambda e: [str(e.contact_id)])
def _tie_changed(row: Row, event: Contact.TieChanged) -> Row:
    return row | {"tie": event.tie, "version": event.originator_version}


@contact.on(Contact.Removed, key=lambda e: [str(e.contact_id)])
def _removed(row: Row, event: Contact.Removed) -> Row:
    return row | {"removed": 1, "version": event.originator_version}


@contact.on(Contact.Restored, key=lambda e: [str(e.contact_id)])
def _restored(row: Row, event: Contact.Restored) -> Row:
    return row | {"removed": 0, "version": event.originator_version}


@contact.on(Contact.Erased, key=lambda e: [str(e.contact_id)])
def _erased(row: Row, event: Contact.Erased) -> Row:
    # Out of the list like whoever was removed. The marks stay: an import does not bring them back.
    nothing: Row = {**dict.fromkeys(_PLACES, ""), "connected_on": ""}
    return row | nothing | {"removed": 1, "erased": 1, "version": event.originator_version}


def _details(event: Contact.Added | Contact.Edited) -> Row:
    return {f: token(getattr(event, f)) for f in _DETAILS}


@dataclass(frozen=True, slots=True)
class ContactCard:
    contact_id: UUID
    version: int
    name: Personal
    how_known: Personal
    company: Personal
    role: Personal
    email: Personal
    link: Personal
    tie: str
    connected_on: str
    introduced_by: UUID | None
    source: str
    removed: bool
    erased: bool
    added_at: datetime


_c = contact.table
_CARD = select(*(c for c in _c.c if c.name not in ("marks", "seen")))


def contacts(views: Views, member_id: UUID, *, removed: bool = False) -> list[ContactCard]:
    """Everybody in a member's tracker (or everybody removed from it), by name; nobody who was erased."""
    mine = (_c.c.member_id == str(member_id)) & (_c.c.removed == int(removed)) & (_c.c.erased == 0)
    cards = [_card(row) for row in views.fetch(_CARD.where(mine), personal=_DETAILS)]
    return sorted(cards, key=lambda c: (c.name.text.casefold(), str(c.contact_id)))


def how_many(views: Views, member_id: UUID) -> int:
    """How many people are in a member's tracker, without opening a name."""
    mine = (_c.c.member_id == str(member_id)) & (_c.c.removed == 0)
    row = views.fetch_one(select(func.count().label("n")).where(mine))
    return row["n"] if row else 0


def how_many_from(views: Views, member_id: UUID, source: str) -> int:
    """As `how_many`, of those who came by one source."""
    mine = (_c.c.member_id == str(member_id)) & (_c.c.removed == 0) & (_c.c.source == source)
    row = views.fetch_one(select(func.count().label("n")).where(mine))
    return row["n"] if row else 0


def contact_with(views: Views, member_id: UUID, contact_id: UUID) -> ContactCard | None:
    mine = (_c.c.member_id == str(member_id)) & (_c.c.contact_id == str(contact_id))
    row = views.fetch_one(_CARD.where(mine), personal=_DETAILS)
    return None if row is None else _card(row)


def contacts_by_id(views: Views, member_id: UUID, contact_ids: set[UUID]) -> dict[UUID, ContactCard]:
    """Those of a member's contacts, removed or not: a page names the people its stories are about."""
    found: list[Row] = []
    for ids in _portions(sorted(map(str, contact_ids))):
        asked = {f"id_{n}": contact_id for n, contact_id in enumerate(ids)}
        found += views.ask(_those(len(ids)), personal=_DETAILS, member_id=str(member_id), **asked)
    return {c.contact_id: c for c in map(_card, found)}


@lru_cache(maxsize=16)
def _those(size: int) -> Question:
    """For so many ids; one for each size, and there are few sizes."""
    asked = _c.c.contact_id.in_([bindparam(f"id_{n}") for n in range(size)])
    return Question(_CARD.where(_c.c.member_id == bindparam("member_id"), asked))


def _portions(ids: list[str]) -> Iterator[list[str]]:
    """At most PORTION at once, filled up to a power of two with the last one again."""
    for start in range(0, len(ids), PORTION):
        some = ids[start : start + PORTION]
        yield some + some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))


def introduced_by(views: Views, member_id: UUID, contact_id: UUID) -> list[ContactCard]:
    """Whom this contact led to."""
    mine = (_c.c.member_id == str(member_id)) & (_c.c.introduced_by == str(contact_id)) & (_c.c.removed == 0)
    return [_card(row) for row in views.fetch(_CARD.where(mine).order_by(_c.c.added_at), personal=_DETAILS)]


def marks_of(views: Views, member_id: UUID) -> set[str]:
    """The marks of all, removed ones too: who was removed does not come back by an import."""
    return set(owners_of_marks(views, member_id))


def owners_of_marks(views: Views, member_id: UUID) -> dict[str, UUID]:
    """As `marks_of`, with whose they are."""
    rows = views.fetch(select(_c.c.contact_id, _c.c.marks).where(_c.c.member_id == str(member_id)))
    return {mark: UUID(row["contact_id"]) for row in rows for mark in json.loads(row["marks"])}


def erased_marks(views: Views, member_id: UUID) -> set[str]:
    """The marks of those who were erased: they asked to be forgotten."""
    mine = (_c.c.member_id == str(member_id)) & (_c.c.erased == 1)
    return {mark for row in views.fetch(select(_c.c.marks).where(mine)) for mark in json.loads(row["marks"])}


def ids_of(views: Views, member_id: UUID) -> list[UUID]:
    """Everybody who ever was in a member's tracker."""
    return [UUID(r["contact_id"]) for r in views.fetch(select(_c.c.contact_id).where(_c.c.member_id == str(member_id)))]


def with_marks(views: Views, marks: Collection[str]) -> list[tuple[UUID, UUID]]:
    """(contact, in whose tracker) of all in the school who ever had one of these marks and were not erased.

    Walks through every tracker; for an operator who was asked.
    """
    any_mark = or_(*(_c.c.marks.like(f'%"{mark}"%') for mark in marks))
    question = select(_c.c.contact_id, _c.c.member_id).where(_c.c.erased == 0, any_mark).order_by(_c.c.contact_id)
    return [(UUID(row["contact_id"]), UUID(row["member_id"])) for row in views.fetch(question)]


def _card(row: Row) -> ContactCard:
    return ContactCard(
        contact_id=UUID(row["contact_id"]),
        version=row["version"],
        tie=row["tie"],
        connected_on=row["connected_on"],
        introduced_by=None if row["introduced_by"] is None else UUID(row["introduced_by"]),
        source=row["source"],
        removed=bool(row["removed"]),
        erased=bool(row["erased"]),
        added_at=since(row["added_at"]),
        **{f: row[f] for f in _DETAILS},
    )

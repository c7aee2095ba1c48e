"""The view of people: who is a member, in which cohort, and how to greet them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, Column, ColumnElement, Integer, Select, Text, bindparam, exists, func, select

from domain.cohort import Cohort
from domain.member import Member
from domain.personal import Personal
from projections.view import Row, Rows, View, instant, stamp
from projections.views import Views
from store.question import Question
from store.sealing import token

member = Rows(
    "people_member",
    Column("member_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("nudged", Integer, nullable=False),
    Column("joined_at", Text, nullable=False),
    Column("closed_at", Text),  # NULL while the account is open
)
membership = Rows(
    "people_membership",
    Column("cohort_id", Text, primary_key=True),
    Column("member_id", Text, primary_key=True, index=True),
    Column("current", Integer, nullable=False),
)
cohort = Rows(
    "people_cohort",
    Column("cohort_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
)
PEOPLE = View("people", 3, (member, membership, cohort))


@member.on(Member.Joined, key=lambda e: [str(e.member_id)])
def _joined(row: Row | None, event: Member.Joined) -> Row:
    return {
        "name": token(event.name),
        "address": token(event.address),
        "role": event.role,
        "zone": event.zone,
        "nudged": 1,
        "joined_at": stamp(event.timestamp),
        "closed_at": None,
    }


@member.on(Member.Renamed, key=lambda e: [str(e.member_id)])
def _renamed(row: Row, event: Member.Renamed) -> Row:
    return row | {"name": token(event.name)}


@member.on(Member.AddressChanged, key=lambda e: [str(e.member_id)])
def _address_changed(row: Row, event: Member.AddressChanged) -> Row:
    return row | {"address": token(event.address)}


@member.on(Member.Moved, key=lambda e: [str(e.member_id)])
def _moved(row: Row, event: Member.Moved) -> Row:
    return row | {"zone": event.zone}


@member.on(Member.NudgesSwitched, key=lambda e: [str(e.member_id)])
def _switched(row: Row, event: Member.NudgesSwitched) -> Row:
    return row | {"nudged": int(event.on)}


@member.on(Member.Closed, key=lambda e: [str(e.member_id)])
def _closed(row: Row, event: Member.Closed) -> Row:
    return row | {"closed_at": stamp(event.timestamp)}


@member.on(Member.Reopened, key=lambda e: [str(e.member_id)])
def _reopened(row: Row, event: Member.Reopened) -> Row:
    return row | {"closed_at": None}


@membership.on(
    Member.Joined, Member.CohortJoined, key=lambda e: [(str(e.cohort_id), str(e.member_id))] if e.cohort_id else []
)
def _came(row: Row | None, event: Member.Joined | Member.CohortJoined) -> Row:
    return {"current": 1}


@membership.on(Member.CohortLeft, key=lambda e: [(str(e.cohort_id), str(e.member_id))])
def _left(row: Row, event: Member.CohortLeft) -> Row:
    return row | {"current": 0}


@cohort.on(Cohort.Opened, key=lambda e: [str(e.cohort_id)])
def _opened(row: Row | None, event: Cohort.Opened) -> Row:
    return {"name": event.name, "opened_at": stamp(event.timestamp)}


@cohort.on(Cohort.Renamed, key=lambda e: [str(e.cohort_id)])
def _cohort_renamed(row: Row, event: Cohort.Renamed) -> Row:
    return row | {"name": event.name}


@dataclass(frozen=True, slots=True)
class Person:
    member_id: UUID
    name: Personal
    address: Personal
    role: str
    zone: str
    nudged: bool
    joined_at: datetime
    closed_at: datetime | None

    @property
    def closed(self) -> bool:
        """Nobody comes into their account, and nothing is sent to them."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort and how many are in it; without an id and a name: those who are in none."""

    cohort_id: UUID | None
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class CohortCard:
    cohort_id: UUID
    name: str
    members: tuple[Person, ...]


_m, _ms, _c = member.table, membership.table, cohort.table
_PERSON = select(*(column for column in _m.c if column.name != "seen"))
_ONE = Question(_PERSON.where(_m.c.member_id == bindparam("member_id")))
_PERSONAL = ("name", "address")
_OPEN = _m.c.closed_at.is_(None)
_IN_NONE = _OPEN & _m.c.member_id.not_in(select(_ms.c.member_id).where(_ms.c.current == 1))


def person(views: Views, member_id: UUID) -> Person | None:
    rows = views.ask(_ONE, personal=_PERSONAL, member_id=str(member_id))
    return _person(rows[0]) if rows else None


def present(views: Views, member_id: UUID) -> Person | None:
    """As `person`, for whoever lets people in: nobody whose account is closed."""
    found = person(views, member_id)
    return None if found is None or found.closed else found


def persons(views: Views, member_ids: list[UUID]) -> dict[UUID, Person]:
    rows = views.fetch(_PERSON.where(_m.c.member_id.in_([str(i) for i in member_ids])), personal=_PERSONAL)
    return {p.member_id: p for p in map(_person, rows)}


def everybody(views: Views) -> list[Person]:
    """All members by name; sorting happens here, for names are sealed where they are kept."""
    return _by_name(views.fetch(_PERSON, personal=_PERSONAL))


def cohort_mates(views: Views, member_id: UUID) -> list[Person]:
    """Everybody who shares a cohort with this member, by name, without them and without closed accounts."""
    mates = _m.c.member_id.in_(mate_ids(member_id)) & _OPEN
    return _by_name(views.fetch(_PERSON.where(mates), personal=_PERSONAL))


def mate_ids(member_id: UUID | BindParameter[str]) -> Select[tuple[str]]:
    """Who shares a cohort with this member, as a part of other questions."""
    me = str(member_id) if isinstance(member_id, UUID) else member_id
    mine = select(_ms.c.cohort_id).where(_ms.c.member_id == me, _ms.c.current == 1)
    return select(_ms.c.member_id).where(_ms.c.cohort_id.in_(mine), _ms.c.current == 1, _ms.c.member_id != me)


def any_closed(*member_ids: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the account of one of these is closed, as a part of other questions."""
    one = _m.alias()
    return exists().where(one.c.member_id.in_(member_ids), one.c.closed_at.is_not(None))


def groups(views: Views) -> list[Group]:
    """Every cohort, the newest first, then those who are in none, if there are any; two questions, no name opened.

    Closed accounts are in none of them (`closed`).
    """
    inside = _ms.join(_m, _ms.c.member_id == _m.c.member_id)
    sizes = (
        select(_ms.c.cohort_id, func.count().label("size"))
        .select_from(inside)
        .where(_ms.c.current == 1, _OPEN)
        .group_by(_ms.c.cohort_id)
        .subquery()
    )
    cohorts = views.fetch(
        select(_c.c.cohort_id, _c.c.name, func.coalesce(sizes.c.size, 0).label("size"))
        .join(sizes, sizes.c.cohort_id == _c.c.cohort_id, isouter=True)
        .order_by(_c.c.opened_at.desc(), _c.c.cohort_id)
    )
    found = [Group(UUID(row["cohort_id"]), row["name"], row["size"]) for row in cohorts]
    outside = views.fetch_one(select(func.count().label("size")).select_from(_m).where(_IN_NONE))
    return [*found, Group(None, "", outside["size"])] if outside and outside["size"] else found


def members_in(views: Views, cohort_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Who is in each of these cohorts, by name; one question."""
    inside = _ms.c.cohort_id.in_([str(i) for i in cohort_ids]) & (_ms.c.current == 1) & _OPEN
    joined = _PERSON.add_columns(_ms.c.cohort_id).join(_ms, _ms.c.member_id == _m.c.member_id).where(inside)
    of: dict[UUID, list[Row]] = {i: [] for i in cohort_ids}
    for row in views.fetch(joined, personal=_PERSONAL):
        of[UUID(row["cohort_id"])].append(row)
    return {cohort_id: _by_name(rows) for cohort_id, rows in of.items()}


def members_in_none(views: Views) -> list[Person]:
    """Who is in no cohort, by name."""
    return _by_name(views.fetch(_PERSON.where(_IN_NONE), personal=_PERSONAL))


def closed(views: Views) -> list[Person]:
    """Whose accounts are closed, by name; without who was erased since, for nobody opens those again."""
    return [one for one in _by_name(views.fetch(_PERSON.where(~_OPEN), personal=_PERSONAL)) if not one.name.erased]


def cohort_with(views: Views, cohort_id: UUID) -> CohortCard | None:
    """One cohort with its members by name; two questions."""
    card = views.fetch_one(select(_c.c.name).where(_c.c.cohort_id == str(cohort_id)))
    if card is None:
        return None
    return CohortCard(cohort_id, card["name"], tuple(members_in(views, [cohort_id])[cohort_id]))


def cohorts_of(views: Views, member_id: UUID) -> list[tuple[UUID, str]]:
    rows = views.fetch(
        select(_c.c.cohort_id, _c.c.name)
        .join(_ms, _ms.c.cohort_id == _c.c.cohort_id)
        .where(_ms.c.member_id == str(member_id), _ms.c.current == 1)
        .order_by(_c.c.opened_at, _c.c.cohort_id)
    )
    return [(UUID(r["cohort_id"]), r["name"]) for r in rows]


def anybody(views: Views) -> bool:
    """Whether the school has any member yet."""
    return views.fetch_one(select(_m.c.member_id).limit(1)) is not None


def _by_name(rows: list[Row]) -> list[Person]:
    return sorted(map(_person, rows), key=lambda p: (p.name.text.casefold(), str(p.member_id)))


def _person(row: Row) -> Person:
    joined_at = instant(row["joined_at"])
    assert joined_at is not None
    return Person(
        member_id=UUID(row["member_id"]),
        name=row["name"],
        address=row["address"],
        role=row["role"],
        zone=row["zone"],
        nudged=bool(row["nudged"]),
        joined_at=joined_at,
        closed_at=instant(row["closed_at"]),
    )

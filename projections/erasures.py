"""The view of erasures: who is to be forgotten and from when, who thought better of it, who is gone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Index, Text, select

from domain.contact import Contact
from domain.member import Member
from projections.view import Row, Rows, View, since, stamp
from projections.views import Views

erasure = Rows(
    "erasure",
    Column("subject_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    # asked, cancelled or done
    Column("state", Text, nullable=False),
    Column("asked_at", Text),
    Column("asked_by", Text, nullable=False),
    Column("erase_from", Text),
    Column("done_at", Text),
    # The scheduler and every page of staff ask what is still ahead; a member's page asks of theirs.
    indexes=(Index("erasure_ahead", "state", "erase_from"), Index("erasure_of", "member_id", "state")),
)
ERASURES = View("erasures", 1, (erasure,))

_NEW: Row = {"asked_at": None, "asked_by": "", "erase_from": None, "done_at": None}


def _subject(event: Member.Event | Contact.Event) -> list[str]:
    return [str(event.originator_id)]


def _kind(event: Member.Event | Contact.Event) -> str:
    return "contact" if isinstance(event, Contact.Event) else "member"


@erasure.on(Member.ErasureRequested, Contact.ErasureRequested, key=_subject)
def _asked(row: Row | None, event: Member.ErasureRequested | Contact.ErasureRequested) -> Row:
    return _NEW | {
        "kind": _kind(event),
        "member_id": str(event.member_id),
        "state": "asked",
        "asked_at": stamp(event.timestamp),
        "asked_by": event.by,
        "erase_from": stamp(datetime.fromisoformat(event.erase_from)),
    }


@erasure.on(Member.ErasureCancelled, Contact.ErasureCancelled, key=_subject)
def _cancelled(row: Row, event: Member.ErasureCancelled | Contact.ErasureCancelled) -> Row:
    return row | {"state": "cancelled"}


@erasure.on(Member.Erased, Contact.Erased, key=_subject)
def _done(row: Row | None, event: Member.Erased | Contact.Erased) -> Row:
    known = row or _NEW | {"kind": _kind(event), "member_id": str(event.member_id)}
    return known | {"state": "done", "done_at": stamp(event.timestamp)}


@dataclass(frozen=True, slots=True)
class Erasure:
    """`kind`: member, or contact (then `member_id` is in whose tracker). `asked_by`: a member id, or "operator"."""

    subject_id: UUID
    kind: str
    member_id: UUID
    asked_at: datetime
    asked_by: str
    erase_from: datetime


_e = erasure.table


def erasures_ahead(views: Views) -> list[Erasure]:
    """All that were asked for and are not carried out, the nearest first."""
    return _found(views, _e.c.state == "asked")


def erasures_due(views: Views, now: datetime) -> list[Erasure]:
    """Those whose time to think is over."""
    return _found(views, (_e.c.state == "asked") & (_e.c.erase_from <= stamp(now)))


def erasures_done(views: Views) -> list[Erasure]:
    """Those that were carried out."""
    return _found(views, (_e.c.state == "done") & _e.c.asked_at.is_not(None))


def erasure_of(views: Views, subject_id: UUID) -> Erasure | None:
    """The one that lies ahead for this member or contact."""
    found = _found(views, (_e.c.subject_id == str(subject_id)) & (_e.c.state == "asked"))
    return found[0] if found else None


def still_stands(views: Views, erasure: Erasure) -> bool:
    """Whether nobody has called it off since it was looked up, nor asked anew for a later day."""
    row = views.fetch_one(select(_e.c.state, _e.c.erase_from).where(_e.c.subject_id == str(erasure.subject_id)))
    return row is not None and row["state"] != "cancelled" and row["erase_from"] <= stamp(erasure.erase_from)


def _found(views: Views, condition: ColumnElement[bool]) -> list[Erasure]:
    rows = views.fetch(select(_e).where(condition).order_by(_e.c.erase_from, _e.c.subject_id))
    return [
        Erasure(
            subject_id=UUID(row["subject_id"]),
            kind=row["kind"],
            member_id=UUID(row["member_id"]),
            asked_at=since(row["asked_at"]),
            asked_by=row["asked_by"],
            erase_from=since(row["erase_from"]),
        )
        for row in rows
    ]

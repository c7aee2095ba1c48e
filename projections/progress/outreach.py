"""Outreach in the view of progress: each attempt with its draft, what came of it, and its takeaway."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Integer, Text, bindparam, select

from domain.evidence import Story
from domain.outreach import Outreach
from domain.personal import Personal
from projections.progress.takeaways import TakeawayCard, takeaway, takeaways, takeaways_of, takeaways_where
from projections.view import Row, Rows, instant, since, stamp
from projections.views import Views
from store.question import Question
from store.sealing import from_token, token

outreach = Rows(
    "progress_outreach",
    Column("outreach_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("contact_id", Text, nullable=False, index=True),
    Column("goal_id", Text),
    Column("version", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("tie", Text, nullable=False),
    Column("introduction", Text),
    Column("purpose", Text),
    Column("why_you", Text),
    Column("call_to_action", Text),
    Column("channel", Text),
    Column("times_offered", Text),
    Column("begun_at", Text, nullable=False),
    Column("touched_at", Text, nullable=False),
    Column("sent_at", Text),
    Column("answered_at", Text),
    Column("answer_note", Text),
    Column("postponed_until", Text),
    Column("postponed_zone", Text),
    Column("arranged_at", Text),
    Column("starts_at", Text),
    Column("held_at", Text),
    Column("medium", Text),
    Column("questions", Text),
    Column("notes", Text),
    Column("whom_next", Text),
    Column("prepared_at", Text),
    # Whether the notes are for their owner alone.
    Column("confidential", Integer, nullable=False),
    # Of a story that an archive tells: when it came, its id where it began, and the stage it had reached there.
    Column("brought_at", Text),
    Column("first_id", Text),
    Column("reached", Text),
)


@outreach.on(Outreach.Drafted, key=lambda e: [str(e.originator_id)])
def _drafted(row: Row | None, event: Outreach.Drafted) -> Row:
    return {
        "member_id": str(event.member_id),
        "contact_id": str(event.contact_id),
        "begun_at": stamp(event.timestamp),
        "confidential": 0,
        "tie": event.tie,
        **_parts(event),
        **_told(event, "drafted"),
    }


@outreach.on(Outreach.Logged, key=lambda e: [str(e.originator_id)])
def _logged(row: Row | None, event: Outreach.Logged) -> Row:
    return {
        "member_id": str(event.member_id),
        "contact_id": str(event.contact_id),
        "begun_at": stamp(event.timestamp),
        "confidential": 0,
        "sent_at": stamp(event.timestamp),
        "tie": event.tie,
        "channel": event.channel,
        **_told(event, "sent"),
    }


@outreach.on(Outreach.BroughtAlong, key=lambda e: [str(e.originator_id)])
def _brought_along(row: Row | None, event: Outreach.BroughtAlong) -> Row:
    told = {name: getattr(event, name) for name in ("sent_at", "answered_at", "held_at")}
    happened = {name: stamp(datetime.fromisoformat(at)) for name, at in told.items() if at}
    return {
        "member_id": str(event.member_id),
        "contact_id": str(event.contact_id),
        "tie": event.tie,
        "channel": event.channel,
        "medium": event.medium,
        "starts_at": event.starts_at or None,
        "confidential": int(event.confidential),
        **_parts(event),
        **{name: token(getattr(event, name)) for name in ("answer_note", "questions", "notes", "whom_next")},
        **happened,
        **_told(event, "elsewhere"),
        # The two had to do with each other then, not on the day when an archive was read.
        "begun_at": happened["sent_at"],
        "touched_at": max(happened.values()),
        "brought_at": stamp(event.timestamp),
        "first_id": str(event.first_id),
        "reached": event.reached,
    }


@outreach.on(Outreach.Revised, key=lambda e: [str(e.originator_id)])
def _revised(row: Row, event: Outreach.Revised) -> Row:
    return row | _parts(event) | _told(event, row["stage"])


@outreach.on(Outreach.Sent, key=lambda e: [str(e.originator_id)])
def _sent(row: Row, event: Outreach.Sent) -> Row:
    times = json.dumps(event.times_offered)
    sent = {"tie": event.tie, "channel": event.channel, "times_offered": times, "sent_at": stamp(event.timestamp)}
    return row | sent | _told(event, "sent")


@outreach.on(Outreach.Answered, key=lambda e: [str(e.originator_id)])
def _answered(row: Row, event: Outreach.Answered) -> Row:
    return row | {"answered_at": stamp(event.timestamp), "answer_note": token(event.note)} | _told(event, "answered")


@outreach.on(Outreach.Declined, key=lambda e: [str(e.originator_id)])
def _declined(row: Row, event: Outreach.Declined) -> Row:
    return row | {"answered_at": stamp(event.timestamp), "answer_note": token(event.note)} | _told(event, "declined")


@outreach.on(Outreach.Postponed, key=lambda e: [str(e.originator_id)])
def _postponed(row: Row, event: Outreach.Postponed) -> Row:
    return row | {"postponed_until": event.until, "postponed_zone": event.zone} | _told(event, "postponed")


@outreach.on(Outreach.LeftUnanswered, key=lambda e: [str(e.originator_id)])
def _left_unanswered(row: Row, event: Outreach.LeftUnanswered) -> Row:
    return row | _told(event, "unanswered")


@outreach.on(Outreach.ConversationArranged, key=lambda e: [str(e.originator_id)])
def _arranged(row: Row, event: Outreach.ConversationArranged) -> Row:
    meeting = {"arranged_at": stamp(event.timestamp), "starts_at": event.starts_at}
    return row | meeting | _told(event, "arranged")


@outreach.on(Outreach.QuestionsChosen, key=lambda e: [str(e.originator_id)])
def _questions_chosen(row: Row, event: Outreach.QuestionsChosen) -> Row:
    return row | {"questions": token(event.questions)} | _told(event, row["stage"])


@outreach.on(Outreach.ConversationHeld, key=lambda e: [str(e.originator_id)])
def _held(row: Row, event: Outreach.ConversationHeld) -> Row:
    prepared = bool(event.notes) or bool(event.questions)
    held = {
        "held_at": stamp(event.timestamp),
        "medium": event.medium,
        "questions": token(event.questions),
        "notes": token(event.notes),
        "whom_next": token(event.whom_next),
        "prepared_at": stamp(event.timestamp) if prepared else None,
    }
    return row | held | _told(event, "held")


@outreach.on(Outreach.NotesWritten, key=lambda e: [str(e.originator_id)])
def _notes_written(row: Row, event: Outreach.NotesWritten) -> Row:
    written = {"notes": token(event.notes), "prepared_at": row["prepared_at"] or stamp(event.timestamp)}
    return row | written | _told(event, row["stage"])


@outreach.on(Outreach.CountedToward, key=lambda e: [str(e.originator_id)])
def _counted_toward(row: Row, event: Outreach.CountedToward) -> Row:
    return row | _told(event, row["stage"])


@outreach.on(Outreach.TieCorrected, key=lambda e: [str(e.originator_id)])
def _tie_corrected(row: Row, event: Outreach.TieCorrected) -> Row:
    return row | {"tie": event.tie} | _told(event, row["stage"])


@outreach.on(Outreach.Withdrawn, key=lambda e: [str(e.originator_id)])
def _withdrawn(row: Row, event: Outreach.Withdrawn) -> Row:
    return row | _told(event, "withdrawn")


@outreach.on(Outreach.SharingChosen, key=lambda e: [str(e.originator_id)])
def _sharing_chosen(row: Row, event: Outreach.SharingChosen) -> Row:
    # What is shared stands in a view of its own; it touches nobody.
    return row | {"version": event.originator_version}


@outreach.on(Outreach.ConfidentialityChosen, key=lambda e: [str(e.originator_id)])
def _confidentiality_chosen(row: Row, event: Outreach.ConfidentialityChosen) -> Row:
    return row | {"confidential": int(event.confidential), "version": event.originator_version}


def _told(
    event: Outreach.Event | Outreach.Drafted | Outreach.Logged | Outreach.BroughtAlong,
    stage: str,
) -> Row:
    return {
        "stage": stage,
        "goal_id": None if event.goal_id is None else str(event.goal_id),
        "version": event.originator_version,
        "touched_at": stamp(event.timestamp),
    }


def _parts(event: Outreach.Drafted | Outreach.Revised | Outreach.BroughtAlong) -> Row:
    return {f: token(getattr(event, f)) for f in ("introduction", "purpose", "why_you", "call_to_action")}


@dataclass(frozen=True, slots=True)
class OutreachCard:
    """An outreach with everything that was recorded about it, and its takeaway if there is one.

    `postponed_until` is a local date in `postponed_zone`, which is "" without one. `confidential` says of the notes
    that they are for their owner alone. Of a story that an archive tells, `brought_at` is when it came, and its other
    instants are as they are told; `reached` is the stage it had where it began, under the id `first_id`.
    """

    outreach_id: UUID
    member_id: UUID
    contact_id: UUID
    goal_id: UUID | None
    version: int
    stage: str
    tie: str
    introduction: Personal
    purpose: Personal
    why_you: Personal
    call_to_action: Personal
    channel: str
    times_offered: tuple[datetime, ...]
    begun_at: datetime
    touched_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    answer_note: Personal
    postponed_until: date | None
    postponed_zone: str
    arranged_at: datetime | None
    starts_at: datetime | None
    held_at: datetime | None
    medium: str
    questions: Personal
    notes: Personal
    whom_next: Personal
    prepared_at: datetime | None
    confidential: bool
    takeaway: TakeawayCard | None
    brought_at: datetime | None = None
    first_id: UUID | None = None
    reached: str = ""

    @property
    def story(self) -> Story:
        """Just the facts that count."""
        decided = self.takeaway
        return Story(
            outreach_id=self.outreach_id,
            contact_id=self.contact_id,
            goal_id=self.goal_id,
            tie=self.tie,
            sent_at=self.sent_at,
            arranged_at=self.arranged_at,
            held_at=self.held_at,
            prepared_at=self.prepared_at,
            decided_at=decided.decided_at if decided else None,
            followed_up_at=decided.settled_at if decided and decided.state == "followed_up" else None,
            said_why=bool(self.why_you),
            withdrawn=self.stage == "withdrawn",
            elsewhere=self.brought_at is not None,
        )


_o, _t = outreach.table, takeaway.table
_PARTS = ("introduction", "purpose", "why_you", "call_to_action")
_TEXT = (*_PARTS, "answer_note", "questions", "notes", "whom_next")
# Why somebody was chosen counts for a level, so whether it was said is a fact.
_WORDS = tuple(name for name in _TEXT if name != "why_you")
_FACTS = select(*(c for c in _o.c if c.name not in _WORDS))
_LATEST_FIRST = select(_o).order_by(_o.c.touched_at.desc(), _o.c.outreach_id)
_MINE = Question(_LATEST_FIRST.where(_o.c.member_id == bindparam("member_id")))


def stories(views: Views, member_id: UUID) -> list[OutreachCard]:
    """All of a member's outreach, the latest touched first, with takeaways: two questions."""
    rows = views.ask(_MINE, personal=_TEXT, member_id=str(member_id))
    return _outreach_cards(rows, takeaways(views, member_id)) if rows else []


def stories_with(views: Views, member_id: UUID, contact_id: UUID) -> list[OutreachCard]:
    """As `stories`, of one contact."""
    mine = _o.c.member_id == str(member_id)
    return _outreach_where(views, mine & (_o.c.contact_id == str(contact_id)), _t.c.contact_id == str(contact_id))


def one_story(views: Views, member_id: UUID, outreach_id: UUID) -> OutreachCard | None:
    """None when there is no such outreach of this member."""
    mine = _o.c.member_id == str(member_id)
    found = _outreach_where(views, mine & (_o.c.outreach_id == str(outreach_id)), _t.c.outreach_id == str(outreach_id))
    return found[0] if found else None


def stories_of(views: Views, member_ids: list[UUID]) -> list[OutreachCard]:
    """What happened here, of many members at once and without their words, which are empty and not even read.

    What their archives tell of elsewhere is for themselves alone, and not among it.
    """
    ids = [str(i) for i in member_ids]
    here = _o.c.member_id.in_(ids) & _o.c.brought_at.is_(None)
    rows = views.fetch(_FACTS.where(here).order_by(_o.c.touched_at.desc(), _o.c.outreach_id))
    nothing = from_token("", views.vault)
    wordless = dict.fromkeys(_WORDS, nothing)
    of = {card.outreach_id: card for card in takeaways_of(views, ids)} if rows else {}
    return [
        _outreach_card(
            row | wordless | {"why_you": from_token(row["why_you"] or "", views.vault)},
            of.get(UUID(row["outreach_id"])),
        )
        for row in rows
    ]


def _outreach_where(views: Views, mine: ColumnElement[bool], theirs: ColumnElement[bool]) -> list[OutreachCard]:
    rows = views.fetch(_LATEST_FIRST.where(mine), personal=_TEXT)
    return _outreach_cards(rows, takeaways_where(views, theirs)) if rows else []


def _outreach_cards(rows: list[Row], decided: list[TakeawayCard]) -> list[OutreachCard]:
    of = {card.outreach_id: card for card in decided}
    return [_outreach_card(row, of.get(UUID(row["outreach_id"]))) for row in rows]


def _outreach_card(row: Row, decided: TakeawayCard | None) -> OutreachCard:
    texts = {name: row[name] for name in _TEXT}
    starts = row["starts_at"]
    return OutreachCard(
        outreach_id=UUID(row["outreach_id"]),
        member_id=UUID(row["member_id"]),
        contact_id=UUID(row["contact_id"]),
        goal_id=None if row["goal_id"] is None else UUID(row["goal_id"]),
        version=row["version"],
        stage=row["stage"],
        tie=row["tie"],
        channel=row["channel"] or "",
        times_offered=tuple(datetime.fromisoformat(t) for t in json.loads(row["times_offered"] or "[]")),
        begun_at=since(row["begun_at"]),
        touched_at=since(row["touched_at"]),
        sent_at=instant(row["sent_at"]),
        answered_at=instant(row["answered_at"]),
        postponed_until=None if row["postponed_until"] is None else date.fromisoformat(row["postponed_until"]),
        postponed_zone=row["postponed_zone"] or "",
        arranged_at=instant(row["arranged_at"]),
        starts_at=None if starts is None else datetime.fromisoformat(starts).astimezone(UTC),
        held_at=instant(row["held_at"]),
        medium=row["medium"] or "",
        prepared_at=instant(row["prepared_at"]),
        confidential=bool(row["confidential"]),
        brought_at=instant(row["brought_at"]),
        first_id=None if row["first_id"] is None else UUID(row["first_id"]),
        reached=row["reached"] or "",
        takeaway=decided,
        **texts,
    )

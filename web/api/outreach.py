"""Outreach over JSON: drafting, sending, and saying what came of it."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields, validate

from domain.accountability.outreach import Draft
from domain.contact import TIES
from domain.outreach import CHANNELS, MOST_TIMES, SHAREABLE
from domain.refusal import NotFound
from domain.takeaway import KINDS
from projections.progress.outreach import OutreachCard, one_story, stories
from projections.shared import choices_of
from web.api.door import (
    IDEMPOTENCY_KEY,
    Changed,
    Flag,
    Part,
    Reason,
    Strict,
    act,
    answered,
    changes,
    day,
    noun,
    part,
    text,
    word,
)
from web.api.versions import ETAG, etag
from web.session import me, services

api = noun("outreach", "One attempt to start one conversation with one contact.")


class OutreachOut(ma.Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    contact_id = fields.UUID(required=True)
    goal_id = fields.UUID(required=True, allow_none=True)
    stage = fields.String(required=True)
    tie = fields.String(required=True)
    introduction = fields.String(required=True)
    purpose = fields.String(required=True)
    why_you = fields.String(required=True)
    call_to_action = fields.String(required=True)
    channel = fields.String(required=True)
    times_offered = fields.List(fields.AwareDateTime(), required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    postponed_until = fields.Date(required=True, allow_none=True)
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    held_at = fields.AwareDateTime(required=True, allow_none=True)
    medium = fields.String(required=True)
    questions = fields.String(required=True)
    notes = fields.String(required=True)
    whom_next = fields.String(required=True)
    confidential = fields.Boolean(required=True, metadata={"description": "The notes are for their owner alone."})
    takeaway_id = fields.UUID(required=True, allow_none=True)
    brought_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When an archive told it: then it counts toward nothing."},
    )
    reached = fields.String(required=True, metadata={"description": "The stage it had elsewhere, for such a one."})


class Parts(Strict):
    introduction = text(4000)
    purpose = text(4000)
    why_you = text(4000, about="Why this person in particular; level III asks for it.")
    call_to_action = text(4000)


class NewOutreach(Parts):
    contact_id = fields.UUID(required=True)
    goal_id = fields.UUID(load_default=None, allow_none=True)
    sent_on = fields.String(
        load_default="",
        validate=validate.OneOf(("", *CHANNELS)),
        metadata={"description": "For what went out already, without a draft: the channel."},
    )


class Sending(Strict):
    channel = word(CHANNELS)
    times_offered = fields.List(text(40, required=True), load_default=list, validate=validate.Length(max=MOST_TIMES))


class Note(Strict):
    note = text(4000)


class Postponement(Strict):
    until = day()


class Meeting(Strict):
    starts_at = text(40, required=True, about="ISO 8601 with an offset")


class Questions(Strict):
    questions = text(4000, about="A line each.")


class Conversation(Strict):
    medium = word(CHANNELS)
    questions = text(4000)
    notes = text(20000)
    whom_next = text(1000)


class Notes(Strict):
    notes = text(20000, required=True)


class Counting(Reason):
    goal_id = fields.UUID(required=True, allow_none=True)


class Tie(Reason):
    tie = word(TIES)


class OutreachSharing(Strict):
    partnership_id = fields.UUID(required=True)
    parts = fields.List(
        word(SHAREABLE), required=True, metadata={"description": "All that this buddy sees from now on."}
    )


class OutreachSharingOut(ma.Schema):
    partnership_id = fields.UUID(required=True)
    parts = fields.List(fields.String(), required=True)


class Confidentiality(Strict):
    confidential = Flag(required=True)


class TakeawayIn(Strict):
    text = text(500, required=True)
    kind = word(KINDS)
    due = day()


@api.route("", methods=["GET"])
@api.arguments(Part, location="query")
@api.response(200, OutreachOut(many=True))
def listed(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The outreach of the token's owner, the latest touched first."""
    return [_shown(card) for card in part(stories(services().views, me().member_id), asked)]


@api.route("", methods=["POST"])
@api.doc(parameters=[IDEMPOTENCY_KEY])
@api.arguments(NewOutreach)
@api.response(201, Changed, headers={"Location": {"schema": {"type": "string"}}})
@answered
def created(asked: dict[str, Any]) -> Any:
    """Begin a draft to a contact, or (with `sent_on`) note what went out already."""
    contact_id, goal_id, channel = asked.pop("contact_id"), asked.pop("goal_id"), asked.pop("sent_on")
    use = services().accountability
    if channel:
        outreach_id = use.log_outreach(act(), contact_id=contact_id, goal_id=goal_id, channel=channel)
    else:
        outreach_id = use.draft_outreach(act(), contact_id=contact_id, goal_id=goal_id, draft=Draft(**asked))
    return {"id": outreach_id}, {"Location": f"/api/outreach/{outreach_id}"}


@api.route("/<uuid:outreach_id>", methods=["GET"])
@api.response(200, OutreachOut, headers=ETAG)
@answered
def one(outreach_id: UUID) -> Any:
    """One outreach with all that was recorded about it."""
    card = one_story(services().views, me().member_id, outreach_id)
    if card is None:
        raise NotFound
    return _shown(card), etag(card.version)


@api.route("/<uuid:thing_id>/sharing", methods=["GET"])
@api.response(200, OutreachSharingOut(many=True))
@answered
def shared(thing_id: UUID) -> Any:
    """What each buddy of the owner sees of it; nothing, until it is shared."""
    views, owner = services().views, me().member_id
    if one_story(views, owner, thing_id) is None:
        raise NotFound
    return [
        {"partnership_id": choice.partnership_id, "parts": [part for part in SHAREABLE if part in choice.parts]}
        for choice in choices_of(views, owner, thing_id)
    ]


def _draft(thing_id: UUID, *, expected: int | None, **parts: str) -> Any:
    """The draft as it now reads, in full; until it is sent."""
    services().accountability.revise_draft(act(), thing_id, draft=Draft(**parts), expected=expected)
    return {"id": thing_id}


def _takeaway(thing_id: UUID, **asked: str) -> Any:
    """Decide the one takeaway of a conversation; answers the takeaway's id."""
    return {"id": services().accountability.decide_takeaway(act(), thing_id, **asked)}


def _verb(name: str, about: str) -> Any:
    def change(thing_id: UUID, **asked: Any) -> Any:
        getattr(services().accountability, name)(act(), thing_id, **asked)
        return {"id": thing_id}

    change.__doc__ = about
    return change


VERBS: tuple[tuple[str, type[Strict] | None, Any], ...] = (
    ("draft", Parts, _draft),
    ("sending", Sending, _verb("send_outreach", "It went out, on a channel, offering up to five times.")),
    ("answer", Note, _verb("record_answer", "They answered.")),
    ("refusal", Note, _verb("record_decline", "They declined.")),
    ("postponement", Postponement, _verb("postpone_outreach", "They are busy: try again from a local date.")),
    ("silence", None, _verb("record_silence", "No answer came.")),
    ("meeting", Meeting, _verb("arrange_conversation", "A conversation is arranged; said again, it moves.")),
    ("questions", Questions, _verb("choose_questions", "The questions to bring as they now read, in full.")),
    ("conversation", Conversation, _verb("record_conversation", "The conversation took place, in any medium.")),
    ("notes", Notes, _verb("write_notes", "The notes as they now read, in full.")),
    ("sharing", OutreachSharing, _verb("choose_outreach_sharing", "What one buddy sees of it, in full; or nothing.")),
    (
        "confidentiality",
        Confidentiality,
        _verb("choose_confidentiality", "Whether the notes are for their owner alone."),
    ),
    ("takeaway", TakeawayIn, _takeaway),
    ("counting", Counting, _verb("count_outreach_toward", "Let it count toward another goal, or none.")),
    ("tie", Tie, _verb("correct_tie", "The tie it was sent under was wrong; levels follow.")),
    ("withdrawal", Reason, _verb("withdraw_outreach", "It did not happen, or should not count.")),
)
for rule, asks, change in VERBS:
    changes(api, f"/<uuid:thing_id>/{rule}", asks, change, versioned=rule in ("draft", "notes"))


def _shown(card: OutreachCard) -> dict[str, Any]:
    named = ("introduction", "purpose", "why_you", "call_to_action", "questions", "notes", "whom_next")
    plain = ("version", "contact_id", "goal_id", "stage", "tie", "channel", "times_offered", "sent_at", "answered_at")
    more = ("postponed_until", "starts_at", "held_at", "medium", "confidential", "brought_at", "reached")
    return (
        {"id": card.outreach_id, "takeaway_id": card.takeaway.takeaway_id if card.takeaway else None}
        | {name: str(getattr(card, name)) for name in named}
        | {name: getattr(card, name) for name in (*plain, *more)}
    )

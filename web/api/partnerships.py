"""Partnerships over JSON: asking, answering, checking in, cheering."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields, validate

from domain.partnership import CADENCES
from domain.refusal import NotFound
from projections.buddy import CheckIn, PartnershipCard, may_ask, one_partnership
from projections.buddy import partnerships as read_partnerships
from projections.progress.outreach import stories_of
from projections.shared import shared_with
from web import shared_stories
from web.api.door import IDEMPOTENCY_KEY, Strict, Whole, act, answered, changes, day, noun, text
from web.session import me, services
from web.shared_stories import SharedStory

api = noun("partnerships", "Two people who agreed to be each other's buddy.")


class CheckInOut(ma.Schema):
    at = fields.AwareDateTime(required=True)
    confidence = fields.Integer(required=True)
    moved = fields.String(required=True)
    next_step = fields.String(required=True)


class PartnershipOut(ma.Schema):
    id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
    state = fields.String(required=True)
    asked_by_me = fields.Boolean(required=True)
    cadence_days = fields.Integer(required=True)
    next_check_in = fields.Date(required=True, allow_none=True)
    paused_until = fields.Date(required=True, allow_none=True)
    mine = fields.Nested(CheckInOut, required=True, allow_none=True)
    theirs = fields.Nested(CheckInOut, required=True, allow_none=True)


class StoryOut(ma.Schema):
    id = fields.UUID(required=True)
    owner_id = fields.UUID(required=True)
    parts = fields.List(fields.String(), required=True)
    name = fields.String(required=True, allow_none=True)


class WholeStoryOut(StoryOut):
    introduction = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    why_you = fields.String(required=True, allow_none=True)
    call_to_action = fields.String(required=True, allow_none=True)
    notes = fields.String(required=True, allow_none=True)


class Proposal(Strict):
    partner_id = fields.UUID(required=True)
    cadence_days = Whole(load_default=7, validate=validate.OneOf(CADENCES))
    note = text(500)


class Pause(Strict):
    until = day(required=False)


class NewCheckIn(Strict):
    confidence = Whole(required=True, validate=validate.Range(1, 5))
    moved = text(1000)
    next_step = text(1000)


@api.route("", methods=["GET"])
@api.response(200, PartnershipOut(many=True))
def listed() -> list[dict[str, Any]]:
    """Partnerships that are asked, active or paused."""
    return [_shown(card) for card in read_partnerships(services().views, me().member_id)]


@api.route("", methods=["POST"])
@api.doc(parameters=[IDEMPOTENCY_KEY])
@api.arguments(Proposal)
@api.response(201, PartnershipOut)
@answered
def created(asked: dict[str, Any]) -> Any:
    """Ask a cohort mate, or somebody known from a partnership; nothing is shared before they say yes."""
    if not may_ask(services().views, me().member_id, asked["partner_id"]):
        raise NotFound
    return _shown(_card(services().accountability.propose_partnership(act(), **asked)))


@api.route("/<uuid:partnership_id>", methods=["GET"])
@api.response(200, PartnershipOut)
@answered
def one(partnership_id: UUID) -> Any:
    """One partnership of the owner's, in whatever state."""
    return _shown(_card(partnership_id))


@api.route("/<uuid:partnership_id>/stories", methods=["GET"])
@api.response(200, StoryOut(many=True))
@answered
def stories(partnership_id: UUID) -> Any:
    """The messages of which something is shared between the two, by either, the latest choice first."""
    views, reader = services().views, me().member_id
    _card(partnership_id)
    here = [one for one in shared_with(views, reader) if one.partnership_id == partnership_id]
    told = stories_of(views, sorted({one.owner_id for one in here})) if here else []
    return [_plain(story, StoryOut) for story in shared_stories.in_short(here, told)]


@api.route("/<uuid:partnership_id>/stories/<uuid:outreach_id>", methods=["GET"])
@api.response(200, WholeStoryOut)
@answered
def story(partnership_id: UUID, outreach_id: UUID) -> Any:
    """One of them, as its owner shares it; what is not shared is null."""
    return _plain(shared_stories.one_of(_card(partnership_id), outreach_id), WholeStoryOut)


def _verb(name: str, about: str) -> Any:
    def change(thing_id: UUID, **asked: Any) -> Any:
        _card(thing_id)
        getattr(services().accountability, name)(act(), thing_id, **asked)
        return _shown(_card(thing_id))

    change.__doc__ = about
    return change


VERBS: tuple[tuple[str, type[Strict] | None, Any], ...] = (
    ("acceptance", None, _verb("accept_partnership", "Say yes.")),
    ("refusal", None, _verb("decline_partnership", "Say no.")),
    ("withdrawal", None, _verb("withdraw_proposal", "Take a proposal back.")),
    ("pause", Pause, _verb("pause_partnership", "Rest, until a local date or open-ended; for both.")),
    ("resumption", None, _verb("resume_partnership", "Go on.")),
    ("end", None, _verb("end_partnership", "End it; either may, alone.")),
    ("check-ins", NewCheckIn, _verb("check_in", "Tell the partner how it goes.")),
    ("cheers", None, _verb("cheer", "Send a cheer.")),
)
for rule, asks, change in VERBS:
    changes(api, f"/<uuid:thing_id>/{rule}", asks, change, answers=PartnershipOut)


def _card(partnership_id: UUID) -> PartnershipCard:
    card = one_partnership(services().views, me().member_id, partnership_id)
    if card is None:
        raise NotFound
    return card


def _shown(card: PartnershipCard) -> dict[str, Any]:
    plain = ("partner_id", "state", "asked_by_me", "cadence_days", "next_check_in", "paused_until")
    told = {"mine": _told(card.mine), "theirs": _told(card.theirs)}
    return {"id": card.partnership_id} | told | {name: getattr(card, name) for name in plain}


def _told(check_in: CheckIn | None) -> dict[str, Any] | None:
    if check_in is None:
        return None
    words = {"moved": str(check_in.moved), "next_step": str(check_in.next_step)}
    return words | {"at": check_in.at, "confidence": check_in.confidence}


def _plain(story: SharedStory, schema: type[StoryOut]) -> dict[str, Any]:
    names = set(schema().fields) - {"id", "owner_id", "parts"}
    words = {name: getattr(story, name) for name in names}
    told = {name: None if text is None else str(text) for name, text in words.items()}
    return told | {"id": story.outreach_id, "owner_id": story.owner_id, "parts": story.parts}

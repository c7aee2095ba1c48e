"""Takeaways over JSON: following up the one thing, or letting it go."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields

from domain.accountability.contacts import Card
from domain.contact import TIES
from domain.refusal import NotFound
from projections.progress.takeaways import TakeawayCard, one_takeaway, takeaways
from projections.tracker import owners_of_marks
from web.api.door import Part, Reason, Rescheduling, Strict, act, answered, changes, noun, part, text, word
from web.api.versions import ETAG, etag
from web.session import me, services

api = noun("takeaways", "The one thing decided from each conversation.")


class TakeawayOut(ma.Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    outreach_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)
    text = fields.String(required=True)
    kind = fields.String(required=True)
    due = fields.Date(required=True)
    zone = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "open, followed_up or dropped"})
    decided_at = fields.AwareDateTime(required=True)
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    outcome = fields.String(required=True)
    new_contact_id = fields.UUID(required=True, allow_none=True)
    brought_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "When an archive told it."}
    )


class Introduced(Strict):
    name = text(200, required=True)
    tie = word(TIES, default="weak")
    how_known = text(1000)
    company = text(200)
    role = text(200)
    email = text(254)
    link = text(500)


class FollowUp(Strict):
    what_came = text(4000)
    introduced = fields.Nested(Introduced, load_default=None, allow_none=True)


class TakeawayWords(Strict):
    text = text(500, required=True)


@api.route("", methods=["GET"])
@api.arguments(Part, location="query")
@api.response(200, TakeawayOut(many=True))
def listed(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The takeaways of the token's owner, by due date."""
    return [_shown(card) for card in part(takeaways(services().views, me().member_id), asked)]


@api.route("/<uuid:takeaway_id>", methods=["GET"])
@api.response(200, TakeawayOut, headers=ETAG)
@answered
def one(takeaway_id: UUID) -> Any:
    """One takeaway."""
    card = _card(takeaway_id)
    return _shown(card), etag(card.version)


def _follow_up(thing_id: UUID, what_came: str, introduced: dict[str, str] | None) -> Any:
    """It was followed up; `introduced` becomes a contact, introduced by the one the takeaway came from."""
    tie = introduced.pop("tie") if introduced else "weak"
    card = Card(**introduced) if introduced else None
    known = owners_of_marks(services().views, me().member_id) if card else {}
    services().accountability.follow_up_takeaway(
        act(), thing_id, what_came=what_came, introduced=card, tie=tie, known=known
    )
    return _shown(_card(thing_id))


def _verb(name: str, about: str) -> Any:
    def change(thing_id: UUID, **asked: Any) -> Any:
        getattr(services().accountability, name)(act(), thing_id, **asked)
        return _shown(_card(thing_id))

    change.__doc__ = about
    return change


VERBS: tuple[tuple[str, type[Strict] | None, Any], ...] = (
    ("follow-up", FollowUp, _follow_up),
    ("dropping", Reason, _verb("drop_takeaway", "Let it go, with the reason.")),
    ("rescheduling", Rescheduling, _verb("reschedule_takeaway", "Move its date, with the reason.")),
    ("rewording", TakeawayWords, _verb("reword_takeaway", "Change its words.")),
    ("picking-up", None, _verb("pick_up_takeaway", "Take up a dropped one again.")),
)
for rule, asks, change in VERBS:
    versioned = rule in ("rescheduling", "rewording")
    changes(api, f"/<uuid:thing_id>/{rule}", asks, change, answers=TakeawayOut, versioned=versioned)


def _card(takeaway_id: UUID) -> TakeawayCard:
    card = one_takeaway(services().views, me().member_id, takeaway_id)
    if card is None:
        raise NotFound
    return card


def _shown(card: TakeawayCard) -> dict[str, Any]:
    plain = ("version", "outreach_id", "contact_id", "kind", "due", "zone", "state", "decided_at", "settled_at")
    words = {"id": card.takeaway_id, "text": str(card.text), "outcome": str(card.outcome)}
    return words | {name: getattr(card, name) for name in (*plain, "new_contact_id", "brought_at")}

"""Nudges over JSON: the owner's inbox."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from marshmallow import fields

from projections.inbox import inbox
from web.api.door import act, changes, noun
from web.session import me, services

api = noun("nudges", "Reminders, each once.")


class NudgeOut(ma.Schema):
    id = fields.UUID(required=True)
    rule = fields.String(required=True)
    thing_id = fields.UUID(required=True)
    slot = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "delivered or put_away"})
    at = fields.AwareDateTime(required=True)


@api.route("", methods=["GET"])
@api.response(200, NudgeOut(many=True))
def listed() -> list[dict[str, Any]]:
    """The inbox, newest first."""
    named = ("rule", "thing_id", "slot", "state", "at")
    cards = inbox(services().views, me().member_id)
    return [{"id": card.nudge_id} | {name: getattr(card, name) for name in named} for card in cards]


def _put_away(thing_id: UUID) -> Any:
    """Done with it."""
    services().accountability.put_nudge_away(act(), thing_id)
    return {"id": thing_id}


changes(api, "/<uuid:thing_id>/put-away", None, _put_away)

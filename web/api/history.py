"""History over JSON: what concerns the token's owner, as it was recorded."""

from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from projections.history import own_history
from web.api.door import Strict, answered, noun
from web.session import me, services

EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)

api = noun("history", "Who did what, when, through which door.")


class EntryOut(ma.Schema):
    position = fields.Integer(required=True)
    name = fields.String(required=True, metadata={"description": "The recorded event, such as Goal.Rescheduled."})
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    door = fields.String(required=True)
    thing_id = fields.UUID(required=True)


class Asked(Strict):
    before = fields.Integer(load_default=None, validate=validate.Range(1, 2**53))
    as_of = fields.AwareDateTime(load_default=None, validate=validate.Range(EARLIEST, LATEST))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


@api.route("", methods=["GET"])
@api.arguments(Asked, location="query")
@api.response(200, EntryOut(many=True))
@answered
def listed(asked: dict[str, Any]) -> Any:
    """Newest first, a page at a time (`before` a position), as of an instant."""
    return [
        {
            "position": entry.position,
            "name": entry.name,
            "at": entry.at,
            "by": entry.event.by,
            "door": entry.event.door,
            "thing_id": entry.event.originator_id,
        }
        for entry in own_history(services().views, me().member_id, **asked)
    ]

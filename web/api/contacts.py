"""Contacts over JSON: the owner's tracker, and importing a LinkedIn export into it."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import request
from marshmallow import fields

from domain.accountability.contacts import Card
from domain.contact import TIES
from domain.linkedin import NotAnExport
from domain.refusal import NotFound
from projections.imports import carry_out, plan_linkedin
from projections.tracker import ContactCard, contact_with, owners_of_marks
from projections.tracker import contacts as read_contacts
from web.api.door import (
    IDEMPOTENCY_KEY,
    Changed,
    Part,
    Strict,
    act,
    answered,
    changes,
    noun,
    part,
    problem,
    text,
    told_before,
    told_for_good,
    word,
)
from web.api.versions import ETAG, MAY_MATCH, etag, expected
from web.session import me, services

api = noun("contacts", "The people in the owner's tracker.")


class ContactOut(ma.Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    tie = fields.String(required=True)
    how_known = fields.String(required=True)
    company = fields.String(required=True)
    role = fields.String(required=True)
    email = fields.String(required=True)
    link = fields.String(required=True)
    introduced_by = fields.UUID(required=True, allow_none=True)
    source = fields.String(required=True)
    removed = fields.Boolean(required=True)
    added_at = fields.AwareDateTime(required=True)


class ContactIn(Strict):
    name = text(200, required=True)
    tie = word(TIES)
    how_known = text(1000)
    company = text(200)
    role = text(200)
    email = text(254)
    link = text(500)


class NewContact(ContactIn):
    introduced_by = fields.UUID(load_default=None, allow_none=True)


class LeftOut(ma.Schema):
    row = fields.Integer(required=True)
    why = fields.String(required=True)


class Imported(ma.Schema):
    added = fields.Integer(required=True)
    duplicates = fields.Integer(required=True)
    skipped = fields.List(fields.Nested(LeftOut), required=True)


@api.route("", methods=["GET"])
@api.arguments(Part, location="query")
@api.response(200, ContactOut(many=True))
def listed(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The people in the tracker, by name."""
    return [_shown(card) for card in part(read_contacts(services().views, me().member_id), asked)]


@api.route("", methods=["POST"])
@api.doc(parameters=[IDEMPOTENCY_KEY])
@api.arguments(NewContact)
@api.response(201, Changed, headers={"Location": {"schema": {"type": "string"}}})
@answered
def created(asked: dict[str, Any]) -> Any:
    """Add somebody; 409 `contact_known` when the tracker has them."""
    tie, introduced_by = asked.pop("tie"), asked.pop("introduced_by")
    known = owners_of_marks(services().views, me().member_id)
    contact_id = services().accountability.add_contact(
        act(), card=Card(**asked), tie=tie, introduced_by=introduced_by, known=known
    )
    return {"id": contact_id}, {"Location": f"/api/contacts/{contact_id}"}


@api.route("/<uuid:contact_id>", methods=["GET"])
@api.response(200, ContactOut, headers=ETAG)
@answered
def one(contact_id: UUID) -> Any:
    """One contact, also one that was removed."""
    card = contact_with(services().views, me().member_id, contact_id)
    if card is None:
        raise NotFound
    return _shown(card), etag(card.version)


@api.route("/<uuid:contact_id>", methods=["PUT"])
@api.doc(parameters=[IDEMPOTENCY_KEY, MAY_MATCH])
@api.arguments(ContactIn)
@api.response(200, Changed)
@answered
def edited(asked: dict[str, Any], contact_id: UUID) -> Any:
    """Change what is known about somebody."""
    tie = asked.pop("tie")
    services().accountability.edit_contact(act(), contact_id, card=Card(**asked), tie=tie, expected=expected())
    return {"id": contact_id}


@api.route("/import", methods=["POST"])
@api.doc(
    parameters=[IDEMPOTENCY_KEY],
    requestBody={"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}},
)
@api.response(200, Imported)
@answered
def imported() -> Any:
    """Import LinkedIn's Connections.csv, sent as it is; all new people or, with an error, nobody."""
    views, accountability, owner, command = services().views, services().accountability, me().member_id, act()
    told = told_before()
    if told is not None:
        return told
    try:
        plan = plan_linkedin(views, accountability, owner, request.get_data())
    except NotAnExport as refusal:
        why = refusal.facts["why"]
        return problem(422, code=f"not_an_export_{why}", detail="This is not LinkedIn's Connections.csv.")
    added = carry_out(views, accountability, command, plan)
    answer = {
        "added": added,
        "duplicates": len(plan.known) + len(plan.repeated) + len(plan.new) - added,
        "skipped": [{"row": s.row, "why": s.why} for s in plan.skipped],
    }
    return told_for_good(answer)


def _remove(thing_id: UUID) -> Any:
    """Take somebody out of the tracker; their story stays."""
    services().accountability.remove_contact(act(), thing_id)
    return {"id": thing_id}


def _restore(thing_id: UUID) -> Any:
    """Bring somebody back."""
    services().accountability.restore_contact(act(), thing_id)
    return {"id": thing_id}


changes(api, "/<uuid:thing_id>/removal", None, _remove)
changes(api, "/<uuid:thing_id>/restoration", None, _restore)


def _shown(card: ContactCard) -> dict[str, Any]:
    words = {f: str(getattr(card, f)) for f in ("name", "how_known", "company", "role", "email", "link")}
    return words | {
        "id": card.contact_id,
        "version": card.version,
        "tie": card.tie,
        "introduced_by": card.introduced_by,
        "source": card.source,
        "removed": card.removed,
        "added_at": card.added_at,
    }

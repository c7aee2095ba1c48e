"""Goals over JSON: promises, and how far the evidence has brought them."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response, jsonify, request
from marshmallow import fields, validate

from domain.goal import LEVELS, MEASURES, MOST_PEOPLE, SHARINGS
from domain.refusal import NotFound
from projections.progress.goals import GoalCard
from projections.progress.goals import goals as read_goals
from projections.progress.outreach import stories
from web.api.door import (
    IDEMPOTENCY_KEY,
    Part,
    Reason,
    Rescheduling,
    Strict,
    Whole,
    act,
    answered,
    day,
    noun,
    part,
    problem,
    text,
    word,
)
from web.api.headers import header
from web.api.versions import ETAG, IF_MATCH, expected
from web.session import me, services
from web.sharing import in_force, must_reach

api = noun("goals", "Timebound promises; progress is computed from evidence.")


class GoalOut(ma.Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    statement = fields.String(required=True)
    steps = fields.String(required=True)
    measure = fields.String(required=True)
    target = fields.Integer(required=True)
    count = fields.Integer(required=True)
    standing = fields.String(required=True, metadata={"description": "achieved, closed, overdue or open"})
    due = fields.Date(required=True)
    zone = fields.String(required=True)
    level = fields.String(required=True)
    sharing = fields.String(
        required=True, metadata={"description": "private, progress or words: what a buddy sees of it at this moment"}
    )
    set_at = fields.AwareDateTime(required=True)
    achieved_at = fields.AwareDateTime(required=True, allow_none=True)
    on_time = fields.Boolean(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class GoalIn(Strict):
    statement = text(500, required=True)
    measure = word(MEASURES)
    target = Whole(required=True, validate=validate.Range(1, MOST_PEOPLE))
    due = day()
    level = word(LEVELS, default="")
    steps = text(4000)
    template = text(40)


class GoalWords(Strict):
    statement = text(500, required=True)
    steps = text(4000)


class Sharing(Strict):
    sharing = word(SHARINGS)


@api.route("", methods=["GET"])
@api.arguments(Part, location="query")
@api.response(200, GoalOut(many=True))
def listed(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The goals of the token's owner, the one due next first."""
    cards = part(_cards(), asked)
    seen = in_force(cards)
    return [shown(card, seen[card.goal_id]) for card in cards]


@api.route("", methods=["POST"])
@api.doc(parameters=[IDEMPOTENCY_KEY])
@api.arguments(GoalIn)
@api.response(201, GoalOut, headers={"Location": {"schema": {"type": "string"}}, **ETAG})
@answered
def created(asked: dict[str, Any]) -> Any:
    """Promise something for a local date of the owner's zone."""
    goal_id = services().accountability.set_goal(act(), **asked)
    return _answer(goal_id, 201, Location=f"/api/goals/{goal_id}")


@api.route("/<uuid:goal_id>", methods=["GET"])
@api.response(200, GoalOut, headers=ETAG)
@answered
def one(goal_id: UUID) -> Any:
    """One goal; `If-None-Match` saves reading it again."""
    answer = _answer(goal_id, 200)
    return answer.make_conditional(request)


@api.route("/<uuid:goal_id>", methods=["PUT"])
@api.doc(parameters=[IDEMPOTENCY_KEY, IF_MATCH])
@api.arguments(GoalWords)
@api.response(200, GoalOut)
@answered
def reworded(asked: dict[str, Any], goal_id: UUID) -> Any:
    """Change the words of a promise."""
    return _changed(goal_id, lambda version: _use().reword_goal(act(), goal_id, expected=version, **asked))


def _state(rule: str, asks: type[Strict], verb: str, about: str) -> None:
    """A change of state of an existing goal: needs If-Match, answers the goal."""

    def view(asked: dict[str, Any], goal_id: UUID) -> Any:
        return _changed(goal_id, lambda version: getattr(_use(), verb)(act(), goal_id, expected=version, **asked))

    view.__name__, view.__doc__ = rule, about
    documented = api.doc(parameters=[IDEMPOTENCY_KEY, IF_MATCH])(
        api.arguments(asks)(api.response(200, GoalOut)(answered(view)))
    )
    api.route(f"/<uuid:goal_id>/{rule}", methods=["POST"])(documented)


_state("rescheduling", Rescheduling, "reschedule_goal", "Move the due date, with the reason.")
_state("closure", Reason, "close_goal", "Close it, with the reason.")
_state("reopening", Reason, "reopen_goal", "Open a closed goal again.")


@api.route("/<uuid:goal_id>/sharing", methods=["POST"])
@api.doc(parameters=[IDEMPOTENCY_KEY, IF_MATCH])
@api.arguments(Sharing)
@api.response(200, GoalOut)
@answered
def sharing(asked: dict[str, Any], goal_id: UUID) -> Any:
    """Choose what the buddy sees: nothing, progress, or the words too, for those who are buddies by now."""

    def choose(version: int | None) -> None:
        _card(goal_id)
        must_reach(asked["sharing"])
        _use().choose_goal_sharing(act(), goal_id, expected=version, **asked)

    return _changed(goal_id, choose)


def _changed(goal_id: UUID, change: Any) -> Response:
    """Let the command judge the version, so that a repeated request is answered as it was the first time."""
    if header("If-Match") is None:
        return problem(428, code="if_match_missing", detail="Send the ETag under which you read the goal as If-Match.")
    change(expected())
    return _answer(goal_id, 200)


def _answer(goal_id: UUID, status: int, **headers: str) -> Response:
    card = _card(goal_id)
    body = GoalOut().dump(shown(card, in_force([card])[goal_id]))
    answer = jsonify(body)
    answer.status_code = status
    answer.headers.extend(headers)
    # The version is what a change expects; the rest tells apart what evidence has changed since.
    answer.set_etag(f"{card.version}-{sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:12]}")
    return answer


def _card(goal_id: UUID) -> GoalCard:
    card = next((c for c in _cards() if c.goal_id == goal_id), None)
    if card is None:
        raise NotFound
    return card


def _cards() -> list[GoalCard]:
    views, owner = services().views, me().member_id
    return read_goals(views, owner, stories(views, owner), services().now())


def _use() -> Any:
    return services().accountability


def shown(card: GoalCard, sharing: str) -> dict[str, Any]:
    return {
        "id": card.goal_id,
        "version": card.version,
        "statement": str(card.statement),
        "steps": str(card.steps),
        "measure": card.terms.measure,
        "target": card.terms.target,
        "count": card.progress.count,
        "standing": card.progress.standing,
        "due": card.terms.promise.due,
        "zone": card.terms.promise.zone,
        "level": card.level,
        "sharing": sharing,
        "set_at": card.set_at,
        "achieved_at": card.progress.achieved_at,
        "on_time": card.progress.on_time,
        "closed_at": card.closed_at,
    }

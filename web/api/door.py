"""How an API request becomes an act, and how refusals leave as problem+json."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4, uuid5

import marshmallow as ma
from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import fields

from domain.act import Act
from domain.refusal import CommandReused, NotFound, Refusal, Stale, Unusable
from web.api.headers import header
from web.api.versions import MAY_MATCH, expected
from web.refusals import said, said_of_field
from web.session import me, services

P = ParamSpec("P")
T = TypeVar("T")
MOST_KEY = 200


class Strict(ma.Schema):
    """What comes in: nothing that was not asked for, and no value bent into another type."""

    class Meta:
        unknown = ma.RAISE


class Whole(fields.Integer):
    """JSON Schema's integer: 3 and 3.0, but neither "3" nor true nor 3.5."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Flag(fields.Boolean):
    """JSON's true or false, and no word or number that could mean one."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


def text(most: int, *, required: bool = False, about: str = "") -> fields.String:
    """A text of at most `most` characters."""
    about_it = {"description": about} if about else {}
    if required:
        return fields.String(required=True, validate=ma.validate.Length(1, most), metadata=about_it)
    return fields.String(load_default="", validate=ma.validate.Length(max=most), metadata=about_it)


def word(choices: tuple[str, ...], *, default: str | None = None) -> fields.String:
    """One of a few words."""
    if default is None:
        return fields.String(required=True, validate=ma.validate.OneOf(choices))
    return fields.String(load_default=default, validate=ma.validate.OneOf(choices))


def day(*, required: bool = True) -> fields.String:
    """A local date, YYYY-MM-DD; whether it can be used is for the domain to say."""
    shape: dict[str, Any] = {"metadata": {"format": "date"}, "validate": ma.validate.Length(max=10)}
    return fields.String(required=True, **shape) if required else fields.String(load_default="", **shape)


class Reason(Strict):
    reason = text(500, required=True)


class Rescheduling(Strict):
    due = day()
    reason = text(500, required=True)


class Part(Strict):
    """Which part of a list: it stands in the same order each time."""

    limit = fields.Integer(load_default=100, validate=ma.validate.Range(1, 500))
    offset = fields.Integer(load_default=0, validate=ma.validate.Range(0, 2**31))


class Problem(ma.Schema):
    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    code = fields.String(metadata={"description": "The reason, stable across wordings."})
    errors = fields.Dict(metadata={"description": "Messages by field."})


class Changed(ma.Schema):
    """What a change answers: the id of the thing it was about."""

    id = fields.UUID(required=True)


IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": MOST_KEY, "pattern": "^[!-~]+$"},
}


class _Noun(Blueprint):
    def arguments(self, schema: Any, **how: Any) -> Any:
        """As the library's, with the schema made once: made anew for each request it takes longer than its work."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **how)


def noun(name: str, description: str) -> Blueprint:
    """The blueprint of one noun under /api."""
    return _Noun(f"api_{name}", name, url_prefix=f"/api/{name}", description=description)


def act() -> Act:
    """What the owner of the token does; the same Idempotency-Key names the same command, and nothing else."""
    by, key, now = me().member_id, _key(), services().now()
    asked = f"{request.method} {request.full_path}\n{request.get_data(as_text=True)}"
    fingerprint = services().vault.digest("body", asked)[:16]
    if key:
        services().commands.claim(by, key, fingerprint, now)
    return Act(str(by), "api", now, uuid5(by, f"key|{key}") if key else uuid4(), fingerprint)


def told_before() -> Any:
    """What this very request was answered the first time, if that was kept; ask after `act`."""
    told = services().commands.answer(me().member_id, _key()) if _key() else None
    return None if told is None else json.loads(told)


def told_for_good(answer: Any) -> Any:
    """Keep an answer that would be another the second time. It may hold counts and codes, and nobody's words."""
    if not _key():
        return answer
    return json.loads(services().commands.keep_answer(me().member_id, _key(), json.dumps(answer)))


def _key() -> str:
    key = header("Idempotency-Key") or ""
    if len(key) > MOST_KEY:
        raise Unusable(field="Idempotency-Key", why="too_long", most=MOST_KEY)
    return key


def part(things: Sequence[T], asked: dict[str, int]) -> Sequence[T]:
    """The part of a list that `Part` asks for."""
    return things[asked["offset"] : asked["offset"] + asked["limit"]]


def answered(view: Callable[P, Any]) -> Callable[P, Any]:
    """Refusals leave as problem+json."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(*args, **kwargs)
        except NotFound as refusal:
            return problem(404, code=refusal.code, detail="There is nothing with this id that is yours to see.")
        except Unusable as refusal:
            words = said_of_field(refusal)
            field = str(refusal.facts["field"])
            return problem(422, code=str(refusal.facts["why"]), detail=words, errors={field: [words]})
        except Stale as refusal:
            return problem(412, code=refusal.code, detail="It changed since you read it. Nothing was overwritten.")
        except CommandReused as refusal:
            return problem(422, code=refusal.code, detail="This Idempotency-Key came before with another request.")
        except Refusal as refusal:
            return problem(409, code=refusal.code, detail=said(refusal))

    return guarded


def problem(status: int, *, detail: str = "", code: str = "", errors: Any = None) -> Response:
    """An error as RFC 9457 describes it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    more = {"detail": detail, "code": code, "errors": errors}
    answer = jsonify(body | {name: value for name, value in more.items() if value})
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer


def changes(
    api: Blueprint,
    rule: str,
    asks: type[Strict] | None,
    change: Callable[..., Any],
    *,
    answers: Any = Changed,
    versioned: bool = False,
) -> None:
    """Register one change of state as a sub-resource: POST rule → `change(thing_id, **fields)` → `answers`.

    A versioned one may say which version it means: `change` is given `expected` as well.
    """

    def view(*args: Any, thing_id: Any) -> Any:
        meant = {"expected": expected()} if versioned else {}
        return change(thing_id, **(args[0] if args else {}), **meant)

    view.__name__ = f"{rule.rsplit('/', 1)[1].replace('-', '_')}"
    view.__doc__ = change.__doc__
    guarded = answered(view)
    guarded = api.response(200, answers)(guarded)
    if asks is not None:
        guarded = api.arguments(asks)(guarded)
    guarded = api.doc(parameters=[IDEMPOTENCY_KEY, *([MAY_MATCH] if versioned else [])])(guarded)
    api.route(rule, methods=["POST"])(guarded)

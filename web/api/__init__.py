"""The JSON API: the same use cases under /api, for bearer tokens; described at /api/openapi.json."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, request
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from flask_wtf.csrf import CSRFProtect

from projections import people
from web.api import contacts, goals, history, nudges, outreach, partnerships, takeaways
from web.api.door import Problem, problem
from web.refusals import http_page
from web.session import services

NOUNS = (goals, contacts, outreach, takeaways, partnerships, nudges, history)


class ProblemApi(Api):
    """Errors as problem+json (RFC 9457), described as such."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        for status in (*HTTPStatus, None):
            described: dict[str, Any] = {"description": status.phrase if status else "Refused, with the reason"}
            if status is None or status >= 400:
                described["schema"] = Problem
            prepare_response(described, self.spec, "application/problem+json")
            self.spec.components.response(status.name if status else "DEFAULT_ERROR", described, lazy=True)

    def handle_http_exception(self, error: Any) -> Response:
        if not request.path.startswith("/api/"):
            return make_response(http_page(error))
        data = getattr(error, "data", None) or {}
        fields = _by_field(data.get("messages"))
        unread = "That body is no JSON that can be read." if data.get("messages") else error.description
        told = data.get("message") or ("Some fields need another look." if fields else unread)
        code = "unusable" if fields else error.name.lower().replace(" ", "_")
        answer = problem(error.code, code=code, detail=told or "", errors=fields)
        if error.code == 405 and getattr(error, "valid_methods", None):
            answer.headers["Allow"] = ", ".join(error.valid_methods)
        answer.headers.extend(data.get("headers", {}))
        return answer


def register(app: Flask, csrf: CSRFProtect) -> None:
    app.config.update(
        API_TITLE="Accountabilibuddy",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ProblemApi(app, spec_kwargs={"info": {"description": _DESCRIPTION}})
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"token": []}]
    for noun in NOUNS:
        api.register_blueprint(noun.api)
        # No cookie opens the API, so no other site can make a browser use it.
        csrf.exempt(noun.api)

    @app.before_request
    def _bearer() -> Response | None:
        if not request.path.startswith("/api/") or request.path == "/api/openapi.json":
            return None
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        member_id = services().access.member_of_api_token(token) if scheme.lower() == "bearer" and token else None
        g.me = people.present(services().views, member_id) if member_id else None
        if g.me is not None:
            return None
        answer = problem(401, code="unauthorized", detail="Send a token from the settings page as a bearer token.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @app.errorhandler(RecursionError)
    def _too_deep(_: RecursionError) -> Response:
        return problem(400, code="bad_request", detail="That JSON is nested too deeply to be read.")

    @app.errorhandler(ValueError)
    def _too_long(error: ValueError) -> Response:
        # Python refuses to read numbers of thousands of digits; anything else of this kind is a defect of ours.
        if "integer string conversion" in str(error) and request.path.startswith("/api/"):
            return problem(400, code="bad_request", detail="That JSON holds a number that is too long to be read.")
        raise error

    @app.get("/api", strict_slashes=False)
    def api_root() -> Response:
        return jsonify({"openapi": "/api/openapi.json"})


def _by_field(messages: Any) -> dict[str, Any] | None:
    """marshmallow's messages without the name of the place they came from; None for what was no JSON at all."""
    if isinstance(messages, dict) and len(messages) == 1 and next(iter(messages)) in ("json", "query", "headers"):
        messages = next(iter(messages.values()))
    return messages if isinstance(messages, dict) else None


_DESCRIPTION = """\
What students and mentors do with goals, people, messages, takeaways and buddies, as JSON; settings and the pages of
staff are pages alone. Send `Authorization: Bearer …` with a token from the settings page.

* A change may carry an `Idempotency-Key`: the same request sent again under it has one effect and the same answer; any
  other request under it is refused (422, `command_reused`). A key belongs to its request for seven days, also when that
  was refused.
* Changing an existing goal needs `If-Match` with the `ETag` under which it was read (428 without, 412 when changed).
  Editing a contact, a draft, notes or a takeaway may carry it.
* Lists of goals, contacts, outreach and takeaways come in parts: `limit` (100, at most 500) and `offset`.
* Errors are `application/problem+json` with a `code` to rely on and a `detail` for people.
* Instants are ISO 8601 with an offset; due dates are local dates with the zone they were promised in.
"""

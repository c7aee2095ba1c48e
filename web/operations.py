"""For probes and operators: whether the service is alive, whether it is ready, and its figures; no session needed."""

from hmac import compare_digest
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from projections import readiness
from store.faults import may_pass
from web.session import services

pages = Blueprint("operations", __name__)


@pages.get("/health")
def health() -> Response:
    """Alive, whatever else is the matter: starting the process anew would mend nothing of what is told here."""
    try:
        troubled = readiness.set_aside(services().views)
    except Exception as error:
        if not may_pass(error):
            raise
        return jsonify(status="degraded", database=f"no answer: {type(error).__name__}")
    return jsonify(status="degraded", views=troubled) if troubled else jsonify(status="ok")


@pages.get("/ready")
def ready() -> tuple[Response, int]:
    checks: dict[str, Any] = readiness.checks(services())
    well = all(check["ok"] for check in checks.values())
    return jsonify(status="ready" if well else "not ready", checks=checks), 200 if well else 503


@pages.get("/metrics")
def metrics() -> Response:
    """For whoever holds the operators' token; without one in the settings there is no such page."""
    token = services().settings.metrics_token
    if not token:
        abort(404)
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return Response("Send the operators' token as a bearer token.\n", 401, {"WWW-Authenticate": "Bearer"})
    return Response(generate_latest(current_app.extensions["figures"]), content_type=CONTENT_TYPE_LATEST)

"""Opens what the table of rights says, to whom it says: asked before every view."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, abort, flash, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from web import rights
from web.session import confirmed, here, me, own_path, services

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Last of all, when it is known who asks and that nobody made them."""

    @app.before_request
    def _may() -> ResponseReturnValue | None:
        who = rights.asked(request.endpoint)
        if who in (None, rights.UNASKED, rights.ANYBODY, rights.OPERATOR):
            return None
        if g.get("me") is None:
            return _ask_to_sign_in()
        if who == rights.STAFF and me().role != "staff":
            abort(404)
        if who == rights.STAFF and second_factor_needed() and here().second_factor_at is None:
            return redirect(url_for("settings.second_factor", next=_way_back()), 303)
        if request.endpoint in rights.CONFIRMED and not confirmed():
            return _ask_again()
        return None

    @app.after_request
    def _tell(answer: Response) -> Response:
        """What is not there for somebody may be another's: who tries often can be seen (OWASP ASVS 5.0, 16.3.2)."""
        if answer.status_code in (401, 404) and request.endpoint and rights.asked(request.endpoint) != rights.UNASKED:
            facts = {"endpoint": request.endpoint, "status": answer.status_code, "member": _who()}
            log.warning("refused", extra={"facts": facts})
        return answer


def second_factor_needed() -> bool:
    """Of staff it is asked, since they look after everybody; only in the demo school anybody may look at their pages.

    OWASP ASVS 5.0, 6.3.2 asks it of everybody at level 2. A student or a mentor reaches only what is their own, and
    some have no phone that could hold one: they may turn it on, and are not shut out without.
    """
    return me().role == "staff" and not services().settings.demo


def page_before() -> str:
    """The page whose form this was, if it is one of ours."""
    before = urlsplit(request.referrer or "")
    return own_path(f"{before.path}?{before.query}" if before.query else before.path or "/")


def _who() -> str:
    return str(me().member_id) if g.get("me") else ""


def _ask_to_sign_in() -> ResponseReturnValue:
    target = _here() if request.method == "GET" else "/"
    where = url_for("sign_in.form", next=target) if target != "/" else url_for("sign_in.form")
    if request.headers.get("HX-Request"):
        # A part of a page cannot show the sign-in form: say so, and leave what was typed where it is.
        return make_response("Your sign-in has ended. Open a new tab to sign in; what you typed is still here.", 401)
    return redirect(where, 303)


def _ask_again() -> ResponseReturnValue:
    if request.method != "GET":
        flash("Nothing was changed yet. Show that it is you, then send it once more.", "note")
    return redirect(url_for("proof.ask_again", next=_way_back()), 303)


def _way_back() -> str:
    """Where to go on after something that comes between."""
    return _here() if request.method == "GET" else page_before()


def _here() -> str:
    return request.full_path.rstrip("?")

"""Who is asking: sign-in sessions kept in the vault, and what a page needs to know about the person."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from domain.act import Act
from projections import inbox, people
from projections.people import Person
from projections.services import Services
from store.sessions import ABSOLUTE, SEEN_EVERY
from web import rights


def services() -> Services:
    """The school this app serves."""
    found: Services = current_app.extensions["services"]
    return found


def me() -> Person:
    """The member who is signed in; only where the table of rights asks for one."""
    person: Person = g.me
    return person


def fresh_act() -> Act:
    """What the member who is signed in does just once, for what a second click makes anew."""
    return Act(str(me().member_id), "page", services().now(), uuid4())


def let_in(member_id: UUID, target: str) -> Response:
    """The one way in, whatever proved who it is: a session begins, and they go on to `target`, a path of this site."""
    return sign_in(member_id, make_response(redirect(own_path(target), 303)))


def sign_in(member_id: UUID, answer: Response) -> Response:
    """Start a session under a new token; whatever the browser held before is worth nothing any more, flashes too."""
    held = request.cookies.get(_cookie_name())
    if held:
        services().access.end_session(held)
    token = services().access.start_session(member_id, services().now())
    form_session.clear()
    _set_cookie(answer, token)
    return answer


def sign_out(answer: Response) -> Response:
    token = request.cookies.get(_cookie_name())
    if token:
        services().access.end_session(token)
    form_session.clear()
    answer.delete_cookie(_cookie_name(), path="/", secure=_https(), httponly=True, samesite="Lax")
    return answer


def signed_in_within(time: timedelta) -> bool:
    """Whether the member has shown who they are as lately as that."""
    since: datetime = g.signed_in_at
    return services().now() - since <= time


def own_path(target: str) -> str:
    """The target if it is a plain path of this site, else "/": nobody is sent elsewhere after signing in."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    hidden = target.lower()
    return target if plain and "%2f%2f" not in hidden and "%5c" not in hidden else "/"


def register(app: Flask, *, https: bool) -> None:
    app.config["ACCOUNTABILIBUDDY_HTTPS"] = https

    @app.before_request
    def _who() -> None:
        g.me = None
        # What belongs to nobody, and the door for programs, ask no cookie.
        if not request.path.startswith("/api/") and _right_asked() not in (rights.UNASKED, rights.OPERATOR):
            g.me = _member()

    @app.context_processor
    def _about_me() -> dict[str, Any]:
        person: Person | None = g.get("me")
        return {
            "me": person,
            "unread": inbox.unread(services().views, person.member_id) if person else 0,
            "demo": services().settings.demo,
            "catching_up": services().views.behind,
            "nav": (request.endpoint or "").split(".")[0],
        }


def guard(app: Flask) -> None:
    """Open what the table of rights says; registered last, when it is known who asks and that nobody made them."""

    @app.before_request
    def _may() -> ResponseReturnValue | None:
        who = _right_asked()
        if who in (None, rights.UNASKED, rights.ANYBODY, rights.OPERATOR):
            return None
        if g.get("me") is None:
            return _ask_to_sign_in()
        if who == rights.STAFF and me().role != "staff":
            abort(404)
        return None


def _right_asked() -> str | None:
    """Who may use what is asked for; None for an address that is not there."""
    return rights.RIGHT_AT[request.endpoint].who if request.endpoint else None


def _member() -> Person | None:
    """The member behind the session cookie, if the session still counts: limits differ by role."""
    token = request.cookies.get(_cookie_name())
    found = services().access.session(token) if token else None
    person = people.present(services().views, found.member_id) if found else None
    if token is None or found is None or person is None:
        return None
    now = services().now()
    if found.is_over(person.role, now):
        services().access.end_session(token)
        return None
    if now - found.seen_at > SEEN_EVERY:
        services().access.seen(token, now)
    g.signed_in_at = found.started_at
    return person


def _ask_to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    where = url_for("sign_in.form", next=target) if target != "/" else url_for("sign_in.form")
    if request.headers.get("HX-Request"):
        # A part of a page cannot show the sign-in form: say so, and leave what was typed where it is.
        return make_response("Your sign-in has ended. Open a new tab to sign in; what you typed is still here.", 401)
    return redirect(where, 303)


def _set_cookie(answer: Response, token: str) -> None:
    longest = int(max(ABSOLUTE.values()).total_seconds())
    answer.set_cookie(_cookie_name(), token, max_age=longest, path="/", secure=_https(), httponly=True, samesite="Lax")


def _cookie_name() -> str:
    return ("__Host-" if _https() else "") + "session"


def _https() -> bool:
    return bool(current_app.config["ACCOUNTABILIBUDDY_HTTPS"])

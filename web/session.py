"""Who is asking: sign-in sessions kept in the vault, and what a page needs to know about the person."""

import logging
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, Response, current_app, flash, g, make_response, redirect, request, url_for
from flask import session as form_session
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer

from domain.act import Act
from projections import inbox, people
from projections.people import Person
from projections.services import Services
from store.half_open import HALF_OPEN, Overtaken
from store.sessions import ABSOLUTE, SEEN_EVERY, Session
from web import rights
from web.devices import device

log = logging.getLogger(__name__)

# The two cookies, and how long at most the first is worth anything to a browser.
SESSION, HALF = "session", "half"
LONGEST = max(ABSOLUTE.values())
# Whoever showed this lately who they are need not do so again.
CONFIRMED = timedelta(minutes=10)


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


def here() -> Session:
    """The session of the member who is signed in."""
    found: Session = g.session
    return found


def token() -> str:
    """Of the session that this browser says it has; "" for none."""
    return request.cookies.get(_cookie_name(), "")


def let_in(member_id: UUID, target: str, *, standing: int | None = None) -> Response:
    """The one way in, whatever proved who it is: a session begins, and they go on to `target`, a path of this site.

    With a second factor they get half in: to the page that asks for its code, and nowhere else. `standing`: theirs
    before they proved it, for what a new password ends; raises Overtaken if it has changed.
    """
    if standing is None:
        standing = services().access.standing(member_id)
    if services().second_factors.since(member_id) is None:
        return sign_in(member_id, make_response(redirect(own_path(target), 303)), standing=standing)
    form_session.clear()
    back = own_path(target)
    answer = make_response(redirect(url_for("proof.ask_code", next=back if back != "/" else None), 303))
    half = services().access.let_half_in(member_id, services().now(), standing=standing)
    _set_cookie(answer, HALF, half, HALF_OPEN)
    return answer


def half_in() -> UUID | None:
    """Who has shown a first factor in this browser just now."""
    token = request.cookies.get(_cookie_name(HALF))
    return services().access.half_in(token, services().now()) if token else None


def let_through(member_id: UUID, target: str) -> Response:
    """All the way in, for who was half in and has shown their second factor."""
    answer = make_response(redirect(own_path(target), 303))
    _drop_cookie(answer, HALF)
    half = request.cookies.get(_cookie_name(HALF), "")
    return sign_in(member_id, answer, second_factor_at=services().now(), through=half)


def sign_in(member_id: UUID, answer: Response, *, second_factor_at: datetime | None = None, **proven: Any) -> Response:
    """Start a session under a new token; whatever the browser held before is worth nothing any more, flashes too.

    `proven`: the `standing` they had before they proved who they are, or the half-open door they come `through`; raises
    Overtaken as `start_session` does.
    """
    used, now = device(request.user_agent.string), services().now()
    fresh = services().access.start_session(member_id, now, device=used, second_factor_at=second_factor_at, **proven)
    if held := token():
        services().access.end_session(held)
    form_session.clear()
    _set_cookie(answer, SESSION, fresh, LONGEST)
    log.info("signed in", extra={"facts": {"member": str(member_id), "second_factor": second_factor_at is not None}})
    return answer


def renew(answer: Response, *, second_factor: bool = False) -> Response:
    """They have shown once more who they are, perhaps by their second factor: the same session under a new token."""
    return go_on(answer, services().access.renew(token(), services().now(), second_factor=second_factor))


def go_on(answer: Response, fresh: str) -> Response:
    """In the same session, under the new token that it has by now."""
    _set_cookie(answer, SESSION, fresh, LONGEST)
    return answer


def sign_out(answer: Response) -> Response:
    services().access.end_session(token())
    form_session.clear()
    _drop_cookie(answer, SESSION)
    return answer


def end_others() -> None:
    """Wherever else the member is signed in, they are out."""
    services().access.end_sessions(me().member_id, but=token())


def confirmed() -> bool:
    """Whether the member has shown lately enough who they are, for what nobody else should do at an open screen."""
    return services().now() - here().confirmed_at <= CONFIRMED


def own_path(target: str) -> str:
    """The target if it is a plain path of this site, else "/": nobody is sent elsewhere after signing in."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    hidden = target.lower()
    return target if plain and "%2f%2f" not in hidden and "%5c" not in hidden else "/"


class FormCookies(SecureCookieSessionInterface):
    """Flask's own, with a signer that is made once and not twice a request."""

    @cache  # noqa: B019 - as many as there are apps
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return super().get_signing_serializer(app)


def register(app: Flask, *, https: bool) -> None:
    app.session_interface = FormCookies()
    app.config["ACCOUNTABILIBUDDY_HTTPS"] = https

    @app.before_request
    def _who() -> None:
        g.me = None
        # What belongs to nobody, and the door for programs, ask no cookie.
        if not request.path.startswith("/api/") and rights.asked(request.endpoint) not in (
            rights.UNASKED,
            rights.OPERATOR,
        ):
            g.me = _member()

    @app.errorhandler(Overtaken)
    def _begin_again(_: Overtaken) -> ResponseReturnValue:
        log.warning("overtaken", extra={"facts": {"endpoint": request.endpoint}})
        flash("Something about how you sign in was changed meanwhile, so please begin once more.", "note")
        return redirect(url_for("sign_in.form"), 303)

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


def _member() -> Person | None:
    """The member behind the session cookie, if the session still counts: limits differ by role."""
    held = token()
    found = services().access.session(held) if held else None
    person = people.present(services().views, found.member_id) if found else None
    if found is None or person is None:
        return None
    now = services().now()
    if found.is_over(person.role, now):
        services().access.end_session(held)
        return None
    if now - found.seen_at > SEEN_EVERY:
        services().access.seen(held, now)
    g.session = found
    return person


def _set_cookie(answer: Response, name: str, token: str, lasts: timedelta) -> None:
    longest = int(lasts.total_seconds())
    answer.set_cookie(
        _cookie_name(name), token, max_age=longest, path="/", secure=_https(), httponly=True, samesite="Lax"
    )


def _drop_cookie(answer: Response, name: str) -> None:
    answer.delete_cookie(_cookie_name(name), path="/", secure=_https(), httponly=True, samesite="Lax")


def _cookie_name(name: str = SESSION) -> str:
    return ("__Host-" if _https() else "") + name


def _https() -> bool:
    return bool(current_app.config["ACCOUNTABILIBUDDY_HTTPS"])

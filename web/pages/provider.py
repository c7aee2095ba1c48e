"""Coming in by the school's own sign-in provider: the way there, the way back, and why somebody is not let in."""

from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from hmac import compare_digest
from logging import getLogger
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from domain.act import Act
from domain.refusal import NotFound
from projections import people
from web import session
from web.id_token import Vouched
from web.limits import limits, was_refused
from web.provider import NoWord, Provider, Visit, error_code
from web.session import services

pages = Blueprint("provider", __name__)

# So long somebody may take to say there who they are.
ON_THE_WAY = timedelta(minutes=10)
UNNAMED = "your school account"

log = getLogger(__name__)


@pages.app_context_processor
def _named() -> dict[str, Any]:
    """What the provider is called on pages; "" where there is none."""
    settings = services().settings
    return {"provider_name": (settings.oidc_name or UNNAMED) if settings.oidc_issuer else ""}


@pages.get("/sign-in/provider")
def begin() -> ResponseReturnValue:
    """Sends them there. What has to fit when they are back is kept in this browser, in the signed cookie of forms."""
    visit, now = Visit.fresh(), services().now()
    try:
        there = _provider().way_there(visit, _back(), now)
    except NoWord as no_word:
        return _refused(no_word.why, no_word.detail)
    target = session.own_path(request.args.get("next", "/"))
    form_session["visit"] = {**asdict(visit), "next": target, "at": now.isoformat()}
    return redirect(there, 303)


@pages.get("/sign-in/provider/back")
@limits.limit("100 per 15 minutes", deduct_when=was_refused)
def back() -> ResponseReturnValue:
    """A GET that lets people in, as OpenID Connect has it: good once, for what this very browser set out for."""
    provider, now, kept = _provider(), services().now(), form_session.pop("visit", None)
    try:
        visit = _this_visit(kept, now)
        if request.args.get("iss", provider.issuer).rstrip("/") != provider.issuer:
            raise NoWord("untrue", "in another name")  # RFC 9207
        if "error" in request.args:
            raise NoWord("declined", error_code(request.args["error"]))
        whom = provider.whom(request.args.get("code", ""), visit, _back(), now)
        return session.let_in(_member(whom, now), kept["next"])
    except NoWord as no_word:
        return _refused(no_word.why, no_word.detail)


def _this_visit(kept: dict[str, str] | None, now: datetime) -> Visit:
    """The visit they come back from, if it is the one this browser set out on, and lately."""
    state = request.args.get("state", "")
    if kept is None or not compare_digest(kept["state"].encode(), state.encode()):
        raise NoWord("over", "another state" if kept else "none begun")
    if now - datetime.fromisoformat(kept["at"]) > ON_THE_WAY:
        raise NoWord("over", "too late")
    return Visit(kept["state"], kept["nonce"], kept["verifier"])


def _member(whom: Vouched, now: datetime) -> UUID:
    """Whose account that person opens: the one they opened before, or the first time the one with their address."""
    known = services().provider_identities.member_of(whom.issuer, whom.subject)
    member_id = known or _invited(whom)
    if people.present(services().views, member_id) is None:
        raise NoWord("unknown", "closed" if known else "no member yet")
    if known is None:
        connect(member_id, whom, now)
    return member_id


def _invited(whom: Vouched) -> UUID:
    if not whom.address:
        raise NoWord("unverified")
    member_id = services().vault.member_with(whom.address)
    if member_id is None:
        raise NoWord("unknown", "no member")
    return member_id


def connect(member_id: UUID, whom: Vouched, now: datetime) -> None:
    """From now on that person comes into this account, recorded before they do; raises NoWord.

    Not when another person there does: an address may go on to somebody else, an account does not.
    """
    identities = services().provider_identities
    if identities.bound_at(whom.issuer, member_id) is not None:
        raise NoWord("unknown", "another person")
    services().accountability.record_provider(Act(str(member_id), "page", now, uuid4()), member_id)
    if not identities.bind(whom.issuer, whom.subject, member_id, now):
        raise NoWord("unknown", "another member")


def _provider() -> Provider:
    settings = services().settings
    if not settings.oidc_issuer:
        raise NotFound
    return provider_at(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)


@lru_cache(maxsize=8)
def provider_at(issuer: str, client_id: str, client_secret: str) -> Provider:
    """One for the process, since it remembers how the provider describes itself."""
    return Provider(issuer, client_id, client_secret)


def _back() -> str:
    """The address that an operator enters at the provider."""
    return services().settings.url + url_for("provider.back")


def _refused(why: str, detail: str = "") -> ResponseReturnValue:
    log.warning("not let in by the provider", extra={"facts": {"why": why, "detail": detail}})
    return render_template("sign_in/provider.html", why=why), 503 if why == "away" else 422

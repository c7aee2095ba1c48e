"""Coming in by the school's own provider: the way there, the way back, and why somebody is not let in."""

from logging import getLogger
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from projections import people
from web import session
from web.id_token import Vouched
from web.pages.provider.connecting import connect, connected
from web.pages.provider.visit import come_back, set_out, the_provider
from web.provider import NoWord
from web.session import services

log = getLogger(__name__)


def begin() -> ResponseReturnValue:
    try:
        return redirect(set_out(target=session.own_path(request.args.get("next", "/"))), 303)
    except NoWord as no_word:
        return _refused(no_word)


def back() -> ResponseReturnValue:
    """A GET that lets people in, as OpenID Connect has it: good once, for what this very browser set out for."""
    try:
        came = come_back()
        if came.connects:
            return connected(came)
        return session.let_in(_member(came.whom), came.target)
    except NoWord as no_word:
        return _refused(no_word)


def _member(whom: Vouched) -> UUID:
    """Whose account that person opens: the one they opened before, or the first time the one with their address."""
    known = services().provider_identities.member_of(the_provider().issuer, whom.subject)
    member_id = known or _invited(whom)
    if people.present(services().views, member_id) is None:
        raise NoWord("unknown", "closed" if known else "no member yet")
    if known is None:
        connect(member_id, whom)
    return member_id


def _invited(whom: Vouched) -> UUID:
    if not whom.address:
        raise NoWord("unverified")
    member_id = services().vault.member_with(whom.address)
    if member_id is None:
        raise NoWord("unknown", "no member")
    if services().provider_identities.was_released(the_provider().issuer, member_id):
        raise NoWord("ended")
    return member_id


def _refused(no_word: NoWord) -> ResponseReturnValue:
    log.warning("no word of a provider", extra={"facts": {"why": no_word.why, "detail": no_word.detail}})
    return render_template("sign_in/provider.html", why=no_word.why), 503 if no_word.why == "away" else 422

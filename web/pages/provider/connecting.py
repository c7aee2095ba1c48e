"""Connecting an account here with a person at the provider: in the settings, or when they first come in by it."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.act import Act
from web.id_token import Vouched
from web.pages.provider.visit import Back, name, set_out, the_provider
from web.provider import NoWord
from web.session import me, services


def connection() -> ResponseReturnValue:
    """The page itself holds the way there, which nobody else can know: so nobody sends a member on it unasked."""
    if not name():
        return redirect(url_for("settings.security"), 303)
    since = services().provider_identities.bound_at(the_provider().issuer, me().member_id)
    try:
        there = "" if since else set_out(connects=str(me().member_id))
    except NoWord:
        there = ""
    return render_template("settings/provider.html", since=since, there=there)


def connected(came: Back) -> ResponseReturnValue:
    """Back from there; raises NoWord."""
    if g.me is None or str(me().member_id) != came.connects:
        raise NoWord("over", "signed out meanwhile")
    connect(me().member_id, came.whom)
    flash("Connected. From now on it lets you in.", "done")
    return redirect(url_for("provider.connection"), 303)


def disconnect() -> ResponseReturnValue:
    services().provider_identities.release(the_provider().issuer, me().member_id, services().now())
    flash("No longer connected.", "done")
    return redirect(url_for("provider.connection"), 303)


def connect(member_id: UUID, whom: Vouched) -> None:
    """From now on that person comes into this account, recorded before they do; raises NoWord.

    Not when another person there does: an address may go on to somebody else, an account does not.
    """
    identities, issuer, now = services().provider_identities, the_provider().issuer, services().now()
    if identities.bound_at(issuer, member_id) is not None or identities.member_of(issuer, whom.subject) is not None:
        raise NoWord("unknown", "one of the two is another's")
    services().accountability.record_provider(Act(str(member_id), "page", now, uuid4()), member_id)
    if not identities.bind(issuer, whom.subject, member_id, now):
        raise NoWord("unknown", "one of the two is another's")

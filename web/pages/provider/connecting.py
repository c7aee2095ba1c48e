"""Connecting an account here with a person at the provider: in the settings, or when they first come in by it."""

from datetime import datetime
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
    identities, issuer, member_id = services().provider_identities, the_provider().issuer, me().member_id
    since = identities.bound_at(issuer, member_id)
    try:
        there = "" if since else set_out(connects=str(member_id))
    except NoWord:
        there = ""
    return render_template(
        "settings/provider.html",
        since=since,
        there=there,
        ended=identities.was_released(issuer, member_id),
        has_password=services().access.password_of(member_id) is not None,
    )


def bound_since(member_id: UUID) -> datetime | None:
    """Since when they come in from there; None where they do not, or there is no provider."""
    issuer = services().settings.oidc_issuer
    return services().provider_identities.bound_at(issuer, member_id) if issuer else None


def connected(came: Back) -> ResponseReturnValue:
    """Back from there; raises NoWord."""
    if g.me is None or str(me().member_id) != came.connects:
        raise NoWord("over", "signed out meanwhile")
    connect(me().member_id, came.whom)
    flash("Connected. From now on it lets you in.", "done")
    return redirect(url_for("provider.connection"), 303)


def disconnect() -> ResponseReturnValue:
    services().provider_identities.release(the_provider().issuer, me().member_id, services().now())
    flash("Disconnected. From there nobody comes into your account any more.", "done")
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

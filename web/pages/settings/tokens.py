"""Tokens with which programs of a member's own use the API."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.refusal import NotFound, Unusable
from domain.wording import line
from web.forms import Form, FormSchema, Text
from web.pages.settings.profile import page
from web.refusals import said_of_field
from web.session import fresh_act, me, services

MOST_TOKENS = 20


class NewToken(FormSchema):
    label = Text()


def make_token() -> ResponseReturnValue:
    """Shows the token in the answer itself: it is kept nowhere, so it can be shown only here."""
    form, member_id = Form.submitted(NewToken), me().member_id
    known = services().access.api_tokens(member_id)
    if not form.errors:
        form.errors = _trouble_with_label(form["label"], [token.label for token in known])
    if form.errors:
        return page(token=form), form.status
    label = line(form["label"], "label", most=60)
    services().accountability.record_token(fresh_act(), member_id)
    return page(fresh=(label, services().access.make_api_token(member_id, label, services().now())))


def revoke_token(token_id: str) -> ResponseReturnValue:
    if not services().access.revoke_api_token(me().member_id, token_id, services().now()):
        raise NotFound
    flash("That token is revoked. Whatever used it can no longer come in.", "done")
    return redirect(url_for("settings.show"), 303)


def _trouble_with_label(label: str, known: list[str]) -> dict[str, list[str]]:
    """A second token of the same name is most often a second click."""
    try:
        label = line(label, "label", most=60)
    except Unusable as refusal:
        return {"label": [said_of_field(refusal)]}
    if label in known:
        return {"label": ["You have a token of that name. If you could not copy it, revoke it and make a new one."]}
    if len(known) >= MOST_TOKENS:
        return {"label": [f"You have {MOST_TOKENS} tokens already. Revoke one that you no longer need."]}
    return {}

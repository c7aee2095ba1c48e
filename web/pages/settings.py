"""Settings: name, zone, nudges, password, API tokens, who looked at my history and who made a way into my account."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.dates import zones
from domain.refusal import NotFound, Unusable
from domain.wording import line
from projections import history, people
from web import session
from web.forms import Form, FormSchema, Text
from web.limits import limits, was_refused
from web.passwords import fits, hashed, weakness
from web.refusals import said_of_field
from web.session import fresh_act, me, services

pages = Blueprint("settings", __name__)

MOST_TOKENS = 20


class Profile(FormSchema):
    name = Text()
    zone = Text()
    nudges = fields.Boolean(load_default=False)


class NewPassword(FormSchema):
    current = Text()
    password = Text()


class NewToken(FormSchema):
    label = Text()


@pages.get("/settings")
def show() -> ResponseReturnValue:
    return _page()


@pages.post("/settings")
def save() -> ResponseReturnValue:
    form = Form.submitted(Profile)
    form.carry_out(
        lambda act: services().accountability.change_settings(
            act, name=form["name"], zone=form["zone"], nudges=form["nudges"]
        )
    )
    if form.errors:
        return _page(profile=form), form.status
    flash("Saved.", "done")
    return redirect(url_for("settings.show"), 303)


@pages.post("/settings/password")
@limits.limit("30 per 15 minutes", deduct_when=was_refused)
def change_password() -> ResponseReturnValue:
    """Every session ends, for whoever knew the old password; this browser is signed in again."""
    form, member_id = Form.submitted(NewPassword), me().member_id
    if not form.errors:
        form.errors = _trouble_with(form, member_id)
    if form.errors:
        form.values = {}
        return _page(password=form), form.status
    services().access.set_password(member_id, hashed(form["password"]))
    answer = session.sign_in(member_id, make_response(redirect(url_for("settings.show"), 303)))
    flash("Your password is changed. Wherever else you were signed in, you are out.", "done")
    return answer


@pages.post("/settings/tokens")
def make_token() -> ResponseReturnValue:
    """Shows the token in the answer itself: it is kept nowhere, so it can be shown only here."""
    form, member_id = Form.submitted(NewToken), me().member_id
    known = services().access.api_tokens(member_id)
    if not form.errors:
        form.errors = _trouble_with_label(form["label"], [token.label for token in known])
    if form.errors:
        return _page(token=form), form.status
    label = line(form["label"], "label", most=60)
    services().accountability.record_token(fresh_act(), member_id)
    return _page(fresh=(label, services().access.make_api_token(member_id, label, services().now())))


@pages.post("/settings/tokens/<token_id>/revocation")
def revoke_token(token_id: str) -> ResponseReturnValue:
    if not services().access.revoke_api_token(me().member_id, token_id):
        raise NotFound
    flash("That token is revoked. Whatever used it can no longer come in.", "done")
    return redirect(url_for("settings.show"), 303)


def _trouble_with(form: Form, member_id: UUID) -> dict[str, list[str]]:
    if not fits(services().access.password_of(member_id), form["current"]):
        return {"current": ["That is not your password as it is now. Nothing was changed."]}
    weak = weakness(form["password"])
    return {"password": [weak]} if weak else {}


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


def _page(
    *,
    profile: Form | None = None,
    password: Form | None = None,
    token: Form | None = None,
    fresh: tuple[str, str] | None = None,
) -> str:
    person, views = me(), services().views
    looks = history.looks_at(views, person.member_id, limit=50)
    ways_in = history.ways_in(views, person.member_id, limit=50)
    by: dict[str, Any] = {str(i): p for i, p in people.persons(views, _members([*looks, *ways_in])).items()}
    return render_template(
        "settings/show.html",
        profile=profile or Form(name=person.name, zone=person.zone, nudges="yes" if person.nudged else ""),
        password=password or Form(),
        token=token or Form(),
        fresh=fresh,
        tokens=services().access.api_tokens(person.member_id),
        looks=[(by.get(look.event.by), look) for look in looks],
        ways_in=[(by.get(made.event.by), made) for made in ways_in],
        zones=sorted(zones()),
    )


def _members(looks: list[history.Entry]) -> list[UUID]:
    return [UUID(by) for by in {look.event.by for look in looks} if len(by) == 36]

"""Oneself: name, zone and nudges; and who on the staff looked at one's history."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.dates import zones
from projections import history, people
from web.forms import Form, FormSchema, Text
from web.session import confirmed, me, services


class Profile(FormSchema):
    name = Text()
    zone = Text()
    nudges = fields.Boolean(load_default=False)


def show() -> ResponseReturnValue:
    return page()


def save() -> ResponseReturnValue:
    form = Form.submitted(Profile)
    form.carry_out(
        lambda act: services().accountability.change_settings(
            act, name=form["name"], zone=form["zone"], nudges=form["nudges"]
        )
    )
    if form.errors:
        return page(profile=form), form.status
    flash("Saved.", "done")
    return redirect(url_for("settings.show"), 303)


def page(*, profile: Form | None = None, token: Form | None = None, fresh: tuple[str, str] | None = None) -> str:
    """`fresh`: a token that was just made, by its label; `token`: the form that could not make one."""
    person, views = me(), services().views
    looks = history.looks_at(views, person.member_id, limit=50)
    return render_template(
        "settings/show.html",
        profile=profile or Form(name=person.name, zone=person.zone, nudges="yes" if person.nudged else ""),
        token=token or Form(),
        fresh=fresh,
        sure=confirmed(),
        tokens=services().access.api_tokens(person.member_id),
        looks=by_whom(looks),
        zones=sorted(zones()),
    )


def by_whom(entries: list[history.Entry]) -> list[tuple[people.Person | None, history.Entry]]:
    """Each with the member who did it; None for operators and for who is gone."""
    ids = [UUID(by) for by in {entry.event.by for entry in entries} if len(by) == 36]
    known = {str(i): person for i, person in people.persons(services().views, ids).items()}
    return [(known.get(entry.event.by), entry) for entry in entries]

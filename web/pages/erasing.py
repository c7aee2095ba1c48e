"""Being forgotten: a member's own account, or somebody in their tracker; asked for with the password, called off."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.accountability.erasing import A_CONTACT_WAITS, A_MEMBER_WAITS
from domain.refusal import NotFound
from projections import inbox, people, tracker
from projections.erasures import erasure_of, erasures_ahead
from projections.tracker import ContactCard
from web.forms import Form, FormSchema, Text
from web.limits import limits, refusals_only
from web.pages.outreach.told import first_name
from web.passwords import fits
from web.session import confirmed, fresh_act, me, services

pages = Blueprint("erasing", __name__)


class Confirmed(FormSchema):
    password = Text()


@pages.get("/settings/erasure")
def show() -> ResponseReturnValue:
    return _own_page(Form())


@pages.post("/settings/erasure")
@refusals_only
@limits.limit("30 per 15 minutes")
def ask() -> ResponseReturnValue:
    form = _with_password()
    form.carry_out(lambda act: services().accountability.request_member_erasure(act, me().member_id))
    if form.errors:
        return _own_page(form), form.status
    flash("Noted. Nothing is erased yet, and you can keep your account until then.", "done")
    return redirect(url_for("erasing.show"), 303)


@pages.post("/settings/erasure/cancellation")
def call_off() -> ResponseReturnValue:
    member_id, form = me().member_id, Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.cancel_member_erasure(act, member_id))
    if form.errors:
        return _own_page(form), form.status
    for card in inbox.inbox(services().views, member_id):
        if card.rule == "erasure_ahead" and card.state == "delivered":
            services().accountability.put_nudge_away(fresh_act(), card.nudge_id)
    flash("Your account stays, with everything in it.", "done")
    return redirect(url_for("erasing.show"), 303)


@pages.get("/contacts/<uuid:contact_id>/erasure")
def show_contact(contact_id: UUID) -> ResponseReturnValue:
    return _contact_page(_mine(contact_id), Form())


@pages.post("/contacts/<uuid:contact_id>/erasure")
@refusals_only
@limits.limit("30 per 15 minutes")
def ask_contact(contact_id: UUID) -> ResponseReturnValue:
    card, form = _mine(contact_id), _with_password()
    form.carry_out(lambda act: services().accountability.request_contact_erasure(act, contact_id))
    if form.errors:
        return _contact_page(card, form), form.status
    flash("Noted. Nothing is erased yet, and you can call it off until then.", "done")
    return redirect(url_for("erasing.show_contact", contact_id=contact_id), 303)


@pages.post("/contacts/<uuid:contact_id>/erasure/cancellation")
def call_off_contact(contact_id: UUID) -> ResponseReturnValue:
    card, form = _mine(contact_id), Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.cancel_contact_erasure(act, contact_id))
    if form.errors:
        return _contact_page(card, form), form.status
    flash(f"{card.name} stays, with everything you wrote.", "done")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


@pages.get("/staff/erasures")
def ahead() -> ResponseReturnValue:
    """Whose contact it is, and never who: a contact is the student's alone."""
    found = erasures_ahead(services().views)
    known = people.persons(services().views, list({one.member_id for one in found}))
    return render_template("erasing/ahead.html", ahead=[(known.get(one.member_id), one) for one in found])


def _with_password() -> Form:
    """Whoever sits at an open screen may not be who signed in: the password is asked once more.

    Those who have none have shown in another way that it is them, lately.
    """
    form, stored = Form.submitted(Confirmed), services().access.password_of(me().member_id)
    if not form.errors and stored is None and not confirmed():
        form.errors = {"": ["Please show first that it is you. Nothing was asked for."]}
    if not form.errors and stored is not None and not fits(stored, form["password"]):
        form.errors = {"password": ["That is not your password. Nothing was asked for."]}
    form.values = {}
    return form


def _shown() -> dict[str, bool]:
    """What the form asks for: the password, or to show in another way that it is them, or nothing more."""
    return {"has_password": services().access.password_of(me().member_id) is not None, "sure": confirmed()}


def _mine(contact_id: UUID) -> ContactCard:
    card = tracker.contact_with(services().views, me().member_id, contact_id)
    if card is None:
        raise NotFound
    return card


def _own_page(form: Form) -> str:
    return render_template(
        "erasing/member.html",
        form=form,
        **_ahead(me().member_id),
        waits=_days(A_MEMBER_WAITS),
        contacts=len(tracker.ids_of(services().views, me().member_id)),
        **_shown(),
    )


def _contact_page(card: ContactCard, form: Form) -> str:
    hours = A_CONTACT_WAITS // timedelta(hours=1)
    return render_template(
        "erasing/contact.html",
        form=form,
        card=card,
        first=first_name(card),
        **_ahead(card.contact_id),
        hours=hours,
        **_shown(),
    )


def _ahead(subject_id: UUID) -> dict[str, Any]:
    """The erasure that lies ahead, and whether it may still be called off."""
    ahead = erasure_of(services().views, subject_id)
    return {"ahead": ahead, "in_time": ahead is not None and services().now() < ahead.erase_from}


def _days(how_long: timedelta) -> int:
    return how_long // timedelta(days=1)

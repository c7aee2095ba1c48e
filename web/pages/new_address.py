"""Changing one's address: a link goes to the new one, and only whoever opens it, signed in, has changed it."""

from datetime import timedelta
from functools import partial
from uuid import uuid5

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields

from domain.act import Act
from domain.same_person import address as comparable_address
from web import session
from web.forms import Form, FormSchema
from web.limits import asker, limits, mailing
from web.pages.mailed import mailable
from web.session import me, services

pages = Blueprint("new_address", __name__)

# Far longer than a change takes.
NOTE_WAITS = timedelta(minutes=1)
UNDER_WAY = (
    "If {address} can be used here, a letter to it is on its way; it can take a minute. Open its link where you are"
    " signed in, within half an hour. Until then nothing changes."
)


def _another(typed: str) -> None:
    if comparable_address(typed) == comparable_address(me().address.text):
        raise ValidationError("That is the address you have now.")


class NewAddress(FormSchema):
    address = fields.String(required=True, validate=[mailable, _another])


@pages.get("/settings/address")
def ask() -> ResponseReturnValue:
    return render_template("settings/address.html", form=Form())


@pages.post("/settings/address")
@limits.limit("10 per day", key_func=asker)
@mailing
def send() -> ResponseReturnValue:
    """The same answer whether somebody else has that address or not."""
    form, now, member_id = Form.submitted(NewAddress), services().now(), me().member_id
    if form.errors:
        return render_template("settings/address.html", form=form), 422
    address = form["address"].strip()
    services().wanted_addresses.want(member_id, address, now)
    services().outbox.put("new_address", now, member_id=member_id, address=address)
    flash(UNDER_WAY.format(address=address), "done")
    return redirect(url_for("settings.show"), 303)


@pages.get("/mailed/address/<token>")
def look(token: str) -> ResponseReturnValue:
    wanted = _wanted(token)
    if not wanted:
        return render_template("settings/address_over.html"), 410
    return render_template("settings/address_take.html", form=Form(), wanted=wanted, token=token)


@pages.post("/mailed/address/<token>")
def take(token: str) -> ResponseReturnValue:
    """Used up by this, with every other link of theirs: some may lie in the mailbox that they leave."""
    wanted, form = _wanted(token), Form.submitted(FormSchema)
    if not wanted:
        return render_template("settings/address_over.html"), 410
    form.carry_out(lambda act: _change(act, wanted, token))
    if form.errors:
        form.errors = {"": ["This address cannot be used here. Nothing was changed."]}
        return render_template("settings/address_take.html", form=form, wanted=wanted, token=token), form.status
    services().wanted_addresses.forget(me().member_id)
    services().access.end_links(me().member_id)
    session.end_others()
    flash("Your address is changed. Wherever else you were signed in, you are out.", "done")
    return redirect(url_for("settings.show"), 303)


def _change(act: Act, wanted: str, token: str) -> None:
    """The note to the address they leave is asked for before, so that no fault comes between; it waits for the change.

    It is one note for a link, in however many tabs that is open; and it is asked for once more, in case it was dropped
    meanwhile: an earlier try may have broken off long ago.
    """
    tell = partial(
        services().outbox.put,
        "address_changed",
        act.at,
        member_id=me().member_id,
        address=me().address.text,
        letter_id=uuid5(me().member_id, token),
        wait=NOTE_WAITS,
    )
    tell()
    services().accountability.change_address(act, address=wanted)
    tell()


def _wanted(token: str) -> str:
    """The address that this link proves, "" if it is over, another member's, or another was wanted since."""
    now, wanted = services().now(), services().wanted_addresses
    address = wanted.of(me().member_id, now)
    _, owner = services().access.link(token, wanted.purpose(address), now) if address else (False, None)
    return address if owner == me().member_id else ""

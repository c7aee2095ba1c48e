"""Turning the second factor on with a phone, its recovery codes, and turning it off."""

import logging
from collections.abc import Sequence
from secrets import token_urlsafe

import segno
from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from pyotp import TOTP

from domain.refusal import NotFound
from store.half_open import Overtaken
from web import session
from web.forms import Form, FormSchema, Text
from web.guard import second_factor_needed
from web.session import here, me, own_path, services

log = logging.getLogger(__name__)
ISSUER = "Accountabilibuddy"
TWICE = (
    "A second factor is on already: this came twice, or from a sign-in that has ended. If you were not shown recovery"
    " codes to keep, make new ones in your settings."
)


class Code(FormSchema):
    code = Text()


def second_factor() -> ResponseReturnValue:
    return _page(Form())


def turn_on() -> ResponseReturnValue:
    """With a code that shows that the phone holds the secret. Shows the recovery codes, here and nowhere else."""
    form, member_id, fresh = Form.submitted(Code), me().member_id, token_urlsafe(32)
    try:
        codes = None if form.errors else _turned_on(form["code"], fresh)
    except Overtaken:
        if services().second_factors.since(member_id) is None:
            raise
        flash(TWICE, "note")
        return redirect(url_for("settings.security"), 303)
    if codes is None:
        form.errors = {"code": ["That is not what your phone should show now. Its clock may be wrong, or it was late."]}
        return _page(form), 422
    log.info("second factor turned on", extra={"facts": {"member": str(member_id)}})
    return session.go_on(make_response(_codes_page(codes, on=True)), fresh)


def turn_off() -> ResponseReturnValue:
    if second_factor_needed() or not services().second_factors.turn_off(me().member_id, services().now()):
        raise NotFound
    log.info("second factor turned off", extra={"facts": {"member": str(me().member_id)}})
    flash("Your second factor is off. You can turn it on again whenever you like.", "done")
    return redirect(url_for("settings.security"), 303)


def new_codes() -> ResponseReturnValue:
    """Shows them in the answer itself: only what tells them again is kept."""
    if services().second_factors.since(me().member_id) is None:
        raise NotFound
    return _codes_page(services().second_factors.new_codes(me().member_id, services().now()))


def _turned_on(code: str, fresh: str) -> Sequence[str] | None:
    turn_on, now = services().second_factors.turn_on, services().now()
    return turn_on(me().member_id, _secret(), code, now, of=session.token(), fresh=fresh)


def _page(form: Form) -> str:
    form.values, secret = {}, _secret()
    address = TOTP(secret).provisioning_uri(name=str(me().address), issuer_name=ISSUER)
    return render_template(
        "settings/second_factor.html",
        form=form,
        secret=secret,
        picture=_picture(address),
        address=address,
        needed=second_factor_needed(),
        on=services().second_factors.since(me().member_id) is not None,
        next=_next(),
    )


def _codes_page(codes: Sequence[str], *, on: bool = False) -> str:
    return render_template("settings/recovery_codes.html", codes=codes, on=on, next=_next())


def _secret() -> str:
    """The same on each page of one sign-in until it is turned on, so that looking twice asks for nothing twice."""
    member_id = me().member_id
    before = services().second_factors.since(member_id)
    return services().second_factors.offer(member_id, f"{here().started_at} {before}")


def _picture(address: str) -> Markup:
    """Black on white whatever the colours of the page, for that is what cameras read."""
    drawn = segno.make(address, error="m").svg_inline(
        border=4, light="#fff", dark="#000", svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - of the library, which writes no text into it


def _next() -> str:
    return own_path(request.values.get("next", url_for("settings.security")))

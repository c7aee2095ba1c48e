"""Showing who one is: the code of the second factor at the door, and once more before something that weighs."""

import logging
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.second_factor import Shown
from web import session
from web.forms import Form, FormSchema, Text
from web.limits import limits, refusals_only
from web.passwords import fits
from web.session import me, own_path, services

log = logging.getLogger(__name__)
pages = Blueprint("proof", __name__)

TROUBLE = {
    Shown.WRONG: "That code does not fit. Each works once, and the phone shows a new one every half minute.",
    Shown.TOO_OFTEN: "That was tried too often. Nothing is locked: wait a quarter of an hour, or use a recovery code.",
}


class Code(FormSchema):
    code = Text()


class Again(FormSchema):
    password = Text()
    code = Text()


@pages.get("/sign-in/code")
def ask_code() -> ResponseReturnValue:
    return _code_page(Form(), _target()) if session.half_in() else _too_late()


@pages.post("/sign-in/code")
@refusals_only
@limits.limit("100 per 15 minutes")
def check_code() -> ResponseReturnValue:
    """A code of the phone, or one to recover with. How often it may be tried is counted where codes are kept."""
    member_id, target, form = session.half_in(), _target(), Form.submitted(Code)
    if member_id is None:
        return _too_late()
    shown = _checked(member_id, form)
    if form.errors:
        return _code_page(form, target), 422
    answer = session.let_through(member_id, target)
    if shown == Shown.RECOVERED:
        left = services().second_factors.codes_left(member_id)
        flash(f"You came in by a recovery code, which is used up now; {left or 'none'} of them left.", "note")
    return answer


@pages.get("/sign-in/again")
def ask_again() -> ResponseReturnValue:
    return _again_page(Form(), _target())


@pages.post("/sign-in/again")
@refusals_only
@limits.limit("30 per 15 minutes")
def again() -> ResponseReturnValue:
    """By what the member has: their password, or a code."""
    target, form, by_code = _target(), Form.submitted(Again), bool(request.form.get("code"))
    if by_code:
        _checked(me().member_id, form)
    elif not form.errors and not fits(services().access.password_of(me().member_id), form["password"]):
        log.warning("password refused", extra={"facts": {"member": str(me().member_id)}})
        form.errors = {"password": ["That is not your password. Nothing was changed."]}
    if form.errors:
        return _again_page(form, target), 422
    return session.renew(make_response(redirect(target, 303)), second_factor=by_code)


def _checked(member_id: UUID, form: Form) -> Shown:
    shown = Shown.WRONG if form.errors else services().second_factors.check(member_id, form["code"], services().now())
    if not shown.fits:
        log.warning("second factor refused", extra={"facts": {"member": str(member_id), "why": shown.value}})
        form.errors = {"code": [TROUBLE[shown]]}
    return shown


def _target() -> str:
    return own_path(request.values.get("next", "/"))


def _too_late() -> ResponseReturnValue:
    flash("That took a while, so please begin once more. Nothing was changed.", "note")
    target = _target()
    return redirect(url_for("sign_in.form", next=target if target != "/" else None), 303)


def _code_page(form: Form, target: str) -> str:
    form.values = {}
    return render_template("sign_in/code.html", form=form, next=target)


def _again_page(form: Form, target: str) -> str:
    form.values = {}
    member_id = me().member_id
    return render_template(
        "sign_in/again.html",
        form=form,
        next=target,
        has_password=services().access.password_of(member_id) is not None,
        has_code=services().second_factors.since(member_id) is not None,
    )

"""Signing in: the password, the second factor, where one is signed in, and who made a way into one's account."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from projections import history
from web import session
from web.forms import Form, FormSchema, Text
from web.guard import second_factor_needed
from web.pages.provider.connecting import bound_since
from web.pages.settings.profile import by_whom
from web.passwords import fits, hashed, weakness
from web.session import confirmed, here, me, services

# What somebody did to the account, in a sentence that begins with who it was.
WAYS_IN = {
    "Member.LinkMade": "made a sign-in link",
    "Member.TokenMade": "made a token for programs",
    "Member.ProviderConnected": "connected the school’s own sign-in",
    "Member.SecondFactorRemoved": "took the second factor off",
}


class NewPassword(FormSchema):
    current = Text()
    password = Text()


def security() -> ResponseReturnValue:
    return page()


def change_password() -> ResponseReturnValue:
    """Every session ends, for whoever knew the old password; this browser is signed in again, by as many factors."""
    form, member_id = Form.submitted(NewPassword), me().member_id
    if not form.errors:
        form.errors = _trouble_with(form, services().access.password_of(member_id))
    if form.errors:
        form.values = {}
        return page(password=form), form.status
    fresh, now = hashed(form["password"]), services().now()
    standing = services().access.change_password(member_id, fresh, now, of=session.token())
    answer = make_response(redirect(url_for("settings.security"), 303))
    session.sign_in(member_id, answer, second_factor_at=here().second_factor_at, standing=standing)
    flash("Your password is changed. Wherever else you were signed in, you are out.", "done")
    return answer


def end_session(session_id: str) -> ResponseReturnValue:
    if not services().access.end_session_named(me().member_id, session_id):
        raise NotFound
    flash("Signed out there.", "done")
    return redirect(url_for("settings.security"), 303)


def end_others() -> ResponseReturnValue:
    session.end_others()
    flash("You are signed in here, and nowhere else.", "done")
    return redirect(url_for("settings.security"), 303)


def page(password: Form | None = None) -> str:
    person = me()
    return render_template(
        "settings/security.html",
        password=password or Form(),
        has_password=services().access.password_of(person.member_id) is not None,
        sure=confirmed(),
        since=services().second_factors.since(person.member_id),
        codes_left=services().second_factors.codes_left(person.member_id),
        needed=second_factor_needed(),
        sessions=services().access.sessions_of(person.member_id, person.role, services().now()),
        here=here().name,
        ways_in=by_whom(history.ways_in(services().views, person.member_id, limit=50)),
        connected_since=bound_since(person.member_id),
        closures=by_whom(history.closures(services().views, person.member_id)),
        WAYS_IN=WAYS_IN,
    )


def _trouble_with(form: Form, stored: str | None) -> dict[str, list[str]]:
    if stored is None and not confirmed():
        return {"": ["Please show first that it is you."]}
    if stored is not None and not fits(stored, form["current"]):
        return {"current": ["That is not your password as it is now. Nothing was changed."]}
    weak = weakness(form["password"])
    return {"password": [weak]} if weak else {}

"""Coming in by mail: a link instead of the password, and a link to choose a new one; each works once, by a button.

Whoever asks is told the same, known here or not, and nothing but the asking is done while they wait. A link is used up
by pressing the button on its page and not by opening it: mail scanners open links.
"""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validate

from domain.same_person import is_address
from projections import people
from projections.people import Person
from web import session
from web.forms import Form, FormSchema
from web.limits import asker, limits, mailing, refusals_only
from web.one_time_links import once_more, over
from web.passwords import hashed, weakness
from web.session import me, services

pages = Blueprint("mailed", __name__)

# It lies in a cookie, where not much fits.
LONGEST_TARGET = 500
CHOSEN = "Your new password is set. Wherever else you were signed in, you are out."
NO_ADDRESS = "That does not look like an e-mail address. Is a part missing?"


def mailable(typed: str) -> None:
    """For a field with an address in it; raises ValidationError."""
    if not is_address(typed.strip()):
        raise ValidationError(NO_ADDRESS)


class Whom(FormSchema):
    address = fields.String(required=True, validate=mailable)


class NewPassword(FormSchema):
    password = fields.String(required=True, validate=validate.Length(min=1, error="This one is needed."))


@pages.get("/mailed/sign-in")
def ask_sign_in() -> ResponseReturnValue:
    return render_template("mailed/ask.html", form=Form(), kind="sign_in")


@pages.post("/mailed/sign-in")
@mailing
def send_sign_in() -> ResponseReturnValue:
    return _send("sign_in")


@pages.get("/mailed/reset")
def ask_reset() -> ResponseReturnValue:
    return render_template("mailed/ask.html", form=Form(), kind="reset")


@pages.post("/mailed/reset")
@mailing
def send_reset() -> ResponseReturnValue:
    return _send("reset")


@pages.get("/mailed/under-way")
def under_way() -> ResponseReturnValue:
    return render_template("mailed/under_way.html", by_mail=bool(services().settings.smtp))


@pages.get("/mailed/sign-in/<token>")
def ask_come_in(token: str) -> ResponseReturnValue:
    person = _whose(token, "sign_in")
    return render_template("mailed/come_in.html", person=person, token=token) if person else over()


@pages.post("/mailed/sign-in/<token>")
@refusals_only
@limits.limit("100 per 15 minutes")
def come_in(token: str) -> ResponseReturnValue:
    return _come_in(token, "sign_in")


@pages.post("/join/<token>/by-mail")
@refusals_only
@limits.limit("100 per 15 minutes")
def join(token: str) -> ResponseReturnValue:
    """An invitation accepted without a password: from now on a link in the mail is the way in."""
    person = _whose(token, "join")
    if person and services().access.password_of(person.member_id) is not None:
        # Whoever lost the one they have chooses a new one, so that nobody comes in by the old.
        return redirect(url_for("sign_in.invitation", token=token), 303)
    return _come_in(token, "join")


@pages.get("/mailed/reset/<token>")
def ask_password(token: str) -> ResponseReturnValue:
    person = _whose(token, "reset")
    return render_template("mailed/password.html", form=Form(), person=person, token=token) if person else over()


@pages.post("/mailed/reset/<token>")
@refusals_only
@limits.limit("100 per 15 minutes")
def choose_password(token: str) -> ResponseReturnValue:
    """Ends every session; whoever has a second factor is asked for it all the same (OWASP ASVS 5.0, 6.4.3)."""
    person, form = _whose(token, "reset"), Form.submitted(NewPassword)
    if person is None:
        return once_more(token, "reset", form, url_for("today.show"), said=CHOSEN)
    # Not before it is known that this is somebody: weighing is work.
    if not form.errors and (weak := weakness(form["password"])):
        form.errors = {"password": [weak]}
    if form.errors:
        return render_template("mailed/password.html", form=form, person=person, token=token), 422
    now, fresh = services().now(), hashed(form["password"])
    standing = services().access.use_link(token, "reset", now, person.member_id, fresh)
    if standing is None:
        return once_more(token, "reset", form, url_for("today.show"), said=CHOSEN)
    answer = session.let_in(person.member_id, url_for("today.show"), standing=standing)
    flash(CHOSEN, "done")
    return answer


@pages.post("/mailed/confirm")
@limits.limit("3 per 15 minutes", key_func=asker)
@mailing
def send_confirm() -> ResponseReturnValue:
    """For who has neither password nor code, and has to show once more that it is them."""
    if not _by_mail_alone():
        return redirect(url_for("settings.show"), 303)
    services().outbox.put("confirm", services().now(), member_id=me().member_id)
    flash("A letter is on its way to you; it can take a minute. Open its link in this browser.", "done")
    return redirect(url_for("settings.show"), 303)


@pages.get("/mailed/confirm/<token>")
def ask_confirm(token: str) -> ResponseReturnValue:
    good = _whose(token, "confirm") == me() and _by_mail_alone()
    return render_template("mailed/confirm.html", token=token) if good else over()


@pages.post("/mailed/confirm/<token>")
@refusals_only
@limits.limit("100 per 15 minutes")
def confirm(token: str) -> ResponseReturnValue:
    # They may have got a password or a second factor since they asked, by whoever asked.
    if _whose(token, "confirm") != me() or not _by_mail_alone():
        return over()
    if not services().access.spend_link(token, "confirm", services().now()):
        return over()
    answer = session.renew(make_response(redirect(url_for("settings.show"), 303)))
    flash("It is you. For ten minutes nothing more is asked.", "done")
    return answer


def _by_mail_alone() -> bool:
    """Whether a mail is all that the member can show: an open screen and an open mailbox are often on one desk."""
    has_password = services().access.password_of(me().member_id) is not None
    return not has_password and services().second_factors.since(me().member_id) is None


def _send(kind: str) -> ResponseReturnValue:
    form = Form.submitted(Whom)
    if form.errors:
        form.values.pop("password", None)
        return render_template("mailed/ask.html", form=form, kind=kind), 422
    services().outbox.put(kind, services().now(), address=form["address"].strip())
    # Where they were going, for when the link is opened in the same browser; the letter itself holds nothing of it.
    target = session.own_path(request.form.get("next", "/"))
    form_session["next"] = target if len(target) <= LONGEST_TARGET else "/"
    return redirect(url_for("mailed.under_way"), 303)


def _come_in(token: str, purpose: str) -> ResponseReturnValue:
    person = _whose(token, purpose)
    if person is None:
        return over()
    standing = services().access.standing(person.member_id)
    if services().access.spend_link(token, purpose, services().now()) is None:
        return over()
    target = form_session.get("next", "/") if purpose == "sign_in" else "/"
    return session.let_in(person.member_id, target, standing=standing)


def _whose(token: str, purpose: str) -> Person | None:
    _, member_id = services().access.link(token, purpose, services().now())
    return people.present(services().views, member_id) if member_id else None

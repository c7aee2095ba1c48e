"""One-time links that are over: the page that says so, and the second click on the form that has just used one up."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from projections import people
from web import session
from web.forms import Form
from web.passwords import fits
from web.session import services


def over() -> ResponseReturnValue:
    return render_template("sign_in/link_over.html"), 410


def once_more(token: str, purpose: str, form: Form, target: str, *, said: str) -> ResponseReturnValue:
    """As the first click was answered, for who typed the password that it set; to everybody else the link is over."""
    access, typed = services().access, form.loaded
    member_id = access.just_used(token, purpose, services().now())
    if member_id is None or people.present(services().views, member_id) is None:
        return over()
    if "address" in typed and services().vault.member_with(typed["address"]) != member_id:
        return over()
    standing = access.standing(member_id)
    if not fits(access.password_of(member_id), typed.get("password", "")):
        return over()
    answer = session.let_in(member_id, target, standing=standing)
    flash(said, "done")
    return answer

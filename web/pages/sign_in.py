"""Coming in and going out: sign-in by password, the one-time links that let somebody choose one, and unsubscribing."""

import logging
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import validate

from domain.act import OPERATOR, Act
from domain.dates import zones
from domain.refusal import CommandReused, NotFound
from domain.same_person import address as comparable_address
from projections import invitations, people
from projections.people import Person
from web import session
from web.forms import Form, FormSchema, Text
from web.limits import address_from_here, limits, refusals_only
from web.one_time_links import once_more, over
from web.passwords import fits, hashed, weakness
from web.session import services

log = logging.getLogger(__name__)
pages = Blueprint("sign_in", __name__)

# Said by each click on one form.
JOINED = "Welcome. Your password is set."
OPENED = "The school is open, and you are its first member."

# Whose password is asked for where an address is nobody's, so that this takes as long.
NOBODY = UUID(int=0)

# Also to the right password of a closed account: whoever tries stolen ones learns nothing from the answer.
WRONG = "Address and password do not fit together, or the account is closed. The staff of your school can help."

NEEDED = validate.Length(min=1, error="This one is needed.")


class SignIn(FormSchema):
    address = Text(validate=NEEDED)
    password = Text(validate=NEEDED)


class NewPassword(FormSchema):
    password = Text(validate=NEEDED)


class FirstStaff(FormSchema):
    name = Text(validate=NEEDED)
    address = Text(validate=NEEDED)
    zone = Text(validate=NEEDED)
    password = Text(validate=NEEDED)


@pages.get("/sign-in")
def form() -> ResponseReturnValue:
    target, nobody = session.own_path(request.args.get("next", "/")), not people.anybody(services().views)
    return render_template("sign_in/sign_in.html", form=Form(), next=target, nobody=nobody)


@pages.post("/sign-in")
@refusals_only
@limits.limit("50 per 15 minutes")
@limits.limit("5 per 15 minutes", key_func=address_from_here)
def sign_in() -> ResponseReturnValue:
    asked, target = Form.submitted(SignIn), session.own_path(request.form.get("next", "/"))
    if not asked.errors:
        member_id = services().vault.member_with(asked["address"])
        standing = services().access.standing(member_id or NOBODY)
        stored = services().access.password_of(member_id or NOBODY)
        if fits(stored, asked["password"]) and member_id and people.present(services().views, member_id):
            return session.let_in(member_id, target, standing=standing)
        log.warning("sign-in refused", extra={"facts": {"member": str(member_id or "")}})
        asked.errors = {"": [WRONG]}
    asked.values.pop("password", None)
    return render_template("sign_in/sign_in.html", form=asked, next=target), 422


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    answer = session.sign_out(make_response(redirect(url_for("sign_in.form"), 303)))
    flash("You are signed out.", "done")
    return answer


@pages.get("/join/<token>")
def invitation(token: str) -> ResponseReturnValue:
    good, member_id = services().access.link(token, "join", services().now())
    person = people.present(services().views, member_id) if good and member_id else None
    if person is None:
        return over()
    return _join_page(Form(), person, token)


@pages.post("/join/<token>")
@refusals_only
@limits.limit("100 per 15 minutes")
def join(token: str) -> ResponseReturnValue:
    """The link is used up here and not by opening it: mail scanners open links."""
    now, asked = services().now(), Form.submitted(NewPassword)
    good, member_id = services().access.link(token, "join", now)
    person = people.present(services().views, member_id) if good and member_id else None
    if person is None:
        return once_more(token, "join", asked, url_for("today.show"), said=JOINED)
    _check_password(asked)
    if asked.errors:
        return _join_page(asked, person, token), 422
    standing = services().access.use_link(token, "join", now, person.member_id, hashed(asked["password"]))
    if standing is None:
        return once_more(token, "join", asked, url_for("today.show"), said=JOINED)
    answer = session.let_in(person.member_id, url_for("today.show"), standing=standing)
    flash(JOINED, "done")
    return answer


def _join_page(form: Form, person: Person, token: str) -> str:
    return render_template(
        "sign_in/join.html",
        form=form,
        person=person,
        token=token,
        told=invitations.invitation(services(), person.member_id),
        new_here=invitations.awaited(services(), person.member_id) is not None,
        has_password=services().access.password_of(person.member_id) is not None,
    )


@pages.get("/welcome/<token>")
def welcome(token: str) -> ResponseReturnValue:
    if not _opens(token):
        return over()
    return render_template("sign_in/welcome.html", form=Form(), token=token, zones=sorted(zones()))


@pages.post("/welcome/<token>")
@refusals_only
@limits.limit("30 per 15 minutes")
def open_school(token: str) -> ResponseReturnValue:
    """Create the first staff account; the code from the terminal says who may."""
    now, asked = services().now(), Form.submitted(FirstStaff)
    if not _opens(token):
        return once_more(token, "first_staff", asked, url_for("staff.show"), said=OPENED)
    _check_password(asked)
    member_id = asked.carry_out_as(OPERATOR, lambda act: _first_member(_once(act, token), asked))
    if asked.errors:
        return render_template("sign_in/welcome.html", form=asked, token=token, zones=sorted(zones())), asked.status
    if member_id is None:
        return over()
    standing = services().access.use_link(token, "first_staff", now, member_id, hashed(asked["password"]))
    if standing is None:
        return once_more(token, "first_staff", asked, url_for("staff.show"), said=OPENED)
    answer = session.let_in(member_id, url_for("staff.show"), standing=standing)
    flash(OPENED, "done")
    return answer


def _opens(token: str) -> bool:
    """Whether the link is good and nobody is here, but for who began by it and did not get as far as a password."""
    good, _ = services().access.link(token, "first_staff", services().now())
    begun = _once(Act(OPERATOR, "page", services().now(), NOBODY), token).new_id("member")
    return good and all(person.member_id == begun for person in people.everybody(services().views))


def _once(act: Act, token: str) -> Act:
    """Under a command of the link itself: whoever sends what form, one account comes of it."""
    return replace(act, command_id=UUID(services().vault.digest("first staff", token)[:32]))


def _first_member(act: Act, asked: Form) -> UUID | None:
    """None where the link began an account with another address; with the same one it is that account."""
    address = asked["address"]
    act = replace(act, fingerprint=services().vault.digest("body", comparable_address(address) or address)[:16])
    try:
        first = services().accountability.add_member(
            act, name=asked["name"], address=address, role="staff", zone=asked["zone"]
        )
    except CommandReused:
        first = None
    # Both may have claimed theirs before one of them was first.
    services().accountability.free_addresses(first or act.new_id("member"))
    return first


def _check_password(asked: Form) -> None:
    weak = "" if asked.errors else weakness(asked["password"])
    if weak:
        asked.errors = {"password": [weak]}
    asked.values.pop("password", None)


@pages.get("/unsubscribe/<uuid:member_id>/<digest>")
def ask_unsubscribe(member_id: UUID, digest: str) -> ResponseReturnValue:
    _must_be_signed(member_id, digest)
    return render_template("sign_in/unsubscribe.html", form=Form(), done=False)


@pages.post("/unsubscribe/<uuid:member_id>/<digest>")
def unsubscribe(member_id: UUID, digest: str) -> ResponseReturnValue:
    """Needs no sign-in: the address itself is signed. Mail programs post here by themselves (RFC 8058)."""
    _must_be_signed(member_id, digest)
    asked = Form.submitted(FormSchema)
    act = Act(str(member_id), "page", services().now(), asked.command_id)
    services().accountability.switch_nudges(act, member_id, on=False)
    return render_template("sign_in/unsubscribe.html", form=asked, done=True)


def _must_be_signed(member_id: UUID, digest: str) -> None:
    from projections.nudge_words import is_unsubscribe_token

    if not is_unsubscribe_token(services().vault, member_id, digest):
        raise NotFound

"""Adding members, and the one-time links with which they come in: handed over by staff, or mailed."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.act import Act
from domain.dates import zones
from domain.refusal import NotFound
from projections import people
from projections.invitations import invite
from projections.people import Person
from web.forms import Form, FormSchema, Text
from web.limits import inviting, limits
from web.pages.staff.history import ask
from web.session import me, services

log = logging.getLogger(__name__)

GOOD_FOR = timedelta(days=7)
ON_ITS_WAY = "A letter to {} is on its way. Its link works once, for seven days."
IN_THE_FOLDER = (
    "There is no mail server here yet, so the letter to {} waits in the mail folder of whoever runs this service."
    " Its link works once, for seven days."
)


class NewMember(FormSchema):
    name = Text()
    address = Text()
    role = Text(load_default="student")
    zone = Text()
    cohort_id = fields.UUID(load_default=None)
    mail = fields.Boolean(load_default=False)


def new_member() -> ResponseReturnValue:
    return _form_page(Form(role="student", zone=me().zone, cohort_id=request.args.get("cohort", "")))


@inviting
def add_member() -> ResponseReturnValue:
    """The link is mailed, or shown in the answer itself: it is kept nowhere. Loaded again, the answer is the same."""
    form = Form.submitted(NewMember)

    def add(act: Act) -> tuple[UUID, str]:
        member_id = services().accountability.add_member(
            act,
            name=form["name"],
            address=form["address"],
            role=form["role"],
            zone=form["zone"],
            cohort_id=form["cohort_id"],
        )
        if form["mail"]:
            invite(services(), act.part("invitation"), member_id)
            return member_id, ""
        return member_id, _link(act.part("link"), member_id)

    added = form.carry_out(add)
    if added is None:
        return _form_page(form), form.status
    member_id, token = added
    if form["mail"]:
        flash(_sent_to(_known(member_id)), "done")
        cohort_id = form["cohort_id"]
        return redirect(url_for("staff.cohort", cohort_id=cohort_id) if cohort_id else url_for("staff.show"), 303)
    return _link_page(_known(member_id), token, cohort_id=form["cohort_id"], added=True)


def make_link(member_id: UUID) -> ResponseReturnValue:
    """A newer link ends the older one; the same click again shows the same."""
    person, form = _known(member_id), Form.submitted(FormSchema)
    token = form.carry_out(lambda act: _link(act, member_id))
    if token is None:
        return ask(person, Form(), closing=form), form.status
    return _link_page(person, token)


@limits.limit("3 per 15 minutes", key_func=lambda: str((request.view_args or {}).get("member_id")))
@inviting
def mail_link(member_id: UUID) -> ResponseReturnValue:
    """As `make_link`, by a letter: nobody but its reader sees the link."""
    person, form = _known(member_id), Form.submitted(FormSchema)
    form.carry_out(lambda act: invite(services(), act, member_id))
    if form.errors:
        flash(form.errors[""][0], "note")
    else:
        flash(_sent_to(person), "done")
    return redirect(url_for("staff.history", member_id=member_id), 303)


def end_sessions(member_id: UUID) -> ResponseReturnValue:
    """At once, in every process: the next request of theirs asks to sign in."""
    person = _known(member_id)
    services().access.end_sessions(member_id)
    log.info("signed out by staff", extra={"facts": {"member": str(member_id), "by": str(me().member_id)}})
    flash(f"{person.name} is signed out everywhere.", "done")
    return redirect(url_for("staff.history", member_id=member_id), 303)


def _sent_to(person: Person) -> str:
    return (ON_ITS_WAY if services().settings.smtp else IN_THE_FOLDER).format(person.name)


def _link(act: Act, member_id: UUID) -> str:
    """Recorded before there is one. Its token is made of the act, under a secret of the school."""
    token = services().vault.digest("join link", f"{act.by} {act.command_id} {member_id}")
    if services().accountability.record_link(act, member_id):
        now = services().now()
        services().access.make_link("join", member_id=member_id, expires_at=now + GOOD_FOR, token=token)
        services().arrivals.link_was_shown(member_id, now)
    return token


def _known(member_id: UUID) -> Person:
    person = people.person(services().views, member_id)
    if person is None:
        raise NotFound
    return person


def _form_page(form: Form) -> str:
    cohorts = [(str(g.cohort_id), g.name) for g in people.groups(services().views) if g.cohort_id]
    mailed = bool(services().settings.smtp)
    return render_template("staff/new_member.html", form=form, cohorts=cohorts, zones=sorted(zones()), mailed=mailed)


def _link_page(person: Person, token: str, *, cohort_id: UUID | None = None, added: bool = False) -> str:
    good, _ = services().access.link(token, "join", services().now())
    return render_template(
        "staff/link.html",
        person=person,
        invitation=services().settings.url + url_for("sign_in.invitation", token=token) if good else "",
        days=GOOD_FOR.days,
        added=added,
        has_password=services().access.password_of(person.member_id) is not None,
        cohort_id=cohort_id,
        new_id=uuid4,
    )

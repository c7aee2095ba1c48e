"""Adding members, and the one-time links with which they choose a password."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.dates import zones
from domain.refusal import NotFound
from projections import people
from projections.people import Person
from web.forms import Form, FormSchema, Text
from web.session import fresh_act, me, services, staff_only

GOOD_FOR = timedelta(days=7)


class NewMember(FormSchema):
    name = Text()
    address = Text()
    role = Text(load_default="student")
    zone = Text()
    cohort_id = fields.UUID(load_default=None)


@staff_only
def new_member() -> ResponseReturnValue:
    return _form_page(Form(role="student", zone=me().zone, cohort_id=request.args.get("cohort", "")))


@staff_only
def add_member() -> ResponseReturnValue:
    """Shows the link in the answer itself: it is kept nowhere, so it can be shown only here."""
    form = Form.submitted(NewMember)
    member_id = form.carry_out(
        lambda act: services().accountability.add_member(
            act,
            name=form["name"],
            address=form["address"],
            role=form["role"],
            zone=form["zone"],
            cohort_id=form["cohort_id"],
        )
    )
    if member_id is None:
        return _form_page(form), form.status
    return _link_page(_known(member_id), cohort_id=form["cohort_id"], added=True)


@staff_only
def make_link(member_id: UUID) -> ResponseReturnValue:
    """A newer link ends the older one."""
    return _link_page(_known(member_id))


def _known(member_id: UUID) -> Person:
    person = people.person(services().views, member_id)
    if person is None:
        raise NotFound
    return person


def _form_page(form: Form) -> str:
    cohorts = [(str(c.cohort_id), c.name) for c in people.cohorts(services().views)]
    return render_template("staff/new_member.html", form=form, cohorts=cohorts, zones=sorted(zones()))


def _link_page(person: Person, *, cohort_id: UUID | None = None, added: bool = False) -> str:
    """Each link is recorded before there is one, a second click's as well: it ends the one before."""
    expires_at = services().now() + GOOD_FOR
    services().accountability.record_link(fresh_act(), person.member_id)
    token = services().access.make_link("join", member_id=person.member_id, expires_at=expires_at)
    return render_template(
        "staff/link.html",
        person=person,
        invitation=services().settings.url + url_for("sign_in.invitation", token=token),
        expires_at=expires_at,
        added=added,
        has_password=services().access.password_of(person.member_id) is not None,
        cohort_id=cohort_id,
        new_id=uuid4,
    )

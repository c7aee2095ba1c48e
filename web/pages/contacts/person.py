"""One person in the tracker: who they are, their story with you, and adding, correcting and removing them."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from domain.accountability.contacts import Card, ContactKnown
from domain.act import Act
from domain.refusal import NotFound
from domain.same_person import profile
from projections import tracker
from projections.relations import relation, relations
from projections.tracker import ContactCard
from web.beads import of_story
from web.forms import Form, FormSchema, Text
from web.pages.contacts.blueprint import pages
from web.pages.outreach.told import first_name
from web.session import me, services
from web.words import TIES

DETAILS = ("name", "how_known", "company", "role", "email", "link")


HOW_KNOWN = "Please choose how you know them."


class PersonForm(FormSchema):
    name = Text(validate=validate.Regexp(r".*\S", error="A name is needed. A first name is enough."))
    tie = fields.String(
        required=True, error_messages={"required": HOW_KNOWN}, validate=validate.OneOf(list(TIES), error=HOW_KNOWN)
    )
    how_known = Text()
    company = Text()
    role = Text()
    email = Text()
    link = Text()
    introduced_by = fields.UUID(load_default=None)


@pages.get("/contacts/new")
def new() -> ResponseReturnValue:
    return _form_page(Form(name=_asked("name"), introduced_by=_asked("introduced_by")))


@pages.post("/contacts")
def create() -> ResponseReturnValue:
    form, known = Form.submitted(PersonForm), list[UUID]()

    def add(act: Act) -> UUID:
        mine = tracker.owners_of_marks(services().views, me().member_id)
        try:
            return services().accountability.add_contact(
                act, card=_card(form), tie=form["tie"], introduced_by=form["introduced_by"], known=mine
            )
        except ContactKnown as refusal:
            known.append(UUID(refusal.facts["contact_id"]))
            raise

    contact_id = form.carry_out(add)
    if contact_id is None:
        return _form_page(form, known=known[0] if known else None), form.status
    flash(f"{form['name'].strip()} is in your list now.", "done")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


@pages.get("/contacts/<uuid:contact_id>")
def show(contact_id: UUID) -> ResponseReturnValue:
    views, member_id = services().views, me().member_id
    one = relation(views, member_id, contact_id, now=services().now())
    if one is None:
        raise NotFound
    brought_by = one.card.introduced_by
    introducer = tracker.contact_with(views, member_id, brought_by) if brought_by else None
    return render_template(
        "contacts/show.html",
        one=one,
        card=one.card,
        first=first_name(one.card),
        introducer=introducer,
        led_to=tracker.introduced_by(views, member_id, contact_id),
        page=profile(one.card.link.text),
        connected=date.fromisoformat(one.card.connected_on) if one.card.connected_on else None,
        beads_of=of_story,
        form=Form(),
    )


@pages.get("/contacts/<uuid:contact_id>/edit")
def edit(contact_id: UUID) -> ResponseReturnValue:
    card = _mine(contact_id)
    if card.removed:
        return redirect(url_for("contacts.show", contact_id=contact_id), 303)
    form = Form(tie=card.tie, **{name: getattr(card, name).text for name in DETAILS})
    form.version = card.version
    return _form_page(form, card=card)


@pages.post("/contacts/<uuid:contact_id>")
def save(contact_id: UUID) -> ResponseReturnValue:
    card, form = _mine(contact_id), Form.submitted(PersonForm)
    form.carry_out(
        lambda act: services().accountability.edit_contact(
            act, contact_id, card=_card(form), tie=form["tie"], expected=form.version
        )
    )
    if form.errors:
        return _form_page(form, card=card), form.status
    flash("Saved.", "done")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


@pages.post("/contacts/<uuid:contact_id>/removal")
def remove(contact_id: UUID) -> ResponseReturnValue:
    card, form = _mine(contact_id), Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.remove_contact(act, contact_id))
    return _settled(form, contact_id, f"{card.name} is out of your list. What happened between you is kept.")


@pages.post("/contacts/<uuid:contact_id>/restoration")
def restore(contact_id: UUID) -> ResponseReturnValue:
    card, form = _mine(contact_id), Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.restore_contact(act, contact_id))
    return _settled(form, contact_id, f"{card.name} is back in your list.")


def _settled(form: Form, contact_id: UUID, done: str) -> ResponseReturnValue:
    """Both are one click without anything typed, so that what was refused is told on the person's page as well."""
    refused = " ".join(sentence for sentences in form.errors.values() for sentence in sentences)
    flash(refused or done, "note" if refused else "done")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


def _asked(name: str) -> str:
    return request.args.get(name, "").replace("\0", "")


def _mine(contact_id: UUID) -> ContactCard:
    card = tracker.contact_with(services().views, me().member_id, contact_id)
    if card is None:
        raise NotFound
    return card


def _card(form: Form) -> Card:
    return Card(**{name: form[name] for name in DETAILS})


def _form_page(form: Form, *, card: ContactCard | None = None, known: UUID | None = None) -> str:
    return render_template(
        "contacts/form.html",
        form=form,
        card=card,
        known=known,
        ties=[(tie, label, why) for tie, (label, why) in TIES.items()],
        introducers=[] if card else _introducers(str(form.values.get("introduced_by", ""))),
    )


def _introducers(chosen: str) -> list[tuple[str, str]]:
    """Who may have made an introduction, by id and name: people one has been in touch with."""
    everybody = relations(services().views, me().member_id, now=services().now())
    named = [(str(one.card.contact_id), str(one.card.name), one.touched_at) for one in everybody]
    return [(contact_id, name) for contact_id, name, touched_at in named if touched_at or contact_id == chosen]

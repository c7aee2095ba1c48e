"""Beginning an outreach: whom to write to, an empty draft for them, or a word about what went out already."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from domain.refusal import NotFound
from projections.progress.goals import GoalCard
from projections.tracker import ContactCard, contacts
from projections.whom_next import fitting_goal, whom_next
from web.forms import Form, FormSchema, Text
from web.pages.outreach.draft import begun_by
from web.pages.outreach.editor import write_page
from web.pages.outreach.told import Mine, first_name, goal_choices, mine, own_contact, pages, uncounted, wanted
from web.session import me, services

MOST_FOUND = 30


class Beginning(FormSchema):
    do = Text(load_default="draft", validate=validate.OneOf(["draft", "log"], error="Please choose one of the two."))
    contact_id = fields.UUID(required=True)
    goal_id = fields.UUID(load_default=None)
    channel = Text()


@pages.get("/outreach")
def index() -> ResponseReturnValue:
    """Whoever types the address of messages finds them with the people they went to."""
    return redirect(url_for("contacts.index"), 303)


@pages.get("/outreach/new")
def new() -> ResponseReturnValue:
    contact_id, goal_id = wanted("contact"), wanted("goal")
    if contact_id is None:
        return _choose(goal_id)
    contact, known = own_contact(contact_id), mine()
    goal = _named(known, goal_id) or (fitting_goal(known.goals, contact.tie) if "goal" not in request.args else None)
    if request.args.get("do") == "log":
        return _log_page(contact, known, Form(goal_id=goal.goal_id if goal else "", channel=""))
    begins = uuid4()
    return write_page(contact, Form(), begun_by(begins), known, begins=begins, goal_id=goal.goal_id if goal else None)


@pages.post("/outreach")
def create() -> ResponseReturnValue:
    """Start an empty draft, or log what went out without one."""
    form = Form.submitted(Beginning)
    logged = form.values.get("do") == "log"
    outreach_id = form.carry_out(
        lambda act: (
            services().accountability.log_outreach(
                act, contact_id=form["contact_id"], goal_id=form["goal_id"], channel=form["channel"]
            )
            if form["do"] == "log"
            else services().accountability.draft_outreach(act, contact_id=form["contact_id"], goal_id=form["goal_id"])
        )
    )
    if outreach_id is None:
        return _log_page(own_contact(_uuid(form.values.get("contact_id"))), mine(), form), form.status
    if logged:
        flash("Noted. It counts from now." if form["goal_id"] else "Noted.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


def _choose(goal_id: UUID | None) -> ResponseReturnValue:
    everybody, known, sought = contacts(services().views, me().member_id), mine(), request.args.get("q", "").strip()
    goal, now = _named(known, goal_id), services().now()
    found = [c for c in everybody if sought.casefold() in _about(c)] if sought else []
    return render_template(
        "outreach/choose.html",
        sought=sought,
        found=found[:MOST_FOUND],
        found_in_all=len(found),
        everybody=len(everybody),
        goal=goal,
        logging=request.args.get("do") == "log",
        suggested=whom_next(everybody, known.stories, now=now, level=goal.level if goal else "", most=6),
    )


def _log_page(contact: ContactCard, known: Mine, form: Form) -> str:
    return render_template(
        "outreach/log.html",
        contact=contact,
        first=first_name(contact),
        options=goal_choices(known.goals),
        uncounted=uncounted(known, contact.tie),
        form=form,
    )


def _named(known: Mine, goal_id: UUID | None) -> GoalCard | None:
    found = known.goal(goal_id)
    if goal_id is not None and found is None:
        raise NotFound
    return found


def _about(contact: ContactCard) -> str:
    return f"{contact.name} {contact.company} {contact.role} {contact.how_known}".casefold()


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None

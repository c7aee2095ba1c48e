"""Beginning an outreach: whom to write to, an empty draft for them, or a word about what went out already."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from domain.refusal import NotFound
from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import stories
from projections.tracker import ContactCard, contacts
from projections.whom_next import fitting_goal, whom_next
from web.forms import Form, FormSchema, Text
from web.pages.outreach.draft import begun_by
from web.pages.outreach.editor import write_page
from web.pages.outreach.told import first_name, goal_choices, own_contact, own_goals, pages, wanted
from web.session import me, services, signed_in

MOST_FOUND = 30


class Beginning(FormSchema):
    do = Text(load_default="draft", validate=validate.OneOf(["draft", "log"], error="Please choose one of the two."))
    contact_id = fields.UUID(required=True)
    goal_id = fields.UUID(load_default=None)
    channel = Text()


@pages.get("/outreach/new")
@signed_in
def new() -> ResponseReturnValue:
    contact_id, goal_id = wanted("contact"), wanted("goal")
    if contact_id is None:
        return _choose(goal_id)
    contact, mine = own_contact(contact_id), own_goals()
    goal = _named(mine, goal_id) or (fitting_goal(mine, contact.tie) if "goal" not in request.args else None)
    if request.args.get("do") == "log":
        return _log_page(contact, mine, Form(goal_id=goal.goal_id if goal else "", channel=""))
    begins = uuid4()
    return write_page(contact, Form(), begun_by(begins), begins=begins, goal_id=goal.goal_id if goal else None)


@pages.post("/outreach")
@signed_in
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
        return _log_page(own_contact(_uuid(form.values.get("contact_id"))), own_goals(), form), form.status
    if logged:
        flash("Noted. It counts from now.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


def _choose(goal_id: UUID | None) -> ResponseReturnValue:
    views, member_id, sought = services().views, me().member_id, request.args.get("q", "").strip()
    everybody, mine = contacts(views, member_id), stories(views, member_id)
    promised = goals(views, member_id, mine, services().now())
    goal = _named(promised, goal_id)
    found = [c for c in everybody if sought.casefold() in _about(c)] if sought else []
    return render_template(
        "outreach/choose.html",
        sought=sought,
        found=found[:MOST_FOUND],
        found_in_all=len(found),
        everybody=len(everybody),
        goal=goal,
        logging=request.args.get("do") == "log",
        suggested=whom_next(everybody, mine, now=services().now(), level=goal.level if goal else "", most=6),
    )


def _log_page(contact: ContactCard, mine: list[GoalCard], form: Form) -> str:
    return render_template(
        "outreach/log.html", contact=contact, first=first_name(contact), options=goal_choices(mine), form=form
    )


def _named(mine: list[GoalCard], goal_id: UUID | None) -> GoalCard | None:
    found = next((g for g in mine if g.goal_id == goal_id), None)
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

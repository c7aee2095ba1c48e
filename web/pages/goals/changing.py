"""Changing a goal: its words, its date, its end, and what the buddy sees; each with the reason where one is due."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.act import Act
from projections.progress.goals import GoalCard
from web.forms import Form, FormSchema, Text
from web.pages.goals.page import goal_page
from web.pages.goals.told import NEEDED, mine, pages, told_and_promised
from web.session import services


class NewWords(FormSchema):
    statement = Text(validate=NEEDED)
    steps = Text()


class NewDate(FormSchema):
    due = Text(validate=NEEDED)
    reason = Text(validate=NEEDED)


class Reason(FormSchema):
    reason = Text(validate=NEEDED)


class Sharing(FormSchema):
    sharing = Text(validate=NEEDED)


@pages.get("/goals/<uuid:goal_id>/edit")
def edit(goal_id: UUID) -> ResponseReturnValue:
    goal = mine(goal_id, told_and_promised()[1])
    return _edit_page(goal, Form(NewWords, statement=goal.statement.text, steps=goal.steps.text))


@pages.post("/goals/<uuid:goal_id>")
def reword(goal_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(NewWords)
    form.carry_out(
        lambda act: services().accountability.reword_goal(act, goal_id, **form.loaded, expected=form.version)
    )
    if form.errors:
        return _edit_page(mine(goal_id, told_and_promised()[1]), form), form.status
    flash("Saved. The words before are kept in the history.", "done")
    return redirect(url_for("goals.show", goal_id=goal_id), 303)


@pages.post("/goals/<uuid:goal_id>/rescheduling")
def reschedule(goal_id: UUID) -> ResponseReturnValue:
    def move(act: Act, form: Form) -> None:
        services().accountability.reschedule_goal(act, goal_id, **form.loaded, expected=form.version)

    return _change(goal_id, "rescheduling", NewDate, move, "Moved. The date before stays visible, with your reason.")


@pages.post("/goals/<uuid:goal_id>/closure")
def close(goal_id: UUID) -> ResponseReturnValue:
    def let_go(act: Act, form: Form) -> None:
        services().accountability.close_goal(act, goal_id, **form.loaded, expected=form.version)

    return _change(goal_id, "closure", Reason, let_go, "Closed. What happened stays, and you can reopen it.")


@pages.post("/goals/<uuid:goal_id>/reopening")
def reopen(goal_id: UUID) -> ResponseReturnValue:
    def take_up(act: Act, form: Form) -> None:
        services().accountability.reopen_goal(act, goal_id, **form.loaded, expected=form.version)

    return _change(goal_id, "reopening", Reason, take_up, "Open again, with everything that counted before.")


@pages.post("/goals/<uuid:goal_id>/sharing")
def share(goal_id: UUID) -> ResponseReturnValue:
    def choose(act: Act, form: Form) -> None:
        services().accountability.choose_goal_sharing(act, goal_id, **form.loaded)

    return _change(goal_id, "sharing", Sharing, choose, "Saved. That is what your buddy sees from now on.")


def _change(
    goal_id: UUID, what: str, schema: type[FormSchema], command: Callable[[Act, Form], None], done: str
) -> ResponseReturnValue:
    """One of the quiet changes at the bottom of a goal's page; refused, the page comes back with that form open."""
    form = Form.submitted(schema)
    form.carry_out(lambda act: command(act, form))
    if form.errors:
        return goal_page(goal_id, {what: form}), form.status
    flash(done, "done")
    return redirect(url_for("goals.show", goal_id=goal_id), 303)


def _edit_page(goal: GoalCard, form: Form) -> str:
    return render_template("goals/edit.html", form=form, goal=goal)

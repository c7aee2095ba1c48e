"""Changing a goal, each change on a page of its own: its words, its date, its end, and what the buddy sees."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.act import Act
from domain.goal import GoalAlreadyClosed, GoalNotClosed
from projections.progress.goals import GoalCard
from web import sharing as shared
from web.forms import Form, FormSchema, Text
from web.pages.goals.told import NEEDED, mine, pages, told_and_promised
from web.refusals import said
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
    """`readers`: the agreements with those whom the page named as readers of the words."""

    sharing = Text(validate=NEEDED)
    readers = fields.List(fields.String(), load_default=list)


@pages.get("/goals/<uuid:goal_id>/edit")
def edit(goal_id: UUID) -> ResponseReturnValue:
    return _ask(goal_id, "reword")


@pages.post("/goals/<uuid:goal_id>")
def reword(goal_id: UUID) -> ResponseReturnValue:
    done = "Saved. The words before are kept in the history."
    return _change(goal_id, "reword", NewWords, services().accountability.reword_goal, done)


@pages.get("/goals/<uuid:goal_id>/rescheduling")
def ask_date(goal_id: UUID) -> ResponseReturnValue:
    return _ask(goal_id, "reschedule")


@pages.post("/goals/<uuid:goal_id>/rescheduling")
def reschedule(goal_id: UUID) -> ResponseReturnValue:
    done = "Moved. The date before stays visible, with your reason."
    return _change(goal_id, "reschedule", NewDate, services().accountability.reschedule_goal, done)


@pages.get("/goals/<uuid:goal_id>/closure")
def ask_closing(goal_id: UUID) -> ResponseReturnValue:
    return _ask(goal_id, "close")


@pages.post("/goals/<uuid:goal_id>/closure")
def close(goal_id: UUID) -> ResponseReturnValue:
    done = "Closed. What happened stays, and you can reopen it."
    return _change(goal_id, "close", Reason, services().accountability.close_goal, done)


@pages.get("/goals/<uuid:goal_id>/reopening")
def ask_reopening(goal_id: UUID) -> ResponseReturnValue:
    return _ask(goal_id, "reopen")


@pages.post("/goals/<uuid:goal_id>/reopening")
def reopen(goal_id: UUID) -> ResponseReturnValue:
    done = "Open again, with everything that counted before."
    return _change(goal_id, "reopen", Reason, services().accountability.reopen_goal, done)


@pages.get("/goals/<uuid:goal_id>/sharing")
def ask_sharing(goal_id: UUID) -> ResponseReturnValue:
    return _ask(goal_id, "share")


@pages.post("/goals/<uuid:goal_id>/sharing")
def share(goal_id: UUID) -> ResponseReturnValue:
    done = "Saved. That is what your buddy sees from now on."
    return _change(goal_id, "share", Sharing, _choose_sharing, done)


def _choose_sharing(act: Act, goal_id: UUID, *, sharing: str, readers: list[str], expected: int | None) -> None:
    shared.must_reach(sharing, readers)
    services().accountability.choose_goal_sharing(act, goal_id, sharing=sharing, expected=expected)


def _ask(goal_id: UUID, verb: str) -> ResponseReturnValue:
    """The page of one change, with how it stands now in its fields; or back to a goal that it no longer suits."""
    goal = mine(goal_id, told_and_promised()[1])
    closed = goal.closed_at is not None
    if verb != "share" and closed != (verb == "reopen"):
        flash(said(GoalAlreadyClosed() if closed else GoalNotClosed()), "note")
        return redirect(url_for("goals.show", goal_id=goal_id), 303)
    return _page(goal, verb, Form(statement=goal.statement.text, steps=goal.steps.text))


def _change(
    goal_id: UUID, verb: str, schema: type[FormSchema], use_case: Callable[..., None], done: str
) -> ResponseReturnValue:
    form = Form.submitted(schema)
    form.carry_out(lambda act: use_case(act, goal_id, **form.loaded, expected=form.version))
    if form.errors:
        return _page(mine(goal_id, told_and_promised()[1]), verb, form), form.status
    flash(done, "done")
    return redirect(url_for("goals.show", goal_id=goal_id), 303)


def _page(goal: GoalCard, verb: str, form: Form) -> str:
    """`verb` is the endpoint that carries it out: reword, reschedule, close, reopen or share."""
    buddies = shared.buddies() if verb == "share" else []
    return render_template("goals/change.html", goal=goal, verb=verb, form=form, buddies=buddies)

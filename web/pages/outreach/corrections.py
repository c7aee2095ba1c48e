"""Corrections, each with a reason: it counts toward a goal or another one, the tie was wrong, it is taken back."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.act import Act
from web.forms import Form, FormSchema, Text
from web.pages.outreach.story import story_page
from web.pages.outreach.told import pages, told
from web.session import services


class Counting(FormSchema):
    goal_id = fields.UUID(load_default=None)
    reason = Text()


class Tie(FormSchema):
    tie = Text()
    reason = Text()


class Reason(FormSchema):
    reason = Text()


@pages.post("/outreach/<uuid:outreach_id>/counting")
def count(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Counting)
    return _correct(
        outreach_id,
        "counting",
        form,
        lambda act: services().accountability.count_outreach_toward(
            act, outreach_id, goal_id=form["goal_id"], reason=form["reason"]
        ),
        "It counts toward that goal now." if form.loaded.get("goal_id") else "It counts toward no goal now.",
    )


@pages.post("/outreach/<uuid:outreach_id>/tie")
def correct_tie(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Tie)
    return _correct(
        outreach_id,
        "tie",
        form,
        lambda act: services().accountability.correct_tie(act, outreach_id, tie=form["tie"], reason=form["reason"]),
        "Corrected. Your levels follow.",
    )


@pages.post("/outreach/<uuid:outreach_id>/withdrawal")
def withdraw(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Reason)
    return _correct(
        outreach_id,
        "withdrawal",
        form,
        lambda act: services().accountability.withdraw_outreach(act, outreach_id, reason=form["reason"]),
        "Taken back. It stays in your history, and counts for nothing.",
    )


def _correct(
    outreach_id: UUID, name: str, form: Form, command: Callable[[Act], None], said: str
) -> ResponseReturnValue:
    story = told(outreach_id)
    form.carry_out(command)
    if form.errors:
        return story_page(story, {name: form}), form.status
    flash(said, "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)

"""Decide the one thing: the takeaway of a conversation."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.dates import local_date
from web.forms import Form, FormSchema, Text
from web.pages.outreach.told import Told, pages, told
from web.session import me, services

IN_A_WEEK = timedelta(days=7)


class Decision(FormSchema):
    kind = Text()
    text = Text()
    due = Text()


@pages.get("/outreach/<uuid:outreach_id>/takeaway")
def ask_takeaway(outreach_id: UUID) -> ResponseReturnValue:
    story = told(outreach_id)
    if story.card.takeaway:
        return redirect(url_for("takeaways.show", takeaway_id=story.card.takeaway.takeaway_id), 303)
    if story.card.stage != "held":
        return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)
    due = local_date(services().now(), me().zone) + IN_A_WEEK
    return _page(story, Form(kind="introduction" if story.card.whom_next else "research", due=due.isoformat()))


@pages.post("/outreach/<uuid:outreach_id>/takeaway")
def decide(outreach_id: UUID) -> ResponseReturnValue:
    story, form = told(outreach_id), Form.submitted(Decision)
    takeaway_id = form.carry_out(
        lambda act: services().accountability.decide_takeaway(
            act, outreach_id, text=form["text"], kind=form["kind"], due=form["due"]
        )
    )
    if takeaway_id is None:
        return _page(story, form), form.status
    flash("Decided. One thing is enough.", "done")
    return redirect(url_for("takeaways.show", takeaway_id=takeaway_id), 303)


def _page(story: Told, form: Form) -> str:
    return render_template("outreach/takeaway.html", **story.about, form=form)

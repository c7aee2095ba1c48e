"""The inbox: nudges with their words, newest first, and putting them away."""

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from projections.nudge_words import inbox_items
from web.forms import Form, FormSchema
from web.session import me, services

pages = Blueprint("inbox", __name__)


@pages.get("/inbox")
def show() -> ResponseReturnValue:
    return _page(Form())


@pages.post("/inbox/<uuid:nudge_id>/put-away")
def put_away(nudge_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.put_nudge_away(act, nudge_id))
    if form.errors:
        return _page(form), form.status
    return redirect(url_for("inbox.show"), 303)


def _page(form: Form) -> str:
    items = inbox_items(services().views, me().member_id, services().now())
    waiting, done = [i for i in items if not i.put_away], [i for i in items if i.put_away]
    return render_template("inbox/show.html", form=form, waiting=waiting, done=done, new_id=uuid4)

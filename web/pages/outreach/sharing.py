"""What a buddy sees of a message, ticked part by part by its owner; and notes for its owner alone."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from web.forms import Form, FormSchema
from web.pages.outreach.story import story_page
from web.pages.outreach.told import pages, told
from web.session import services


class Sharing(FormSchema):
    partnership_id = fields.UUID(required=True)
    parts = fields.List(fields.String(), load_default=list)


class Confidentiality(FormSchema):
    confidential = fields.Boolean(required=True)


@pages.post("/outreach/<uuid:outreach_id>/sharing")
def share(outreach_id: UUID) -> ResponseReturnValue:
    story, form = told(outreach_id), Form.submitted(Sharing)
    form.carry_out(lambda act: services().accountability.choose_outreach_sharing(act, outreach_id, **form.loaded))
    if form.errors:
        return story_page(story, {"sharing": form}), form.status
    flash("Saved. That is what your buddy sees of it from now on.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


@pages.post("/outreach/<uuid:outreach_id>/confidentiality")
def mark(outreach_id: UUID) -> ResponseReturnValue:
    story, form = told(outreach_id), Form.submitted(Confidentiality)
    form.carry_out(lambda act: services().accountability.choose_confidentiality(act, outreach_id, **form.loaded))
    if form.errors:
        return story_page(story, {"confidentiality": form}), form.status
    marked = "These notes are for you alone now. They cannot be shared."
    flash(marked if form["confidential"] else "The mark is off. Nothing is shared by that.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)

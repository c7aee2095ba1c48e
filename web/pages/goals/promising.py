"""Making a promise: from a template or in one's own words."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.goal import MOST_PEOPLE
from web.forms import Form, FormSchema, Text
from web.goal_templates import OWN_WORDS, TEMPLATES, GoalTemplate, template_with
from web.pages.goals.told import NEEDED, pages
from web.session import services
from web.words import today


class Promise(FormSchema):
    statement = Text(validate=NEEDED)
    measure = Text(validate=NEEDED)
    target = fields.Integer(required=True)
    due = Text(validate=NEEDED)
    level = Text()
    steps = Text()
    template = Text()


@pages.get("/goals/new")
def new() -> ResponseReturnValue:
    template = template_with(request.args.get("template", ""))
    if template is None:
        return render_template("goals/choose.html", templates=TEMPLATES, own=OWN_WORDS)
    return _new_page(Form(Promise, **_suggested(template)), template)


@pages.post("/goals")
def create() -> ResponseReturnValue:
    form = Form.submitted(Promise)
    template = template_with(form.values.get("template", "")) or OWN_WORDS
    goal_id = form.carry_out(
        lambda act: services().accountability.set_goal(act, **{**form.loaded, "template": template.key})
    )
    if goal_id is None:
        return _new_page(form, template), form.status
    flash("Promised. The first bead is on the thread.", "done")
    return redirect(url_for("goals.show", goal_id=goal_id), 303)


def _new_page(form: Form, template: GoalTemplate) -> str:
    return render_template("goals/new.html", form=form, template=template, most=MOST_PEOPLE)


def _suggested(template: GoalTemplate) -> dict[str, Any]:
    return {
        "statement": template.statement,
        "measure": template.measure,
        "target": template.target,
        "due": (today() + timedelta(days=template.days)).isoformat(),
        "level": template.level,
        "steps": "\n".join(template.steps),
        "template": template.key,
    }

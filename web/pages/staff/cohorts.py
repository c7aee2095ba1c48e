"""Cohorts: how their members are getting on, opening a new one, and nudges that could not be delivered."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from projections import inbox, people, readiness
from web import history_words
from web.forms import Form, FormSchema, Text
from web.pages.staff.standing import rows_of
from web.session import services, staff_only


class NewCohort(FormSchema):
    name = Text()


@staff_only
def show() -> ResponseReturnValue:
    return _page(Form())


@staff_only
def open_cohort() -> ResponseReturnValue:
    form = Form.submitted(NewCohort)
    cohort_id = form.carry_out(lambda act: services().accountability.open_cohort(act, name=form["name"]))
    if cohort_id is None:
        return _page(form), form.status
    flash("The cohort is open. Add its first members.", "done")
    return redirect(url_for("staff.cohort", cohort_id=cohort_id), 303)


@staff_only
def cohort(cohort_id: UUID) -> ResponseReturnValue:
    card = people.cohort_with(services().views, cohort_id)
    if card is None:
        raise NotFound
    return render_template("staff/cohort.html", cohort=card, rows=rows_of(list(card.members)), new_id=uuid4)


def _page(form: Form) -> str:
    """Members of all cohorts in the same few questions, however many they are."""
    views = services().views
    cohorts, everybody = people.cohorts(views), people.everybody(views)
    rows = {row.person.member_id: row for row in rows_of(everybody)}
    placed = {member.member_id for cohort in cohorts for member in cohort.members}
    return render_template(
        "staff/show.html",
        form=form,
        cohorts=[(cohort, [rows[m.member_id] for m in cohort.members]) for cohort in cohorts],
        others=[rows[p.member_id] for p in everybody if p.member_id not in placed],
        RULES=history_words.RULES,
        WAYS=history_words.WAYS,
        why=history_words.why,
        set_aside=readiness.set_aside(views),
        failed=[(rows.get(nudge.member_id), nudge) for nudge in inbox.failed(views, limit=20)],
    )

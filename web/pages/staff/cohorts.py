"""Cohorts: how their members are getting on, opening a new one, and nudges that could not be delivered."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from projections import inbox, people, readiness
from web import history_words
from web.forms import Form, FormSchema, Text
from web.pages.staff.sections import A_PAGE, in_pages, page_number, sections
from web.pages.staff.standing import rows_of
from web.session import services


class NewCohort(FormSchema):
    name = Text()


def show() -> ResponseReturnValue:
    return _page(Form())


def open_cohort() -> ResponseReturnValue:
    form = Form.submitted(NewCohort)
    cohort_id = form.carry_out(lambda act: services().accountability.open_cohort(act, name=form["name"]))
    if cohort_id is None:
        return _page(form), form.status
    flash("The cohort is open. Add its first members.", "done")
    return redirect(url_for("staff.cohort", cohort_id=cohort_id), 303)


def cohort(cohort_id: UUID) -> ResponseReturnValue:
    card = people.cohort_with(services().views, cohort_id)
    if card is None:
        raise NotFound
    pages = -(-len(card.members) // A_PAGE) or 1
    page = page_number(request.args.get("page", ""), pages)
    shown = card.members[(page - 1) * A_PAGE : page * A_PAGE]
    return render_template("staff/cohort.html", cohort=card, rows=rows_of(shown), page=page, pages=pages)


def _page(form: Form) -> str:
    """One page of cohorts with their members, in the same few questions, however many there are."""
    views = services().views
    pages = in_pages(people.groups(views))
    page = page_number(request.args.get("page", ""), len(pages))
    failed = inbox.failed(views, limit=20)
    missed = people.persons(views, [nudge.member_id for nudge in failed]) if failed else {}
    return render_template(
        "staff/show.html",
        form=form,
        groups=sections(pages[page - 1]),
        page=page,
        pages=len(pages),
        RULES=history_words.RULES,
        WAYS=history_words.WAYS,
        why=history_words.why,
        set_aside=readiness.set_aside(views),
        failed=[(missed.get(nudge.member_id), nudge) for nudge in failed],
    )

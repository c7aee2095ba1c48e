"""Importing LinkedIn's Connections.csv: how to get it, what it would change, and, once confirmed, what it did."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import validate
from werkzeug.exceptions import RequestEntityTooLarge

from domain.act import Act
from domain.linkedin import LARGEST, NotAnExport
from projections.import_words import MEGABYTE, what_was_left_out, why_no_export, why_skipped
from projections.imports import DEFAULT_TIE, ImportPlan, carry_out, plan_linkedin
from store.uploads import Outcome
from web.forms import Form, FormSchema, Text
from web.incoming import let_it_arrive
from web.pages.contacts.blueprint import pages
from web.session import me, services
from web.words import TIES

FIRST_PEOPLE = 20
MOST_ROWS = 100
NO_FILE = "No file was chosen. Please choose the file Connections.csv."
TOO_LARGE = (
    f"That file is far larger than a list of connections: {LARGEST // MEGABYTE} MB is the most we read."
    " The file is called Connections.csv, and LinkedIn's largest take about 4 MB."
)
OVER = (
    "A chosen file waits for an hour, and this one is not here any more. Please choose it again."
    " Only what you confirmed was added, nothing else was changed."
)


class Confirmation(FormSchema):
    tie = Text(validate=validate.OneOf(list(TIES), error="Please choose how you know most of them."))


@dataclass(frozen=True)
class Row:
    """A row of the file that is worth a word: its number as an editor counts, who it is if known, and the word."""

    number: int
    who: str
    why: str


@pages.get("/contacts/import")
def ask_import() -> ResponseReturnValue:
    return _ask()


@pages.post("/contacts/import")
def preview() -> ResponseReturnValue:
    """Read the file and keep it for the page that says what would happen; nothing is added here."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return _ask(NO_FILE), 422
    data = chosen.read()
    try:
        _plan(data)
    except NotAnExport as refusal:
        return _ask(why_no_export(refusal)), 422
    token = services().uploads.keep(me().member_id, data, services().now())
    return redirect(url_for("contacts.look_over", token=token), 303)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    let_it_arrive(request)
    return _ask(TOO_LARGE), 413


@pages.get("/contacts/import/<token>")
def look_over(token: str) -> ResponseReturnValue:
    """What the kept file would change; once it was confirmed, what it did."""
    return _look_over(token, Form(tie=DEFAULT_TIE))


@pages.post("/contacts/import/<token>/confirmation")
def confirm_import(token: str) -> ResponseReturnValue:
    """Of two clicks at once one adds the people, and both are shown what it did."""
    form, uploads, member_id = Form.submitted(Confirmation), services().uploads, me().member_id
    if form.errors:
        return _look_over(token, form)
    data = uploads.take(token, member_id, services().now())
    if data is None:
        return redirect(url_for("contacts.look_over", token=token), 303)
    outcome = None
    try:
        outcome = form.carry_out(lambda act: _add(act, data, form["tie"]))
    finally:
        if outcome is None:
            uploads.give_back(token, member_id)
    if outcome is None:
        return _look_over(token, form)
    uploads.settle(token, member_id, outcome)
    return redirect(url_for("contacts.look_over", token=token), 303)


def _add(act: Act, data: bytes, tie: str) -> Outcome:
    plan = _plan(data)
    added = carry_out(services().views, services().accountability, act, plan, tie)
    known = len(plan.known) + len(plan.new) - added
    return {"added": added, "known": known, "repeated": len(plan.repeated), "skipped": len(plan.skipped)}


def _plan(data: bytes) -> ImportPlan:
    return plan_linkedin(services().views, services().accountability, me().member_id, data)


def _ask(trouble: str = "") -> str:
    return render_template("contacts/import.html", errors={"": [trouble]} if trouble else {})


def _look_over(token: str, form: Form) -> ResponseReturnValue:
    kept = services().uploads.look(token, me().member_id, services().now())
    if kept is None or (kept.data is None and kept.outcome is None):
        return _ask(OVER), 410
    if kept.outcome is not None:
        return render_template("contacts/imported.html", **kept.outcome)
    if kept.taken or kept.data is None:
        return render_template("contacts/importing.html")
    plan = _plan(kept.data)
    page = render_template(
        "contacts/preview.html",
        token=token,
        form=form,
        plan=plan,
        first_people=plan.new[:FIRST_PEOPLE],
        rows=_rows(plan),
        most=MOST_ROWS,
        ties=[(tie, label, why) for tie, (label, why) in TIES.items()],
    )
    return page, form.status if form.errors else 200


def _rows(plan: ImportPlan) -> list[Row]:
    """Every row that gives nobody new, or somebody with a cell left out, in the order of the file."""
    names = {planned.row: planned.card.name for planned in (*plan.new, *plan.known)}
    rows = [
        *(Row(r.row, names.get(r.first or 0, ""), f"Left out: {why_skipped(r)}.") for r in plan.repeated),
        *(Row(r.row, "", f"Left out: {why_skipped(r)}.") for r in plan.skipped),
        *(
            Row(row, names.get(row, ""), f"Comes without {what_was_left_out(cells)}, which could not be read.")
            for row, cells in plan.left_out.items()
        ),
    ]
    return sorted(rows, key=lambda row: row.number)

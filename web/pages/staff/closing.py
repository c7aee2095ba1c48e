"""Closing a member's account, opening it again, and the list of those that are closed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from projections import people
from web.forms import Form, FormSchema, Text
from web.pages.staff.history import ask, known
from web.pages.staff.sections import A_PAGE, page_number
from web.session import services


class Closing(FormSchema):
    reason = Text()


def closed() -> ResponseReturnValue:
    found = people.closed(services().views)
    pages = -(-len(found) // A_PAGE) or 1
    page = page_number(request.args.get("page", ""), pages)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    return render_template("staff/closed.html", shown=shown, page=page, pages=pages)


def close_account(member_id: UUID) -> ResponseReturnValue:
    person, form = known(member_id), Form.submitted(Closing)
    form.carry_out(lambda act: services().accountability.close_account(act, member_id, reason=form["reason"]))
    if form.errors:
        return ask(person, Form(), closing=form), form.status
    _end_what_is_open(member_id)
    flash("The account is closed. Nobody can come in with it from now on.", "done")
    return redirect(url_for("staff.history", member_id=member_id), 303)


def reopen_account(member_id: UUID) -> ResponseReturnValue:
    person, form = known(member_id), Form.submitted(FormSchema)
    # Before: whoever died between closing the account and ending its sessions left some that would come back to life.
    # Not by a second click: what they made since the first one is theirs.
    if person.closed:
        _end_what_is_open(member_id)
    form.carry_out(lambda act: services().accountability.reopen_account(act, member_id))
    if form.errors:
        return ask(person, Form(), closing=form), form.status
    flash("The account is open again. Nothing in it was lost; their API tokens are gone.", "done")
    return redirect(url_for("staff.history", member_id=member_id), 303)


def _end_what_is_open(member_id: UUID) -> None:
    """Sessions, links that wait, API tokens: no door asks for them any more, and none comes back with the account."""
    services().access.end_sessions(member_id)
    services().access.end_links(member_id)
    services().access.end_api_tokens(member_id)

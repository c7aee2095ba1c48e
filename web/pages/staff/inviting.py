"""Inviting a cohort by a list: choose or paste it, look it over, confirm once; everybody new gets a letter."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.act import Act
from domain.dates import zone as usable_zone
from domain.dates import zones
from domain.refusal import NotFound
from domain.roster import MOST_PEOPLE, NotARoster
from projections import people
from projections.people import CohortCard
from projections.rosters import RosterPlan, let_in, plan_roster
from store.uploads import Outcome, Uploads
from web.forms import Form, FormSchema, Text
from web.limits import asker, count_invited, limits
from web.roster_words import why_left_out, why_no_list
from web.session import me, services

NOTHING = "Choose a file, or paste the list."
OVER = (
    "A list waits for an hour, and this one is not here any more. Please choose it again."
    " Only what you confirmed was done, nothing else was changed."
)


class Pasted(FormSchema):
    people = Text()


class Confirmation(FormSchema):
    zone = Text()


@dataclass(frozen=True)
class Row:
    """A row of the list that is worth a word: its number as an editor counts, who it is if known, and the word."""

    number: int
    who: str
    why: str


def ask_invitations(cohort_id: UUID) -> ResponseReturnValue:
    return _ask(_cohort(cohort_id), Form())


def preview_invitations(cohort_id: UUID) -> ResponseReturnValue:
    """Read the list and keep it for the page that says what would happen; nobody is invited here."""
    cohort, form = _cohort(cohort_id), Form.submitted(Pasted)
    chosen = request.files.get("file")
    data = chosen.read() if chosen is not None and chosen.filename else form.loaded.get("people", "").encode()
    try:
        if not data:
            form.errors = {"file": [NOTHING]}
        else:
            plan_roster(services(), data, _whole(cohort_id, data))
    except NotARoster as refusal:
        form.errors = {"people" if form.loaded.get("people") else "file": [why_no_list(refusal)]}
    if form.errors:
        return _ask(cohort, form), 422
    token = _lists(cohort_id).keep(me().member_id, data, services().now())
    return redirect(url_for("staff.look_over_invitations", cohort_id=cohort_id, token=token), 303)


def look_over_invitations(cohort_id: UUID, token: str) -> ResponseReturnValue:
    """What the kept list would do; once it was confirmed, what it did."""
    return _look_over(_cohort(cohort_id), token, Form(zone=me().zone))


@limits.limit("20 per hour", key_func=asker)
def confirm_invitations(cohort_id: UUID, token: str) -> ResponseReturnValue:
    """Of two clicks at once one invites, and both are shown what it did."""
    cohort, form, lists, member_id = _cohort(cohort_id), Form.submitted(Confirmation), _lists(cohort_id), me().member_id
    if form.carry_out(lambda _: usable_zone(form["zone"])) is None:
        return _look_over(cohort, token, form)
    data = lists.take(token, member_id, services().now())
    if data is not None:
        done = False
        try:
            done = form.carry_out(lambda _: _invite(cohort_id, token, data, form["zone"])) is not None
        finally:
            if not done:
                lists.give_back(token, member_id)
        if not done:
            return _look_over(cohort, token, form)
    return redirect(url_for("staff.look_over_invitations", cohort_id=cohort_id, token=token), 303)


def _invite(cohort_id: UUID, token: str, data: bytes, zone: str) -> Outcome:
    whole = _whole(cohort_id, data)
    plan = plan_roster(services(), data, whole)
    count_invited(len(plan.new))
    listed = sorted((*plan.new, *plan.known), key=lambda person: person.row)
    added = let_in(services(), whole, listed, cohort_id=cohort_id, zone=zone)
    outcome = {
        "invited": len(added),
        "known": len(listed) - len(added),
        "repeated": len(plan.repeated),
        "skipped": len(plan.skipped),
    }
    _lists(cohort_id).settle(token, me().member_id, outcome)
    return outcome


def _whole(cohort_id: UUID, data: bytes) -> Act:
    """Under the list's own command: after an interruption it goes on when the same list is chosen or confirmed again.

    Nobody can guess it, not even who has the list.
    """
    command_id = uuid5(cohort_id, services().vault.digest("roster", sha256(data).hexdigest()))
    return Act(str(me().member_id), "page", services().now(), command_id)


def _lists(cohort_id: UUID) -> Uploads:
    return services().uploads.of(f"invitations to {cohort_id} ")


def _cohort(cohort_id: UUID) -> CohortCard:
    cohort = people.cohort_with(services().views, cohort_id)
    if cohort is None:
        raise NotFound
    return cohort


def _ask(cohort: CohortCard, form: Form) -> str:
    return render_template("staff/invite.html", cohort=cohort, form=form, most=MOST_PEOPLE)


def _look_over(cohort: CohortCard, token: str, form: Form) -> ResponseReturnValue:
    kept = _lists(cohort.cohort_id).look(token, me().member_id, services().now())
    if kept is None or (kept.data is None and kept.outcome is None):
        over = Form()
        over.errors = {"": [OVER]}
        return _ask(cohort, over), 410
    if kept.outcome is not None:
        return render_template(
            "staff/invited.html", cohort=cohort, mailed=bool(services().settings.smtp), **kept.outcome
        )
    if kept.taken or kept.data is None:
        return render_template("staff/inviting.html")
    plan = plan_roster(services(), kept.data, _whole(cohort.cohort_id, kept.data))
    page = render_template(
        "staff/invite_preview.html",
        cohort=cohort,
        token=token,
        form=form,
        plan=plan,
        rows=_rows(plan),
        zones=sorted(zones()),
        mailed=bool(services().settings.smtp),
    )
    return page, form.status if form.errors else 200


def _rows(plan: RosterPlan) -> list[Row]:
    """Every row that invites nobody, or somebody without what stands in it, in the order of the list."""
    names = {person.row: person.name for person in (*plan.new, *plan.known)}
    rows = [
        *(Row(p.row, p.name, "Here already. Nothing changes for them.") for p in plan.known),
        *(Row(r.row, names.get(r.first or 0, ""), f"Left out: {why_left_out(r)}.") for r in plan.repeated),
        *(Row(r.row, r.name, f"Left out: {why_left_out(r)}.") for r in plan.skipped),
        *(
            Row(p.row, p.name, "Comes without the time zone, which is none we know.")
            for p in plan.new
            if p.zone_left_out
        ),
    ]
    return sorted(rows, key=lambda row: row.number)

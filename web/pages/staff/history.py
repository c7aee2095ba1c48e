"""A member's history for staff: first the reason is asked and the look recorded, then it is shown for a while."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.dates import end_of, iso_date
from domain.refusal import NotFound, Unusable
from projections import history as histories
from projections import people
from projections.history import Entry
from projections.invitations import awaited
from projections.people import Person
from web import history_words, words
from web.forms import Form, FormSchema, Text
from web.refusals import said_of_field
from web.session import me, services

# A look lasts this long; after that the reason is asked again.
LOOK = timedelta(minutes=30)
ENTRIES = 50
TO_COME = "That day is still to come. Choose today or earlier; below is how it stands now."


class Look(FormSchema):
    reason = Text()


def history(member_id: UUID) -> ResponseReturnValue:
    person = known(member_id)
    look = _recent_look(member_id)
    return ask(person, Form()) if look is None else _timeline(person, look)


def open_history(member_id: UUID) -> ResponseReturnValue:
    person, form = known(member_id), Form.submitted(Look)
    form.carry_out(lambda act: services().accountability.open_history(act, member_id, reason=form["reason"]))
    if form.errors:
        return ask(person, form), form.status
    return redirect(url_for("staff.history", member_id=member_id), 303)


def known(member_id: UUID) -> Person:
    person = people.person(services().views, member_id)
    if person is None:
        raise NotFound
    return person


def _recent_look(member_id: UUID) -> Entry | None:
    """The latest look of this reader that still counts: it is in the record, or the page is not shown."""
    since = services().now() - LOOK
    looks = histories.looks_at(services().views, member_id, limit=100)
    return next((look for look in looks if look.event.by == str(me().member_id) and look.at >= since), None)


def ask(person: Person, form: Form, *, closing: Form | None = None) -> str:
    """What staff see of a member before they look; `closing` was refused."""
    cohorts = people.cohorts_of(services().views, person.member_id)
    closing = closing or Form()
    return render_template(
        "staff/ask_history.html",
        person=person,
        cohorts=cohorts,
        form=form,
        closing=closing,
        new_id=uuid4,
        awaited=None if person.closed else awaited(services(), person.member_id),
        mailed=bool(services().settings.smtp),
    )


def _timeline(person: Person, look: Entry) -> str:
    views = services().views
    day, trouble = _as_of()
    before = request.args.get("before", "")
    found = histories.history_by_command(
        views,
        person.member_id,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        as_of=_last_instant(day) if day else None,
        limit=ENTRIES + 1,
    )
    entries, older = found[:ENTRIES], len(found) > ENTRIES
    names = {i: str(p.name) for i, p in people.persons(views, history_words.members_in(entries)).items()}
    cohorts = people.cohorts_of(views, person.member_id)
    return render_template(
        "staff/history.html",
        person=person,
        cohorts=cohorts,
        look=look,
        day=day,
        asked=request.args.get("as_of", ""),
        errors={"as_of": [trouble]} if trouble else {},
        days=history_words.by_day(entries, names, dict(cohorts)),
        before=before,
        older=entries[-1].position if older else None,
    )


def _as_of() -> tuple[date | None, str]:
    """The day asked for, or what is wrong with it."""
    asked = request.args.get("as_of", "").strip()
    if not asked:
        return None, ""
    try:
        day = iso_date(asked, field="as_of")
    except Unusable as refusal:
        return None, said_of_field(refusal)
    return (None, TO_COME) if day > words.today() else (day, "")


def _last_instant(day: date) -> datetime | None:
    """The last moment of that day where the reader lives; None for days beyond the calendar."""
    if day.year >= 9999 or day.year < 2:
        return None
    return end_of(day, me().zone) - timedelta(microseconds=1)

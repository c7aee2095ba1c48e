"""What happened? One question at a time after a send: answered, not yet, busy or declined, and the next step."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import validate

from domain.act import Act
from domain.dates import local_date
from domain.outreach import WAITING
from web.forms import Form, FormSchema, Text
from web.pages.outreach.told import Told, mine, pages, suggestions, told
from web.session import me, services
from web.wall_times import LocalTime, typed

STEPS = ("answered", "not_yet", "busy", "declined")
BUSY_FOR = timedelta(days=14)
SECOND_NOTE_AFTER = timedelta(days=7)
WHEN = "Which day, and at what time?"


class Note(FormSchema):
    note = Text()


class Until(FormSchema):
    until = Text(validate=validate.Length(min=1, error="Which day? A guess is fine."))


class Meeting(FormSchema):
    starts_at = LocalTime(required=True, error_messages={"required": WHEN})


@pages.get("/outreach/<uuid:outreach_id>/outcome")
def ask_outcome(outreach_id: UUID) -> ResponseReturnValue:
    story = told(outreach_id)
    if story.card.stage in WAITING:
        step = request.args.get("so", "")
        return _page(story, step if step in STEPS else "", Form(until=_today() + BUSY_FOR))
    if story.card.stage in ("answered", "arranged"):
        starts = story.card.starts_at
        return _page(story, "time", Form(starts_at=typed(starts, me().zone) if starts else ""))
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


@pages.post("/outreach/<uuid:outreach_id>/answer")
def answered(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Note)
    return _record(
        outreach_id,
        "answered",
        form,
        lambda act: services().accountability.record_answer(act, outreach_id, note=form["note"]),
        said="An answer. Now for a time.",
        then="outreach.ask_outcome",
    )


@pages.post("/outreach/<uuid:outreach_id>/refusal")
def declined(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Note)
    return _record(
        outreach_id,
        "declined",
        form,
        lambda act: services().accountability.record_decline(act, outreach_id, note=form["note"]),
        said="Noted. You asked, and that counts.",
    )


@pages.post("/outreach/<uuid:outreach_id>/postponement")
def postpone(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Until)
    return _record(
        outreach_id,
        "busy",
        form,
        lambda act: services().accountability.postpone_outreach(act, outreach_id, until=form["until"]),
        said="Noted. You will hear from us that morning.",
    )


@pages.post("/outreach/<uuid:outreach_id>/silence")
def unanswered(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    return _record(
        outreach_id,
        "not_yet",
        form,
        lambda act: services().accountability.record_silence(act, outreach_id),
        said="Put aside. If they answer later, say so here.",
    )


@pages.post("/outreach/<uuid:outreach_id>/meeting")
def arrange(outreach_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Meeting)
    if not form.errors and form["starts_at"] is None:
        form.errors = {"starts_at": [WHEN]}
    return _record(
        outreach_id,
        "time",
        form,
        lambda act: services().accountability.arrange_conversation(
            act, outreach_id, starts_at=form["starts_at"].isoformat()
        ),
        said="A date. Choose a few questions whenever you like.",
    )


def _record(
    outreach_id: UUID,
    step: str,
    form: Form,
    command: Callable[[Act], None],
    *,
    said: str,
    then: str = "outreach.show",
) -> ResponseReturnValue:
    story = told(outreach_id)
    form.carry_out(command)
    if form.errors:
        return _page(story, step, form), form.status
    flash(said, "done")
    return redirect(url_for(then, outreach_id=outreach_id), 303)


def _page(story: Told, step: str, form: Form) -> str:
    card = story.card
    since = card.sent_at or card.begun_at
    return render_template(
        "outreach/outcome.html",
        **story.about,
        step=step,
        form=form,
        blank=Form,
        later=_today() + BUSY_FOR,
        second_note=local_date(since + SECOND_NOTE_AFTER, me().zone),
        today_there=_today(),
        suggested=suggestions(mine(), card.goal_id, without=card.contact_id) if step == "busy" else [],
    )


def _today() -> date:
    return local_date(services().now(), me().zone)

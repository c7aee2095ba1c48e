"""The conversation: questions to bring, notes, whom to meet next; and notes written later."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.act import Act
from web.forms import Form, FormSchema, Text
from web.pages.outreach.told import Told, pages, told
from web.questions import BANKS, CLOSING, bank_for, picked, worded
from web.session import services

SPOKEN = ("call", "in_person", "slack")


class Held(FormSchema):
    medium = Text()
    chosen = fields.List(fields.String(), load_default=list)
    own_questions = Text()
    notes = Text()
    whom_next = Text()


class Notes(FormSchema):
    notes = Text()


@pages.get("/outreach/<uuid:outreach_id>/conversation")
def ask_conversation(outreach_id: UUID) -> ResponseReturnValue:
    story = told(outreach_id)
    if story.card.stage == "held":
        return _notes_page(story, Form(notes=story.card.notes))
    if story.card.stage in ("drafted", "declined", "withdrawn"):
        return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)
    chosen, own = picked(story.card.questions.text)
    medium = story.card.channel if story.card.channel in SPOKEN else "call"
    return _page(story, Form(medium=medium, chosen=chosen, own_questions=own))


@pages.post("/outreach/<uuid:outreach_id>/questions")
def choose_questions(outreach_id: UUID) -> ResponseReturnValue:
    """Keep the questions for the day of the conversation; notes that were typed already stay where they are."""
    story, form = told(outreach_id), Form.submitted(Held)

    def record(act: Act) -> bool:
        questions = worded(form["chosen"], form["own_questions"])
        services().accountability.choose_questions(act, outreach_id, questions=questions)
        return True

    if form.carry_out(record) is None:
        _point_at_own_questions(form)
        return _page(story, form), form.status
    flash("Your questions are kept for the day.", "done")
    if form["notes"] or form["whom_next"]:
        form.command_id = uuid4()
        return _page(story, form)
    return redirect(url_for("outreach.ask_conversation", outreach_id=outreach_id), 303)


@pages.post("/outreach/<uuid:outreach_id>/conversation")
def hold(outreach_id: UUID) -> ResponseReturnValue:
    story, form = told(outreach_id), Form.submitted(Held)

    def record(act: Act) -> bool:
        services().accountability.record_conversation(
            act,
            outreach_id,
            medium=form["medium"],
            questions=worded(form["chosen"], form["own_questions"]),
            notes=form["notes"],
            whom_next=form["whom_next"],
        )
        return True

    if form.carry_out(record) is None:
        _point_at_own_questions(form)
        return _page(story, form), form.status
    flash("You talked. Now decide the one thing, while it is fresh.", "done")
    return redirect(url_for("outreach.ask_takeaway", outreach_id=outreach_id), 303)


@pages.post("/outreach/<uuid:outreach_id>/notes")
def write_notes(outreach_id: UUID) -> ResponseReturnValue:
    """The notes as they now read, in full; an edit on an older page is told so and nothing is overwritten."""
    form = Form.submitted(Notes)

    def record(act: Act) -> bool:
        services().accountability.write_notes(act, outreach_id, notes=form["notes"], expected=form.version)
        return True

    done = form.carry_out(record)
    if done is None:
        return _notes_page(told(outreach_id), form), form.status
    flash("Notes saved.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


def _point_at_own_questions(form: Form) -> None:
    # The domain knows one text of questions; on the page only one's own can be wrong.
    if "questions" in form.errors:
        form.errors = {"own_questions": form.errors["questions"]}


def _page(story: Told, form: Form) -> str:
    best = bank_for(story.contact.tie, story.contact.role.text)
    chosen = form.values.get("chosen") or []
    return render_template(
        "outreach/conversation.html",
        **story.about,
        form=form,
        banks=sorted(BANKS, key=lambda bank: bank.key != best),
        best=best,
        closing=CLOSING,
        chosen=chosen if isinstance(chosen, list) else [chosen],
    )


def _notes_page(story: Told, form: Form) -> str:
    return render_template("outreach/notes.html", **story.about, form=form)

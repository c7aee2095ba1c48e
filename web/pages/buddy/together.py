"""Being buddies: the page of both, checking in, cheering, pausing, resuming, ending."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.refusal import NotFound
from projections.buddy import PartnershipCard, one_partnership
from projections.people import person
from web.forms import Form, FormSchema, Text
from web.pages.buddy.overview import answer, page
from web.session import me, services

# Starters that save typing: each stands in the check-in as the member's own words.
MOVED = (
    ("Wrote to somebody", "Wrote to somebody", "a message, a call, a hello"),
    ("Had a conversation", "Had a conversation", "in any medium"),
    ("Followed up a takeaway", "Followed up a takeaway", "did the one thing"),
    ("Not much yet", "Not much yet", "that is news, too"),
)
NEXT = (
    ("Write to somebody", "Write to somebody", "one message"),
    ("Ask for a time to talk", "Ask for a time to talk", "offer two"),
    ("Follow up a takeaway", "Follow up a takeaway", "the one thing you decided"),
    ("Take a breath first", "Take a breath first", "rest is part of it"),
)


class Pause(FormSchema):
    until = Text()


class CheckIn(FormSchema):
    confidence = fields.Integer(required=True)
    moved = Text()
    next_step = Text()
    sentence = Text()


def show() -> ResponseReturnValue:
    return page()


def ask_check_in(partnership_id: UUID) -> ResponseReturnValue:
    card = _mine(partnership_id)
    if card.state != "active":
        return redirect(url_for("buddy.show"), 303)
    return _check_in_page(card, Form())


def check_in(partnership_id: UUID) -> ResponseReturnValue:
    card, form = _mine(partnership_id), Form.submitted(CheckIn)
    form.carry_out(
        lambda act: services().accountability.check_in(
            act,
            partnership_id,
            confidence=form["confidence"],
            moved=_with(form["moved"], form["sentence"]),
            next_step=form["next_step"],
        )
    )
    if form.errors:
        # The sentence travels with what moved; what is wrong with it is said where it was typed.
        form.errors = {("sentence" if name == "moved" else name): said for name, said in form.errors.items()}
        return _check_in_page(card, form), form.status
    return answer(form, "Checked in. Your buddy sees it from now on.")


def cheer(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.cheer(act, partnership_id))
    return answer(form, "Your cheer is on its way.", about=partnership_id)


def pause(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Pause)
    form.carry_out(
        lambda act: services().accountability.pause_partnership(act, partnership_id, until=form["until"].strip())
    )
    return answer(form, "Paused. Neither of you is reminded of check-ins meanwhile.", about=partnership_id)


def resume(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.resume_partnership(act, partnership_id))
    return answer(form, "Welcome back. The next check-in counts from today.", about=partnership_id)


def end(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.end_partnership(act, partnership_id))
    return answer(
        form, "That partnership has ended, and with it all that you two shared with one another.", about=partnership_id
    )


def _mine(partnership_id: UUID) -> PartnershipCard:
    """One that both agreed to; what never began or has ended is not there."""
    card = one_partnership(services().views, me().member_id, partnership_id)
    if card is None or card.state not in ("proposed", "active", "paused"):
        raise NotFound
    return card


def _check_in_page(card: PartnershipCard, form: Form) -> str:
    partner = person(services().views, card.partner_id)
    return render_template("buddy/check_in.html", card=card, partner=partner, form=form, moved=MOVED, next=NEXT)


def _with(moved: str, sentence: str) -> str:
    """ "Wrote to somebody. It took me three evenings." """
    return f"{moved}. {sentence}" if moved and sentence.strip() else moved or sentence

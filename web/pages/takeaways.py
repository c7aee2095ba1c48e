"""Pages about takeaways: the list, and one with its follow-up."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.accountability.contacts import Card
from domain.act import Act
from domain.refusal import NotFound
from projections.progress.outreach import one_story, stories
from projections.progress.takeaways import TakeawayCard, one_takeaway
from projections.tracker import contacts_by_id, owners_of_marks
from web.beads import of_story
from web.forms import Form, FormSchema, Text
from web.session import me, services
from web.words import TIES

pages = Blueprint("takeaways", __name__)

TIE_CHOICES = [(tie, name) for tie, (name, _) in TIES.items()]


class FollowUp(FormSchema):
    what_came = Text()
    name = Text()
    how_known = Text()
    email = Text()
    link = Text()
    tie = Text(load_default="weak")


class Words(FormSchema):
    text = Text()


class Move(FormSchema):
    due = Text()
    reason = Text()


class Reason(FormSchema):
    reason = Text()


@pages.get("/takeaways")
def index() -> ResponseReturnValue:
    told = stories(services().views, me().member_id)
    decided = sorted((c.takeaway for c in told if c.takeaway), key=lambda t: (t.due, str(t.takeaway_id)))
    waiting = [c for c in told if c.stage == "held" and c.takeaway is None]
    settled = [t for t in decided if t.state != "open"]
    return render_template(
        "takeaways/index.html",
        open=[t for t in decided if t.state == "open"],
        settled=sorted(settled, key=lambda t: t.settled_at or t.decided_at, reverse=True),
        waiting=waiting,
        people_by_id=contacts_by_id(services().views, me().member_id, {c.contact_id for c in told}),
    )


@pages.get("/takeaways/<uuid:takeaway_id>")
def show(takeaway_id: UUID) -> ResponseReturnValue:
    return _page(_own(takeaway_id))


@pages.post("/takeaways/<uuid:takeaway_id>/follow-up")
def follow_up(takeaway_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FollowUp)

    def command(act: Act) -> None:
        somebody = {name: form[name] for name in ("name", "how_known", "email", "link")}
        introduced = Card(**somebody) if any(text.strip() for text in somebody.values()) else None
        known = owners_of_marks(services().views, me().member_id) if introduced else {}
        services().accountability.follow_up_takeaway(
            act, takeaway_id, what_came=form["what_came"], introduced=introduced, tie=form["tie"], known=known
        )

    return _change(takeaway_id, "follow_up", form, command, "Followed up. This is the part most people skip.")


@pages.post("/takeaways/<uuid:takeaway_id>/dropping")
def drop(takeaway_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Reason)
    return _change(
        takeaway_id,
        "drop",
        form,
        lambda act: services().accountability.drop_takeaway(act, takeaway_id, reason=form["reason"]),
        "Let go. You can pick it up again.",
    )


@pages.post("/takeaways/<uuid:takeaway_id>/rescheduling")
def reschedule(takeaway_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Move)
    return _change(
        takeaway_id,
        "move",
        form,
        lambda act: services().accountability.reschedule_takeaway(
            act, takeaway_id, due=form["due"], reason=form["reason"], expected=form.version
        ),
        "Moved.",
    )


@pages.post("/takeaways/<uuid:takeaway_id>/rewording")
def reword(takeaway_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(Words)
    return _change(
        takeaway_id,
        "words",
        form,
        lambda act: services().accountability.reword_takeaway(
            act, takeaway_id, text=form["text"], expected=form.version
        ),
        "Saved.",
    )


@pages.post("/takeaways/<uuid:takeaway_id>/picking-up")
def pick_up(takeaway_id: UUID) -> ResponseReturnValue:
    return _change(
        takeaway_id,
        "pick_up",
        Form.submitted(FormSchema),
        lambda act: services().accountability.pick_up_takeaway(act, takeaway_id),
        "Picked up again.",
    )


def _own(takeaway_id: UUID) -> TakeawayCard:
    found = one_takeaway(services().views, me().member_id, takeaway_id)
    if found is None:
        raise NotFound
    return found


def _change(takeaway_id: UUID, name: str, form: Form, command: Callable[[Act], Any], said: str) -> ResponseReturnValue:
    takeaway = _own(takeaway_id)
    form.carry_out(command)
    if form.errors:
        return _page(takeaway, {name: form}), form.status
    flash(said, "done")
    return redirect(url_for("takeaways.show", takeaway_id=takeaway_id), 303)


def _page(takeaway: TakeawayCard, refused: Mapping[str, Form] | None = None) -> str:
    """`refused` are the forms that did not go through, by name: follow_up, drop, move, words, pick_up."""
    views, member_id = services().views, me().member_id
    card = one_story(views, member_id, takeaway.outreach_id)
    wanted = {i for i in (takeaway.contact_id, takeaway.new_contact_id) if i is not None}
    people = contacts_by_id(views, member_id, wanted)
    return render_template(
        "takeaways/show.html",
        takeaway=takeaway,
        story=card,
        contact=people.get(takeaway.contact_id),
        led_to=people.get(takeaway.new_contact_id) if takeaway.new_contact_id else None,
        beads=of_story(card) if card else [],
        refused=refused or {},
        blank=Form,
        ties=TIE_CHOICES,
    )

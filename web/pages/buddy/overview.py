"""What the buddy page shows: partnerships with both sides, questions in both directions, whom one could ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from projections.buddy import PartnershipCard, partnerships, whom_to_ask
from projections.people import Person, persons
from projections.progress.goals import GoalCard, goals_of
from projections.progress.outreach import stories_of
from projections.shared import shared_with
from web import shared_stories, sharing, words
from web.forms import Form
from web.session import me, services
from web.shared_stories import SharedStory
from web.sharing import SharedGoal

# A check-in that is a day or two late is nothing to speak of.
PATIENCE = timedelta(days=2)
# How long a cheer is spoken of.
CHEERING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Together:
    """A partnership that runs or is paused; `theirs` and `stories` are all that the partner shares.

    `shown` is what the partner is shown of the reader's own stories.
    """

    card: PartnershipCard
    partner: Person
    theirs: list[SharedGoal]
    stories: list[SharedStory]
    shown: list[SharedStory]

    @property
    def quiet_since(self) -> datetime | None:
        """The last sign of a partner whose check-in is overdue by more than a little."""
        due = self.card.their_next_check_in
        if due is None or words.today() <= due + PATIENCE:
            return None
        return self.card.theirs.at if self.card.theirs else self.card.accepted_at


def answer(form: Form, said: str, *, about: UUID | None = None) -> ResponseReturnValue:
    """After a command: what happened and back to the page, or the page with what stands in the way."""
    if form.errors:
        return page(form, about=about), form.status
    flash(said, "done")
    return redirect(url_for("buddy.show"), 303)


def page(form: Form | None = None, *, about: UUID | None = None) -> str:
    """`form` was refused; `about` is the partnership it was about, None when it was a question to somebody."""
    views, person = services().views, me()
    cards = partnerships(views, person.member_id)
    known = persons(views, [c.partner_id for c in cards]) if cards else {}
    mates = whom_to_ask(views, person.member_id)
    mine, together = _both_sides([c for c in cards if c.state != "proposed"], known)
    asked = [(c, known[c.partner_id]) for c in cards if c.state == "proposed" and c.partner_id in known]
    return render_template(
        "buddy/show.html",
        form=form or Form(),
        about=about,
        mine=mine,
        together=together,
        by_me=[(c, p) for c, p in asked if c.asked_by_me],
        to_me=[(c, p) for c, p in asked if not c.asked_by_me],
        mates=[(mate.member_id, mate.name) for mate in mates if mate.member_id not in known],
        recently=services().now() - CHEERING,
        new_id=uuid4,
    )


def _both_sides(
    cards: list[PartnershipCard], known: dict[UUID, Person]
) -> tuple[list[tuple[GoalCard, SharedGoal]], list[Together]]:
    """The reader's goals as they stand and as a picture, and each partnership: four questions for all of them.

    One more for each of them who shares whom a message is to.
    """
    views, person = services().views, me()
    ids = [person.member_id, *(c.partner_id for c in cards)]
    told = stories_of(views, ids)
    goals = goals_of(views, ids, services().now(), told=told)
    mine = [(goal, sharing.own(goal, told)) for goal in sharing.current(goals[person.member_id])]
    stories = shared_stories.in_short(shared_with(views, person.member_id), told) if cards else []
    return mine, [
        Together(
            card,
            known[card.partner_id],
            [] if card.resting else sharing.shown_to_buddy(goals[card.partner_id], told, card.accepted_at),
            [s for s in stories if s.partnership_id == card.partnership_id and s.owner_id == card.partner_id],
            [s for s in stories if s.partnership_id == card.partnership_id and s.owner_id == person.member_id],
        )
        for card in cards
        if card.partner_id in known
    ]

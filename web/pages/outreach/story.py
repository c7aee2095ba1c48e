"""One outreach as a story: the editor while it is a draft, afterwards what was sent, what came back, what is next."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from projections.relations import next_step
from projections.shared import choices_of
from web.beads import of_story
from web.forms import Form
from web.pages.outreach.editor import write_page
from web.pages.outreach.told import TIE_CHOICES, Told, goal_choices, mine, pages, suggestions, told, uncounted
from web.session import me, services

ELSEWHERE = ("postponed", "unanswered", "declined", "withdrawn")  # then somebody else may be nearer


@pages.get("/outreach/<uuid:outreach_id>")
def show(outreach_id: UUID) -> ResponseReturnValue:
    return story_page(told(outreach_id))


def story_page(story: Told, corrections: Mapping[str, Form] | None = None) -> str:
    """`corrections` are refused forms of the quiet part at the bottom, by name: counting, tie, withdrawal, sharing."""
    card, known, now = story.card, mine(), services().now()
    buddies = choices_of(services().views, me().member_id, card.outreach_id)
    if card.stage == "drafted":
        times, channel, theirs = (request.args.getlist(n) for n in ("times_offered", "channel", "their_zone"))
        kept = Form(times_offered=times, channel="".join(channel[:1]), their_zone="".join(theirs[:1]))
        return write_page(
            story.contact, kept, card.outreach_id, known, card=card, corrections=corrections, buddies=buddies
        )
    return render_template(
        "outreach/story.html",
        **story.about,
        beads=of_story(card),
        options=goal_choices(known.goals),
        goal=known.goal(card.goal_id),
        uncounted=uncounted(known, card.tie) if _may_still_count(story) else [],
        now=now,
        step=next_step(card, now=now),
        blank=Form,
        ties=TIE_CHOICES,
        corrections=corrections or {},
        buddies=buddies,
        suggested=suggestions(known, card.goal_id, without=card.contact_id) if card.stage in ELSEWHERE else [],
    )


def _may_still_count(story: Told) -> bool:
    """Whether it counts toward no goal, and could."""
    card = story.card
    return not (card.goal_id or card.brought_at or card.stage == "withdrawn" or story.contact.erased)

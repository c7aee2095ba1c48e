"""One message and its conversation, as much of it as is shared between two buddies."""

from uuid import UUID, uuid4

from flask import render_template
from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from projections.buddy import one_partnership
from projections.people import person
from web import shared_stories
from web.session import me, services


def story(partnership_id: UUID, outreach_id: UUID) -> ResponseReturnValue:
    """The owner is shown the same, so that they know what their buddy sees."""
    pair = one_partnership(services().views, me().member_id, partnership_id)
    if pair is None:
        raise NotFound
    shared = shared_stories.one_of(pair, outreach_id)
    partner = person(services().views, pair.partner_id)
    return render_template("buddy/story.html", pair=pair, partner=partner, story=shared, new_id=uuid4)

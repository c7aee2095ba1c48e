"""The page of one goal: the promise, its thread and picture, what is missing, and the stories that count."""

from datetime import date
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from domain.dates import local_date
from domain.levels import levels
from projections import tracker
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from web import beads, sharing
from web.addresses import url_for
from web.goal_templates import template_with
from web.next_thing import CURRENT, next_thing
from web.pages.goals.told import mine, pages, told_and_promised
from web.pictures import BurnUp, Move, burnup
from web.session import me, services


@pages.get("/goals/<uuid:goal_id>")
def show(goal_id: UUID) -> ResponseReturnValue:
    views, now = services().views, services().now()
    told, promised = told_and_promised()
    goal = mine(goal_id, promised)
    own = [card for card in told if card.goal_id == goal_id]
    level = next((reached for reached in levels(card.story for card in told) if reached.level == goal.level), None)
    named = {card.contact_id for card in own} | ({level.story.contact_id} if level and level.story else set())
    people = tracker.contacts_by_id(views, me().member_id, named) if named else {}
    return render_template(
        "goals/show.html",
        goal=goal,
        sharing=sharing.in_force([goal])[goal_id],
        beads=_linked_thread(goal, told),
        steps=[line for line in goal.steps.text.splitlines() if line.strip()],
        thing=next_thing(
            [goal],
            own,
            len(people) or tracker.how_many(views, me().member_id),
            [],
            now=now,
            zone=me().zone,
            gone={contact_id for contact_id, card in people.items() if card.removed},
            erased={contact_id for contact_id, card in people.items() if card.erased},
        ),
        level=level,
        names={contact_id: card.name for contact_id, card in people.items()},
        told=own,
        counted={fact.outreach_id for fact in goal.progress.facts},
        picture=_picture(goal, local_date(now, goal.terms.promise.zone)),
        template=template_with(goal.template),
    )


def _linked_thread(goal: GoalCard, told: list[OutreachCard]) -> list[beads.Bead]:
    card = beads.story_of(goal, told)
    if card is None:
        where = {"contact": url_for("outreach.new", goal=goal.goal_id)} if goal.progress.standing in CURRENT else {}
        return beads.linked(beads.of_goal(goal, told), where)
    story = url_for("outreach.show", outreach_id=card.outreach_id)
    where = {"contact": url_for("contacts.show", contact_id=card.contact_id), "message": story, "conversation": story}
    if card.takeaway:
        decided = url_for("takeaways.show", takeaway_id=card.takeaway.takeaway_id)
        where |= {"takeaway": decided, "follow_up": decided}
    elif card.held_at:
        where["takeaway"] = url_for("outreach.ask_takeaway", outreach_id=card.outreach_id)
    return beads.linked(beads.of_goal(goal, told), where)


def _picture(goal: GoalCard, now_there: date) -> BurnUp:
    """The burn-up in the calendar of the zone in which the goal was promised."""
    promise, ended = goal.terms.promise, goal.progress.achieved_at or goal.closed_at
    word = "kept" if goal.progress.achieved_at else "closed" if ended else "today"
    facts = [local_date(fact.at, promise.zone) for fact in goal.progress.facts]
    return burnup(
        start=local_date(goal.set_at, promise.zone),
        due=promise.due,
        today=local_date(ended, promise.zone) if ended else now_there,
        target=goal.terms.target,
        facts=[(day, 1) for day in facts],
        moves=[Move(local_date(m.at, promise.zone), m.was, m.due, m.reason) for m in goal.moves],
        ends=word,
    )

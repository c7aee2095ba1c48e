"""What every page about goals starts from: the reader's own goals and the stories on which their progress rests."""

from uuid import UUID

from flask import Blueprint
from marshmallow import validate

from domain.refusal import NotFound
from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import OutreachCard, stories
from web.session import me, services

pages = Blueprint("goals", __name__)

NEEDED = validate.Length(min=1, error="This one is needed.")


def told_and_promised() -> tuple[list[OutreachCard], list[GoalCard]]:
    """All stories and all goals of the reader: three questions."""
    views, member_id = services().views, me().member_id
    told = stories(views, member_id)
    return told, goals(views, member_id, told, services().now())


def mine(goal_id: UUID, promised: list[GoalCard]) -> GoalCard:
    """The reader's goal; raises NotFound for somebody else's as for none."""
    found = next((goal for goal in promised if goal.goal_id == goal_id), None)
    if found is None:
        raise NotFound
    return found

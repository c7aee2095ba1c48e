"""The list of a student's promises: current ones with their threads, the kept ones below."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from projections.progress.elsewhere import goals_elsewhere
from projections.progress.goals import GoalCard
from web import beads
from web.next_thing import CURRENT
from web.pages.goals.told import pages, told_and_promised
from web.session import me, services


@pages.get("/goals")
def index() -> ResponseReturnValue:
    told, promised = told_and_promised()
    current = [goal for goal in promised if goal.progress.standing in CURRENT]
    kept = sorted((goal for goal in promised if goal not in current), key=_ended_on, reverse=True)
    threads = {goal.goal_id: beads.of_goal(goal, told) for goal in current}
    elsewhere = goals_elsewhere(services().views, me().member_id)
    return render_template(
        "goals/index.html", current=current, kept=kept, elsewhere=elsewhere, threads=threads, ended_on=_ended_on
    )


def _ended_on(goal: GoalCard) -> datetime:
    """When a goal came to its end: achieved, or closed."""
    return goal.progress.achieved_at or goal.closed_at or goal.set_at

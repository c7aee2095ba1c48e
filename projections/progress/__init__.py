"""The view of progress: goals, outreach and takeaways, from which the chain of evidence is read."""

from projections.progress.goals import goal
from projections.progress.outreach import outreach
from projections.progress.takeaways import takeaway
from projections.view import View

PROGRESS = View("progress", 6, (goal, outreach, takeaway))

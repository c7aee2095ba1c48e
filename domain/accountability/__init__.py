"""The use cases of the service, one method each; every door comes through here."""

from domain.accountability.closing import Closing
from domain.accountability.elsewhere import Elsewhere
from domain.accountability.erasing import Erasing
from domain.accountability.goals import Goals
from domain.accountability.members import Members
from domain.accountability.nudges import Nudges
from domain.accountability.outreach import Outreaches
from domain.accountability.partnerships import Partnerships
from domain.accountability.takeaways import Takeaways

__all__ = ["Accountability"]


class Accountability(Members, Closing, Goals, Outreaches, Takeaways, Elsewhere, Partnerships, Nudges, Erasing):
    """Commands take an `Act` first, check what text may look like, and raise a `Refusal` in words.

    Nothing is ever half done: what one command changes is saved in one transaction. Saying the same act twice has one
    effect and the same answer.
    """

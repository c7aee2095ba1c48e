"""One member's story, told in verbs; the stories of the demo school are made of it."""

from scripts.demo.buddy_verbs import BuddyVerbs
from scripts.demo.contact_verbs import ContactVerbs
from scripts.demo.goal_verbs import GoalVerbs
from scripts.demo.outreach_verbs import OutreachVerbs


class Story(GoalVerbs, ContactVerbs, OutreachVerbs, BuddyVerbs):
    """`Story(...).on("7w Tue 18:40").goal(...).adds(...)`: each verb is one use case, said as that member."""

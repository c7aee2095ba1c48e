"""Pages about outreach: choosing whom to write to, the draft, what came of it, the conversation, its takeaway."""

from web.pages.outreach import beginning, conversation, corrections, draft, outcome, sharing, story, takeaway
from web.pages.outreach.told import pages

__all__ = ["beginning", "conversation", "corrections", "draft", "outcome", "pages", "sharing", "story", "takeaway"]

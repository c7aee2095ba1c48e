"""Goals: the list of promises, making one, the page of each, and changing it with a reason; for their owner only."""

from web.pages.goals import changing, listing, page, promising
from web.pages.goals.told import pages

__all__ = ["changing", "listing", "page", "pages", "promising"]

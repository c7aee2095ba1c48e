"""Your data: everything about the member who asks, to take away; and what an archive brings along from elsewhere."""

from web.pages.own_data import bringing, taking
from web.pages.own_data.page import pages

__all__ = ["bringing", "pages", "taking"]

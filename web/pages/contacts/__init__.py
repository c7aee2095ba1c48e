"""Contacts: the list of a student's people, a page for each of them, and the import from LinkedIn."""

from web.pages.contacts import importing, listing, person
from web.pages.contacts.blueprint import pages

__all__ = ["importing", "listing", "pages", "person"]

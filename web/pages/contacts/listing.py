"""The list of a student's people: found by a word, narrowed by tie or by whose turn it is, fifty a page."""

from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from web.pages.contacts.blueprint import pages
from web.session import signed_in


@pages.get("/contacts")
@signed_in
def index() -> ResponseReturnValue:
    raise NotFound

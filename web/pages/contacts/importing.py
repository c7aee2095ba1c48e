"""Importing LinkedIn's Connections.csv: how to get it, what it would change, and, once confirmed, what it did."""

from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from web.pages.contacts.blueprint import pages
from web.session import signed_in


@pages.get("/contacts/import")
@signed_in
def ask_import() -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts/import")
@signed_in
def preview() -> ResponseReturnValue:
    raise NotFound


@pages.get("/contacts/import/<token>")
@signed_in
def look_over(token: str) -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts/import/<token>/confirmation")
@signed_in
def confirm_import(token: str) -> ResponseReturnValue:
    raise NotFound

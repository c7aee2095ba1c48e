"""One person in the tracker: who they are, their story with you, and adding, correcting and removing them."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from domain.refusal import NotFound
from web.pages.contacts.blueprint import pages
from web.session import signed_in


@pages.get("/contacts/new")
@signed_in
def new() -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts")
@signed_in
def create() -> ResponseReturnValue:
    raise NotFound


@pages.get("/contacts/<uuid:contact_id>")
@signed_in
def show(contact_id: UUID) -> ResponseReturnValue:
    raise NotFound


@pages.get("/contacts/<uuid:contact_id>/edit")
@signed_in
def edit(contact_id: UUID) -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts/<uuid:contact_id>")
@signed_in
def save(contact_id: UUID) -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts/<uuid:contact_id>/removal")
@signed_in
def remove(contact_id: UUID) -> ResponseReturnValue:
    raise NotFound


@pages.post("/contacts/<uuid:contact_id>/restoration")
@signed_in
def restore(contact_id: UUID) -> ResponseReturnValue:
    raise NotFound

"""Server-rendered pages, one file a noun; views are thin: load, call, show."""

from flask import Flask

from web import addresses, drawn
from web.pages import (
    buddy,
    contacts,
    erasing,
    goals,
    inbox,
    mailed,
    new_address,
    outreach,
    own_data,
    proof,
    provider,
    settings,
    sign_in,
    staff,
    takeaways,
    today,
)


def register(app: Flask) -> None:
    for noun in (
        sign_in,
        proof,
        mailed,
        new_address,
        provider,
        today,
        goals,
        contacts,
        outreach,
        takeaways,
        buddy,
        inbox,
        settings,
        own_data,
        erasing,
        staff,
    ):
        app.register_blueprint(noun.pages)
    app.jinja_env.globals.update(drawn.GLOBALS, url_for=addresses.url_for)

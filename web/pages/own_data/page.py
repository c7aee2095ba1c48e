"""The page for both directions, and the blueprint to which the files beside it add their routes."""

from uuid import uuid4

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from projections.history import how_many_own
from web.forms import Form
from web.session import confirmed, me, services

pages = Blueprint("own_data", __name__)

# From so many entries on it is said how long packing takes; and how many are packed in a second, at the least.
MANY, A_SECOND = 1_000, 750


@pages.get("/settings/data")
def show() -> ResponseReturnValue:
    return page()


def page(form: Form | None = None, *, arrival: Form | None = None) -> str:
    """`form` and `arrival` were refused: taking away, and bringing along."""
    entries = how_many_own(services().views, me().member_id)
    return render_template(
        "settings/data.html",
        form=form or Form(),
        arrival=arrival or Form(),
        sure=confirmed(),
        entries=entries,
        seconds=1 + entries // A_SECOND if entries >= MANY else 0,
        has_password=services().access.password_of(me().member_id) is not None,
        new_id=uuid4,
    )

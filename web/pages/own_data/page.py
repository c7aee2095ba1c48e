"""The page for both directions, and the blueprint to which the files beside it add their routes."""

from uuid import uuid4

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.forms import Form
from web.session import confirmed, me, services

pages = Blueprint("own_data", __name__)


@pages.get("/settings/data")
def show() -> ResponseReturnValue:
    return page()


def page(form: Form | None = None, *, arrival: Form | None = None) -> str:
    """`form` and `arrival` were refused: taking away, and bringing along."""
    return render_template(
        "settings/data.html",
        form=form or Form(),
        arrival=arrival or Form(),
        sure=confirmed(),
        has_password=services().access.password_of(me().member_id) is not None,
        new_id=uuid4,
    )

"""Your data: everything about the member who asks, to take away; and what an archive brings along from elsewhere."""

import logging
from os import SEEK_END
from threading import Lock
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from projections.own_data.archive import archive
from projections.own_data.arrival import Arrived, NotAnArchive, bring
from web.forms import Form, FormSchema, Text
from web.limits import asker, everybody, limits
from web.passwords import fits
from web.session import confirmed, me, services
from web.words import count

log = logging.getLogger(__name__)
pages = Blueprint("own_data", __name__)

_ARRIVING = Lock()

WRONG = "That is not your password as it is now. Nothing was downloaded."
ASK = " Ask the staff: whoever runs this school can bring your people along."
TROUBLE = {
    "no_archive": "That is not an archive from Accountabilibuddy. Choose the ZIP just as you downloaded it.",
    "too_large": "That archive is larger than 5 MB once unpacked, which is more than this page reads." + ASK,
    "too_many": "That archive holds more than this page brings along: 2,000 people, and 200 open goals." + ASK,
    "busy": "Another archive is being read just now, and we take one at a time. Please send yours again in a minute.",
    "other_version": "That archive was made by another version of Accountabilibuddy, which we cannot read.",
    "no_file": "No file was chosen. Please choose the ZIP that you downloaded.",
}


class Download(FormSchema):
    password = Text()


@pages.get("/settings/data")
def show() -> ResponseReturnValue:
    return _page()


@pages.post("/settings/data/archive")
@limits.limit("10 per hour", key_func=asker)
@limits.limit("500 per hour", key_func=everybody)
def download() -> ResponseReturnValue:
    """The archive itself; for an hour at most ten, wrong passwords among them."""
    form, asked_at = Form.submitted(Download), services().now()
    sure = confirmed() or fits(services().access.password_of(me().member_id), form["password"])
    if not sure:
        form.values, form.errors = {}, {"password": [WRONG]}
        return _page(form), 422
    file = archive(services(), me().member_id)
    size = file.seek(0, SEEK_END)
    file.seek(0)
    log.info("archive", extra={"facts": {"member": str(me().member_id), "bytes": size}})
    answer = send_file(
        file, "application/zip", as_attachment=True, download_name=f"accountabilibuddy-{asked_at:%Y-%m-%d}.zip"
    )
    answer.content_length = size
    return answer


@pages.post("/settings/data/arrival")
@limits.limit("20 per hour", key_func=asker)
def arrive() -> ResponseReturnValue:
    """Sent twice it adds nothing more: who is here is recognised, whatever form they came by.

    One at a time in a process: each may take a hundred times its bytes of memory, and seconds.
    """
    chosen, form = request.files.get("file"), Form.submitted(FormSchema)
    if chosen is None or not chosen.filename:
        return _page(arrival=_trouble("no_file")), 422
    if not _ARRIVING.acquire(blocking=False):
        return _page(arrival=_trouble("busy")), 503
    try:
        arrived = form.carry_out(lambda act: bring(services(), act, me().member_id, chosen.read()))
    except NotAnArchive as error:
        return _page(arrival=_trouble(error.why)), 422
    finally:
        _ARRIVING.release()
    if arrived is None:
        return _page(arrival=form), form.status
    flash(_told(arrived), "done")
    return redirect(url_for("own_data.show"), 303)


def _trouble(why: str) -> Form:
    form = Form()
    form.errors = {"file": [TROUBLE[why]]}
    return form


def _told(arrived: Arrived) -> str:
    """ "3 people and 1 goal came along. 2 were here already." """
    parts = [
        f"{count(arrived.contacts, 'person', 'people')} and {count(arrived.goals, 'goal')} came along.",
        f"{arrived.contacts_known + arrived.goals_known} were here already.",
        f"{arrived.contacts_left_out + arrived.goals_left_out} stayed in the archive: over, removed, or not readable.",
    ]
    return " ".join(part for part in parts if not part.startswith("0 were") and not part.startswith("0 stayed"))


def _page(form: Form | None = None, *, arrival: Form | None = None) -> str:
    return render_template(
        "settings/data.html",
        form=form or Form(),
        arrival=arrival or Form(),
        sure=confirmed(),
        has_password=services().access.password_of(me().member_id) is not None,
        new_id=uuid4,
    )

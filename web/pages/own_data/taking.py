"""Taking everything away: one archive, for whoever shows that it is them."""

import logging
from os import SEEK_END

from flask import send_file
from flask.typing import ResponseReturnValue

from projections.own_data.archive import archive
from web.forms import Form, FormSchema, Text
from web.limits import asker, everybody, limits
from web.pages.own_data.page import page, pages
from web.passwords import fits
from web.session import confirmed, me, services

log = logging.getLogger(__name__)

WRONG = "That is not your password as it is now. Nothing was downloaded."


class Download(FormSchema):
    password = Text()


@pages.post("/settings/data/archive")
@limits.limit("10 per hour", key_func=asker)
@limits.limit("500 per hour", key_func=everybody)
def download() -> ResponseReturnValue:
    """The archive itself; for an hour at most ten, wrong passwords among them."""
    form, asked_at = Form.submitted(Download), services().now()
    sure = confirmed() or fits(services().access.password_of(me().member_id), form["password"])
    if not sure:
        form.values, form.errors = {}, {"password": [WRONG]}
        return page(form), 422
    file = archive(services(), me().member_id)
    size = file.seek(0, SEEK_END)
    file.seek(0)
    log.info("archive", extra={"facts": {"member": str(me().member_id), "bytes": size}})
    answer = send_file(
        file, "application/zip", as_attachment=True, download_name=f"accountabilibuddy-{asked_at:%Y-%m-%d}.zip"
    )
    answer.content_length = size
    return answer

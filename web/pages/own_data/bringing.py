"""Bringing an archive along: choose it, look over what would come, confirm once; then what came and what did not."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from domain.act import Act
from projections.own_data.arrival import NotAnArchive, carry_out, plan
from projections.own_data.plan import KINDS, Plan
from projections.own_data.words import WHY, why_no_archive
from projections.progress.elsewhere import how_many_brought
from projections.tracker import how_many_from
from store.uploads import Outcome, Uploads
from web.forms import Form, FormSchema
from web.incoming import let_it_arrive
from web.limits import asker, limits
from web.pages.own_data.page import page, pages
from web.session import me, services

MOST_ROWS = 100
OVER = (
    "An archive waits for an hour, and this one is not here any more. Please choose it again."
    " Only what you confirmed was brought along, and it does not come twice."
)
# Reading one may take a hundred times its bytes of memory, and seconds: one at a time in a process.
_READING = Lock()


@pages.post("/settings/data/arrival")
@limits.limit("20 per hour", key_func=asker)
def arrive() -> ResponseReturnValue:
    """Read the archive and keep it for the page that says what would come; nothing comes here."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return _ask("no_file"), 422
    data = chosen.read()
    try:
        with _one_at_a_time():
            _plan(data)
    except NotAnArchive as error:
        return _ask(error.why), _status(error)
    token = _uploads().keep(me().member_id, data, services().now())
    return redirect(url_for("own_data.look_over", token=token), 303)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    let_it_arrive(request)
    return _ask("too_large"), 413


@pages.get("/settings/data/arrival/<token>")
@limits.limit("120 per hour", key_func=asker)
def look_over(token: str) -> ResponseReturnValue:
    """What the kept archive would bring; once it was confirmed, what it did."""
    return _look_over(token, Form())


@pages.post("/settings/data/arrival/<token>/confirmation")
def confirm(token: str) -> ResponseReturnValue:
    """Of two clicks at once one brings it along, and both are shown what came.

    If it breaks off in the middle, the archive waits on, and confirming it again goes on where it stopped.
    """
    form, uploads, member_id = Form.submitted(FormSchema), _uploads(), me().member_id
    data = uploads.take(token, member_id, services().now())
    if data is None:
        return redirect(url_for("own_data.look_over", token=token), 303)
    outcome = None
    try:
        with _one_at_a_time():
            outcome = form.carry_out(lambda act: _bring(act, data))
    except NotAnArchive as error:
        return _ask(error.why), _status(error)
    finally:
        if outcome is None:
            uploads.give_back(token, member_id)
    if outcome is None:
        return _look_over(token, form)
    uploads.settle(token, member_id, outcome)
    return redirect(url_for("own_data.look_over", token=token), 303)


def _bring(act: Act, data: bytes) -> Outcome:
    """Counts under names: people, here people, left people removed, and so on."""
    planned, member_id = _plan(data), me().member_id
    came = carry_out(services(), act, member_id, planned)
    return {
        **came,
        **{f"here {kind}": planned.here[kind] + planned.coming[kind] - came[kind] for kind in KINDS},
        **Counter(f"left {one.kind} {one.why}" for one in planned.left_out),
    }


def _look_over(token: str, form: Form) -> ResponseReturnValue:
    views, member_id = services().views, me().member_id
    kept = _uploads().look(token, member_id, services().now())
    if kept is None or (kept.data is None and kept.outcome is None):
        return page(arrival=_refused(OVER)), 410
    if kept.outcome is not None:
        left = {tuple(name.split()[1:]): n for name, n in kept.outcome.items() if name.startswith("left ")}
        return render_template("settings/arrived.html", came=kept.outcome, left=left, kinds=KINDS, why=WHY)
    if kept.taken or kept.data is None:
        so_far = how_many_from(views, member_id, "archive"), how_many_brought(views, member_id)
        return render_template("settings/arriving.html", people=so_far[0], stories=so_far[1])
    try:
        with _one_at_a_time():
            planned = _plan(kept.data)
    except NotAnArchive as error:
        return _ask(error.why), _status(error)
    shown = render_template(
        "settings/arrival.html", token=token, form=form, plan=planned, kinds=KINDS, why=WHY, most=MOST_ROWS
    )
    return shown, form.status if form.errors else 200


def _plan(data: bytes) -> Plan:
    return plan(services(), str(me().member_id), me().member_id, data)


def _uploads() -> Uploads:
    return services().uploads.of("archive ")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _READING.acquire(blocking=False):
        raise NotAnArchive("busy")
    try:
        yield
    finally:
        _READING.release()


def _ask(why: str) -> str:
    return page(arrival=_refused(why_no_archive(why)))


def _refused(sentence: str) -> Form:
    form = Form()
    form.errors = {"file": [sentence]}
    return form


def _status(error: NotAnArchive) -> int:
    return 503 if error.why == "busy" else 422

"""Refusals in the words a person meets: what happened, what was kept, what to do; translated only here."""

import logging
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from domain.refusal import CommandReused, NotFound, Refusal, Unusable
from store.faults import may_pass
from web.guard import page_before
from web.limits import again_in

log = logging.getLogger(__name__)

# Seconds after which a fault may be over.
AGAIN_IN = 5
UNREACHABLE = (
    "We could not reach the place where things are kept, so this may not be saved yet. What you wrote is still here:"
    " send it again in a moment. However often you send it, it counts once."
)
SIGNED_OUT = {
    "title": "You were signed out meanwhile",
    "happened": "Your sign-in ended before this was sent, perhaps in another tab. Nothing was changed.",
    "kept": "What you wrote is kept in this tab. Sign in here, and it is back in its place.",
}
FIELD_WORDS = {
    "missing": "This one is needed.",
    "too_long": "That is longer than {most} characters. Nothing was cut off: please shorten it.",
    "not_plain": "There is nothing in this header, or something else than printable ASCII. Nothing was changed.",
    "control_characters": "There are invisible characters in this text, perhaps from copying. Please type it again.",
    "no_date": "That is not a date we can read. Please use the calendar, or write it like 2026-12-05.",
    "in_the_past": "That has passed already. Choose today or later.",
    "too_far": "That is more than two years away. Something nearer works better.",
    "unknown_zone": "We do not know that time zone. Choose one from the list, such as Europe/Berlin.",
    "several_zones": "Several places are called that. Which of these is yours? {choices}",
    "no_address": "That does not look like an e-mail address. Is a part missing?",
    "no_link": "That is not a web address we can open. It should begin with https://",
    "no_instant": "That is not a date and time we can read.",
    "not_a_choice": "Please choose one of the options.",
    "no_buddy": "You have no buddy at the moment, so nobody could read your words. Nothing was changed.",
    "other_buddies": "Your buddy is not the same as when you opened this page, so nothing was changed. See below who"
    " would read your words, then choose again.",
    "one_of_two": "Please use one of the two, not both.",
    "out_of_range": "Please choose a number from {least} to {most}.",
    "too_many": "That is more than {most}. Fewer is kinder to the reader, too.",
}

WORDS = {
    "stale": "This was changed after you opened the page, perhaps in another tab. What you wrote is still here,"
    " and nothing was overwritten. Have a look at how it stands now, then save again.",
    "command_reused": "This form was sent before with other words. Open the page again to start a fresh one.",
    "busy": "Too many things happened to this at once. Nothing was changed; please try again.",
    "goal_already_closed": "This goal is closed. Reopen it first if you want to go on with it.",
    "goal_not_closed": "This goal is open already.",
    "same_due_date": "That is the date it has now. Choose another day to move it.",
    "same_takeaway_date": "That is the date it has now. Choose another day to move it.",
    "contact_known": "This person is in your contacts already, or was removed from them.",
    "contact_removed": "You removed this contact. Bring them back first.",
    "contact_forgotten": "This person asked to be forgotten, or you did for them. Nothing new is kept about them here.",
    "account_closed": "This account is closed. Open it again first.",
    "account_not_closed": "This account is open already.",
    "not_ones_own": "Nobody closes their own account, so that somebody on the staff always stays. Ask a colleague.",
    "member_erased": "This account was erased. Nothing new is kept about it.",
    "erasure_under_way": "The time to call this off is over, so nothing was changed. If it must not happen, tell your"
    " school at once: it goes ahead within minutes.",
    "subject_erased": "This person was erased meanwhile. Nothing new is kept about them.",
    "contact_not_removed": "This contact is in your list already.",
    "already_sent": "This message is on its way, so its words stay as they were sent.",
    "not_yet_sent": "This has not gone out yet. Say that you sent it first.",
    "already_held": "You have noted down this conversation already.",
    "already_declined": "They declined, and that is noted. If that changes, start a new message to them.",
    "not_waiting": "There is an answer noted down already.",
    "not_yet_held": "A takeaway comes from a conversation. Note down that it took place first.",
    "notes_confidential": "These notes are marked confidential. Take the mark off first if you want to share them.",
    "happened_elsewhere": "This happened elsewhere, and is kept as your archive tells it. Start a new message, or log"
    " what you do from now on.",
    "outreach_withdrawn": "You took this one back. Start a new one whenever you like.",
    "nothing_to_correct": "It stands like that already, so nothing was changed.",
    "one_takeaway_only": "This conversation has its one takeaway. You can change its words or its date.",
    "takeaway_settled": "This takeaway is settled. You can pick it up again if you dropped it.",
    "takeaway_not_dropped": "Only a takeaway that you dropped can be picked up again.",
    "not_yourself": "A buddy is somebody else. Choose another person.",
    "already_partners": "There is an invitation or a partnership between you two already.",
    "not_yours_to_accept": "This is your own invitation: the other person answers it.",
    "not_yours_to_withdraw": "Only the person who asked can take this back.",
    "no_proposal": "This invitation was answered or taken back in the meantime.",
    "not_active": "That needs a partnership that is running. It may be paused or not accepted yet.",
    "not_paused": "This partnership is not paused.",
    "partnership_over": "This partnership has ended. You can invite each other again.",
    "address_taken": "Somebody with this address is here already.",
    "already_in_cohort": "They are in this cohort already.",
    "not_in_cohort": "They are not in this cohort.",
    "staff_only": "Only staff can do that.",
}


def said(refusal: Refusal) -> str:
    """A refusal as a sentence or two."""
    return WORDS.get(refusal.code, "That was not possible just now. Nothing was changed.").format(**refusal.facts)


def status_of(refusal: Refusal) -> int:
    """409 for how things stand; 422 for a request that no state of things would make right."""
    return 422 if isinstance(refusal, CommandReused) else 409


def said_of_field(refusal: Unusable) -> str:
    """What is wrong with one field."""
    return FIELD_WORDS[refusal.facts["why"]].format(**refusal.facts)


def register(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def _not_found(_: NotFound) -> ResponseReturnValue:
        return _page(404)

    @app.errorhandler(Refusal)
    def _refused(refusal: Refusal) -> ResponseReturnValue:
        return _page(
            status_of(refusal), title="That was not possible", happened=said(refusal), kept="Nothing was changed."
        )

    @app.errorhandler(CSRFError)
    def _forged(_: CSRFError) -> ResponseReturnValue:
        if g.get("me") is not None or not request.form:
            return _page(400)
        return _page(400, **SIGNED_OUT, again=page_before())

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        return http_page(error)

    @app.errorhandler(Exception)
    def _broken(error: Exception) -> ResponseReturnValue:
        # Nothing is asked of the databases any more, not even who this is.
        g.me = None
        if may_pass(error):
            tell_of_a_fault()
            return _page(503, typed=_typed(), catching_up=False)
        reference = uuid4().hex[:8]
        log.exception("unexpected error", extra={"facts": {"reference": reference, "endpoint": request.endpoint}})
        return _page(500, reference=reference, catching_up=False)

    @app.after_request
    def _again_in(answer: Response) -> Response:
        if answer.status_code == 503:
            answer.headers.setdefault("Retry-After", str(AGAIN_IN))
        return answer


def tell_of_a_fault() -> None:
    """Into the log, from where an error of a database is handled."""
    log.warning("fault", exc_info=True, extra={"facts": {"endpoint": request.endpoint}})


def http_page(error: HTTPException) -> ResponseReturnValue:
    """What went wrong on the way to a page: an address that is not there, a form that is too large."""
    if error.response is not None:
        return error.response
    wait = again_in() if error.code == 429 else 0
    words = {"kept": f"Nothing was lost. It works again in about {_minutes(wait)}."} if wait else {}
    answer = make_response(_page(error.code or 500, **words))
    if wait:
        answer.headers["Retry-After"] = str(wait)
    answer.headers.extend(h for h in error.get_headers() if h[0].lower() in ("allow", "retry-after"))
    return answer


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def _typed() -> list[tuple[str, str]]:
    """What the form held, to be sent again from the error page: nothing secret, and only if it came from our page."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except (ValidationError, HTTPException):
        return []
    if any("password" in name for name in request.form) or request.files:
        return []
    return [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]


def _page(status: int, **words: Any) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return _problem(status)
    if request.headers.get("HX-Request"):
        # The answer lands in a small place on a page where somebody is typing: a sentence fits, a page does not.
        return "That could not be saved just now. What you typed is still here: open the page again to go on.", status
    known = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
    return render_template(
        f"errors/{status if status in known else 400 if status < 500 else 500}.html", **words
    ), status


def _problem(status: int) -> ResponseReturnValue:
    body = {"type": "about:blank", "title": "Not found" if status == 404 else "Error", "status": status}
    if status == 503:
        detail = "Nothing is promised yet. Send it again, under the same Idempotency-Key: it has one effect."
        body |= {"title": "Service Unavailable", "code": "unavailable", "detail": detail}
    answer = jsonify(body)
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer

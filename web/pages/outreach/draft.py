"""Writing: the draft, saved as it is typed, and sent."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.accountability.desk import one_of
from domain.accountability.outreach import Draft
from domain.act import Act
from domain.outreach import CHANNELS
from domain.refusal import NotFound, Unusable
from domain.wording import paragraph
from projections.progress.outreach import OutreachCard, one_story
from projections.tracker import ContactCard
from web.forms import Form, FormSchema, Text
from web.pages.outreach.editor import beside, typed_times_of, words_of, write_page
from web.pages.outreach.told import goal_choices, mine, own_contact, pages, uncounted
from web.self_check import PARTS
from web.session import me, services
from web.wall_times import LocalTime


class Written(FormSchema):
    """A draft may be half done: times and channel are looked at when it is sent, and nothing is demanded before."""

    introduction = Text()
    purpose = Text()
    why_you = Text()
    call_to_action = Text()
    begins = fields.UUID(load_default=None)
    contact_id = fields.UUID(load_default=None)
    goal_id = fields.UUID(load_default=None)


class Sent(Written):
    channel = Text()
    times_offered = fields.List(LocalTime(), load_default=list)


def begun_by(begins: UUID) -> UUID:
    """The id of the draft that begins under this command id; known before it is saved, so the page never moves."""
    return Act(str(me().member_id), "page", services().now(), begins).new_id("outreach")


@pages.post("/outreach/<uuid:outreach_id>/draft")
def save(outreach_id: UUID) -> ResponseReturnValue:
    form, known = Form.submitted(Written), _known(outreach_id)
    version = form.carry_out(lambda act: _keep(act, form, outreach_id, known))
    if request.headers.get("HX-Request"):
        return _say_so(form, outreach_id, known, version)
    if version is None:
        return _again(form, outreach_id)
    flash("Draft saved.", "done")
    return redirect(_address(form, outreach_id), 303)


@pages.post("/outreach/<uuid:outreach_id>/sending")
def send(outreach_id: UUID) -> ResponseReturnValue:
    form, known = Form.submitted(Sent), _known(outreach_id)

    def keep_and_send(act: Act) -> UUID:
        # First of all: a click that says nothing yet must not leave an empty draft behind.
        one_of(form["channel"], CHANNELS, "channel")
        # Once it is on its way its words stay: then this is the same click again, or it is refused.
        on_its_way = known is not None and known.stage != "drafted"
        version = None if on_its_way else _keep(act.part("words"), form, outreach_id, known)
        times = [at.isoformat() for at in form["times_offered"] if at is not None]
        services().accountability.send_outreach(
            act, outreach_id, channel=form["channel"], times_offered=times, expected=version
        )
        return outreach_id

    if form.carry_out(keep_and_send) is None:
        return _again(form, outreach_id)
    flash("It is on its way. That was the hard part.", "done")
    return redirect(url_for("outreach.show", outreach_id=outreach_id), 303)


def _known(outreach_id: UUID) -> OutreachCard | None:
    return one_story(services().views, me().member_id, outreach_id)


def _keep(act: Act, form: Form, outreach_id: UUID, known: OutreachCard | None) -> int:
    """Save the words as they stand; returns the version they have. Saying what is saved already is quiet."""
    draft, accountability = Draft(**{part: form[part] for part in PARTS}), services().accountability
    if known is None:
        _begin(act, form, outreach_id, draft)
        return accountability.revise_draft(act, outreach_id, draft=draft)
    if known.stage == "drafted" and _same(draft, known):
        # Also what a save under way may have saved a moment ago under a newer version.
        return known.version
    return accountability.revise_draft(act, outreach_id, draft=draft, expected=form.version)


def _begin(act: Act, form: Form, outreach_id: UUID, draft: Draft) -> None:
    """The first save, under the command id that the page was opened with: however often it comes, one draft begins."""
    begins, contact_id = form["begins"], form["contact_id"]
    if begins is None or contact_id is None or begun_by(begins) != outreach_id:
        raise NotFound
    services().accountability.draft_outreach(
        replace(act, command_id=begins, fingerprint=""), contact_id=contact_id, goal_id=form["goal_id"], draft=draft
    )


def _same(draft: Draft, card: OutreachCard) -> bool:
    """Compared as it would be kept: another line break is a change."""
    try:
        return all(paragraph(getattr(draft, part), part) == getattr(card, part).text for part in PARTS)
    except Unusable:
        return False


def _say_so(form: Form, outreach_id: UUID, known: OutreachCard | None, version: int | None) -> ResponseReturnValue:
    """What a save while typing answers: a word, a fresh command id, and what stands beside the text."""
    contact = _contact(form, known)
    answer = make_response(
        render_template(
            "outreach/_saved.html",
            outreach_id=outreach_id,
            version=version,
            at_clock=f"{services().now().astimezone(ZoneInfo(me().zone)):%H:%M}",
            began=known is None,
            fresh=Form(),
            **({} if known else _begins_with(form, contact)),
            **beside(form, contact, known),
        ),
        200 if version is not None else form.status,
    )
    if version is not None:
        # The times are not part of a draft: the address keeps them, so that loading the page again keeps them, too.
        answer.headers["HX-Replace-Url"] = _address(form, outreach_id)
    return answer


def _begins_with(form: Form, contact: ContactCard) -> dict[str, Any]:
    """What the first save says of goals, with the form in which one can be chosen from then on."""
    goals = mine()
    return {
        "goal": goals.goal(form.loaded.get("goal_id")),
        "uncounted": uncounted(goals, contact.tie),
        "options": goal_choices(goals.goals),
        "corrections": {},
        "blank": Form,
    }


def _again(form: Form, outreach_id: UUID) -> ResponseReturnValue:
    """The editor with everything that was typed, and what went wrong."""
    known = _known(outreach_id)
    if form.status != 503:
        # The words may have been saved though the sending was refused: the next try is another command on what is
        # there. After a fault it is the same one, which may have been carried out.
        form.command_id = uuid4()
    if known and _same(words_of(form, None), known):
        form.version = known.version
    page = write_page(
        _contact(form, known),
        form,
        outreach_id,
        mine(),
        card=known,
        begins=None if known else _uuid(form, "begins"),
        goal_id=_uuid(form, "goal_id"),
    )
    return page, form.status


def _contact(form: Form, known: OutreachCard | None) -> ContactCard:
    return own_contact(known.contact_id if known else _uuid(form, "contact_id"))


def _address(form: Form, outreach_id: UUID) -> str:
    """The draft's page, with what a draft itself does not hold."""
    times = [text for text in typed_times_of(form) if text]
    channel, theirs = form.values.get("channel") or None, form.values.get("their_zone") or "UTC"
    theirs = None if theirs == "UTC" else theirs
    return url_for("outreach.show", outreach_id=outreach_id, times_offered=times, channel=channel, their_zone=theirs)


def _uuid(form: Form, name: str) -> UUID | None:
    try:
        return UUID(str(form.values.get(name) or ""))
    except ValueError:
        return None

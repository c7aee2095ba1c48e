"""The page of today: the next small thing, the current promise, what is worth a thought, and who is with you."""

from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from projections import tracker
from projections.buddy import partnerships
from projections.nudge_subjects import Subjects, subjects
from projections.nudge_words import InboxItem, first_name, inbox_items
from projections.progress.goals import goals
from projections.progress.outreach import stories
from web import beads
from web.next_thing import CURRENT, next_thing, with_buddies
from web.session import me, services

pages = Blueprint("today", __name__)

MOST_NUDGES = 3


@pages.get("/")
def show() -> ResponseReturnValue:
    if me().role == "staff":
        return redirect(url_for("staff.show"), 303)
    return render_template("today/show.html", **(_for_mentor() if me().role == "mentor" else _for_student()))


def _for_student() -> dict[str, Any]:
    views, now, member_id = services().views, services().now(), me().member_id
    told = stories(views, member_id)
    promised = goals(views, member_id, told, now)
    pairs = partnerships(views, member_id)
    about = subjects(views, member_id, now, told=told, promised=promised, paired=pairs)
    current = [goal for goal in promised if goal.progress.standing in CURRENT]
    return _for_both(about) | {
        "thing": next_thing(
            promised,
            told,
            len(about.contacts) or tracker.how_many(views, member_id),
            pairs,
            now=now,
            zone=me().zone,
            gone={contact_id for contact_id, card in about.contacts.items() if card.removed},
            erased={contact_id for contact_id, card in about.contacts.items() if card.erased},
        ),
        "goal": current[0] if current else None,
        "beads": beads.of_goal(current[0], told) if current else [],
        "more_goals": len(current) - 1,
    }


def _for_mentor() -> dict[str, Any]:
    """Somebody who helps others and promises nothing here: their buddies, and what they were told."""
    views, now, member_id = services().views, services().now(), me().member_id
    pairs = partnerships(views, member_id)
    about = subjects(views, member_id, now, told=[], promised=[], paired=pairs)
    return _for_both(about) | {"thing": with_buddies(pairs, now=now), "goal": None}


def _for_both(about: Subjects) -> dict[str, Any]:
    pairs = list(about.partnerships.values())
    return {
        "first_name": first_name(me().name),
        "part_of_day": _part_of_day(),
        "contacts": about.contacts,
        "nudges": _nudges(about),
        "pairs": pairs,
        "partners": about.partners,
        "cheers": {pair.partnership_id: uuid4() for pair in pairs},
    }


def _nudges(about: Subjects) -> list[InboxItem]:
    """The newest that still wait, one for each thing."""
    items = inbox_items(services().views, me().member_id, services().now(), about=about)
    newest: dict[UUID, InboxItem] = {}
    for item in items:
        if item.waiting:
            newest.setdefault(item.nudge.thing_id, item)
    return list(newest.values())[:MOST_NUDGES]


def _part_of_day() -> str:
    hour = services().now().astimezone(ZoneInfo(me().zone)).hour
    return "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"

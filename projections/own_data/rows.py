"""What the rows of an archive say, as the use cases take it; whatever is not the plain value expected is refused."""

import re
from typing import Any
from uuid import UUID

from domain.accountability.contacts import Card, usable
from domain.accountability.told import WORDS, GoalTold, StoryTold, TakeawayTold
from domain.contact import TIES
from domain.refusal import Unusable
from domain.table_file import clean
from projections.own_data.reading import Row

_CARD = ("name", "how_known", "company", "role", "email", "link", "connected_on")
_ERASED = "[erased]"
_TEMPLATE = re.compile(r"[a-z0-9_-]{1,40}")


def card(row: Row) -> Card:
    """Raises Unusable for what was erased, and for what no form here would take."""
    words = {name: _text(row, name) for name in _CARD}
    if words["name"] == _ERASED:
        raise Unusable(field="name", why="missing")
    return usable(Card(**words))


def tie(row: Row) -> str:
    known = row.get("tie")
    return known if isinstance(known, str) and known in TIES else "weak"


def first_id(row: Row, name: str) -> UUID:
    """The id where the thing began: what came to the school of the archive by another one keeps its own."""
    return _id(row, "first_id") or _id(row, name) or _unusable(name)


def story(row: Row, contact_id: UUID) -> StoryTold:
    """Without its takeaway, which is a row of its own."""
    reached = _text(row, "stage")
    instants = ("sent_at", "answered_at", "starts_at", "held_at")
    words: dict[str, Any] = {name: _text(row, name) for name in (*instants, *WORDS)}
    return StoryTold(
        first_id=first_id(row, "outreach_id"),
        contact_id=contact_id,
        reached=_text(row, "reached") if reached == "elsewhere" else reached,
        tie=_text(row, "tie"),
        channel=_text(row, "channel"),
        medium=_text(row, "medium"),
        # Whatever is no plain "no" keeps the notes to their owner.
        confidential=row.get("confidential") is not False,
        **words,
    )


def takeaway(row: Row, new_contact_id: UUID | None) -> TakeawayTold:
    names = ("text", "kind", "due", "zone", "state", "decided_at", "settled_at", "outcome")
    return TakeawayTold(new_contact_id=new_contact_id, **{name: _text(row, name) for name in names})


def template(row: Row) -> str:
    """The key of the template it was made from, if it is one that a school may have."""
    key = row.get("template")
    return key if isinstance(key, str) and _TEMPLATE.fullmatch(key) else ""


def goal_over(row: Row, standing: str) -> GoalTold:
    """Of a goal that ended there."""
    (terms, latest), progress = _terms(row), _dict(row, "progress")
    facts = progress.get("facts")
    ended = "achieved_at" if standing == "achieved" else "closed_at" if standing == "closed" else ""
    return GoalTold(
        first_id=first_id(row, "goal_id"),
        statement=_text(row, "statement"),
        steps=_text(row, "steps"),
        level=_text(row, "level"),
        set_at=_text(row, "set_at"),
        measure=_text(terms, "measure"),
        target=_whole(terms, "target"),
        due=_text(latest, "due"),
        zone=_text(latest, "zone"),
        standing=standing,
        ended_at=_text(progress if standing == "achieved" else row, ended) if ended else "",
        on_time=progress.get("on_time") is True,
        reached=len(facts) if isinstance(facts, list) else 0,
        reason=_text(row, "closed_because"),
    )


def goal_elsewhere(row: Row) -> GoalTold:
    """Of a goal that had come to the school of the archive from elsewhere."""
    names = ("statement", "steps", "measure", "due", "zone", "level", "set_at", "standing", "ended_at", "reason")
    return GoalTold(
        first_id=first_id(row, "goal_id"),
        target=_whole(row, "target"),
        on_time=row.get("on_time") is True,
        reached=_whole(row, "reached"),
        **{name: _text(row, name) for name in names},
    )


def standing(row: Row) -> str:
    progress = row.get("progress")
    return str(progress.get("standing")) if isinstance(progress, dict) else ""


def label(row: Row) -> str:
    """What a row is called where it is told that it does not come: some words of it, or nothing."""
    text = next((row[n] for n in ("name", "statement", "text") if isinstance(row.get(n), str)), "")
    return clean(text)[:80]


def _terms(row: Row) -> tuple[Row, Row]:
    """What a goal asks for, and the due date in force."""
    terms = _dict(row, "terms")
    promises = terms.get("promises")
    latest = promises[-1] if isinstance(promises, list) and promises else None
    return terms, latest if isinstance(latest, dict) else _unusable("due")


def _dict(row: Row, name: str) -> Row:
    found = row.get(name)
    return found if isinstance(found, dict) else _unusable(name)


def _text(row: Row, name: str) -> str:
    """What is not there, or null, is empty."""
    found = row.get(name)
    return "" if found is None else found if isinstance(found, str) else _unusable(name)


def _whole(row: Row, name: str) -> int:
    found = row.get(name)
    return found if type(found) is int else _unusable(name)


def _id(row: Row, name: str) -> UUID | None:
    try:
        return UUID(_text(row, name))
    except ValueError:
        return None


def _unusable(name: str) -> Any:
    raise Unusable(field=name, why="unreadable")

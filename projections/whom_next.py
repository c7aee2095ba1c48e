"""Whom to write to next: chosen from the tracker by tie, by the goal's level and by who was not written to yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.levels import TIES_OF
from projections.progress.goals import GoalCard
from projections.progress.outreach import OutreachCard
from projections.tracker import ContactCard

REST = timedelta(days=14)
# People who know you answer most readily, and those you lost sight of are glad most often.
_EASIEST_FIRST = ("dormant", "weak", "alum", "fellow", "mentor", "cold")
_BUSY_WITH = ("drafted", "sent", "postponed", "answered", "arranged")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`last` is when the student last wrote to them, None for never; `fits`: the goal's level asks for such a tie."""

    contact: ContactCard
    last: datetime | None
    fits: bool


def whom_next(
    contacts: Iterable[ContactCard],
    told: Iterable[OutreachCard],
    *,
    now: datetime,
    level: str = "",
    without: Collection[UUID] = (),
    most: int = 2,
) -> list[Suggestion]:
    """The likeliest people, best first.

    Left out: removed contacts, those in `without`, those with something under way, those who declined, and those with
    whom something happened in the last two weeks. First come the ties that the goal's level asks for, then
    out-of-touch and weak ties, then people never written to, then those written to longest ago, then those who can be
    reached.
    """
    last: dict[UUID, datetime] = {}
    taken = set(without)
    for card in told:
        if card.stage == "withdrawn":
            continue
        if card.stage in _BUSY_WITH or card.stage == "declined":
            taken.add(card.contact_id)
        last[card.contact_id] = max(card.touched_at, last.get(card.contact_id, card.touched_at))
    asked = TIES_OF.get(level, ())
    taken |= {contact_id for contact_id, at in last.items() if at > now - REST}
    found = [Suggestion(c, last.get(c.contact_id), c.tie in asked) for c in contacts if not c.removed]
    return sorted((s for s in found if s.contact.contact_id not in taken), key=_likeliest)[:most]


def fitting_goal(goals: Iterable[GoalCard], tie: str) -> GoalCard | None:
    """The open goal, due next, toward which writing to somebody with this tie would count."""
    still = [g for g in goals if g.progress.standing in ("open", "overdue")]
    fits = [g for g in still if not g.level or tie in TIES_OF[g.level]]
    return next(iter(fits), None)


def _likeliest(one: Suggestion) -> tuple[bool, int, bool, str, bool, str, str]:
    contact = one.contact
    return (
        not one.fits,
        _EASIEST_FIRST.index(contact.tie),
        one.last is not None,
        one.last.isoformat() if one.last else "",
        not (contact.email or contact.link),
        contact.name.text.casefold(),
        str(contact.contact_id),
    )

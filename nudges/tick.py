"""What the scheduler does once a minute: every member with something due or something left gets a turn.

Nothing is kept between ticks: after a crash at any point the next one finds in the views what was left.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from traceback import extract_tb
from typing import TypeVar
from uuid import UUID, uuid5

from domain.act import SCHEDULER, Act
from domain.nudge import LEASE
from nudges.channels import Channel, channel_for
from nudges.turn import BACK_OFF, TickReport, Turn
from projections.buddy import pauses_over
from projections.due import due_things
from projections.erasing import carry_out_due
from projections.inbox import NudgeCard, unsettled
from projections.nudge_subjects import Occasion
from projections.services import Services

# A view that stands still, or is a newer program's to move, must not make anybody speak.
TRUSTED = ("people", "progress", "tracker", "buddy", "due", "inbox")
MOST_LEFT = 10_000

log = logging.getLogger(__name__)

T = TypeVar("T", bound=Occasion)


def tick(services: Services, channel: Channel | None = None) -> TickReport:
    """Say what is due now; safe at any time, in several processes at once, and after a crash at any point."""
    services.vault.look_around()
    services.views.catch_up.run()
    turn = Turn(services, channel or channel_for(services.settings))
    if standing_still := sorted(set(services.views.catch_up.outdated()) & set(TRUSTED)):
        log.error("no nudges while views stand still: %s", ", ".join(standing_still))
        turn.report["held"] = 1
        return turn.report
    now = services.now()
    end_pauses(services, now)
    erased, waiting = carry_out_due(services, by=SCHEDULER, door="scheduler")
    turn.report.update({name: n for name, n in (("erased", erased), ("not_erased", waiting)) if n})
    due = _by_member(due_things(services.views, now))
    left = _by_member(card for card in unsettled(services.views, limit=MOST_LEFT) if _is_time_again(card, now))
    for member_id in dict.fromkeys([*left, *due]):
        try:
            turn.serve(member_id, due.get(member_id, []), left.get(member_id, []))
        except Exception as error:
            # One member's trouble is not the others'. The error's own words may hold personal text.
            place = extract_tb(error.__traceback__)[-1]
            log.error("nudges of %s wait: %s in %s", member_id, type(error).__name__, f"{place.name}:{place.lineno}")
            turn.report["broken"] += 1
    return turn.report


def end_pauses(services: Services, now: datetime) -> None:
    """A pause with a date ends on it by itself; of two schedulers, the second finds it done."""
    for partnership_id, place in pauses_over(services.views, now):
        act = Act(SCHEDULER, "scheduler", now, uuid5(partnership_id, f"the pause at {place} is over"))
        try:
            services.accountability.resume_partnership(act, partnership_id)
        except Exception as error:
            # Somebody was faster, or this one cannot be read: no reason to keep everybody else waiting.
            log.error("the pause of %s goes on: %s", partnership_id, type(error).__name__)


def _is_time_again(card: NudgeCard, now: datetime) -> bool:
    pause = LEASE if card.state == "claimed" else BACK_OFF[min(card.attempts, len(BACK_OFF)) - 1]
    return now - card.claimed_at >= pause


def _by_member(occasions: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for occasion in occasions:
        found.setdefault(occasion.member_id, []).append(occasion)
    return found

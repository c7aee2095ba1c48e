"""Whether this school can be used just now: what is asked of it by probes and shown to staff; counts, never words."""

import shutil
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from projections.heartbeat import NUDGES, POLL, beats
from projections.services import Services
from projections.views import Views

# Seconds. A poll comes every five and a round of nudges every minute, which among many members takes a while.
LEVEL_WITHIN = 30
FRESH = {POLL: 60, NUDGES: 600}
ROOM = 100 * 1024 * 1024

Check = dict[str, Any]


class Lag(NamedTuple):
    """How many events the slowest view has yet to take in, and for how many seconds the first of them has waited."""

    events: int
    seconds: float


def set_aside(views: Views) -> dict[str, str]:
    """The views that stand still, each with what happened and where; the others go on."""
    found = views.catch_up.standings()
    standing = {
        view.name: found.get(view.name, (0, "not there: buddy migrate makes it")) for view in views.catch_up.views
    }
    return {name: trouble for name, (_, trouble) in standing.items() if trouble}


def lag(views: Views, now: datetime) -> Lag:
    """Of the views that are at work; one that stands still is told by `set_aside`."""
    found, names = views.catch_up.standings(), {view.name for view in views.catch_up.views}
    slowest = min((position for name, (position, trouble) in found.items() if name in names and not trouble), default=0)
    waiting = views.record.end() - slowest
    # Nothing is decoded as long as all is well.
    first = views.record.after(slowest, 1) if waiting > 0 else []
    return Lag(waiting, max(0.0, (now - first[0].event.timestamp).total_seconds())) if first else Lag(0, 0.0)


def ages(views: Views, now: datetime) -> dict[str, float | None]:
    """Seconds since each job of the scheduler was last done; None for never."""
    last = beats(views)
    return {name: (now - last[name]).total_seconds() if name in last else None for name in FRESH}


def checks(services: Services) -> dict[str, Check]:
    """Each thing that must be well before people are sent here: "ok", and the figures it was judged by."""
    asked = {"vault": _vault, "views": _views, "scheduler": _scheduler, "disk": _disk}
    return {name: _answered(check, services) for name, check in asked.items()}


def _answered(check: Callable[[Services], Check], services: Services) -> Check:
    try:
        return check(services)
    except Exception as error:
        # Whatever it is: whoever asks must be told, and the error's own words may hold personal text.
        return {"ok": False, "reason": f"no answer: {type(error).__name__}"}


def _vault(services: Services) -> Check:
    with services.vault.database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    return {"ok": True}


def _views(services: Services) -> Check:
    behind = lag(services.views, services.now())
    return {
        "ok": behind.seconds <= LEVEL_WITHIN,
        "events_behind": behind.events,
        "seconds_behind": round(behind.seconds, 1),
        "most_seconds": LEVEL_WITHIN,
    }


def _scheduler(services: Services) -> Check:
    found = ages(services.views, services.now())
    figures = {f"{name}_seconds_ago": None if age is None else round(age, 1) for name, age in found.items()}
    late = [name for name, age in found.items() if age is None or age > FRESH[name]]
    if not late:
        return {"ok": True, **figures}
    never = all(age is None for age in found.values())
    reason = "no scheduler has run yet" if never else f"the scheduler is late with: {', '.join(late)}"
    return {"ok": False, "reason": reason, **figures}


def _disk(services: Services) -> Check:
    free = shutil.disk_usage(services.settings.folder).free
    return {"ok": free >= ROOM, "free_bytes": free, "least_bytes": ROOM}

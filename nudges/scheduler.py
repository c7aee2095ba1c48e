"""The timetable: what runs how often, in UTC, in one process; a second one does no harm."""

import logging
from datetime import UTC
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from nudges.asked_for import send_asked_for
from nudges.channels import channel_for
from nudges.sweeping import sweep
from nudges.tick import tick
from projections.heartbeat import NUDGES, POLL, beat
from projections.services import Services

TICK_SECONDS = 60
POLL_SECONDS = 5
SWEEP_SECONDS = 900

log = logging.getLogger(__name__)


def run(services: Services, stop: Event) -> None:
    """Keep the timetable until `stop` is set; a tick at work is finished first. Signals are the entry point's business.

    Raises ValueError at once when the settings name no usable mail server or sender.
    """
    channel = channel_for(services.settings)

    def nudge() -> None:
        report = tick(services, channel)
        if set(report) - {"waiting"}:
            log.info("tick", extra={"facts": dict(sorted(report.items()))})
        beat(services.views, NUDGES, services.now())

    def poll() -> None:
        services.views.catch_up.run()
        beat(services.views, POLL, services.now())

    def letters() -> None:
        report = send_asked_for(services, channel)
        if report:
            log.info("letters", extra={"facts": dict(sorted(report.items()))})

    def clean() -> None:
        if swept := sweep(services):
            log.info("swept", extra={"facts": {"rows": swept}})

    timetable = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4)},
        # However late, and once for all that was missed: a tick asks what is due now.
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    now = services.now()
    timetable.add_job(nudge, "interval", seconds=TICK_SECONDS, next_run_time=now, id=NUDGES)
    timetable.add_job(poll, "interval", seconds=POLL_SECONDS, next_run_time=now, id=POLL)
    timetable.add_job(letters, "interval", seconds=POLL_SECONDS, next_run_time=now, id="letters")
    timetable.add_job(clean, "interval", seconds=SWEEP_SECONDS, next_run_time=now, id="sweep")
    timetable.start()
    log.info("started", extra={"facts": {"part": "scheduler"}})
    try:
        stop.wait()
    finally:
        timetable.shutdown(wait=True)
        log.info("stopped", extra={"facts": {"part": "scheduler"}})

"""Figures for operators in Prometheus' format: what this process did, and how the school stands when it is asked.

Nothing here names anybody: labels are verbs, codes and names of routes.
"""

import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from projections import inbox, readiness
from projections.services import Services
from projections.witness import Ended, watch
from store.faults import may_pass

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


def register(app: Flask) -> None:
    """Count from now on; the registry is kept as an extension of the app."""
    registry = app.extensions["figures"] = CollectorRegistry()
    commands = Counter(
        "accountabilibuddy_commands",
        "Commands by verb and by how they ended; code: why one was refused, or the type of the error.",
        ["verb", "outcome", "code"],
        registry=registry,
    )
    answers = Histogram(
        "accountabilibuddy_http_request_seconds",
        "Requests by route and class of status, and how long each took.",
        ["endpoint", "status"],
        buckets=BUCKETS,
        registry=registry,
    )
    registry.register(_School(app))

    def count(ended: Ended) -> None:
        commands.labels(ended.verb, ended.outcome, ended.code).inc()

    watch(app.extensions["services"].accountability, count)

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def _end(answer: Response) -> Response:
        status = f"{answer.status_code // 100}xx"
        answers.labels(request.endpoint or "none", status).observe(time.perf_counter() - g.begun)
        return answer


class _School(Collector):
    """Asked when somebody looks: five statements, however large the school."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found: list[GaugeMetricFamily] = []
        try:
            found = list(_of_the_school(self.app.extensions["services"]))
        except Exception as error:
            if not may_pass(error):
                raise
        up = GaugeMetricFamily("accountabilibuddy_database_up", "Whether the databases answer.")
        up.add_metric([], 1 if found else 0)
        yield from [up, *found]


def _of_the_school(services: Services) -> Iterator[GaugeMetricFamily]:
    views, now = services.views, services.now()
    behind = readiness.lag(views, now)
    yield GaugeMetricFamily(
        "accountabilibuddy_views_behind_events", "Events that the slowest view has yet to take in.", behind.events
    )
    yield GaugeMetricFamily(
        "accountabilibuddy_views_behind_seconds", "For how long the first of these has waited.", behind.seconds
    )
    yield GaugeMetricFamily(
        "accountabilibuddy_views_set_aside", "Views that stand still.", len(readiness.set_aside(views))
    )
    ages = GaugeMetricFamily(
        "accountabilibuddy_scheduler_age_seconds", "Since each job of the scheduler was last done.", labels=["job"]
    )
    for job, age in readiness.ages(views, now).items():
        if age is not None:
            ages.add_metric([job], age)
    nudges = GaugeMetricFamily(
        "accountabilibuddy_nudges", "Nudges by channel and by what became of them.", labels=["channel", "outcome"]
    )
    for (channel, state), count in inbox.outcomes(views).items():
        nudges.add_metric([channel, state], count)
    yield from (ages, nudges)

"""A second process that keeps the views level while the first makes history: they take turns, as rivals always do."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

from bootstrap import open_services
from projections.services import Settings

PAUSE = 0.05


@contextmanager
def kept_level(settings: Settings) -> Iterator["Synchronized[float]"]:
    """While inside, another process levels the views; yields the seconds that it has worked so far."""
    processes = get_context("spawn")
    stop, worked = processes.Event(), processes.Value("d", 0.0)
    helper = processes.Process(target=_keep_level, args=(settings, stop, worked), daemon=True)
    helper.start()
    try:
        yield worked
    finally:
        stop.set()
        helper.join()


def _keep_level(settings: Settings, stop: Event, worked: "Synchronized[float]") -> None:
    with closing(open_services(settings)) as services:
        while not stop.wait(PAUSE):
            begun = time.perf_counter()
            services.views.catch_up.run()
            worked.value += time.perf_counter() - begun

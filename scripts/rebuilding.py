"""A rebuild by as many processes as there are processors: each takes some of the views, as rival runs always could."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from bootstrap import Services, Settings, open_services
from projections.rebuild import Difference, Poisoned, Progress, unwatched
from projections.view import View

# Below that, one is done before another has begun.
MANY_EVENTS = 10_000
# What one takes in while another is being started.
STARTING = 12_000
# Each takes up to 200 MB, and writes to the same database.
MOST_PROCESSES = 4

# Of the time that a rebuild takes, in a believable school: who is told of everything, and who of much.
_WORK = {"history": 40, "tracker": 18, "progress": 12, "due": 10, "inbox": 4}

Told = tuple[Any, "Connection[Any, list[Difference]]", list[str]]


def rebuild(
    services: Services, names: Sequence[str] = (), *, compare: bool = False, progress: Progress = unwatched
) -> list[Difference]:
    """As `CatchUp.rebuild`, of all views unless named; `progress` is that of the first process.

    What another process did not finish, for whatever reason, is finished here, so that what is wrong is heard here.
    Raises Poisoned when all others are done.
    """
    catch_up, differences, poisoned = services.views.catch_up, list[Difference](), list[str]()

    def build(share: list[str], progress: Progress) -> None:
        try:
            differences.extend(catch_up.rebuild(share, compare=compare, progress=progress))
        except Poisoned as error:
            poisoned.append(str(error))

    wanted = [view for view in catch_up.views if not names or view.name in names]
    events = services.accountability.end()
    first, *others = shares(wanted, min(os.cpu_count() or 1, MOST_PROCESSES) if events >= MANY_EVENTS else 1, events)
    with _begun(services.settings, others, compare) as elsewhere, _little_tidying():
        build(first, progress)
        for _, told, share in elsewhere:
            try:
                differences += told.recv()
            except EOFError:
                build(share, progress)
    if poisoned:
        raise Poisoned("; ".join(poisoned))
    return differences


def shares(views: Sequence[View], most: int, events: int) -> list[list[str]]:
    """The names of the views in at most so many parts that are done at about the same time; the first begins first."""
    parts: list[list[str]] = [[] for _ in range(min(most, len(views)))]
    late = sum(_work(view.name) for view in views) * STARTING / max(events, 1)
    for name in sorted((view.name for view in views), key=_work, reverse=True):
        min(parts, key=lambda part: sum(map(_work, part)) + (part is not parts[0]) * late).append(name)
    return parts


def _work(name: str) -> int:
    return _WORK.get(name, 1)


@contextmanager
def _begun(settings: Settings, parts: Sequence[list[str]], compare: bool) -> Iterator[list[Told]]:
    """Processes at work; they end with whoever began them."""
    context, begun = get_context("spawn"), list[Told]()
    try:
        for share in parts:
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_share, args=(settings, share, compare, there), daemon=True)
            process.start()
            there.close()
            begun.append((process, here, share))
        yield begun
    finally:
        for process, here, _ in begun:
            process.terminate()
            process.join()
            here.close()


def _share(settings: Settings, names: list[str], compare: bool, there: "Connection[list[Difference], Any]") -> None:
    try:
        with closing(open_services(settings)) as services, _little_tidying():
            there.send(services.views.catch_up.rebuild(names, compare=compare))
    except (Exception, KeyboardInterrupt):
        # Told by whoever began it, and goes on with it.
        raise SystemExit(1) from None


@contextmanager
def _little_tidying() -> Iterator[None]:
    """Thousands of events are held for a moment and dropped: looking through them for circles finds none."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)

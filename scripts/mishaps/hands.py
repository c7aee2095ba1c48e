"""The processes that are killed: writers that go on where their diary ends, and pollers that only catch up."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from uuid import UUID

from bootstrap import Services, open_services
from domain.refusal import Busy, Refusal
from projections.services import Settings
from scripts.mishaps.deeds import Deeds
from scripts.mishaps.diary import Diary, read
from scripts.signals import end_with_the_parent
from store.faults import may_pass

POLL_SECONDS = 0.1
AGAIN_SECONDS = 0.05
STOP = "stop"


def write(settings: Settings, diaries: Path, members: list[UUID], slots: list[int]) -> None:
    """Carry out commands until told to stop, one thread a slot."""
    with _opened(settings) as services:
        threads = [
            Thread(target=_write, args=(services, diaries, members[slot % len(members)], slot)) for slot in slots
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def poll(settings: Settings, diaries: Path) -> None:
    """Catch up again and again, as a scheduler does, whatever the rivals do."""
    with _opened(settings) as services:
        while going_on(diaries):
            try:
                services.views.catch_up.run()
            except Exception as error:
                if not may_pass(error):
                    raise
            time.sleep(POLL_SECONDS)


def stop(diaries: Path) -> None:
    """Tell all of them; nothing that somebody could hold while it is killed."""
    (diaries / STOP).touch()


def going_on(diaries: Path) -> bool:
    return not (diaries / STOP).exists()


@contextmanager
def _opened(settings: Settings) -> Iterator[Services]:
    """The school, as soon as it can be opened."""
    end_with_the_parent()
    # A view that could not follow is met again by the verdict.
    logging.disable()
    services = None
    while services is None:
        try:
            services = open_services(settings)
        except Exception as error:
            if not may_pass(error):
                raise
            time.sleep(AGAIN_SECONDS)
    try:
        yield services
    finally:
        services.close()


def _write(services: Services, diaries: Path, member_id: UUID, slot: int) -> None:
    path = diaries / f"{slot}"
    before, diary = read(path), Diary(path)
    deeds = Deeds(services.accountability, member_id, slot, before.answers)
    number = before.next
    while going_on(diaries):
        if number not in before.begun:
            before.begun.add(number)
            diary.begin(number)
        if not attempt(deeds, number, diary, before.answers):
            return
        number += number in before.answers


def attempt(deeds: Deeds, number: int, diary: Diary, answers: dict[int, str]) -> bool:
    """Call a command once, and write down how it ended; False when it may not be asked again."""
    begun = time.perf_counter()

    def ms() -> float:
        return (time.perf_counter() - begun) * 1_000

    try:
        answer = deeds.do(number, datetime.now(UTC))
    except Exception as error:
        kind = _kind(error)
        diary.trouble(kind, number, ms(), type(error).__name__)
        time.sleep(AGAIN_SECONDS)
        return kind in ("fault", "busy")
    diary.done(number, ms(), answer)
    answers[number] = answer
    return True


def _kind(error: Exception) -> str:
    if isinstance(error, Busy):
        return "busy"
    if isinstance(error, Refusal):
        return "refused"
    return "fault" if may_pass(error) else "defect"

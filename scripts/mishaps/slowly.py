"""Writers in PostgreSQL whose transactions take their time, with the lock of the record and without it."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.postgres import PostgresDatastore
from psycopg.sql import SQL, Composed

from bootstrap import open_services
from domain.accountability.contacts import Card
from domain.act import Act
from projections.services import Settings
from scripts.signals import end_with_the_parent
from store.record import Record
from store.record_postgres import AppendOnlyRecorder, PostgresStorage

EVENTS_AT_ONCE = 3


class Slowly(AppendOnlyRecorder):
    """Between an event's position and its commit some time passes, up to 10 ms an event, as on a busy machine."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self._append += ", pg_sleep(random() * 0.01)"


class WithoutLock(Slowly):
    def _turn(self) -> SQL | Composed:
        return SQL("NULL")


class SlowStorage(PostgresStorage):
    def __init__(self, url: str, recorder: type[Slowly]) -> None:
        super().__init__(url)
        self.recorder = recorder

    @property
    def environment(self) -> dict[str, str]:
        topic = f"{__name__}:{self.recorder.__name__}"
        return super().environment | {"APPLICATION_RECORDER_TOPIC": topic}


def append(settings: Settings, member_id: UUID, without_lock: bool, until: float) -> None:
    """Several events a transaction, and no views."""
    end_with_the_parent()
    services = open_services(settings)
    storage = SlowStorage(settings.database, WithoutLock if without_lock else Slowly)
    record = Record(storage, services.vault, services.views.database)
    while time.monotonic() < until:
        act = Act(str(member_id), "api", datetime.now(UTC), uuid4())
        cards = [Card(f"Person {act.command_id} {n}") for n in range(EVENTS_AT_ONCE)]
        record.import_contacts(act, cards=cards, tie="weak", source="vcard", known=())
    record.close()
    services.close()

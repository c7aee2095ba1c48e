"""The composition root: the only place that wires the rooms together; only process entry points call it."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from projections import VIEWS
from projections.services import Services, Settings
from projections.views import Views
from projections.witness import into_the_log, watch
from store.access import Access
from store.arrivals import Arrivals
from store.attempts import Attempts
from store.commands import Commands
from store.database import Database, PostgresDatabase, SqliteDatabase
from store.outbox import Outbox
from store.provider_identity import ProviderIdentities
from store.record import Record, Storage
from store.record_postgres import PostgresStorage
from store.record_sqlite import SqliteStorage
from store.second_factor import SecondFactors
from store.uploads import Uploads
from store.vault import Vault, master_key_for
from store.wanted_addresses import WantedAddresses

__all__ = ["Services", "Settings", "migrate", "open_services", "outdated", "wall_clock_now"]

log = logging.getLogger(__name__)


def wall_clock_now() -> datetime:
    return datetime.now(UTC)


def open_services(settings: Settings, now: Callable[[], datetime] = wall_clock_now) -> Services:
    """Open a school that was migrated. Raises MissingKey rather than to make a key beside a vault that is in use."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    kept_vault, storage, kept_views = _places(settings)
    try:
        key = master_key_for(kept_vault, settings.folder / "master.key")
    except BaseException:
        kept_vault.close()
        raise
    vault = Vault(kept_vault, key)
    record = Record(storage, vault, kept_views)
    views = Views(kept_views, record, vault, VIEWS)

    def level(until: int) -> None:
        try:
            views.catch_up.run(until)
            views.behind = views.catch_up.troubled
        except Exception:
            # The command is saved; the views follow with the next one, or by the scheduler's poll.
            views.behind = True
            log.exception("the views could not catch up")

    record.after_save = level
    watch(record, into_the_log)
    return Services(
        settings=settings,
        accountability=record,
        views=views,
        vault=vault,
        access=Access(vault),
        arrivals=Arrivals(vault),
        attempts=Attempts(vault),
        uploads=Uploads(vault),
        commands=Commands(vault),
        second_factors=SecondFactors(vault),
        outbox=Outbox(vault),
        provider_identities=ProviderIdentities(vault),
        wanted_addresses=WantedAddresses(vault),
        now=now,
    )


def _places(settings: Settings) -> tuple[Database, Storage, Database]:
    """Vault, record and views: files in the folder, or PostgreSQL (the vault in a database of its own)."""
    if not settings.database:
        folder = settings.folder
        vault = SqliteDatabase(folder / "vault.db", synchronous="FULL", secure_delete=True)
        return vault, SqliteStorage(folder / "record.db"), SqliteDatabase(folder / "views.db", synchronous="NORMAL")
    return (
        PostgresDatabase(settings.vault, "vault", durable=True),
        PostgresStorage(settings.database),
        PostgresDatabase(settings.database, "views", durable=False),
    )


def migrate(services: Services) -> None:
    """Create or upgrade everything a school needs; safe to run again, and by several at once."""
    services.vault.database.prepare()
    services.views.database.prepare()
    services.vault.migrate()
    services.access.upgrade()
    services.accountability.migrate()
    services.views.catch_up.migrate()
    services.views.catch_up.run()


def outdated(services: Services) -> list[str]:
    """What is missing here or made by another version, by name; empty for a school that can be used as it is."""
    if not services.accountability.is_there():
        return ["the record"]
    return [
        *(f"{name} in the vault" for name in services.vault.lacking()),
        *(f"{name} in the views" for name in services.views.lacking()),
    ]

"""The composition root: the only place that wires the rooms together; only process entry points call it."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from projections import VIEWS
from projections.views import Views
from store.access import Access
from store.database import Database
from store.record import Record
from store.vault import Vault, master_key

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """Where the school lives and how it speaks; see `from_environment` for the names."""

    folder: Path
    url: str = "http://127.0.0.1:8000"
    smtp: str = ""
    sender: str = "Accountabilibuddy <no-reply@localhost>"
    demo: bool = False

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """ACCOUNTABILIBUDDY_DATABASE (a folder), _URL (as people reach it), _SMTP (host:port), _SENDER, _DEMO."""
        prefix = "ACCOUNTABILIBUDDY_"
        return Settings(
            folder=Path(environment.get(prefix + "DATABASE", "data")).expanduser().resolve(),
            url=environment.get(prefix + "URL", Settings.url).rstrip("/"),
            smtp=environment.get(prefix + "SMTP", ""),
            sender=environment.get(prefix + "SENDER", Settings.sender),
            demo=environment.get(prefix + "DEMO", "") == "1",
        )


@dataclass(frozen=True)
class Services:
    """Everything a door needs: the use cases, the views, who may come in, the clock."""

    settings: Settings
    accountability: Record
    views: Views
    vault: Vault
    access: Access
    now: Callable[[], datetime]

    def close(self) -> None:
        self.accountability.close()
        self.views.database.close()
        self.vault.close()


def wall_clock_now() -> datetime:
    return datetime.now(UTC)


def open_services(settings: Settings, now: Callable[[], datetime] = wall_clock_now) -> Services:
    """Open a school that was migrated."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    vault = Vault(settings.folder / "vault.db", master_key(settings.folder / "master.key"))
    record = Record(settings.folder, vault)
    views = Views(Database(settings.folder / "views.db", synchronous="NORMAL"), record, vault, VIEWS)

    def level() -> None:
        try:
            views.catch_up.run()
        except Exception:
            # The command is saved; the views follow with the next one, or by the scheduler's poll.
            log.exception("the views could not catch up")

    record.after_save = level
    return Services(settings, record, views, vault, Access(vault), now)


def migrate(services: Services) -> None:
    """Create or upgrade everything a school needs; safe to run again."""
    services.vault.migrate()
    services.accountability.migrate()
    services.views.catch_up.migrate()
    services.views.catch_up.run()

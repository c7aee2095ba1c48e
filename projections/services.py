"""What every door is handed: the use cases, the views, the vault, who may come in, the clock."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from projections.views import Views
from store.access import Access
from store.commands import Commands
from store.outbox import Outbox
from store.record import Record
from store.uploads import Uploads
from store.vault import Vault

POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Settings:
    """Where the school lives and how it speaks; see `from_environment` for the names.

    folder: the master key and undelivered mail, and the school itself unless `database` names a PostgreSQL; its vault
    is then in a database of its own, `vault`.
    """

    folder: Path
    database: str = field(default="", repr=False)  # may hold a password
    vault: str = field(default="", repr=False)  # may hold a password
    url: str = "http://127.0.0.1:8000"
    smtp: str = field(default="", repr=False)  # may hold a password
    sender: str = "Accountabilibuddy <no-reply@localhost>"
    demo: bool = False
    metrics_token: str = field(default="", repr=False)

    @property
    def letters(self) -> Path:
        """Where mail lands as files when there is no mail server."""
        return self.folder / "mail"

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """ACCOUNTABILIBUDDY_DATABASE (a folder, or postgresql://… and then also _VAULT and _FOLDER), _URL (as people
        reach it), _SMTP (host:port), _SENDER, _DEMO, _METRICS_TOKEN.
        """

        def named(name: str, default: str = "") -> str:
            return environment.get(f"ACCOUNTABILIBUDDY_{name}", default)

        where = named("DATABASE", "data")
        on_postgres = where.startswith(POSTGRES)
        return Settings(
            folder=Path(named("FOLDER", "data") if on_postgres else where).expanduser().resolve(),
            database=where if on_postgres else "",
            vault=named("VAULT") if on_postgres else "",
            url=named("URL", Settings.url).rstrip("/"),
            smtp=named("SMTP"),
            sender=named("SENDER", Settings.sender),
            demo=named("DEMO") == "1",
            metrics_token=named("METRICS_TOKEN"),
        )


@dataclass(frozen=True)
class Services:
    """Everything a door needs: the use cases, the views, who may come in, the clock."""

    settings: Settings
    accountability: Record
    views: Views
    vault: Vault
    access: Access
    uploads: Uploads
    commands: Commands
    outbox: Outbox
    now: Callable[[], datetime]

    def close(self) -> None:
        self.accountability.close()
        self.views.database.close()
        self.vault.close()

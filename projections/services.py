"""What every door is handed: the use cases, the views, the vault, who may come in, the clock."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from projections.views import Views
from store.access import Access
from store.commands import Commands
from store.record import Record
from store.uploads import Uploads
from store.vault import Vault


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
    uploads: Uploads
    commands: Commands
    now: Callable[[], datetime]

    def close(self) -> None:
        self.accountability.close()
        self.views.database.close()
        self.vault.close()

"""What every door is handed: the use cases, the views, the vault, who may come in, the clock."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from projections.views import Views
from store.access import Access
from store.arrivals import Arrivals
from store.attempts import Attempts
from store.commands import Commands
from store.outbox import Outbox
from store.provider_identity import ProviderIdentities
from store.record import Record
from store.second_factor import SecondFactors
from store.uploads import Uploads
from store.vault import Vault
from store.wanted_addresses import WantedAddresses

PROGRAM = "Accountabilibuddy"
POSTGRES = ("postgresql://", "postgres://")
# Where a provider describes itself (OpenID Connect Discovery 1.0), below its own address.
DISCOVERY = "/.well-known/openid-configuration"


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
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""

    @property
    def school(self) -> str:
        """What the school is called where its letters come from; "" while that is only what the program is called."""
        name = parseaddr(self.sender)[0].strip()
        return "" if name.casefold() == PROGRAM.casefold() else name

    @property
    def place(self) -> str:
        """What a member has an account on, in words that tell it apart from other schools."""
        return f"{PROGRAM} at {self.school}" if self.school else PROGRAM

    @property
    def letters(self) -> Path:
        """Where mail lands as files when there is no mail server."""
        return self.folder / "mail"

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """ACCOUNTABILIBUDDY_DATABASE (a folder, or postgresql://… and then also _VAULT and _FOLDER), _URL (as people
        reach it), _SMTP (host:port), _SENDER, _DEMO, _METRICS_TOKEN, _OIDC_ISSUER (or its discovery address) and then
        also _OIDC_CLIENT_ID, _OIDC_CLIENT_SECRET and _OIDC_NAME.
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
            oidc_issuer=named("OIDC_ISSUER").strip().removesuffix(DISCOVERY).rstrip("/"),
            oidc_client_id=named("OIDC_CLIENT_ID").strip(),
            oidc_client_secret=named("OIDC_CLIENT_SECRET").strip(),
            oidc_name=named("OIDC_NAME").strip(),
        )


@dataclass(frozen=True)
class Services:
    """Everything a door needs: the use cases, the views, who may come in, the clock."""

    settings: Settings
    accountability: Record
    views: Views
    vault: Vault
    access: Access
    arrivals: Arrivals
    attempts: Attempts
    uploads: Uploads
    commands: Commands
    second_factors: SecondFactors
    outbox: Outbox
    provider_identities: ProviderIdentities
    wanted_addresses: WantedAddresses
    now: Callable[[], datetime]

    def close(self) -> None:
        self.accountability.close()
        self.views.database.close()
        self.vault.close()

"""The library by itself, with no view, no seal and no history: what the school is held against in benchmarks."""

from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from store.record_postgres import PostgresStorage

WHERE = (
    "PERSISTENCE_MODULE",
    "POSTGRES_DBNAME",
    "POSTGRES_HOST",
    "POSTGRES_PORT",
    "POSTGRES_USER",
    "POSTGRES_PASSWORD",
)


class Promise(Aggregate):
    """What a goal would be with nothing but the library."""

    @event("Set")
    def __init__(self, statement: str, steps: str, by: str) -> None:
        self.statement, self.steps, self.by = statement, steps, by

    @event("Reworded")
    def reword(self, statement: str, steps: str, by: str) -> None:
        self.statement, self.steps, self.by = statement, steps, by


class Promises(Application[UUID]):
    """Needs nothing of its own: get, decide, save."""

    name = "promises"


def in_a_file(path: Path) -> dict[str, str]:
    """The environment for SQLite."""
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}


def on_a_server(address: str) -> dict[str, str]:
    """The environment for a PostgreSQL database, with all else as the library has it."""
    environment = PostgresStorage(address).environment
    return {name: environment[name] for name in WHERE}

"""Schools in PostgreSQL as operators keep them: two databases, a folder for the key, a user with a password."""

from pathlib import Path
from shutil import copytree
from uuid import uuid4

import psycopg

from bootstrap import Settings
from scripts.postgres import Server
from tests.places import name_in

PASSWORD = "sesame-sesame"


def make_keeper(server: Server) -> None:
    execute(server.address("postgres"), f"CREATE ROLE keeper LOGIN PASSWORD '{PASSWORD}'")


def execute(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(statement.encode())


def empty(server: Server, folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    record, vault = (_database(server) for _ in range(2))
    return Settings(folder, database=record, vault=vault)


def copied(server: Server, school: Settings, folder: Path) -> Settings:
    """A copy of a school that is open nowhere."""
    copytree(school.folder, folder)
    record, vault = (_database(server, like=name_in(address)) for address in (school.database, school.vault))
    return Settings(folder, database=record, vault=vault)


def _database(server: Server, like: str = "") -> str:
    address = server.make(f"school_{uuid4().hex}", like=like)
    execute(server.address("postgres"), f"ALTER DATABASE {name_in(address)} OWNER TO keeper")
    return address.replace("school@", f"keeper:{PASSWORD}@", 1)


def environment(school: Settings) -> dict[str, str]:
    """What an operator would set, without the prefix."""
    return {"DATABASE": school.database, "VAULT": school.vault, "FOLDER": str(school.folder)}

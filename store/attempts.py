"""How often something was tried lately, whichever process was asked; for limits that hold in all of them at once."""

from datetime import datetime, timedelta

from sqlalchemy import Column, Float, Integer, Table, Text, delete, select, update

from store.keys import METADATA
from store.vault import Vault

attempt = Table(
    "attempt",
    METADATA,
    Column("mark", Text, primary_key=True),  # who, from where, at what: nobody can tell that from the mark
    Column("times", Integer, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

_a = attempt.c


class Attempts:
    """Each name has a window that begins with its first attempt; when it is over, counting begins anew."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def count(self, name: str, within: timedelta, now: datetime, times: int = 1) -> int:
        """Count so many more; returns how many there are in the window now. Windows that are over go."""
        row = {"mark": self._mark(name), "times": times, "until": (now + within).timestamp()}
        more = self.database.insert(attempt).values(row)
        more = more.on_conflict_do_update(index_elements=["mark"], set_={"times": _a.times + times})
        with self.database.write() as connection:
            connection.execute(delete(attempt).where(_a.until <= now.timestamp()))
            counted: int = connection.execute(more.returning(_a.times)).scalar_one()
        return counted

    def take_back(self, name: str, now: datetime) -> None:
        """One that was counted in the window counts no more; nothing when the window is over."""
        counted = (_a.mark == self._mark(name)) & (_a.until > now.timestamp()) & (_a.times > 0)
        with self.database.write() as connection:
            connection.execute(update(attempt).where(counted).values(times=_a.times - 1))

    def so_far(self, name: str, now: datetime) -> tuple[int, datetime]:
        """How many there were in the window, and when it ends; 0 and now when there is none."""
        window = select(_a.times, _a.until).where(_a.mark == self._mark(name), _a.until > now.timestamp())
        with self.database.read() as connection:
            row = connection.execute(window).one_or_none()
        return (0, now) if row is None else (row.times, datetime.fromtimestamp(row.until, now.tzinfo))

    def forget(self, name: str) -> None:
        with self.database.write() as connection:
            connection.execute(delete(attempt).where(_a.mark == self._mark(name)))

    def _mark(self, name: str) -> str:
        return self.vault.mark(f"attempt {name}")

"""Secrets of this school, and marks made with them: what two texts have in common is seen, and neither is told."""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import Column, LargeBinary, Table, Text, select

from store.database import Database
from store.keys import EPOCH, METADATA, Keys
from store.master_key import MasterKey

secret = Table("secret", METADATA, Column("name", Text, primary_key=True), Column("wrapped", LargeBinary))


class Secrets(Keys):
    """Each is for one purpose and made on first use, and kept wrapped as keys are."""

    def __init__(self, database: Database, master_key: MasterKey) -> None:
        super().__init__(database, master_key)
        self._secret = lru_cache(maxsize=None)(self._load_secret)

    def mark(self, text: str) -> str:
        """A blind index, 32 hex digits: an HMAC under a secret of this vault, so nobody can guess the text."""
        return self.digest("mark", text)[:32]

    def digest(self, purpose: str, text: str) -> str:
        """HMAC-SHA256 as hex under the secret for one purpose; made on first use."""
        return hmac.new(self._secret(purpose), text.encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def secret(self, purpose: str) -> bytes:
        """32 bytes that are the same in every process and after every restart."""
        return self._secret(purpose)

    def _load_secret(self, name: str) -> bytes:
        with self.database.read() as connection:
            wrapped = connection.execute(select(secret.c.wrapped).where(secret.c.name == name)).scalar()
        if wrapped is None:
            with self.database.write() as connection:
                fresh = self._wrap(os.urandom(32), connection.exec_driver_sql(EPOCH).all())
                connection.execute(
                    self.database.insert(secret).on_conflict_do_nothing(), {"name": name, "wrapped": fresh}
                )
                wrapped = connection.execute(select(secret.c.wrapped).where(secret.c.name == name)).scalar()
        assert wrapped is not None
        return self._unwrap(wrapped)

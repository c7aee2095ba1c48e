"""Tokens for the API, which members make and label; the vault keeps their fingerprints, and seals the labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, LargeBinary, Row, Table, Text, bindparam, delete, select, update

from store.fingerprint import fingerprint
from store.keys import METADATA, TIMES_SHREDDED
from store.outbox import note
from store.question import Question
from store.vault import Vault

api_token = Table(
    "api_token",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("token_id", Text, nullable=False, unique=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),  # as a version before kept it; "" since it is sealed
    Column("made_at", Text, nullable=False),
    Column("sealed", LargeBinary),
)

_t = api_token.c
_OWNER = Question(select(_t.member_id, TIMES_SHREDDED.label("shredded")).where(_t.token == bindparam("token")))


@dataclass(frozen=True, slots=True)
class ApiToken:
    token_id: str
    label: str
    made_at: datetime


class Tokens:
    """256 random bits each, shown once."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def make_api_token(self, member_id: UUID, label: str, now: datetime) -> str:
        token, token_id = token_urlsafe(32), uuid4().hex
        told = note(self.vault, "token_made", member_id, now)
        row = {
            "token": fingerprint(token),
            "token_id": token_id,
            "member_id": str(member_id),
            "made_at": now.isoformat(),
            **self._sealed(member_id, token_id, label),
        }
        with self.database.write() as connection:
            connection.execute(self.database.insert(api_token), row)
            connection.execute(told)
        return token

    def member_of_api_token(self, token: str) -> UUID | None:
        for row in _OWNER.ask(self.database, token=fingerprint(token)):
            self.vault.notice(row["shredded"])
            return UUID(row["member_id"])
        return None

    def api_tokens(self, member_id: UUID) -> Sequence[ApiToken]:
        mine = select(api_token).where(_t.member_id == str(member_id)).order_by(_t.made_at)
        with self.database.read() as connection:
            rows = connection.execute(mine).all()
        return [ApiToken(r.token_id, self._label(r), datetime.fromisoformat(r.made_at)) for r in rows]

    def revoke_api_token(self, member_id: UUID, token_id: str, now: datetime) -> bool:
        told = note(self.vault, "token_revoked", member_id, now)
        with self.database.write() as connection:
            mine = delete(api_token).where(_t.member_id == str(member_id), _t.token_id == token_id)
            gone = connection.execute(mine).rowcount == 1
            if gone:
                connection.execute(told)
        return gone

    def end_api_tokens(self, member_id: UUID) -> None:
        """All of theirs at once, with an account that is closed: no letter goes there."""
        with self.database.write() as connection:
            connection.execute(delete(api_token).where(_t.member_id == str(member_id)))

    def seal_labels(self) -> None:
        """Those that a version before kept as they were typed; safe to run again."""
        with self.database.read() as connection:
            plain = connection.execute(select(api_token).where(_t.sealed.is_(None))).all()
        self.vault.make_keys({UUID(row.member_id).hex for row in plain})
        with self.database.write() as connection:
            for row in plain:
                sealed = self._sealed(UUID(row.member_id), row.token_id, row.label)
                connection.execute(update(api_token).where(_t.token == row.token).values(sealed))

    def _sealed(self, member_id: UUID, token_id: str, label: str) -> dict[str, Any]:
        text = label.encode("utf-8", "surrogatepass")
        return {"label": "", "sealed": self.vault.seal((member_id.hex,), text, _context(token_id))}

    def _label(self, row: Row[Any]) -> str:
        if row.sealed is None:
            return str(row.label)
        text = self.vault.open((UUID(row.member_id).hex,), row.sealed, _context(row.token_id)) or b""
        return text.decode("utf-8", "surrogatepass")


def _context(token_id: str) -> bytes:
    return f"api token|{token_id}".encode()

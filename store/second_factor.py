"""The second factor: a secret that a member's phone holds too (TOTP, RFC 6238), and codes for when that is lost."""

from base64 import b32encode
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from secrets import choice
from typing import Any
from uuid import UUID

from pyotp import TOTP
from pyotp.utils import strings_equal
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, Row, Table, Text, delete, select, update

from store.half_open import turn_back
from store.keys import METADATA
from store.outbox import note
from store.sessions import end_all, must_be_open, renewed
from store.vault import Vault

second_factor = Table(
    "second_factor",
    METADATA,
    Column("member_id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("since", Text, nullable=False),
    Column("last_step", BigInteger, nullable=False),  # of the code accepted last; it and all before it are over
    Column("wrong", Integer, nullable=False),
    Column("wrong_since", Text, nullable=False),
)
recovery_code = Table(
    "recovery_code",
    METADATA,
    Column("mark", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
)

# Steps before and after this one, for a phone whose clock is wrong and a hand that is slow (RFC 6238, 5.2).
WINDOW = (0, -1, 1)
# Of a million codes three fit at any time: so many guesses a day stay hopeless, and nobody is locked out for long.
MOST_WRONG, WRONG_WITHIN = 5, timedelta(minutes=15)
RECOVERY_CODES = 10
# Nothing that is read as something else; twelve of them are 59 bits.
_LETTERS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 12

_f, _r = second_factor.c, recovery_code.c


class Shown(Enum):
    """What came of a code: it fits, as it is on the phone or as one to recover with; or not; or there were too many."""

    FITS = "fits"
    RECOVERED = "recovered"
    WRONG = "wrong"
    TOO_OFTEN = "too often"

    @property
    def fits(self) -> bool:
        return self in (Shown.FITS, Shown.RECOVERED)


class SecondFactors:
    """Secrets are sealed under their member's key; of recovery codes only an HMAC is kept."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.database = vault, vault.database

    def since(self, member_id: UUID) -> datetime | None:
        """When it was turned on; None for a member without one."""
        with self.database.read() as connection:
            found = connection.execute(select(_f.since).where(_f.member_id == str(member_id))).scalar()
        return datetime.fromisoformat(found) if found else None

    def offer(self, member_id: UUID, occasion: str) -> str:
        """A secret to turn it on with, base32 of 160 bits: the same one for the same occasion, and kept nowhere yet."""
        made = bytes.fromhex(self.vault.digest("second factor", f"{member_id} {occasion}"))
        return b32encode(made[:20]).decode()

    def turn_on(
        self, member_id: UUID, secret: str, code: str, now: datetime, *, of: str | None = None, fresh: str = ""
    ) -> Sequence[str] | None:
        """From now on it is asked for; the recovery codes, to be shown once. None when the code does not fit.

        Whoever came in without it, or is about to, has to come in again: every session ends but the one that asks for
        it, `of`, which goes on under a `fresh` token; raises Overtaken if it has ended, as it has for a second click.
        """
        step = _step(secret, _typed(code), now, after=0)
        if step is None:
            self._must_be_open(of)
            return None
        self.vault.make_keys([member_id.hex])
        row = {
            "member_id": str(member_id),
            "sealed": self.vault.seal((member_id.hex,), secret.encode(), _context(member_id)),
            "since": now.isoformat(),
            "last_step": step,
            "wrong": 0,
            "wrong_since": now.isoformat(),
        }
        put = self.database.insert(second_factor).on_conflict_do_update(index_elements=["member_id"], set_=row)
        codes, told = self._made(member_id), note(self.vault, "second_factor_on", member_id, now)
        with self.database.write() as connection:
            if of is not None:
                must_be_open(connection, of)
            connection.execute(told)
            end_all(self.database, connection, member_id, of or "")
            connection.execute(put, row)
            self._replace_codes(connection, member_id, codes)
            if of and fresh:
                renewed(connection, of, fresh, now, second_factor=True)
        return list(codes.values())

    def turn_off(self, member_id: UUID, now: datetime) -> bool:
        """Also its recovery codes; False when it was not on."""
        told = note(self.vault, "second_factor_off", member_id, now)
        with self.database.write() as connection:
            gone = connection.execute(delete(second_factor).where(_f.member_id == str(member_id))).rowcount
            if gone:
                connection.execute(told)
            connection.execute(delete(recovery_code).where(_r.member_id == str(member_id)))
            turn_back(self.database, connection, member_id)
        return bool(gone)

    def check(self, member_id: UUID, code: str, now: datetime) -> Shown:
        """Whether a code shows who they are. None is accepted twice: of two at once, one comes in.

        Wrong ones are counted here, so for all processes and for whatever asks.
        """
        typed = _typed(code)
        # Before taking a turn, since both may have to ask the vault.
        mark, _ = self._mark(member_id, typed), self.vault.load_keys([member_id.hex])
        with self.database.write() as connection:
            row = connection.execute(select(second_factor).where(_f.member_id == str(member_id))).one_or_none()
            if row is None:
                return Shown.WRONG
            wrong = row.wrong if now - datetime.fromisoformat(row.wrong_since) < WRONG_WITHIN else 0
            # Somebody who has the password may use up the tries; what nobody guesses opens to its owner all the same.
            if wrong >= MOST_WRONG and len(typed) != _LENGTH:
                return Shown.TOO_OFTEN
            shown = self._shown(connection, row, typed, mark, now)
            if shown.fits:
                counted = {"wrong": 0}
            else:
                counted = {"wrong": wrong + 1} | ({} if wrong else {"wrong_since": now.isoformat()})
            connection.execute(update(second_factor).where(_f.member_id == str(member_id)).values(**counted))
        return shown

    def new_codes(self, member_id: UUID, now: datetime) -> Sequence[str]:
        """Ten recovery codes, to be shown once; the old ones are over."""
        codes, told = self._made(member_id), note(self.vault, "recovery_codes", member_id, now)
        with self.database.write() as connection:
            connection.execute(told)
            self._replace_codes(connection, member_id, codes)
        return list(codes.values())

    def codes_left(self, member_id: UUID) -> int:
        with self.database.read() as connection:
            return len(connection.execute(select(_r.mark).where(_r.member_id == str(member_id))).all())

    def _must_be_open(self, of: str | None) -> None:
        """Whoever was overtaken by another click was offered another secret by then, which no code of theirs fits."""
        if of is not None:
            with self.database.read() as connection:
                must_be_open(connection, of)

    def _shown(self, connection: Connection, row: Row[Any], typed: str, mark: str, now: datetime) -> Shown:
        if len(typed) == _LENGTH:
            used = delete(recovery_code).where(_r.mark == mark)
            return Shown.RECOVERED if connection.execute(used).rowcount == 1 else Shown.WRONG
        member_id = UUID(row.member_id)
        secret = self.vault.open((member_id.hex,), row.sealed, _context(member_id))
        step = _step(secret.decode(), typed, now, after=row.last_step) if secret else None
        if step is None:
            return Shown.WRONG
        connection.execute(update(second_factor).where(_f.member_id == row.member_id).values(last_step=step))
        return Shown.FITS

    def _made(self, member_id: UUID) -> dict[str, str]:
        """Fresh recovery codes, as they are shown, by the mark that is kept of each."""
        codes = ["".join(choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)]
        return {
            self._mark(member_id, code): "-".join(code[at : at + 4] for at in range(0, _LENGTH, 4)) for code in codes
        }

    def _replace_codes(self, connection: Connection, member_id: UUID, marks: Iterable[str]) -> None:
        connection.execute(delete(recovery_code).where(_r.member_id == str(member_id)))
        rows = [{"mark": mark, "member_id": str(member_id)} for mark in marks]
        connection.execute(self.database.insert(recovery_code), rows)

    def _mark(self, member_id: UUID, code: str) -> str:
        return self.vault.digest("recovery code", f"{member_id} {code}")


def _step(secret: str, typed: str, now: datetime, *, after: int) -> int | None:
    """The time step whose code was typed, if it is around now and later than `after`."""
    totp = TOTP(secret)
    here = totp.timecode(now)
    near = [here + away for away in WINDOW if here + away > after]
    return next((step for step in near if strings_equal(totp.generate_otp(step), typed)), None)


def _typed(code: str) -> str:
    """Without the blanks and dashes in which codes are shown."""
    return "".join(sign for sign in code[:60].casefold() if sign.isascii() and sign.isalnum())


def _context(member_id: UUID) -> bytes:
    return f"second factor|{member_id.hex}".encode()

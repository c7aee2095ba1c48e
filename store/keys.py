"""Keys, one a person: text about people is sealed under them, and each is kept wrapped under the master key."""

import hmac
import json
import os
from collections.abc import Collection, Sequence
from hashlib import sha256
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, select

from domain.refusal import Refusal
from store.database import Database
from store.master_key import FIRST, MasterKey, WrongKey, epoch_of, known_key
from store.question import Question

# Of everything that the vault keeps, whichever module it stands in.
METADATA = MetaData()

subject_key = Table(
    "subject_key",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("wrapped", LargeBinary),  # NULL once shredded: the row stays, so that "erased" is a known state
    Column("shredded_at", Text),
)
# shredded: how often keys were destroyed; processes that see another number forget the keys they hold in memory.
# epoch: of the master key, under which keys are wrapped from now on.
vault_state = Table(
    "vault_state",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
# A part of the questions that every request asks anyway; NULL as long as nobody was ever erased.
TIMES_SHREDDED = select(vault_state.c.number).where(vault_state.c.name == "shredded").scalar_subquery()

NONCE = 12
# 5,000 opened keys and the ciphers made of them take about 12 MB; far more than any page needs.
MOST_KEYS_IN_MEMORY = 5_000

# On the way of every command about somebody new, so said to the driver itself; "?" stands for the driver's own mark.
EPOCH = "SELECT number FROM vault_state WHERE name = 'epoch'"
_PUT_NEW = "INSERT INTO subject_key (subject, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING"


class UnknownKey(Exception):
    """There is no key for this subject, and no sign that there ever was: the vault does not belong to this record."""


class SubjectErased(Refusal):
    """Nothing new is written about somebody who was erased."""


class Keys:
    """Sealing is AES-256-GCM under a key made of the keys of all subjects."""

    def __init__(self, database: Database, master_key: MasterKey) -> None:
        self.database = database
        wanted = select(subject_key).where(database.among(subject_key.c.subject, "subjects"))
        self._wanted_keys = Question(wanted)
        self._put_new = _PUT_NEW.replace("?", database.mark)
        self._master = master_key
        self._keys: dict[str, bytes | None] = {}
        self._ciphers: dict[tuple[str, ...], AESGCM] = {}
        self._lock = Lock()
        self._shredded = 0

    def seal(self, subjects: tuple[str, ...], plain: bytes, context: bytes) -> bytes:
        """nonce ‖ ciphertext, bound to `context`. The keys must have been made (`make_keys`)."""
        cipher = self._cipher(subjects)
        if cipher is None:
            raise SubjectErased
        nonce = os.urandom(NONCE)
        return nonce + cipher.encrypt(nonce, plain, context)

    def open(self, subjects: tuple[str, ...], sealed: bytes, context: bytes) -> bytes | None:
        """The text, or None when a subject was erased; raises UnknownKey or WrongKey, never "erased" by mistake."""
        cipher = self._cipher(subjects)
        if cipher is None:
            return None
        try:
            return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], context)
        except InvalidTag:
            raise WrongKey from None

    def make_keys(self, subjects: Collection[str]) -> None:
        """Make the keys that are missing, in one transaction; a shredded key stays shredded."""
        self.load_keys(subjects)
        missing = sorted(s for s in subjects if s not in self._keys)
        if not missing:
            return
        with self.database.add(EPOCH) as (connection, answer):
            rows = [(s, self._wrap(AESGCM.generate_key(256), answer)) for s in missing]
            driver: Any = connection.connection.driver_connection
            cursor = driver.cursor()
            with self.database.finish(cursor):
                cursor.executemany(self._put_new, rows)
        # A rival may have been first.
        self.load_keys(subjects)

    def load_keys(self, subjects: Collection[str]) -> dict[str, bytes | None]:
        """Bring keys into memory in one question, before a page opens many texts; returns those it brought."""
        wanted = {s for s in subjects if s not in self._keys}
        return self._brought(wanted, subjects) if wanted else {}

    def _brought(self, wanted: set[str], subjects: Collection[str]) -> dict[str, bytes | None]:
        if len(self._keys) + len(wanted) > MOST_KEYS_IN_MEMORY:
            # Begin anew before and not while loading: whoever asks for very many gets them all, and not one by one.
            self.forget_keys()
            wanted = set(subjects)
        # Should the memory begin anew while we ask, what we bring is put into the one that nobody looks into any more.
        keys = self._keys
        rows = self._wanted_keys.ask(self.database, subjects=json.dumps(list(wanted)))
        found = {row["subject"]: row["wrapped"] and self._unwrap(row["wrapped"]) for row in rows}
        with self._lock:
            keys.update(found)
        return found

    def forget_keys(self) -> None:
        """Keys in memory go, and are asked for again."""
        with self._lock:
            self._keys, self._ciphers = {}, {}

    def notice(self, times: int | None) -> None:
        """What `TIMES_SHREDDED` said just now: after a shredding anywhere no key in memory is trusted."""
        if (times or 0) != self._shredded:
            self._shredded = times or 0
            self.forget_keys()

    def look_around(self) -> None:
        """Notice what others shredded; for those who hold no session that would tell them."""
        with self.database.read() as connection:
            self.notice(connection.execute(select(TIMES_SHREDDED)).scalar())

    def _cipher(self, subjects: tuple[str, ...]) -> AESGCM | None:
        ciphers = self._ciphers
        cipher = ciphers.get(subjects)
        if cipher is None:
            keys = [self._key(s) for s in subjects]
            whole = [k for k in keys if k is not None]
            if len(whole) < len(keys):
                return None
            cipher = AESGCM(whole[0] if len(whole) == 1 else hmac.digest(whole[0], b"".join(whole[1:]), sha256))
            ciphers[subjects] = cipher
        return cipher

    def _key(self, subject: str) -> bytes | None:
        # Looked at once, and what was just brought counts: a rival may have begun the memory anew by now.
        keys = self._keys
        known = keys if subject in keys else self._brought({subject}, [subject])
        try:
            return known[subject]
        except KeyError:
            raise UnknownKey(subject) from None

    def _unwrap(self, wrapped: bytes) -> bytes:
        self._know(epoch_of(wrapped))
        return self._master.unwrap(wrapped)

    # epochs of the master key

    def epoch(self) -> int:
        """The one under which keys are wrapped."""
        with self.database.read() as connection:
            return connection.exec_driver_sql(EPOCH).scalar() or FIRST

    def begin_epoch(self, epoch: int) -> None:
        """From now on every process wraps under this one."""
        row = {"name": "epoch", "number": epoch}
        put = self.database.insert(vault_state).on_conflict_do_update(index_elements=["name"], set_=row)
        with self.database.write() as connection:
            connection.execute(put, row)

    def wrapped_anew(self, wrapped: bytes, epoch: int) -> bytes:
        """The same key under another epoch."""
        plain = self._unwrap(wrapped)
        self._know(epoch)
        return self._master.wrap(plain, epoch)

    def _wrap(self, plain: bytes, answer: Sequence[Any]) -> bytes:
        """`answer`: to EPOCH, in the transaction that puts what is wrapped: no rotation comes between and misses it."""
        epoch = answer[0][0] if answer else FIRST
        self._know(epoch)
        return self._master.wrap(plain, epoch)

    def _know(self, epoch: int) -> None:
        """Read the file again for an epoch that is new to this process; raises WrongKey where there is none."""
        if epoch in self._master.epochs:
            return
        # A file that is not there any more takes nothing away that is known.
        fresh = known_key(self._master.path) if self._master.path else self._master
        if epoch not in fresh.epochs:
            raise WrongKey
        self._master = fresh

"""The vault: keys per person and blind-index secrets; the only place where deleting something means that it is gone."""

import hmac
import json
import os
from collections.abc import Callable, Collection
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, Text, delete, select, update

from domain.refusal import Refusal
from domain.same_person import address as comparable_address
from store import durability
from store.database import Database
from store.master_key import FIRST, MasterKey, WrongKey, epoch_of, master_key
from store.schema import complete, lacking

METADATA = MetaData()

subject_key = Table(
    "subject_key",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("wrapped", LargeBinary),  # NULL once shredded: the row stays, so that "erased" is a known state
    Column("shredded_at", Text),
)
secret = Table("secret", METADATA, Column("name", Text, primary_key=True), Column("wrapped", LargeBinary))
claimed_address = Table(
    "claimed_address", METADATA, Column("mark", Text, primary_key=True), Column("member_id", Text, nullable=False)
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

_EPOCH = select(vault_state.c.number).where(vault_state.c.name == "epoch")


class UnknownKey(Exception):
    """There is no key for this subject, and no sign that there ever was: the vault does not belong to this record."""


class MissingKey(Exception):
    """The vault holds keys, and the master key that opens them is not there."""


class SubjectErased(Refusal):
    """Nothing new is written about somebody who was erased."""


class StillInUse(Exception):
    """What was deleted may stand in the write-ahead log until a long reader is done; to be tried again."""


class Vault:
    """Seals and opens text about people, and answers what only the school may compute.

    Sealing is AES-256-GCM under a key made of the keys of all subjects; each of those is stored wrapped under the
    master key, which lives outside of the database.
    """

    def __init__(self, database: Database, master_key: MasterKey) -> None:
        self.database = database
        self._wanted_keys = select(subject_key.c.subject, subject_key.c.wrapped).where(
            database.among(subject_key.c.subject, "subjects")
        )
        self._master = master_key
        self._keys: dict[str, bytes | None] = {}
        self._ciphers: dict[tuple[str, ...], AESGCM] = {}
        self._lock = Lock()
        self._shredded = 0
        self._secret = lru_cache(maxsize=None)(self._load_secret)

    # -- sealing -------------------------------------------------------------------------------------------------

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
        with self.database.add() as connection:
            wrap = self._wrapping(connection)
            rows = [{"subject": s, "wrapped": wrap(AESGCM.generate_key(256))} for s in missing]
            connection.execute(self.database.insert(subject_key).on_conflict_do_nothing(), rows)
        self.load_keys(subjects)

    def load_keys(self, subjects: Collection[str]) -> dict[str, bytes | None]:
        """Bring keys into memory in one question, before a page opens many texts; returns those it brought."""
        wanted = {s for s in subjects if s not in self._keys}
        if not wanted:
            return {}
        if len(self._keys) + len(wanted) > MOST_KEYS_IN_MEMORY:
            # Begin anew before and not while loading: whoever asks for very many gets them all, and not one by one.
            self.forget_keys()
            wanted = set(subjects)
        # Should the memory begin anew while we ask, what we bring is put into the one that nobody looks into any more.
        keys = self._keys
        with self.database.read() as connection:
            rows = connection.execute(self._wanted_keys, {"subjects": json.dumps(list(wanted))}).all()
        found = {subject: None if wrapped is None else self._unwrap(wrapped) for subject, wrapped in rows}
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
        # What was just loaded counts, even if a rival has begun the memory anew by now.
        known = self.load_keys([subject]) if subject not in self._keys else {}
        try:
            return known[subject] if subject in known else self._keys[subject]
        except KeyError:
            raise UnknownKey(subject) from None

    def _unwrap(self, wrapped: bytes) -> bytes:
        self._know(epoch_of(wrapped))
        return self._master.unwrap(wrapped)

    # -- epochs of the master key --------------------------------------------------------------------------------

    def epoch(self) -> int:
        """The one under which keys are wrapped."""
        with self.database.read() as connection:
            return connection.execute(_EPOCH).scalar() or FIRST

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

    def _wrapping(self, connection: Connection) -> Callable[[bytes], bytes]:
        """In the transaction that puts what was wrapped: then no rotation comes between, and no key is missed by it."""
        epoch = connection.execute(_EPOCH).scalar() or FIRST
        self._know(epoch)
        return lambda key: self._master.wrap(key, epoch)

    def _know(self, epoch: int) -> None:
        """Read the file again for an epoch that is new to this process; raises WrongKey where there is none."""
        if epoch not in self._master.epochs and self._master.path is not None:
            self._master = master_key(self._master.path)
        if epoch not in self._master.epochs:
            raise WrongKey

    # -- shredding -----------------------------------------------------------------------------------------------

    def shred(self, subjects: Collection[str], member_id: UUID | None, now: datetime) -> int:
        """Destroy keys for ever, and with a member's all that is kept here for them but the mark of their address.

        One transaction; safe to repeat. Returns how many keys there were.
        """
        alive = self.database.among(subject_key.c.subject, "subjects") & subject_key.c.wrapped.is_not(None)
        wanted, row = {"subjects": json.dumps(list(subjects))}, {"name": "shredded", "number": 1}
        with self.database.write() as connection:
            gone = connection.execute(
                update(subject_key).where(alive).values(wrapped=None, shredded_at=now.isoformat()), wanted
            ).rowcount
            for table in METADATA.sorted_tables if member_id else ():
                if "member_id" in table.c and table is not claimed_address:
                    connection.execute(delete(table).where(table.c.member_id == str(member_id)))
            count = self.database.insert(vault_state).values(row)
            connection.execute(
                count.on_conflict_do_update(index_elements=["name"], set_={"number": vault_state.c.number + 1})
            )
        self.forget_keys()
        return int(gone)

    def is_shredded(self, subject: str) -> bool:
        """Whether there was a key for this subject that was destroyed."""
        with self.database.read() as connection:
            row = connection.execute(
                select(subject_key.c.wrapped).where(subject_key.c.subject == subject)
            ).one_or_none()
        return row is not None and row.wrapped is None

    def scrub(self) -> None:
        """What was deleted leaves the files, where that is ours to do; raises StillInUse while a reader holds it."""
        if not self.database.scrub():
            raise StillInUse

    # -- secrets -------------------------------------------------------------------------------------------------

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
                fresh = self._wrapping(connection)(os.urandom(32))
                connection.execute(
                    self.database.insert(secret).on_conflict_do_nothing(), {"name": name, "wrapped": fresh}
                )
                wrapped = connection.execute(select(secret.c.wrapped).where(secret.c.name == name)).scalar()
        assert wrapped is not None
        return self._unwrap(wrapped)

    # -- addresses -----------------------------------------------------------------------------------------------

    def claim_address(self, address: str, member_id: UUID) -> UUID:
        """The member this address belongs to: the one given, unless somebody claimed it before."""
        mark = self._address_mark(address)
        with self.database.write() as connection:
            connection.execute(
                self.database.insert(claimed_address).on_conflict_do_nothing(),
                {"mark": mark, "member_id": str(member_id)},
            )
            owner = connection.execute(
                select(claimed_address.c.member_id).where(claimed_address.c.mark == mark)
            ).scalar()
        return UUID(owner)

    def member_with(self, address: str) -> UUID | None:
        """The member id behind an address, None if nobody has it."""
        with self.database.read() as connection:
            owner = connection.execute(
                select(claimed_address.c.member_id).where(claimed_address.c.mark == self._address_mark(address))
            ).scalar()
        return None if owner is None else UUID(owner)

    def release_addresses(self, member_id: UUID, *, but: str = "") -> None:
        """Whoever comes with such an address from now on is somebody new; not with the one that is kept."""
        theirs = claimed_address.c.member_id == str(member_id)
        with self.database.write() as connection:
            connection.execute(delete(claimed_address).where(theirs, claimed_address.c.mark != self._address_mark(but)))

    def _address_mark(self, address: str) -> str:
        return self.mark(f"member address {comparable_address(address) or address.casefold()}")

    # -- the file ------------------------------------------------------------------------------------------------

    def must_fit(self) -> None:
        """Raises WrongKey if this vault was sealed under another master key; an empty one fits any."""
        if not holds_keys(self.database):
            return
        for wrapped in (secret.c.wrapped, subject_key.c.wrapped):
            with self.database.read() as connection:
                found = connection.execute(select(wrapped).where(wrapped.is_not(None)).limit(1)).scalar()
            if found is not None:
                self._unwrap(found)

    def lacking(self) -> list[str]:
        """Tables and columns that `migrate` has yet to make."""
        return lacking(self.database, METADATA)

    def weaknesses(self) -> list[str]:
        """Why a key that was handed out could be lost with the machine's power; see `store.durability`."""
        with self.database.read() as connection:
            return durability.of(connection)

    def migrate(self) -> None:
        """Create what is missing, columns too; safe to run again, and by several at once."""
        with self.database.write() as connection:
            complete(connection, METADATA)
        # From now on every other master key is noticed, also one made at the same time beside this vault.
        self.secret("master key")

    def close(self) -> None:
        self.database.close()


def holds_keys(database: Database) -> bool:
    """Whether a vault is in use: what it holds was sealed under a master key."""
    gone = lacking(database, METADATA)
    with database.read() as connection:
        return any(
            connection.execute(select(table.c.wrapped).where(table.c.wrapped.is_not(None)).limit(1)).first()
            for table in (secret, subject_key)
            if table.name not in gone
        )


def master_key_for(database: Database, path: Path) -> MasterKey:
    """As `master_key`, but beside a vault that is in use none is made: raises MissingKey."""
    if not path.exists() and holds_keys(database):
        raise MissingKey(path)
    return master_key(path)

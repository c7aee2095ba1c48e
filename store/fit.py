"""Whether record, vault and master key belong together; for whoever opens a school."""

from sqlalchemy import select

from domain.personal import Personal
from store.record import Record, Recorded
from store.sessions import came_in
from store.vault import Vault

# From either end: an older copy of the right vault lacks the keys of whoever came last.
LOOKED_AT = 500


class RecordLost(Exception):
    """Nothing was ever said here, though people have come in: a record is missing, and not yet to be begun."""


def must_fit(record: Record) -> None:
    """Opens a part of what is sealed.

    Raises WrongKey, or UnknownKey for the vault of another school or another day, and RecordLost.
    """
    record.vault.must_fit()
    if not record.is_there() or not record.end():
        if _somebody_came_in(record.vault):
            raise RecordLost
        return
    found = [*record.after(0, LOOKED_AT), *record.after(max(LOOKED_AT, record.end() - LOOKED_AT), LOOKED_AT)]
    texts = [text for one in found for text in _texts(one)]
    record.vault.load_keys({subject for text in texts for subject in text.subjects})
    for text in texts:
        _ = text.erased  # opens it


def _somebody_came_in(vault: Vault) -> bool:
    if came_in.name in vault.lacking():
        return False
    with vault.database.read() as connection:
        return connection.execute(select(came_in.c.member_id).limit(1)).first() is not None


def _texts(recorded: Recorded) -> list[Personal]:
    return [value for value in vars(recorded.event).values() if isinstance(value, Personal) and value]

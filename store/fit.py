"""Whether record, vault and master key belong together; for whoever opens a school."""

from domain.personal import Personal
from store.record import Record, Recorded

# From either end: an older copy of the right vault lacks the keys of whoever came last.
LOOKED_AT = 500


def must_fit(record: Record) -> None:
    """Opens a part of what is sealed. Raises WrongKey, or UnknownKey for the vault of another school or another day."""
    record.vault.must_fit()
    if not record.is_there():
        return
    found = [*record.after(0, LOOKED_AT), *record.after(max(LOOKED_AT, record.end() - LOOKED_AT), LOOKED_AT)]
    texts = [text for one in found for text in _texts(one)]
    record.vault.load_keys({subject for text in texts for subject in text.subjects})
    for text in texts:
        _ = text.erased  # opens it


def _texts(recorded: Recorded) -> list[Personal]:
    return [value for value in vars(recorded.event).values() if isinstance(value, Personal) and value]

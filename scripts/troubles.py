"""What can go wrong in a command, each as one sentence and an exit code; for the commands."""

import click

from domain.refusal import Refusal, Unusable

MASTER_KEY = (
    "The master key does not belong to this school. Put the master.key back that was made together with its vault"
    " (a backup has it); nothing was changed."
)
ANOTHER_VAULT = (
    "The vault does not belong to this record: it lacks a key that the record needs. Put record, vault and"
    " master.key back from the same backup."
)
RECORD_LOST = (
    "The record is missing or empty, though people have been here: their vault is in this place. Put the record back"
    " (a backup has it), or name an empty place for a new school."
)
NEWER_RECORD = "The record holds an event that this version does not know ({error}). Was the program set back?"
DATABASE = "A database of the school could not be used: {error}"

# Named rather than imported: some of these are raised by the very import.
CANNOT_START = {
    "store.sqlite.UnsafeSqlite": "{error}. Run scripts/serve, which sets up a library that is sound.",
    "store.master_key.WrongKey": MASTER_KEY,
    "store.vault.MissingKey": "{error} is missing, and nothing can be read without it. Put it back.",
    "store.keys.UnknownKey": ANOTHER_VAULT,
    "store.fit.RecordLost": RECORD_LOST,
    "store.names.UnknownEvent": NEWER_RECORD,
    "eventsourcing.persistence.PersistenceError": DATABASE,
    "sqlalchemy.exc.DBAPIError": DATABASE,
    "psycopg.Error": DATABASE,
    "sqlite3.Error": DATABASE,
    "pysqlite3.dbapi2.Error": DATABASE,
    "pysqlite3._sqlite3.Error": DATABASE,
    "builtins.PermissionError": "{error}",
    "builtins.OSError": "{error}",
}

REFUSALS = {
    "not_found": "There is no such thing here, or not any more.",
    "busy": "Others kept changing the same thing. Nothing was changed; please try again.",
    "contact_forgotten": "They were forgotten already, and cannot be brought back.",
    "member_erased": "They were erased already.",
    "account_closed": "Their account is closed, and nobody comes into it: `buddy reopen` opens it again.",
    "account_not_closed": "Their account is open.",
    "address_taken": "A member with that address is here already.",
}


class Refused(click.ClickException):
    """The command was understood, and cannot be done; nothing was changed."""

    exit_code = 1


class CannotStart(click.ClickException):
    """Something about the machine or the settings has to change first (sysexits: EX_CONFIG)."""

    exit_code = 78


class Unexpected(click.ClickException):
    """A defect (sysexits: EX_SOFTWARE)."""

    exit_code = 70


def in_words(error: Exception) -> click.ClickException:
    """The one sentence for whatever a command raised."""
    if isinstance(error, click.ClickException):
        return error
    if isinstance(error, Refusal):
        return Refused(_refusal(error))
    for kind in type(error).__mro__:
        if words := CANNOT_START.get(f"{kind.__module__}.{kind.__name__}"):
            return CannotStart(words.format(error=_first_line(error)))
    kind_name = type(error).__name__
    return Unexpected(f"Something unexpected happened ({kind_name}). `buddy --traceback …` shows where.")


def _refusal(refusal: Refusal) -> str:
    if isinstance(refusal, Unusable):
        return f"The {refusal.facts['field']} cannot be used: {refusal.facts['why'].replace('_', ' ')}."
    return REFUSALS.get(refusal.code, f"Refused: {refusal.code.replace('_', ' ')}.")


def _first_line(error: Exception) -> str:
    # SQLAlchemy adds the statement and its values, which are nobody's business here.
    return str(getattr(error, "orig", None) or error).partition("\n")[0]

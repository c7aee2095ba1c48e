"""Sealed text: how `Personal` values stand in the record and in the views, and how they are opened."""

from base64 import b64decode, b64encode
from typing import Protocol
from uuid import UUID

from domain.personal import Personal


class Opener(Protocol):
    """The part of the vault that seals and opens."""

    def seal(self, subjects: tuple[str, ...], plain: bytes, context: bytes) -> bytes: ...

    def open(self, subjects: tuple[str, ...], sealed: bytes, context: bytes) -> bytes | None: ...


class SealedText(Personal):
    """`Personal` as it was stored: opened with its subjects' keys when somebody reads it, and not before.

    `stored`: where it was written, whose it is and the sealed bytes, with "|" between: all that is needed to open it,
    and nothing plain. It is taken apart when somebody asks: a replay makes thousands that nobody reads. Raises the
    vault's UnknownKey or WrongKey when it cannot be opened for any reason but erasure.
    """

    __slots__ = ("_opened", "_opener", "_stored")

    def __init__(self, stored: str, opener: Opener) -> None:
        self._stored, self._opener, self._opened = stored, opener, False
        self._text: str | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        return subjects_of(self._stored)

    @property
    def text(self) -> str:
        return self._open() or ""

    @property
    def erased(self) -> bool:
        return self._open() is None

    @property
    def parts(self) -> list[str]:
        """Where it was written, whose it is, the sealed bytes."""
        return self._stored.rsplit("|", 2) if self._stored else ["", "", ""]

    @classmethod
    def of(cls, parts: list[str], opener: Opener) -> "SealedText":
        return cls("|".join(parts), opener)

    @property
    def token(self) -> str:
        """What a view keeps: all of it, "" when there was no text."""
        return self._stored if self else ""

    def __bool__(self) -> bool:
        return self._stored[-1:] not in ("", "|")

    def _open(self) -> str | None:
        if not self._opened:
            self._text = self._unsealed()
            self._opened = True
        return self._text

    def _unsealed(self) -> str | None:
        if not self:
            return ""
        context, _, sealed = self._stored.rpartition("|")
        plain = self._opener.open(self.subjects, b64decode(sealed), context.encode())
        return None if plain is None else plain.decode()


def seal(personal: Personal, context: str, opener: Opener) -> list[str]:
    """The stored form: subjects and the sealed bytes, bound to `context` (stream, version, event and field)."""
    subjects = ",".join(personal.subjects)
    if not personal.text:
        return [subjects, ""]
    sealed = opener.seal(personal.subjects, personal.text.encode(), f"{context}|{subjects}".encode())
    return [subjects, b64encode(sealed).decode()]


def sealed(stored: list[str], context: str, opener: Opener) -> SealedText:
    subjects, text = stored
    return SealedText(f"{context}|{subjects}|{text}", opener)


def context_of(originator_id: UUID | str, version: int, event_name: str, field: str) -> str:
    stream = originator_id.hex if isinstance(originator_id, UUID) else originator_id
    return f"{stream}|{version}|{event_name}|{field}"


def token(personal: Personal) -> str:
    """The form in which a view keeps text about people; anything not sealed yet is refused."""
    if not isinstance(personal, SealedText):
        raise TypeError("a view keeps sealed text only")
    return personal.token


def from_token(text: str, opener: Opener) -> SealedText:
    """The text behind a view's token."""
    return SealedText(text, opener)


def subjects_of(text: str) -> tuple[str, ...]:
    """Whose keys a token needs, without opening it."""
    return tuple(text.rsplit("|", 2)[1].split(",")) if text else ()

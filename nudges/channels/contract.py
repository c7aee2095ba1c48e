"""How a letter travels: what a channel takes, and the three ways in which it may end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """One letter to one person. `message_id` (no host) is the same on every attempt.

    way_out: where nudges are switched off; "" for a letter that was asked for. member_id: whom an erasure of it is for,
    wherever it was sent; names: who else is named in it, whose erasure it is for as well.
    """

    message_id: str
    to: str
    subject: str
    text: str
    way_out: str
    written_at: datetime
    member_id: UUID
    names: UUID | None = None


class ChannelError(Exception):
    """It was surely not taken. `reason` is a code such as smtp_550, never the other side's words (they name people)."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.permanent = reason, permanent


class ChannelDown(ChannelError):
    """Nobody answers there at all: not worth another try in the same minute."""


class OutcomeUnknown(Exception):
    """It may have been taken or not: the line broke in between. Nobody can close that gap (RFC 1047)."""


class Channel(Protocol):
    def send(self, message: Message) -> None:
        """Returns once it was taken; raises ChannelError or OutcomeUnknown."""

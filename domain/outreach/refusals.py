"""What an outreach refuses, and why."""

from domain.refusal import Refusal


class OutreachWithdrawn(Refusal):
    """A withdrawn outreach stays withdrawn."""


class AlreadySent(Refusal):
    """The message is on its way; it cannot be revised or sent again."""


class NotYetSent(Refusal):
    """Nothing can come back from a message that was not sent."""


class AlreadyHeld(Refusal):
    """The conversation took place."""


class NotYetHeld(Refusal):
    """A takeaway and notes come from a conversation that took place."""


class NotWaiting(Refusal):
    """An answer was recorded already; facts: stage."""


class AlreadyDeclined(Refusal):
    """They said no; start a new outreach if that changes."""


class NothingToCorrect(Refusal):
    """The fact stands already as asked."""


class NotesConfidential(Refusal):
    """Notes that are marked confidential are shared with nobody."""

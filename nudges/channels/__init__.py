"""How a letter travels: one file for each kind of channel, one contract for all."""

from nudges.channels.contract import Channel, ChannelDown, ChannelError, Message, OutcomeUnknown
from nudges.channels.mail import Mail
from nudges.channels.mailbox import Mailbox
from nudges.channels.writing import address_in
from projections.services import Settings

__all__ = ["Channel", "ChannelDown", "ChannelError", "Message", "OutcomeUnknown", "channel_for"]


def channel_for(settings: Settings) -> Channel:
    """The mail server of the settings, or files where none is named. Raises ValueError when neither can work."""
    if "@" not in address_in(settings.sender):
        raise ValueError("the sender of letters is a name and an address: Our school <school@example.org>")
    return Mail(settings.smtp, settings.sender) if settings.smtp else Mailbox(settings.letters, settings.sender)

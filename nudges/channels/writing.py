"""Letters as bytes for the mail channels: one recipient, plain text, nothing to smuggle in."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from nudges.channels.contract import ChannelError, Message

# Long enough for the address of a way out: it must not be folded, or programs that read it lose their way.
POLICY = SMTP.clone(max_line_length=900)


def written(message: Message, sender: str) -> EmailMessage:
    """`sender` as "Name <address>". Raises ChannelError for what cannot stand in a header."""
    letter = EmailMessage(policy=POLICY)
    try:
        letter["From"] = _safe(sender)
        letter["To"] = Address(addr_spec=_safe(message.to))
        letter["Subject"] = _safe(message.subject)
        if message.way_out:
            letter["List-Unsubscribe"] = f"<{_safe(message.way_out)}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except (ValueError, IndexError, LookupError):
        raise ChannelError("unusable_header", permanent=True) from None
    letter["Date"] = format_datetime(message.written_at)
    kind = "nudge" if message.way_out else "letter"
    letter["Message-ID"] = f"<{kind}-{message.message_id}@{address_in(sender).rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text, cte="quoted-printable")
    return letter


def address_in(sender: str) -> str:
    return parseaddr(sender)[1]


def _safe(text: str) -> str:
    if any(sign in text for sign in "\r\n\0"):
        raise ValueError
    return text

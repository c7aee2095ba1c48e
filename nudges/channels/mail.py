"""Mail by SMTP: what the server says in each phase decides whether a letter was taken, refused, or nobody knows."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from nudges.channels.contract import ChannelDown, ChannelError, Message, OutcomeUnknown
from nudges.channels.writing import address_in, written

# For each word of the dialogue, in seconds; a whole letter stays well below the lease of a claim.
PATIENCE = 20
PORTS = {"smtp": 25, "smtps": 465}
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `host:port`, `smtp://user:password@host:port` or `smtps://…`."""

    host: str
    port: int
    user: str
    password: str
    encrypted: bool

    @staticmethod
    def at(address: str) -> "Server":
        """Raises ValueError for an address that is none."""
        parts = urlsplit(address if "://" in address else f"smtp://{address}")
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("a mail server is host:port, smtp://… or smtps://…")
        port = parts.port or PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return Server(parts.hostname, port, user, password, parts.scheme == "smtps")


class Mail:
    def __init__(self, address: str, sender: str) -> None:
        self.server, self.sender = Server.at(address), sender

    def send(self, message: Message) -> None:
        letter = bytes(written(message, self.sender))
        if not message.to.isascii():
            raise ChannelError("address_not_ascii", permanent=True)
        with self._line() as line:
            _ask(lambda: line.mail(address_in(self.sender)), about="sender")
            _ask(lambda: line.rcpt(message.to), about="recipient")
            _hand_over(line, letter)

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        line = self._connected()
        try:
            _introduced(line, self.server)
            yield line
            # Taken is taken: a quarrel about the goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
        finally:
            line.close()

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        # Said when greeting; left out, the library would ask around for the name of this machine.
        name = address_in(self.sender).rpartition("@")[2]
        try:
            if self.server.encrypted:
                return smtplib.SMTP_SSL(host, port, name, timeout=PATIENCE, context=ssl.create_default_context())
            return smtplib.SMTP(host, port, name, timeout=PATIENCE)
        except smtplib.SMTPResponseException as error:
            raise ChannelDown(f"smtp_{error.smtp_code}") from None
        except ssl.SSLError:
            raise ChannelDown("encryption_failed") from None
        except (smtplib.SMTPException, OSError):
            raise ChannelDown("unreachable") from None


def _introduced(line: smtplib.SMTP, server: Server) -> None:
    """Greet, encrypt where offered, sign in where asked; trouble here is the school's, not the recipient's."""
    try:
        line.ehlo_or_helo_if_needed()
        if not server.encrypted and line.has_extn("starttls"):
            line.starttls(context=_context(server))
            line.ehlo()
        elif server.user and not server.encrypted and server.host not in HERE:
            # Somebody on the way may have struck the offer out; a password is not for them.
            raise ChannelDown("not_encrypted")
        if server.user:
            line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError:
        raise ChannelDown("sign_in_refused") from None
    except ssl.SSLError:
        raise ChannelDown("encryption_failed") from None
    except (smtplib.SMTPException, OSError):
        raise ChannelDown("unreachable") from None


def _context(server: Server) -> ssl.SSLContext:
    """Without a password to lose, encryption with a stranger is better than none (RFC 7435)."""
    context = ssl.create_default_context()
    if not server.user:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _ask(question: Callable[[], tuple[int, bytes]], *, about: str) -> None:
    """A 5xx about the recipient is final; one about the sender is for the operator to mend, so it is tried again."""
    try:
        code, _ = question()
    except (smtplib.SMTPException, OSError):
        raise ChannelError("line_lost") from None
    if not 200 <= code < 300:
        raise ChannelError(f"smtp_{code}", permanent=code >= 500 and about == "recipient")


def _hand_over(line: smtplib.SMTP, letter: bytes) -> None:
    try:
        code, _ = line.data(letter)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except (smtplib.SMTPException, OSError):
        raise OutcomeUnknown from None
    if code < 200:
        raise OutcomeUnknown
    if code >= 300:
        raise ChannelError(f"smtp_{code}", permanent=code >= 500)

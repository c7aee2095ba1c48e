"""Mail by SMTP against a real server on this machine that takes, refuses, or drops the line."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nudges.channels import ChannelDown, ChannelError, Message, OutcomeUnknown, channel_for
from nudges.channels.mail import Mail, Server
from projections.services import Settings

SENDER = "Our School <nudges@school.example.org>"
LETTER = Message(
    message_id="0f8fad5b-d9cb-469f-a165-70867728950e",
    to="zoe@example.org",
    subject="A goal ends in two days – today’s word",
    text="Hello Zoë,\n\n.a line that starts with a dot\n",
    way_out="https://school.example.org/unsubscribe/" + "a" * 36 + "/" + "b" * 64,
    written_at=datetime(2026, 11, 7, 8, tzinfo=UTC),
    member_id=UUID("5e1f0000-0000-4000-8000-000000000001"),
)


@dataclass
class Handler:
    """Says what the test wants at each step, and keeps what it took."""

    at_mail: str = "250 OK"
    at_rcpt: str = "250 OK"
    at_data: str = "250 OK"
    drop: bool = False
    taken: list[Any] = field(default_factory=list)
    secure: bool = False
    user: bytes = b""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.at_mail

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.at_data.startswith("250"):
            self.taken.append(envelope)
            self.secure = session.ssl is not None
        if self.drop:
            server.transport.abort()
        return self.at_data


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port: int = unused.getsockname()[1]
    return port


Serve = Callable[..., tuple[Handler, str]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Controller] = []

    def start(handler: Handler, **options: Any) -> tuple[Handler, str]:
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), server_hostname="mail.test", **options)
        controller.start()
        running.append(controller)
        return handler, f"127.0.0.1:{controller.port}"

    yield start
    for controller in running:
        controller.stop()


def letter_in(handler: Handler) -> EmailMessage:
    [envelope] = handler.taken
    return message_from_bytes(envelope.content, policy=AS_SENT)


def test_a_letter_arrives_as_it_was_written(serve: Serve) -> None:
    handler, address = serve(Handler())
    Mail(address, SENDER).send(LETTER)
    letter = letter_in(handler)
    assert (handler.taken[0].mail_from, handler.taken[0].rcpt_tos) == ("nudges@school.example.org", ["zoe@example.org"])
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text
    assert (letter["From"], letter["To"], letter["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert letter["Date"].datetime == LETTER.written_at
    assert letter["Message-ID"] == f"<nudge-{LETTER.message_id}@school.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_way_out_stands_in_the_header_in_one_piece(serve: Serve) -> None:
    handler, address = serve(Handler())
    Mail(address, SENDER).send(LETTER)
    raw = handler.taken[0].content.decode()
    assert f"List-Unsubscribe: <{LETTER.way_out}>\r\n" in raw
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


@pytest.mark.parametrize(
    ("handler", "reason", "permanent"),
    [
        (Handler(at_rcpt="451 greylisted"), "smtp_451", False),
        (Handler(at_rcpt="550 no such user"), "smtp_550", True),
        (Handler(at_data="452 full"), "smtp_452", False),
        (Handler(at_data="554 no thanks"), "smtp_554", True),
        (Handler(at_mail="550 this school may not send"), "smtp_550", False),
    ],
)
def test_a_refusal_is_a_code_and_final_only_about_the_recipient(
    serve: Serve, handler: Handler, reason: str, permanent: bool
) -> None:
    _, address = serve(handler)
    with pytest.raises(ChannelError) as refused:
        Mail(address, SENDER).send(LETTER)
    assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
    assert handler.taken == []


def test_a_line_that_breaks_after_the_letter_leaves_the_outcome_unknown(serve: Serve) -> None:
    handler, address = serve(Handler(drop=True))
    with pytest.raises(OutcomeUnknown):
        Mail(address, SENDER).send(LETTER)
    assert len(handler.taken) == 1


def test_nobody_listening_is_known_to_be_untaken() -> None:
    with pytest.raises(ChannelDown) as down:
        Mail(f"127.0.0.1:{free_port()}", SENDER).send(LETTER)
    assert (down.value.reason, down.value.permanent) == ("unreachable", False)


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "zoe@example.org\r\nBcc: eve@example.org"},
        {"to": "zoe@example.org\0"},
        {"to": "zoe@example.org, eve@example.org"},
        {"to": ""},
        {"subject": "Hello\nBcc: eve@example.org"},
        {"subject": "Hello\0"},
        {"way_out": "https://example.org/\r\nBcc: eve@example.org"},
        {"to": "zoë@example.org"},
    ],
)
def test_nothing_is_smuggled_into_a_header(serve: Serve, changed: dict[str, Any]) -> None:
    handler, address = serve(Handler())
    with pytest.raises(ChannelError) as refused:
        Mail(address, SENDER).send(replace(LETTER, **changed))
    assert refused.value.permanent
    assert handler.taken == []


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """For a server nobody knows."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    start = datetime.now(UTC) - timedelta(days=1)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), start, start.replace(year=2100)
    )
    signed = made.sign(key, hashes.SHA256())
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(key.private_bytes(*pem))
    (tmp_path / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    return context


def test_a_line_is_encrypted_where_that_is_offered(serve: Serve, certificate: ssl.SSLContext) -> None:
    handler, address = serve(Handler(), tls_context=certificate)
    Mail(address, SENDER).send(LETTER)
    assert handler.secure


def test_a_password_is_not_given_to_a_stranger(serve: Serve, certificate: ssl.SSLContext) -> None:
    handler, address = serve(Handler(), tls_context=certificate)
    with pytest.raises(ChannelDown) as down:
        Mail(f"smtp://school:secret@{address}", SENDER).send(LETTER)
    assert down.value.reason == "encryption_failed"
    with pytest.raises(ChannelDown) as down:
        Mail(f"smtps://school:secret@{address}", SENDER).send(LETTER)
    assert down.value.reason == "encryption_failed"
    assert handler.taken == []


@pytest.mark.parametrize(("password", "reason"), [("s:cret%", ""), ("wrong", "sign_in_refused")])
def test_a_school_signs_in_with_its_user_and_password(serve: Serve, password: str, reason: str) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any) -> AuthResult:
        return AuthResult(success=(told.login, told.password) == (b"school@example.org", b"s:cret%"), handled=False)

    handler, address = serve(Handler(), authenticator=check, auth_require_tls=False)
    quoted = password.replace("%", "%25").replace(":", "%3A")
    mail = Mail(f"smtp://school%40example.org:{quoted}@{address}", SENDER)
    if not reason:
        mail.send(LETTER)
        assert len(handler.taken) == 1
        return
    with pytest.raises(ChannelDown) as down:
        mail.send(LETTER)
    assert down.value.reason == reason


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("mail.example.org:2525", Server("mail.example.org", 2525, "", "", False)),
        ("mail.example.org", Server("mail.example.org", 25, "", "", False)),
        ("smtp://u:p@mail.example.org:587", Server("mail.example.org", 587, "u", "p", False)),
        ("smtps://mail.example.org", Server("mail.example.org", 465, "", "", True)),
    ],
)
def test_a_mail_server_is_named_in_several_ways(address: str, server: Server) -> None:
    assert Server.at(address) == server


@pytest.mark.parametrize("address", ["http://mail.example.org", "mail.example.org:port", "smtp://", ":25"])
def test_a_mail_server_that_is_none_is_refused_at_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match=r"mail server|[Pp]ort"):
        channel_for(Settings(folder=tmp_path, smtp=address))


def test_a_sender_without_an_address_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sender"):
        channel_for(Settings(folder=tmp_path, sender="Our School"))

"""Asking other servers: by https, at public addresses, and for no longer than patience lasts."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest

from store.hosts import may_be_asked
from web import fetching
from web.fetching import NoAnswer, fetch


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def port_of(server: socket.socket) -> int:
    return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "known", "may"),
    [
        ("https://id.example.org/token", "id.example.org", True),
        ("https://elsewhere.example/token", "id.example.org", True),
        ("http://id.example.org/token", "id.example.org", False),
        ("http://127.0.0.1:8080/token", "127.0.0.1", True),
        ("http://localhost/token", "localhost", True),
        ("http://127.0.0.1/token", "localhost", False),
        ("http://127.0.0.2/token", "127.0.0.1", False),
        ("https:///token", "", False),
        ("https://id.example.org:port/", "id.example.org", False),
        ("https://id.example.org/a b", "id.example.org", False),
        ("https://id.example.org/\r\nHost: x", "id.example.org", False),
        ("file:///etc/passwd", "", False),
        ("javascript:alert(1)", "", False),
        ("https://[::1", "", False),
    ],
)
def test_what_may_be_asked_at_all(url: str, known: str, may: bool) -> None:
    assert may_be_asked(url, known) is may
    if not may:
        with pytest.raises(NoAnswer):
            fetch(url, known_host=known)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
        ("::ffff:9.9.9.9", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fc00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::909:909", True),
        ("2002:7f00:1::1", False),
        ("64:ff9b:1::909:909", False),
        ("fec0::1", False),
        ("::127.0.0.1", False),
        ("::9.9.9.9", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert fetching._is_public(address) is public


def test_a_name_that_leads_inside_is_told_nothing(listening: socket.socket) -> None:
    """Not even that somebody wants to speak TLS: what counts is where the connection ended, not what a name said."""
    with pytest.raises(NoAnswer):
        fetch(f"https://localhost:{port_of(listening)}/keys", known_host="id.example.org")
    caller, _ = listening.accept()
    with caller:
        assert caller.recv(1) == b""


def answering(server: socket.socket, body: bytes) -> str:
    """The address of a server that answers once, with this."""

    def answer() -> None:
        caller, _ = server.accept()
        with caller, suppress(OSError):
            caller.recv(10_000)
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    Thread(target=answer, daemon=True).start()
    return f"http://localhost:{port_of(server)}/"


def test_a_server_of_the_operator_s_own_may_stand_inside(listening: socket.socket) -> None:
    assert fetch(answering(listening, b'{"is":true}'), known_host="localhost") == (200, {"is": True})


@pytest.mark.parametrize(("more", "read"), [(0, True), (1, False)])
def test_an_answer_is_read_up_to_a_sensible_size(listening: socket.socket, more: int, read: bool) -> None:
    url = answering(listening, b"{%s}" % (b" " * (fetching.MOST - 2 + more)))
    if read:
        assert fetch(url, known_host="localhost") == (200, {})
    else:
        with pytest.raises(NoAnswer):
            fetch(url, known_host="localhost")


@pytest.mark.parametrize("kind", ["http", "https"])
def test_who_says_nothing_is_cut_off(listening: socket.socket, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    with pytest.raises(NoAnswer):
        fetch(f"{kind}://localhost:{port_of(listening)}/", known_host="localhost")


def test_a_certificate_that_nobody_vouches_for_is_no_answer(listening: socket.socket) -> None:
    url = answering(listening, b"{}").replace("http:", "https:")
    with pytest.raises(NoAnswer):
        fetch(url, known_host="localhost")

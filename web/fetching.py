"""Asking another server for JSON: one answer, within seconds and of a sensible size, and from no address inside."""

import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any
from urllib.parse import urlencode, urlsplit

from store.hosts import may_be_asked

PATIENCE = 5.0  # seconds
MOST = 256 * 1024
NAT64 = ip_network("64:ff9b::/96")
# Inside, whatever a version of Python says: local translation (RFC 8215), site-local and IPv4-compatible (RFC 4291).
INSIDE = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "::/96")))


class NoAnswer(Exception):
    """It did not answer in time, or not with JSON, or may not be asked."""


def fetch(
    url: str, *, known_host: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of one answer; a redirect is not followed. With a `form` it is a POST.

    An operator chose `known_host`, so it may stand inside the network, and on this machine be asked without https.
    Every other host was named from outside: it is asked by https, and only at a public address (OWASP, SSRF).
    Raises NoAnswer.
    """
    if not may_be_asked(url, known_host):
        raise NoAnswer
    try:
        with _connection(url, known_host) as connection:
            return _answer(connection, url, form, headers or {})
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise NoAnswer from error


@contextmanager
def _connection(url: str, known_host: str) -> Iterator[HTTPConnection]:
    """It is cut off when the time is up, however slowly the other side goes on."""
    parts = urlsplit(url)
    host, kind = parts.hostname or "", HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(host, parts.port, timeout=PATIENCE)
    with closing(socket.create_connection((connection.host, connection.port), timeout=PATIENCE)) as plain:
        # Asked of the connection: what a name leads to may be another address the next time.
        if host != known_host and not _is_public(plain.getpeername()[0]):
            raise NoAnswer
        with (
            closing(_secured(plain, host)) if kind is HTTPSConnection else closing(plain) as connected,
            _in_time(connected),
        ):
            if isinstance(connected, ssl.SSLSocket):
                connected.do_handshake()
            connection.sock = connected
            yield connection


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _in_time(connected: socket.socket) -> Iterator[None]:
    def cut_off() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = Timer(PATIENCE, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _answer(
    connection: HTTPConnection, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    asked = {"Accept": "application/json", "Connection": "close", **headers}
    if form is None:
        connection.request("GET", path, headers=asked)
    else:
        asked["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, urlencode(form), asked)
    with connection.getresponse() as answer:
        body = answer.read(MOST + 1)
    found = json.loads(body) if len(body) <= MOST else None
    if not isinstance(found, dict):
        raise NoAnswer
    return answer.status, found


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    plain = _inner(found) or found if isinstance(found, IPv6Address) else found
    return plain.is_global and not plain.is_multicast and not any(plain in inside for inside in INSIDE)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The older address that one of these stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour

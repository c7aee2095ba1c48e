"""35 and 36: asking other servers, and secrets that stand in an address."""

import ast
import io
import socket
from dataclasses import fields
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from projections.nudge_words import unsubscribe_path
from projections.services import Settings
from scripts import serving
from store.hosts import may_be_asked
from tests.asvs.conftest import Client
from tests.cast import ADA, BEN, School
from tests.web.conftest import events_of
from web import fetching
from web.fetching import NoAnswer, fetch

ROOT = Path(__file__).parents[2]
TALK = {"http.client", "urllib.request", "smtplib", "ftplib", "requests", "httpx", "socket", "ssl"}
INSIDE = "127.0.0.1 10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 0.0.0.0 ::1 fc00::1 fe80::1 ::ffff:127.0.0.1"


def test_35_no_webhooks_and_a_provider_is_asked_outside_alone(app: Flask) -> None:
    """There are no webhooks. The one who is asked is the operator's own provider, and who it sends us to."""
    rooms = ("domain", "store", "projections", "nudges", "web")
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py")]
    assert {str(file.relative_to(ROOT)) for file in files if _imports(file) & TALK} == {
        "nudges/channels/mail.py",
        "web/fetching.py",
    }
    assert not [rule.rule for rule in app.url_map.iter_rules() if "hook" in rule.rule or "avatar" in rule.rule]
    assert {one.name for one in fields(Settings) if one.name.endswith(("url", "issuer", "smtp"))} == {
        "url",
        "oidc_issuer",
        "smtp",
    }
    assert [address for address in INSIDE.split() if fetching._is_public(address)] == []
    assert not may_be_asked("http://id.example.org/", "id.example.org")
    assert fetching.PATIENCE <= 5
    assert fetching.MOST <= 256 * 1024
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = f"localhost:{server.getsockname()[1]}"
        with pytest.raises(NoAnswer):  # whatever a name leads to: what counts is the address that was reached
            fetch(f"https://{here}/", known_host="id.example.org")
        caller, _ = server.accept()
        with caller:
            assert caller.recv(1) == b""  # not even that somebody wants to speak TLS
        moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\n{}"
        Thread(target=_answer, args=(server, moved), daemon=True).start()
        assert fetch(f"http://{here}/", known_host="localhost") == (302, {})  # not followed


def _imports(file: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names += [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
        found |= {part for name in names for part in (name, name.partition(".")[0])}
    return found


def _answer(server: socket.socket, what: bytes) -> None:
    caller, _ = server.accept()
    with caller:
        caller.recv(10_000)
        caller.sendall(what)


def test_36_no_feeds_and_the_way_out_of_letters_is_signed_and_confirmed(
    school: School, app: Flask, client: Client, log: io.StringIO
) -> None:
    """There are no feeds yet. One address works without a sign-in: it can do nothing but switch reminders off."""
    words = ("feed", "calendar", "ics", "rss")
    assert not [rule.rule for rule in app.url_map.iter_rules() if set(words) & set(rule.rule.split("/"))]
    path = unsubscribe_path(school.services.vault, ADA.id)
    digest = path.rpartition("/")[2]
    assert len(digest) * 4 >= 128  # bits, in hex
    before = events_of(school, ADA.id)
    answer = client().get(path)
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "same-origin")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert events_of(school, ADA.id) == before
    for forged in (f"/unsubscribe/{ADA.id}/{'0' * len(digest)}", f"/unsubscribe/{BEN.id}/{digest}"):
        assert client().send(forged, {}).status_code == 404
    assert client().send(path, {}).status_code == 200
    assert events_of(school, ADA.id) == [*before, "NudgesSwitched"]
    assert client().get(path.replace("unsubscribe", "settings")).status_code == 404
    assert digest not in log.getvalue()
    assert serving._server("127.0.0.1", 0).log_access is False

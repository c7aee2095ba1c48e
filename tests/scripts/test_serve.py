"""A running school: what the terminal says, what a start refuses, and that everything ends together."""

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import Settings, migrate, open_services
from scripts import guards
from scripts.greeting import greeting
from scripts.troubles import CannotStart
from tests.scripts.conftest import Buddy
from tests.scripts.running import Running, ended, served


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Running]:
    with served(tmp_path / "new") as running:
        yield running


def test_a_first_start_leads_to_the_first_account_and_ctrl_c_ends_everything(serve: Running, tmp_path: Path) -> None:
    code = re.search(rf"{re.escape(serve.url)}(/welcome/\S+)", serve.said)
    assert code, serve.said
    assert (serve.status(code[1]), serve.status("/welcome/another")) == (200, 410)
    assert f"as files into {tmp_path / 'new' / 'mail'}" in serve.said
    parts = serve.parts()
    assert len(parts) == 2
    # A terminal sends Ctrl-C to every process at once.
    os.killpg(serve.process.pid, signal.SIGINT)
    assert (serve.rest(), serve.process.returncode) == ("Stopped.\n", 0)
    assert [line["part"] for line in serve.log() if line["event"] == "stopped"] == ["web", "scheduler"]
    assert ended(parts)


def test_if_the_scheduler_dies_the_web_part_is_ended_and_the_reason_told(serve: Running) -> None:
    timekeeper, worker = serve.parts()
    os.kill(timekeeper, signal.SIGKILL)
    serve.rest()
    assert "The scheduler stopped by itself" in serve.errors()
    assert (serve.process.returncode, ended([worker])) == (1, True)


# What is said


def said(folder: Path, smtp: str = "") -> str:
    services = open_services(Settings(folder=folder, smtp=smtp))
    migrate(services)
    words = greeting(services, "")
    services.close()
    return words


def test_a_new_start_ends_the_code_of_the_one_before(tmp_path: Path) -> None:
    codes = [said(tmp_path).partition("/welcome/")[2].split()[0] for _ in range(2)]
    services = open_services(Settings(folder=tmp_path))
    assert [services.access.link(code, "first_staff", services.now())[0] for code in codes] == [False, True]
    services.close()


def test_a_school_with_people_gets_no_such_code(folder: Path) -> None:
    words = said(folder)
    assert "/welcome/" not in words
    assert "Open it and sign in" in words


def test_the_mail_server_is_named_without_its_password(folder: Path) -> None:
    words = said(folder, smtp="smtp://school:secret@mail.example.org:587")
    assert "through mail.example.org" in words
    assert "secret" not in words


# What a start refuses


def test_a_port_in_use_is_told_with_another_to_try(buddy: Buddy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = buddy("serve", "--port", str(port))
    assert (done.exit_code, done.stdout) == (78, "")
    assert f"Port {port} is in use. Choose another: --port {port + 1}" in done.stderr


def test_other_machines_are_served_by_https_only(buddy: Buddy) -> None:
    done = buddy("serve", "--port", "0", "--host", "0.0.0.0")
    assert (done.exit_code, "people must reach it by https" in done.stderr) == (78, True)


@pytest.mark.parametrize(
    ("host", "url", "demo", "allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True, True),
        ("::1", "http://[::1]:8000", False, True),
        ("0.0.0.0", "https://buddy.example.org", False, True),
        ("0.0.0.0", "https://buddy.example.org", True, False),
        ("192.0.2.1", "http://buddy.example.org", False, False),
    ],
)
def test_who_may_listen_where(host: str, url: str, demo: bool, allowed: bool) -> None:
    try:
        guards.may_listen(host, url, demo=demo)
    except CannotStart:
        assert not allowed
    else:
        assert allowed


def test_a_folder_that_cannot_be_made_is_told(buddy: Buddy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = buddy("serve", "--port", "0", "--data", str(tmp_path / "file" / "school"))
    assert (done.exit_code, "cannot be written to (Not a directory)" in done.stderr) == (78, True)


def test_a_demo_school_is_never_built_over_a_real_one(buddy: Buddy, folder: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    done = buddy("serve", "--port", "0", "--demo")
    assert (done.exit_code, "is not the demo school" in done.stderr) == (78, True)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_mail_server_that_is_none_is_told_before_the_start(buddy: Buddy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTABILIBUDDY_SMTP", "ftp://mail.example.org")
    done = buddy("serve", "--port", "0")
    assert (done.exit_code, "a mail server is" in done.stderr) == (78, True)


MOUNTS = "\n".join(
    [
        "/dev/sda1 / ext4 rw 0 0",
        "server:/home /home nfs4 rw 0 0",
        "/dev/sdb1 /home/local ext4 rw 0 0",
        "//server/share /mnt/with\\040space cifs rw 0 0",
    ]
)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/srv/school", ""), ("/home/ada/school", "nfs4"), ("/home/local/x", ""), ("/mnt/with space/x", "cifs")],
)
def test_a_network_drive_is_recognised(folder: str, kind: str) -> None:
    assert guards.network_kind(Path(folder), MOUNTS) == kind

"""41 to 46: secrets, packages, the start, backups and sizes."""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

import bootstrap
import web
from bootstrap import Settings
from projections.history import history
from projections.tracker import contact_with
from scripts import guards
from scripts.licences import PAGE, pinned
from scripts.troubles import CannotStart
from store import database, rotation
from store.sqlite import is_safe, prepare
from tests.asvs.conftest import Client
from tests.cast import ADA, BEN, Clock, School, there
from tests.scripts.conftest import Buddy, buddy, commands, folder
from tests.web.conftest import words
from tests.web.test_api import Caller

# How Python itself takes a pattern apart.
_parser: Any = import_module("re._parser")

__all__ = ["buddy", "folder"]  # pytest finds the fixtures here

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "store", "projections", "nudges", "web", "scripts", "docs", ".ci")
SECRETS = r"-----BEGIN [A-Z ]*PRIVATE|\bAKIA[0-9A-Z]{16}\b|\bxox[abp]-|\bgh[ps]_\w{30}|\bglpat-|\beyJhbGciOi"


def test_41_no_secret_stands_where_it_can_be_read_and_keys_rotate_while_the_school_goes_on(
    school: School, client: Client
) -> None:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*") if file.suffix in (".py", ".md", ".env", "")]
    texts = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    assert len(texts) > 200
    assert [text for text in texts if re.search(SECRETS, text)] == []
    hidden: dict[str, Any] = dict.fromkeys(
        ("database", "vault", "smtp", "metrics_token", "oidc_client_secret"), "Canary"
    )
    assert "Canary" not in repr(Settings(Path("data"), **hidden))
    goal, ada, key = school.goal(statement="Still read"), client(ADA), school.folder / "master.key"
    assert key.stat().st_mode & 0o777 == 0o600
    form = ada.form("/goals/new?template=own", "/goals")
    other = bootstrap.open_services(school.settings, now=school.clock)
    assert rotation.rotate(other.vault, key) == 2
    rotation.retire(other.vault, key, 1)
    other.close()
    assert "Still read" in ada.see(f"/goals/{goal}")
    assert ada.send("/goals", form.filled({"statement": "New", "due": "2026-11-09"})).status_code == 303


def test_42_packages_are_pinned_with_hashes_and_listed_and_can_be_audited() -> None:
    listed, audit = PAGE.read_text(encoding="utf-8"), (ROOT / "scripts" / "audit").read_text(encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        pins = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
        assert len(pins) > 30
        assert [pin for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []
        assert [name for name, version in pinned(lock).items() if f"| {name} | {version} |" not in listed] == []
    wanted = ("pip-audit==", "--strict", "--require-hashes", "--requirement requirements.lock")
    assert [word for word in wanted if word not in audit] == []


def test_43_nothing_for_developers_answers(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = web.create_app(school.services)
    visitor = app.test_client()
    assert (app.debug, app.testing) == (False, False)
    traced = [visitor.open(path, method="TRACE").status_code for path in ("/sign-in", "/goals", "/api/goals")]
    assert traced == [405, 405, 401]
    for path in ("/console", "/debug", "/.git/config", "/static/../web/session.py", "/metrics", "/?__debugger__=yes"):
        assert visitor.get(path).status_code in (303, 404), path
    assert "Server" not in visitor.get("/sign-in").headers


def test_44_what_would_put_a_school_at_risk_does_not_start(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [is_safe(version) for version in ((3, 40, 1), (3, 51, 2), (3, 51, 3))] == [False, False, True]
    assert is_safe(sys.modules["sqlite3"].sqlite_version_info)
    with pytest.raises(CannotStart) as unsafe:
        guards.no_unsafe_option({"POSTGRES_ENABLE_DB_FUNCTIONS": "y"})
    assert unsafe.value.exit_code == 78
    buddy, token = commands({"DATABASE": str(school.folder)}, monkeypatch), ("token", "--member", ADA.address)
    assert buddy(*token).exit_code == 0
    with monkeypatch.context() as lax:
        lax.setattr(database, "prepare", _lax)
        assert (buddy(*token).exit_code, "synchronous is below FULL" in buddy(*token).stderr) == (78, True)
    (school.folder / "master.key").rename(school.folder / "elsewhere.key")
    assert (buddy(*token).exit_code, "master.key is missing" in buddy(*token).stderr) == (78, True)
    # A clock that is wrong keeps nobody out: the order of the record is that of its positions.
    school.clock.go(days=-400)
    first, second = school.goal(), school.goal()
    told = [recorded.event.originator_id for recorded in school.use_cases.after(0, 1_000)]
    assert told[-2:] == [first, second]


def _lax(connection: Any, **asked: Any) -> None:
    prepare(connection, **asked)
    connection.execute("PRAGMA synchronous=NORMAL")


@contextmanager
def writing(school: School) -> Iterator[None]:
    """Somebody goes on promising meanwhile."""
    begun, stop = Event(), Event()

    def write() -> None:
        while not stop.is_set():
            school.goal(BEN)
            begun.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert begun.wait(60)
        yield
    finally:
        stop.set()
        writer.join()


def test_45_a_backup_of_a_school_in_use_comes_back_elsewhere_and_who_was_erased_stays_so(
    buddy: Buddy, folder: Path, tmp_path: Path
) -> None:
    school = School(folder, Clock(), migrated=True)
    contact = school.contact(name="Mira Solberg", email="mira@example.org")
    monday, tuesday, place = tmp_path / "monday", tmp_path / "tuesday", tmp_path / "new"
    assert buddy("backup", str(monday)).exit_code == 0
    assert buddy("forget", "contact", "mira@example.org", "--now").exit_code == 0
    with writing(school):
        assert buddy("backup", str(tuesday)).exit_code == 0
    key = ("--master-key", str(folder / "master.key"), "--data", str(place))
    done = buddy("restore", str(tuesday), "--vault-file", f"{monday}.vault", *key)
    assert (done.exit_code, "All views are level" in done.stdout) == (0, True), done.output
    due = buddy("forget", "due", "--data", str(place))
    assert "Erased again, since an older vault had brought them back: 1." in due.stdout
    back = School(place, Clock(), migrated=True)
    assert there(contact_with(back.views, ADA.id, contact)).name.erased
    end = back.use_cases.end()
    assert list(back.use_cases.rows(0, end)) == list(school.use_cases.rows(0, end))
    assert "Goal.Set" in [entry.name for entry in history(back.views, BEN.id, limit=99)]
    assert buddy("rebuild", "--all", "--compare", "--data", str(place)).exit_code == 0
    back.close()
    school.close()


MEGABYTE = 1024 * 1024


def test_46_sizes_are_bounded_and_no_pattern_takes_for_ever(school: School, app: Flask, client: Client) -> None:
    ada, before = client(ADA), school.use_cases.end()
    token = {"csrf_token": ada.token()}
    assert ada.send("/goals", {**token, "statement": "x" * (MEGABYTE + 1)}).status_code == 413
    program = Caller(app, school, ADA)
    assert program("POST", "/goals", {"statement": "x" * (MEGABYTE + 1)}).status_code == 413
    announced = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(6 * MEGABYTE + 1)}
    assert ada.browser.post("/contacts/import", environ_overrides=announced).status_code == 413
    answer = ada.submit("/goals/new?template=own", "/goals", statement="x" * 5_000, due="2026-11-09")
    assert (answer.status_code, "longer than" in words(answer)) == (422, True)
    assert school.use_cases.end() == before
    patterns = [(file.name, found) for file in _programs() for found in _patterns(file)]
    assert len(patterns) > 15
    # A repeat in a repeat may try a text in more ways than anybody can wait for. The parts of a host, the only ones,
    # are divided by dots and hold none, so that there is one way only.
    assert [name for name, found in patterns if _nested(_parser.parse(found))] == ["same_person.py"] * 2


def _programs() -> list[Path]:
    return sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def _patterns(file: Path) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [
        c for c in calls if isinstance(c.func, ast.Attribute) and getattr(c.func.value, "id", "") == "re" and c.args
    ]
    values = [call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def _nested(parsed: Any, inside: bool = False) -> bool:
    """Whether something without an upper bound repeats what has none."""
    for kind, what in parsed:
        repeats = str(kind) in ("MAX_REPEAT", "MIN_REPEAT") and what[1] == _parser.MAXREPEAT
        if repeats and inside:
            return True
        for part in what if isinstance(what, (tuple, list)) else [what]:
            for one in part if isinstance(part, list) else [part]:
                if isinstance(one, _parser.SubPattern) and _nested(one, inside or repeats):
                    return True
    return False

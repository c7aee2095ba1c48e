"""37 to 40: what is recorded and logged, what nobody changes afterwards, and what an error leaves behind."""

import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bootstrap import Settings
from domain.goal import Goal
from projections.history import looks_at
from scripts.postgres import Server
from tests.asvs.conftest import PASSWORD, SIGN_IN, Client
from tests.cast import ADA, BEN, DORA, Clock, School, settle
from tests.stranger import stranger
from tests.web.conftest import events_of, words

ROOT = Path(__file__).parents[2]
PAGE = f"/staff/members/{ADA.id}/history"


def test_37_a_look_is_recorded_before_it_shows_anything(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.goal(statement="Shown words")
    dora, before = client(DORA), events_of(school, ADA.id)
    form = dora.form(PAGE, PAGE)
    assert "Shown words" not in dora.get(PAGE).text
    assert dora.send(PAGE, form.filled({"reason": " "})).status_code == 422
    with monkeypatch.context() as broken:
        broken.setattr(school.use_cases.recorder, "insert_events", _raise(OperationalError))
        answer = dora.send(PAGE, form.filled({"reason": "She asked"}))
        assert (answer.status_code, "Shown words" in answer.text + dora.get(PAGE).text) == (503, False)
    assert events_of(school, ADA.id) == before
    dora.send(PAGE, form.filled({"reason": "She asked"}))
    assert "Shown words" in dora.get(PAGE).text
    (look,) = looks_at(school.views, ADA.id)
    assert look.event.by == str(DORA.id)
    seen = client(ADA).see("/settings")
    assert (DORA.name in seen, "She asked" in seen) == (True, True)


def _raise(kind: type[Exception]) -> Callable[..., Any]:
    def raises(events: Any, **_: Any) -> Any:
        raise kind(f"SELECT broken: {events!r}")

    return raises


@pytest.mark.usefixtures("with_passwords")
def test_38_the_log_says_who_did_what_when_and_nothing_secret(school: School, client: Client, log: io.StringIO) -> None:
    stranger, ada = client(), client()
    stranger.submit(SIGN_IN, SIGN_IN, address=ADA.address, password="Canary guess")
    stranger.submit(SIGN_IN, SIGN_IN, address="canary@example.org", password=PASSWORD)
    ada.submit(SIGN_IN, SIGN_IN, address=ADA.address, password=PASSWORD)
    contact = school.contact(name="Canary Solberg")
    assert client(BEN).get(f"/contacts/{contact}").status_code == 404
    assert ada.get("/staff").status_code == 404
    ada.submit("/settings/data", "/settings/data/archive")
    ada.submit("/settings/erasure", password=PASSWORD)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {datetime.fromisoformat(line["at"]).utcoffset() for line in lines} == {timedelta()}
    told = {(line["event"], line.get("verb") or line.get("endpoint", ""), line.get("member")) for line in lines}
    assert told >= {
        ("sign-in refused", "", str(ADA.id)),
        ("sign-in refused", "", ""),
        ("signed in", "", str(ADA.id)),
        ("refused", "contacts.show", str(BEN.id)),
        ("refused", "staff.show", str(ADA.id)),
        ("archive", "", str(ADA.id)),
    }
    (erasure,) = [line for line in lines if line.get("verb") == "request_member_erasure"]
    last = school.use_cases.after(school.use_cases.end() - 1, 1)[0].event
    assert (last.by, str(last.command_id)) == (str(ADA.id), erasure["command_id"])
    secrets = (PASSWORD, "anary", ADA.address, "Solberg", str(ada.browser.get_cookie("session")).split("=")[1][:20])
    assert [word for word in secrets if word in log.getvalue()] == []


CHANGES = (
    "UPDATE stored_events SET topic='Goal.Closed'",
    "UPDATE stored_events SET state=state",
    "DELETE FROM stored_events",
)
# What an owner of the table could do; whoever may write to an SQLite file is its owner.
AS_OWNER = (
    "TRUNCATE stored_events",
    "DROP TRIGGER append_only ON stored_events",
    "ALTER TABLE stored_events DISABLE TRIGGER ALL",
    "DROP TABLE stored_events",
    "SET session_replication_role = replica",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where a school is kept: in a folder, or in PostgreSQL as docs/running.md has it, the record with an owner."""
    if request.param == "sqlite":
        return Settings(tmp_path)
    server: Server = request.getfixturevalue("postgres_server")
    place = Settings(tmp_path, database=server.make("school"), vault=server.make("school_vault"))
    chapter = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    making, owning = (block for block in re.findall(r"```sql\n(.*?)```", chapter, re.DOTALL))
    roles = [line for line in making.splitlines() if line.startswith("CREATE ROLE")]
    _run(place.database, "\n".join([*roles, "ALTER DATABASE school OWNER TO buddy;"]))
    place = Settings(tmp_path, database=_as_buddy(place.database), vault=place.vault)
    School(place, Clock()).close()
    _run(server.address("school"), owning)
    return place


def _run(address: str, statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as admin:
        for statement in statements.split(";"):
            if statement.strip():
                admin.execute(statement.encode())


def _as_buddy(address: str) -> str:
    return make_url(address).set(username="buddy").render_as_string(hide_password=False)


def test_39_the_program_can_add_to_the_record_and_change_nothing_in_it(kept: Settings) -> None:
    """What proves to others that nobody else did is not there yet: SECURITY.md says so."""
    school = School(kept, Clock())  # which migrates once more
    settle(school.use_cases)
    goal, end = school.goal(), school.use_cases.end()
    with stranger(kept) as tell:
        for statement in (*CHANGES, *(AS_OWNER if kept.database else ())):
            with pytest.raises(DBAPIError, match=r"append only|must be owner|permission denied"):
                tell(statement)
    school.say(ADA, "close_goal", goal, reason="Done")
    assert (school.use_cases.end(), events_of(school, goal)) == (end + 1, ["Set", "Closed"])
    school.close()


def test_40_an_error_shows_nothing_of_the_program_and_leaves_nothing_by_halves(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, goal = client(ADA), school.goal(statement="Canary words")
    form, end = ada.form("/goals/new?template=own", "/goals"), school.use_cases.end()
    with monkeypatch.context() as broken:
        broken.setattr(school.use_cases.recorder, "insert_events", _raise(RuntimeError))
        answer = ada.send("/goals", form.filled({"statement": "Canary", "due": "2026-11-09"}))
    assert (answer.status_code, "went wrong" in words(answer).lower() or "mention" in words(answer)) == (500, True)
    told = ("Traceback", "RuntimeError", "SELECT", "insert_events", ".py", "Canary")
    assert [word for word in told if word in answer.text] == []
    fresh, stale = Goal.set(school.act(), school.act().new_id("goal"), **_terms(school, goal)), _goal(school, goal)
    school.say(ADA, "choose_goal_sharing", goal, sharing="words")
    stale.choose_sharing(school.act(), "private")
    with pytest.raises(IntegrityError):
        school.use_cases.save(fresh, stale)
    assert school.use_cases.end() == end + 1


def _goal(school: School, goal: Any) -> Goal:
    found: Goal = school.use_cases.repository.get(goal)
    return found


def _terms(school: School, goal: Any) -> dict[str, Any]:
    kept = vars(_goal(school, goal))
    names = ("member_id", "statement", "steps", "measure", "target", "due", "zone")
    return {**{name: kept[name] for name in names}, "template": "", "level": ""}

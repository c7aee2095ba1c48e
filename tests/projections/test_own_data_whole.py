"""Nothing about a member is forgotten: every event, every table of the views and of the vault is in their archive.

Whoever adds a table or an event finds here what is missing; what is kept back is named in the README of the archive.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from projections import VIEWS
from projections.own_data.archive import DATA
from store.keys import METADATA
from tests.cast import ADA, BEN, School
from tests.projections.long_story import tell_a_long_story
from tests.projections.test_own_data import taken

# Where in data.json each table of the views stands, and which of its columns do not: what the machinery needs, what
# stands there under another name or is told in the history.
PLUMBING = {"seen"}
OF_GOALS = {"measure", "target", "promises"}
VIEWED: dict[str, tuple[str, set[str]]] = {
    "people_member": ("member", PLUMBING),
    "people_membership": ("member.cohorts", PLUMBING | {"cohort_id", "member_id", "current"}),
    "people_cohort": ("member.cohorts", PLUMBING | {"cohort_id", "opened_at"}),
    # In two lists, each with columns of its own; what a goal asks for stands under "terms".
    "progress_goal": ("goals", PLUMBING | OF_GOALS | {"brought_at", "first_id", "ending"}),
    "progress_outreach": ("outreach", PLUMBING),
    "progress_takeaway": ("takeaways", PLUMBING | {"member_id"}),
    "tracker_contact": ("contacts", PLUMBING | {"member_id", "marks"}),
    "buddy_partnership": (
        "partnerships",
        PLUMBING | {"one", "other", "one_knows", "other_knows", "proposed_by", "paused_zone", "ended_at", "agreed"},
    ),
    "buddy_check_in": ("partnerships.mine", PLUMBING | {"partnership_id", "member_id", "cheered_at"}),
    "shared_outreach": ("history", set()),
    # Computed from the things above; each reminder that came of it is among the nudges.
    "due_thing": ("nudges", set()),
    "inbox_nudge": ("nudges", PLUMBING | {"settled_at"}),
    "history_entry": ("history", PLUMBING | {"subject_id", "stream_id", "command_id"}),
    "erasure": ("history", set()),
}
# A key of data.json, or a part of the sentence in which the README says that it is kept back.
VAULT = {
    "password": "member.has_password",
    "api_token": "api_tokens",
    "session": "sign_ins",
    "second_factor": "member.second_factor_since",
    "provider_identity": "member.providers",
    "provider_ended": "member.providers_ended",
    "wanted_address": "member.wanted_address",
    "invitation": "member.invited",
    "came_in": "member.first_came_in_at",
    "claimed_address": "member.address",
    "recovery_code": "its recovery codes",
    "outbox": "letters to you on their way",
    "upload": "a file you chose",
    "api_command": "answers kept for a program",
    "link": "whatever would let somebody in as you",
    "half_open": "whatever would let somebody in as you",
    # How many times all sign-ins were ended: a number, by which cookies are known to be over.
    "standing": "whatever would let somebody in as you",
    # The keys with which what is inside is sealed, the school's secrets, and its counts of tries, under marks.
    "subject_key": "whatever would let somebody in as you",
    "secret": "whatever would let somebody in as you",
    "vault_state": "whatever would let somebody in as you",
    "attempt": "whatever would let somebody in as you",
}


@pytest.fixture
def files(school: School) -> dict[str, str]:
    tell_a_long_story(school)
    school.say(ADA, "check_in", school.partnership(), confidence=3, moved="One message")
    services, now = school.services, school.clock()
    services.access.set_password(ADA.id, "hashed")
    services.access.make_api_token(ADA.id, "mine", now)
    services.access.start_session(ADA.id, now, device="Firefox on Android")
    services.provider_identities.bind("https://id.example.org", "subject-42", ADA.id, now)
    services.provider_identities.release("https://old.example.org", ADA.id, now)
    services.wanted_addresses.want(ADA.id, "ada@new.example", now)
    services.outbox.put("invitation", now, member_id=ADA.id)
    return taken(school)


def part(data: Any, path: str) -> Any:
    for name in path.split("."):
        data = next((one[name] for one in data if one[name]), None) if isinstance(data, list) else data[name]
    return data


def test_every_event_that_concerns_a_member_is_inside(school: School, files: dict[str, str]) -> None:
    inside = Counter((told["thing"], told["what"], told["at"]) for told in json.loads(files[DATA])["history"])
    recorded = [one.event for one in school.use_cases.after(0, 10_000) if ADA.id in one.event.concerns()]
    names = {(str(e.originator_id), f"{type(e).__qualname__}", e.timestamp.isoformat()) for e in recorded}
    assert inside.total() == len(recorded) > 80
    assert {(thing, what, at) for thing, what, at in inside} == names


def test_what_somebody_did_is_about_them_or_about_another(school: School, files: dict[str, str]) -> None:
    """Acts of a member that are not in their archive belong to somebody else's."""
    theirs = [one.event for one in school.use_cases.after(0, 10_000) if one.event.by == str(ADA)]
    assert {type(e).__qualname__ for e in theirs if ADA.id not in e.concerns()} == set()


def test_no_table_of_the_views_is_left_out(files: dict[str, str]) -> None:
    tables = {rows.table.name: rows.table for view in VIEWS for rows in view.tables}
    assert tables.keys() == VIEWED.keys()
    data = json.loads(files[DATA])
    assert [name for name, (path, _) in VIEWED.items() if not part(data, path)] == []
    listed = {name: (part(data, path), missing) for name, (path, missing) in VIEWED.items() if missing}
    left = {name: _columns(tables[name]) - _keys(told) for name, (told, _) in listed.items()}
    assert left == {name: missing for name, (_, missing) in listed.items()}


def _columns(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def _keys(told: Any) -> set[str]:
    rows = told if isinstance(told, list) else [told]
    return {key for row in rows for key in row}


def test_what_was_over_elsewhere_is_inside_with_all_that_is_kept_of_it(files: dict[str, str]) -> None:
    (row,) = json.loads(files[DATA])["goals_elsewhere"]
    assert {"brought_at", "first_id", "standing", "ended_at", "on_time", "reached", "measure", "target"} <= row.keys()


def test_no_table_of_the_vault_is_left_out(files: dict[str, str]) -> None:
    """With a member in it or not: a table that is added is told here, or it is said why not."""
    assert set(METADATA.tables) == set(VAULT)
    data, readme = json.loads(files[DATA]), " ".join(files["README.txt"].split())
    for name, where in VAULT.items():
        if " " in where:
            assert where in readme, name
        elif name != "second_factor":  # turned on in test_own_data.py
            assert part(data, where), name


def test_of_another_nothing_is_inside(school: School, files: dict[str, str]) -> None:
    data = json.loads(files[DATA])
    for name in ("goals", "outreach", "contacts"):
        assert {row["member_id"] for row in data[name] if "member_id" in row} <= {str(ADA.id)}
    assert BEN.address not in files[DATA]


def test_its_description_names_everything_in_it(files: dict[str, str]) -> None:
    described = set(re.findall(r"`(\w+)`", (Path(__file__).parents[2] / "docs/archive.md").read_text()))
    data = json.loads(files[DATA])
    told = {name: _keys(part) for name, part in data.items() if isinstance(part, list | dict) and name != "history"}
    assert data.keys() - described == set()
    assert {name: keys - described for name, keys in told.items() if keys - described} == {}

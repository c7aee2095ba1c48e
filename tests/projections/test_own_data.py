"""Everything about a member in one archive: what is inside, and what is not."""

import csv
import json
from io import StringIO
from zipfile import ZipFile

import pytest
from pyotp import TOTP

from domain.accountability.contacts import Card
from domain.act import OPERATOR
from domain.personal import Personal
from projections.history import own_history
from projections.own_data.archive import DATA, archive
from projections.own_data.vcards import vcard
from projections.tracker import contacts
from store.fingerprint import fingerprint
from store.names import EVENTS
from tests.cast import ADA, BEN, CLEO, DORA, Player, School
from tests.projections.long_story import tell_a_long_story


def taken(school: School, who: Player = ADA) -> dict[str, str]:
    """The archive's files as text, read as whoever opens it would."""
    with archive(school.services, who.id) as file, ZipFile(file) as into:
        assert into.testzip() is None
        return {name: into.read(name).decode("utf-8-sig") for name in into.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_every_word_a_member_wrote_is_inside(school: School) -> None:
    tell_a_long_story(school)
    files = taken(school)
    data = json.loads(files[DATA])
    told = own_history(school.views, ADA.id, limit=10_000)
    assert len(data["history"]) == len(told) > 70
    everything = files[DATA]
    for entry in told:
        for value in vars(entry.event).values():
            if isinstance(value, Personal) and value.text and entry.event.by in (str(ADA), OPERATOR):
                assert json.dumps(value.text, ensure_ascii=False)[1:-1] in everything, entry.name
    kinds = {entry["what"] for entry in data["history"]}
    assert kinds == {entry.name for entry in told}
    assert len(kinds) > len(EVENTS) * 0.6


def test_each_file_is_named_in_the_readme_and_tells_the_same(school: School) -> None:
    tell_a_long_story(school)
    files = taken(school)
    data = json.loads(files[DATA])
    for name in files:
        assert name in files["README.txt"] or name == "README.txt"
    for name in ("goals", "goals_elsewhere", "contacts", "outreach", "takeaways", "partnerships", "nudges", "history"):
        assert len(rows(files[f"{name}.csv"])) == len(data[name]), name
    assert [row["statement"] for row in rows(files["goals.csv"])] == [goal["statement"] for goal in data["goals"]]
    assert ADA.name.split()[0] in files["README.txt"]


def test_a_member_without_anything_gets_an_archive_too(school: School) -> None:
    data = json.loads(taken(school, BEN)[DATA])
    assert (data["goals"], data["contacts"], data["member"]["name"]) == ([], [], "Ben Okafor")


def test_how_a_member_comes_in_is_inside_and_nothing_that_lets_anybody_in(school: School) -> None:
    services, now = school.services, school.clock()
    token = services.access.start_session(ADA.id, now, device="Firefox on Android")
    secret = services.second_factors.offer(ADA.id, "today")
    codes = services.second_factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now, of=token)
    services.provider_identities.bind("https://id.example.org", "subject-42", ADA.id, now)
    services.wanted_addresses.want(ADA.id, "ada@new.example", now)
    found = taken(school)[DATA]
    data, at = json.loads(found), now.isoformat()
    assert data["sign_ins"] == [
        {"device": "Firefox on Android", "started_at": at, "seen_at": at, "second_factor_at": None}
    ]
    account = {name: data["member"][name] for name in ("wanted_address", "second_factor_since", "providers")}
    assert account == {
        "wanted_address": "ada@new.example",
        "second_factor_since": at,
        "providers": [{"issuer": "https://id.example.org", "since": at}],
    }
    assert codes
    for kept_back in (token, fingerprint(token), fingerprint(fingerprint(token))[:32], secret, "subject-42", *codes):
        assert kept_back not in found


def test_who_closed_the_account_is_named(school: School) -> None:
    school.say(DORA, "close_account", ADA.id, reason="A lost laptop")
    school.say(DORA, "reopen_account", ADA.id)
    data = json.loads(taken(school)[DATA])
    assert [entry["by"] for entry in data["history"][:2]] == [str(DORA.id)] * 2
    assert data["people"] == [{"id": str(DORA.id), "name": DORA.name}]


def test_what_a_buddy_shares_is_inside_as_it_is_seen_and_nothing_else_of_theirs(school: School) -> None:
    pair = school.partnership()
    school.contact(BEN, "Secret Person")
    school.goal(BEN, statement="Not for Ada")
    school.say(BEN, "check_in", pair, confidence=4, moved="First words")
    school.say(BEN, "check_in", pair, confidence=4, moved="Latest words")
    seen = taken(school)[DATA]
    assert "Latest words" in seen
    assert "First words" not in seen
    assert "Secret Person" not in seen
    assert "Not for Ada" not in seen
    school.say(ADA, "end_partnership", pair)
    assert "Latest words" not in "".join(taken(school).values())
    assert "Latest words" in taken(school, BEN)[DATA]


def test_a_goal_tells_what_a_buddy_sees_of_it_on_that_day(school: School) -> None:
    pair, goal = school.partnership(), school.goal()
    school.say(ADA, "choose_goal_sharing", goal, sharing="words")

    def told() -> str:
        (one,) = json.loads(taken(school)[DATA])["goals"]
        return str(one["sharing"])

    assert told() == "words"
    school.clock.go(hours=1)
    school.say(BEN, "end_partnership", pair)
    assert told() == "progress"
    school.partnership(ADA, CLEO)
    assert told() == "progress"


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", '"=1"', "\n=1", "|calc", " =1", "＝1"])
def test_no_cell_can_become_a_formula(school: School, text: str) -> None:
    contact = school.contact(name="Mira")
    school.held(contact, notes=f"x\n{text}")
    school.say(ADA, "edit_contact", contact, card=Card("Mira", company="Plain", how_known="x"), tie="weak")
    school.say(ADA, "record_answer", school.sent(contact), note=f"{text}")
    (answered,) = [row for row in rows(taken(school)["outreach.csv"]) if row["answer_note"]]
    assert answered["answer_note"].replace("'", "").strip() == text.strip()
    if text.strip() == text:
        assert answered["answer_note"] == f"'{text}"


def test_a_vcard_is_folded_and_escaped(school: School) -> None:
    card = Card(
        "Bö, Anna; " + "ä" * 60, company="A\\B", how_known="One\nTwo", email="a@example.org", link="https://x.org/a,b"
    )
    school.say(ADA, "add_contact", card=card, tie="weak")
    (known,) = contacts(school.views, ADA.id)
    text = vcard(known)
    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert text.endswith("END:VCARD\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    lines = text.replace("\r\n ", "").split("\r\n")
    assert "FN:Bö\\, Anna\\; " + "ä" * 60 in lines
    assert {"ORG:A\\\\B", "NOTE:One\\nTwo", "EMAIL:a@example.org", "URL:https://x.org/a,b"} <= set(lines)

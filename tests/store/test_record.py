"""The record: append only, positions that never come again, names of ours alone, nothing readable about anybody."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from psycopg.sql import SQL
from sqlalchemy.exc import DBAPIError

from bootstrap import migrate, open_services
from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.goal import Goal
from store.names import UnknownEvent
from tests.cast import ADA, BEN, MONDAY, Clock, School
from tests.stranger import stranger, write_a_foreign_row


@pytest.fixture
def tell(school: School):
    """The record's tables, in the hands of somebody who is not us."""
    with stranger(school.settings) as tell:
        yield tell


@pytest.mark.parametrize("change", ["UPDATE stored_events SET topic='Goal.Closed'", "DELETE FROM stored_events"])
def test_nothing_is_ever_changed_or_deleted(school, tell, change):
    school.goal()
    with pytest.raises(DBAPIError, match="append only"):
        tell(change)
    assert school.goal()


def test_a_position_is_never_used_again(school, tell, engine):
    school.goal()
    last, place = school.use_cases.end(), "position" if engine == "sqlite" else "notification_id"
    # By somebody who should not:
    tell("DROP TRIGGER stored_events_no_delete" if engine == "sqlite" else "DROP TRIGGER append_only ON stored_events")
    tell(f"DELETE FROM stored_events WHERE {place}=?", last)
    school.goal()
    assert school.use_cases.end() == last + 1


# Nobody else waits in the database of a test.
WAITING = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()"
WAITING += " WHERE locktype = 'advisory' AND NOT granted"


def test_whoever_waits_for_their_turn_has_drawn_no_position(school, tell, engine):
    """Or it could be committed after a later one, which readers have passed by then."""
    if engine == "sqlite":
        pytest.skip("about a server")
    last = "SELECT last_value FROM stored_events_notification_id_seq"
    drawn, turn = tell(last), SQL("SELECT {}").format(school.use_cases.recorder._turn())
    with ThreadPoolExecutor(1) as pool:
        with psycopg.connect(school.settings.database) as another:
            another.execute(turn)
            appending = pool.submit(school.goal)
            while not (appending.done() or tell(WAITING) == [(1,)]):
                pass
            assert tell(last) == drawn
        assert appending.result()
    assert tell(last) > drawn


def test_a_place_in_a_stream_is_taken_once(school):
    goal_id = school.goal()
    one, other = (school.use_cases.repository.get(goal_id) for _ in range(2))
    one.choose_sharing(school.act(), "words")
    other.choose_sharing(school.act(), "private")
    school.use_cases.save(one)
    with pytest.raises(IntegrityError):
        school.use_cases.save(other)
    assert school.use_cases.repository.get(goal_id).sharing == "words"


def test_what_one_command_says_is_saved_whole_or_not_at_all(school):
    goal_id, end = school.goal(), school.use_cases.end()
    fresh = Goal.set(school.act(), school.act().new_id("goal"), **_terms(school, goal_id))
    stale = school.use_cases.repository.get(goal_id)
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    stale.choose_sharing(school.act(), "private")
    with pytest.raises(IntegrityError):
        school.use_cases.save(fresh, stale)
    assert school.use_cases.end() == end + 1


def _terms(school: School, goal_id):
    goal: Goal = school.use_cases.repository.get(goal_id)
    fields = ("member_id", "statement", "steps", "measure", "target", "due", "zone")
    return {**{f: getattr(goal, f) for f in fields}, "template": "", "level": ""}


def test_events_come_back_in_the_order_of_their_positions(school):
    end = school.use_cases.end()
    goals = [school.goal() for _ in range(5)]
    found = school.use_cases.after(end, 100)
    assert [r.position for r in found] == list(range(end + 1, end + 6))
    assert [r.event.originator_id for r in found] == goals


@pytest.mark.parametrize("name", ["SQLITE_DBNAME", "POSTGRES_DBNAME"])
def test_no_variable_of_the_machine_moves_the_record(school, monkeypatch, tmp_path, name):
    school.goal()
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv(f"ACCOUNTABILIBUDDY_{name}", str(tmp_path / "elsewhere"))
    with closing(open_services(school.settings)) as again:
        assert again.accountability.end() == school.use_cases.end()


def test_events_are_read_in_batches(school):
    end = school.use_cases.end()
    for _ in range(3):
        school.goal()
    first = school.use_cases.after(end, 2)
    assert [r.position for r in first] == [end + 1, end + 2]
    assert [r.position for r in school.use_cases.after(first[-1].position, 2)] == [end + 3]
    assert school.use_cases.after(end + 3, 2) == []


def test_an_event_is_decoded_once_and_only_for_who_asks_for_it(school, monkeypatch):
    school.goal()
    decoded, decode = list[int](), school.use_cases.mapper.to_domain_event

    def noted(stored):
        decoded.append(stored.id)
        return decode(stored)

    monkeypatch.setattr(school.use_cases.mapper, "to_domain_event", noted)
    *_, last = school.use_cases.after(0, 1_000)
    assert (last.kind, decoded) == (Goal.Set, [])
    assert last.event is last.event
    assert decoded == [last.position]


def test_events_at_chosen_positions(school):
    assert [r.position for r in school.use_cases.at([4, 2])] == [2, 4]
    assert school.use_cases.at([]) == []


def test_a_new_record_is_empty(places, tmp_path):
    services = open_services(places.new(tmp_path / "new"), now=Clock())
    migrate(services)
    assert services.accountability.end() == 0
    services.close()


def test_migrating_again_changes_nothing(school):
    end = school.use_cases.end()
    migrate(school.services)
    assert school.use_cases.end() == end


def test_an_event_says_what_it_said_when_it_is_read_by_another_process(school):
    goal_id = school.goal(statement="Łódź 👋", steps="One\nTwo")
    again = School(school.settings, Clock())
    goal: Goal = again.use_cases.repository.get(goal_id)
    assert (goal.statement.text, goal.steps.text, goal.created_on) == ("Łódź 👋", "One\nTwo", MONDAY)
    again.close()


def test_an_event_of_an_unknown_name_is_refused_by_its_name(school, tell):
    write_a_foreign_row(tell, "os:system", uuid4().hex)
    with pytest.raises(UnknownEvent, match=f"os:system at position {school.use_cases.end()}"):
        school.use_cases.after(0, 1_000)


def test_a_module_that_a_row_names_is_not_imported(school, tell):
    write_a_foreign_row(tell, "this:s", uuid4().hex)
    with pytest.raises(UnknownEvent):
        school.use_cases.after(0, 1_000)
    assert "this" not in sys.modules


def test_every_event_says_by_whom_when_through_which_door_and_under_which_command(school):
    act = school.act(ADA, fingerprint="fingerprint")
    goal_id = school.use_cases.set_goal(act, statement="x", measure="contacted", target=1, due="2026-12-01")
    (event,) = school.use_cases.events.get(goal_id)
    assert (event.by, event.timestamp, event.door) == (str(ADA), MONDAY, "page")
    assert (event.command_id, event.fingerprint, event.member_id) == (act.command_id, "fingerprint", ADA.id)


CANARY = "Kanarienvogel"


@pytest.mark.sqlite
def test_nothing_about_anybody_is_readable_in_the_record_or_the_views(school):
    a_long_story_full_of(CANARY, school)
    school.close()
    for file in [*school.folder.glob("record.db*"), *school.folder.glob("views.db*"), *school.folder.glob("vault.db*")]:
        content = file.read_bytes()
        for form in (CANARY, CANARY.lower(), CANARY.upper(), "ada@example", "Lindqvist", "Okafor"):
            assert form.encode() not in content, f"{form} stands in {file.name}"
            assert form.encode("utf-16-le") not in content


@pytest.mark.sqlite
def test_what_is_not_about_anybody_is_readable(school):
    """So that the test above would see a word if it stood there."""
    school.goal()
    school.close()
    assert any(b"2026-11-30" in file.read_bytes() for file in school.folder.glob("record.db*"))


def a_long_story_full_of(word: str, school: School) -> None:
    """Every field that takes free text takes this word."""

    def say(verb, *args, who=ADA, **words):
        return school.say(who, verb, *args, **words)

    say("change_settings", name=word, zone="Europe/Berlin", nudges=True)
    goal = school.goal(statement=word, steps=f"{word}\n{word}")
    say("reword_goal", goal, statement=f"{word} again", steps=word)
    say("reschedule_goal", goal, due="2026-12-20", reason=word)
    address, link = f"{word}@{word}.example", f"https://example.org/{word}"
    card: dict[str, Any] = {"how_known": word, "company": word, "role": word, "email": address, "link": link}
    contact = school.contact(name=word, **card)
    say("edit_contact", contact, card=Card(f"{word} II", **card), tie="alum")
    draft: dict[str, Any] = {"introduction": word, "purpose": word, "why_you": word, "call_to_action": word}
    outreach = school.draft(contact, goal, **draft)
    say("revise_draft", outreach, draft=Draft(**draft | {"purpose": f"{word} too"}))
    say("send_outreach", outreach, channel="email", times_offered=[])
    say("record_answer", outreach, note=word)
    say("record_conversation", outreach, medium="call", questions=word, notes=word, whom_next=word)
    say("write_notes", outreach, notes=f"More {word}")
    say("correct_tie", outreach, tie="cold", reason=word)
    say("count_outreach_toward", outreach, goal_id=None, reason=word)
    takeaway = say("decide_takeaway", outreach, text=word, kind="introduction", due="2026-11-20")
    say("reword_takeaway", takeaway, text=f"{word} now")
    say("reschedule_takeaway", takeaway, due="2026-11-22", reason=word)
    say("drop_takeaway", takeaway, reason=word)
    say("pick_up_takeaway", takeaway)
    say("follow_up_takeaway", takeaway, what_came=word, introduced=Card(f"{word} III", link=f"{link}/3"))
    say("withdraw_outreach", outreach, reason=word)
    say("record_decline", school.sent(contact), note=word)
    say("close_goal", goal, reason=word)
    say("reopen_goal", goal, reason=word)
    partnership = say("propose_partnership", partner_id=BEN.id, note=word)
    say("accept_partnership", partnership, who=BEN)
    say("check_in", partnership, who=BEN, confidence=2, moved=word, next_step=word)
    say("open_history", ADA.id, who="operator", reason=word)
    say("import_contacts", cards=[Card(f"{word} IV", **card)], tie="weak", source="linkedin", known=set())


def test_two_threads_that_change_one_goal_are_both_heard(school):
    goal_id = school.goal()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda words: school.say(ADA, "reword_goal", goal_id, statement=words), ["One", "Two"]))
    assert [type(e).__name__ for e in school.use_cases.events.get(goal_id)] == ["Set", "Reworded", "Reworded"]


def test_of_two_imports_at_once_neither_adds_anybody_twice(school):
    cards = [Card(f"Person {n}", email=f"p{n}@example.org") for n in range(40)]

    def bring(some):
        return school.say(ADA, "import_contacts", cards=some, tie="weak", source="linkedin", known=set())

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(bring, [cards[:30], cards[10:]])
    assert (len({*one, *other}), len(one) + len(other)) == (40, 40)


def test_the_stored_state_holds_plain_values(school):
    school.goal(statement="Words")
    stored = school.use_cases.recorder.select_notifications(school.use_cases.end(), 1)[0]
    state = json.loads(stored.state)
    assert state["due"] == "2026-11-30"
    assert isinstance(state["~statement"], list)
    assert "statement" not in state

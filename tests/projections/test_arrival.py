"""Bringing an archive along: what comes, once and as it was told; what stays behind, and why; what counts of it."""

import json
from collections import Counter
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from domain.accountability.contacts import Card
from domain.act import OPERATOR, SCHEDULER
from domain.levels import levels
from projections.buddy import partnerships
from projections.due import due_things
from projections.own_data import arrival
from projections.own_data.archive import DATA, archive
from projections.own_data.arrival import NotAnArchive, carry_out, plan
from projections.own_data.plan import LeftOut
from projections.progress.elsewhere import goals_elsewhere
from projections.progress.goals import goals, goals_of
from projections.progress.outreach import stories, stories_of
from projections.progress.takeaways import takeaways
from projections.tracker import contacts
from tests.cast import ADA, BEN, CLEO, Player, School, there


def zipped(name: str, text: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as into:
        into.writestr(name, text)
    return file.getvalue()


def archive_of(**lists: list[Any]) -> bytes:
    return json.dumps({"format": "accountabilibuddy", "version": 1, **lists}).encode()


def taken(school: School, who: Player = ADA) -> bytes:
    with archive(school.services, who.id) as file:
        return file.read()


def told(data: bytes) -> Any:
    with ZipFile(BytesIO(data)) as into:
        return json.loads(into.read(DATA))


def brought(school: School, data: bytes, who: Player = CLEO, *, by: str = "") -> tuple[dict[str, int], dict[str, int]]:
    """What came, and what had been here."""
    planned = plan(school.services, by or str(who), who.id, data)
    return carry_out(school.services, school.act(by or who), who.id, planned), dict(planned.here)


def left_out(school: School, data: bytes, who: Player = CLEO, *, by: str = "") -> list[LeftOut]:
    return plan(school.services, by or str(who), who.id, data).left_out


def counts(people: int = 0, stories: int = 0, takeaways: int = 0, goals: int = 0) -> dict[str, int]:
    return {"people": people, "stories": stories, "takeaways": takeaways, "goals": goals}


@pytest.fixture
def lived(school: School) -> bytes:
    """Ada's archive: conversations, a refusal, a draft, a takeaway that led on, goals kept, let go and open."""
    say, clock = school.say, school.clock
    mira = school.contact(name="Mira Solberg", tie="mentor", email="mira@example.org")
    jonas, gone = school.contact(name="Jonas Weber", tie="cold"), school.contact(name="Gone Already")
    goal = school.goal(statement="Talk to a mentor", steps="One\nTwo", level="I")
    held = school.held(mira, goal, notes="Queues everywhere")
    clock.go(days=1)
    takeaway = school.takeaway(held)
    say(ADA, "follow_up_takeaway", takeaway, what_came="Met her", introduced=Card("Noor Haddad"), tie="weak")
    say(ADA, "choose_confidentiality", held, confidential=True)
    school.takeaway(school.held(jonas))
    say(ADA, "record_decline", school.sent(jonas), note="Not now")
    school.draft(jonas, introduction="Not sent yet")
    school.held(gone, notes="With somebody removed")
    say(ADA, "withdraw_outreach", school.sent(jonas), reason="Wrong person")
    say(ADA, "remove_contact", gone)
    school.goal(statement="Still to do", steps="One\nTwo", level="II", target=2)
    say(ADA, "close_goal", school.goal(statement="Let go"), reason="Done with it")
    clock.go(days=2)
    return taken(school)


STORY_FACTS = (
    *("tie", "channel", "medium", "sent_at", "answered_at", "starts_at", "held_at", "confidential"),
    *("introduction", "purpose", "why_you", "call_to_action", "answer_note", "questions", "notes", "whom_next"),
)
TAKEAWAY_FACTS = ("text", "kind", "due", "zone", "state", "decided_at", "settled_at", "outcome")
GOAL_FACTS = ("statement", "steps", "measure", "target", "due", "zone", "level", "set_at", "standing", "reason")


def carried(data: Any) -> dict[str, Any]:
    """What of an archive is carried on, in plain values, with the names of people in place of their ids."""
    names = {row["contact_id"]: row["name"] for row in data["contacts"] if not row["removed"]}
    told_of = [row for row in data["outreach"] if row["contact_id"] in names and row["stage"] != "withdrawn"]
    ids = {row["outreach_id"] for row in told_of}
    return {
        "people": sorted(
            [r["name"], r["tie"], r["email"], names.get(r["introduced_by"])]
            for r in data["contacts"]
            if not r["removed"]
        ),
        "stories": Counter(
            (names[r["contact_id"]], r["reached"] or r["stage"], *(r[name] for name in STORY_FACTS)) for r in told_of
        ),
        "takeaways": Counter(
            (names[r["contact_id"]], *(r[name] for name in TAKEAWAY_FACTS))
            for r in data["takeaways"]
            if r["outreach_id"] in ids
        ),
        "over": Counter(map(_over, (g for g in data["goals"] if g["progress"]["standing"] != "open")))
        + Counter(tuple(row[n] for n in GOAL_FACTS) for row in data["goals_elsewhere"]),
        "open": Counter(
            (g["statement"], g["steps"], g["level"], g["terms"]["target"])
            for g in data["goals"]
            if g["progress"]["standing"] == "open"
        ),
    }


def _over(goal: Any) -> tuple[Any, ...]:
    terms, progress = goal["terms"], goal["progress"]
    flat = goal | terms | terms["promises"][-1] | {"standing": progress["standing"]}
    return tuple((flat | {"reason": goal["closed_because"] or ""})[name] for name in GOAL_FACTS)


def test_from_school_to_school_all_that_is_carried_stays_the_same(school: School, lived: bytes) -> None:
    came, _ = brought(school, lived)
    assert came == counts(people=3, stories=4, takeaways=2, goals=3)
    first, second = carried(told(lived)), carried(told(taken(school, CLEO)))
    assert first == second
    assert all(first.values())
    brought(school, taken(school, CLEO), BEN)
    assert carried(told(taken(school, BEN))) == first


def test_the_second_time_nothing_comes(school: School, lived: bytes) -> None:
    brought(school, lived)
    end = school.use_cases.end()
    assert brought(school, lived) == (counts(), counts(people=3, stories=4, takeaways=2, goals=3))
    assert school.use_cases.end() == end


def test_in_the_school_it_was_taken_from_everything_is_here(school: School, lived: bytes) -> None:
    end = school.use_cases.end()
    came, here = brought(school, lived, ADA)
    assert (came, here["stories"], here["goals"], school.use_cases.end()) == (counts(), 6, 3, end)


def test_by_a_third_school_nothing_comes_back_twice(school: School, lived: bytes) -> None:
    brought(school, lived)
    end = school.use_cases.end()
    came, _ = brought(school, taken(school, CLEO), ADA)
    # What was not sent is a message of Cleo's by now, like one begun by hand.
    assert came == counts(stories=1)
    assert school.use_cases.end() == end + 1


def test_it_counts_toward_no_goal_and_no_level(school: School, lived: bytes) -> None:
    goal = school.goal(CLEO, measure="contacted", target=1)
    brought(school, lived)
    mine = stories(school.views, CLEO.id)
    assert {card.stage for card in mine} == {"elsewhere", "drafted"}
    assert [level.story for level in levels(card.story for card in mine if card.brought_at)] == [None] * 3
    progress = {card.goal_id: card.progress for card in goals(school.views, CLEO.id, mine, school.clock())}
    assert {(one.count, one.standing) for one in progress.values()} == {(0, "open")}
    assert goal in progress
    assert [str(card.statement) for card in goals_elsewhere(school.views, CLEO.id)] == ["Let go", "Talk to a mentor"]


def test_buddies_and_staff_see_nothing_of_it(school: School, lived: bytes) -> None:
    school.partnership(CLEO, BEN)
    brought(school, lived)
    views = school.views
    assert [card.stage for card in stories_of(views, [CLEO.id])] == ["drafted"]
    assert [card.sharing for card in goals_of(views, [CLEO.id], school.clock())[CLEO.id]] == ["private"]
    assert len(partnerships(views, BEN.id)) == 1


def test_what_was_confidential_stays_so_and_dates_are_those_of_elsewhere(school: School, lived: bytes) -> None:
    school.clock.go(days=30)
    brought(school, lived)
    (mira,) = [card for card in stories(school.views, CLEO.id) if card.confidential]
    assert (str(mira.notes), mira.reached) == ("Queues everywhere", "held")
    assert mira.held_at == mira.touched_at == there(mira.sent_at)
    assert (school.clock() - mira.held_at).days == 33
    assert mira.brought_at == school.clock()


def test_only_an_open_takeaway_that_is_not_past_is_asked_about(school: School, lived: bytes) -> None:
    brought(school, lived)
    school.clock.go(days=60)
    asked = [thing for thing in due_things(school.views, school.clock()) if thing.member_id == CLEO.id]
    of_takeaways = {thing.thing_id for thing in asked if thing.kind != "goal"}
    (still,) = [card.takeaway_id for card in takeaways(school.views, CLEO.id) if card.state == "open"]
    assert of_takeaways == {still}


def test_what_stays_behind_is_told_with_its_reason(school: School, lived: bytes) -> None:
    people, *stories_of_them = left_out(school, lived)
    assert people == LeftOut("people", "Gone Already", "removed")
    # Both were touched at the same instant.
    assert sorted((one.name, one.why) for one in stories_of_them) == [
        ("Gone Already", "nobody"),
        ("Jonas Weber", "withdrawn"),
    ]


def test_who_was_forgotten_does_not_come_back_nor_does_their_story(school: School, lived: bytes) -> None:
    mira = school.contact(CLEO, "Mira Solberg", email="mira@example.org")
    school.say(SCHEDULER, "complete_contact_erasure", mira)
    came, _ = brought(school, lived)
    assert came == counts(people=2, stories=3, takeaways=1, goals=3)
    why = {(one.kind, one.why) for one in left_out(school, lived)}
    assert why >= {("people", "forgotten"), ("stories", "nobody"), ("takeaways", "no_story")}
    assert "Mira Solberg" not in {str(card.name) for card in contacts(school.views, CLEO.id)}


def test_nothing_comes_about_somebody_who_was_removed_here(school: School, lived: bytes) -> None:
    mira = school.contact(CLEO, "Mira Solberg", email="mira@example.org")
    school.say(CLEO, "remove_contact", mira)
    came, here = brought(school, lived)
    assert (came, here) == (counts(people=2, stories=3, takeaways=1, goals=3), {"people": 1})


def test_somebody_who_is_here_already_gets_their_story(school: School, lived: bytes) -> None:
    jonas = school.contact(CLEO, "Jonas Weber")
    brought(school, lived)
    assert Counter(card.contact_id == jonas for card in stories(school.views, CLEO.id))[True] == 3


@pytest.mark.parametrize("portion", [1, 2])
def test_broken_off_half_way_it_goes_on_there(
    school: School, lived: bytes, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(arrival, "PORTION", portion)
    act, bring, said = school.act(CLEO), school.use_cases.bring_stories, list[int]()

    def breaking(*args: Any, **words: Any) -> Any:
        said.append(1)
        if len(said) == 2:
            raise ConnectionError
        return bring(*args, **words)

    monkeypatch.setattr(school.use_cases, "bring_stories", breaking)
    with pytest.raises(ConnectionError):
        carry_out(school.services, act, CLEO.id, plan(school.services, str(CLEO), CLEO.id, lived))
    came, here = brought(school, lived)
    assert (came["stories"], here["stories"]) == (4 - portion, portion)
    assert carried(told(taken(school, CLEO))) == carried(told(lived))


def test_of_two_at_once_each_thing_comes_by_one(school: School, lived: bytes) -> None:
    plans = [plan(school.services, str(CLEO), CLEO.id, lived) for _ in range(2)]
    came = [carry_out(school.services, school.act(CLEO), CLEO.id, one) for one in plans]
    assert came == [counts(people=3, stories=4, takeaways=2, goals=3), counts(goals=1)]
    # The promise is answered as it was the first time: under one command id it is one.
    assert carried(told(taken(school, CLEO))) == carried(told(lived))


def test_an_operator_brings_all_but_promises(school: School, lived: bytes) -> None:
    came, _ = brought(school, lived, by=OPERATOR)
    assert came == counts(people=3, stories=4, takeaways=2, goals=2)
    assert LeftOut("goals", "Still to do", "promise") in left_out(school, lived, by=OPERATOR)


def test_a_goal_that_ran_out_on_the_way_comes_as_one_that_is_over(school: School, lived: bytes) -> None:
    school.clock.go(days=60)
    brought(school, lived)
    assert {card.standing for card in goals_elsewhere(school.views, CLEO.id)} == {"achieved", "closed", "overdue"}
    assert goals(school.views, CLEO.id, [], school.clock()) == []


def test_the_same_promise_is_not_made_twice(school: School, lived: bytes) -> None:
    (still,) = [g for g in told(lived)["goals"] if g["statement"] == "Still to do"]
    due = still["terms"]["promises"][-1]["due"]
    school.goal(CLEO, statement="Still to do", target=2, due=due)
    assert brought(school, lived)[1] == {"goals": 1}


def test_as_many_as_may_come_do(school: School) -> None:
    gone = [{"progress": {"standing": "closed"}}] * 300
    people = [{"name": f"Person {n}", "contact_id": str(n)} for n in range(2_000)]
    told_of = [story(contact_id=str(n)) for n in range(2_000)]
    data = archive_of(contacts=people, outreach=told_of, goals=gone)
    came, _ = brought(school, data)
    assert came == counts(people=2_000, stories=2_000)
    assert len(left_out(school, data)) == 300


def test_an_operator_brings_more_than_a_member(school: School) -> None:
    data = archive_of(contacts=[{"name": "[erased]"}] * 2_001) + b" " * (5 * 1024 * 1024)
    assert len(left_out(school, data, by=OPERATOR)) == 2_001
    with pytest.raises(NotAnArchive):
        brought(school, zipped(DATA, b" " * (50 * 1024 * 1024 + 1)), by=OPERATOR)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no_archive"),
        (b"PK\x03\x04 nonsense", "no_archive"),
        (b"[" * 100_000, "no_archive"),
        (b"[]", "no_archive"),
        (b'{"format": "another"}', "no_archive"),
        (b'{"format": "accountabilibuddy", "version": 99}', "other_version"),
        (zipped("other.json", b"{}"), "no_archive"),
        (zipped(DATA, b" " * (5 * 1024 * 1024 + 1)), "too_large"),
        (b" " * (5 * 1024 * 1024 + 1), "too_large"),
        *((archive_of(contacts=[{"name": "x"}], **{name: [{}] * 2_001}), "too_many") for name in arrival.LISTS[1:]),
        (archive_of(contacts=[{"name": "x"}] * 2_001), "too_many"),
        (archive_of(contacts=[{"name": "x"}], goals=[{"progress": {"standing": "open"}}] * 201), "too_many"),
        (zipped(DATA, b"\xff\xfe"), "no_archive"),
        (archive_of() + b"1" * 5_000, "no_archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_archive_is_refused(school: School, data: bytes, why: str) -> None:
    end = school.use_cases.end()
    with pytest.raises(NotAnArchive) as refused:
        brought(school, data)
    assert (refused.value.why, school.use_cases.end()) == (why, end)


ODD: list[Any] = [None, 7, "text", [], {}, {"name": 7}, {"name": ""}, {"name": "[erased]"}, {"name": "x" * 999}]


@pytest.mark.parametrize("name", arrival.LISTS)
@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_used_is_left_out(school: School, odd: Any, name: str) -> None:
    data = archive_of(**{name: [odd]})
    assert brought(school, data)[0] == counts()
    assert len(left_out(school, data)) == 1


MIRA = {"contact_id": "1", "name": "Mira Solberg"}


def story(**changes: Any) -> dict[str, Any]:
    """A conversation as an archive tells it."""
    at = "2026-10-01T09:00:00+00:00"
    held = {"outreach_id": str(uuid4()), "contact_id": "1", "stage": "held", "tie": "cold", "channel": "email"}
    return held | {"medium": "call", "sent_at": at, "held_at": at, "notes": "Queues", "confidential": False} | changes


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outreach_id": None}, "unreadable"),
        ({"outreach_id": "../../etc/passwd"}, "unreadable"),
        ({"contact_id": "2"}, "nobody"),
        ({"contact_id": None}, "nobody"),
        ({"stage": "won"}, "unreadable"),
        ({"stage": "elsewhere", "reached": "elsewhere"}, "unreadable"),
        ({"held_at": "2999-01-01T00:00:00+00:00"}, "in_the_future"),
        ({"held_at": None}, "unreadable"),
        ({"held_at": 7}, "unreadable"),
        ({"notes": "x" * 20_001}, "too_long"),
        ({"notes": ["a list"]}, "unreadable"),
        ({"notes": "\ud800"}, "unreadable"),
        ({"purpose": "\x00"}, "unreadable"),
        ({"tie": {"_type_": "uuid_hex", "_data_": "x"}}, "unreadable"),
    ],
)
def test_a_bad_row_is_left_out_and_the_others_come(school: School, changes: dict[str, Any], why: str) -> None:
    data = archive_of(contacts=[MIRA], outreach=[story(**changes), story()])
    name = "Mira Solberg" if changes.get("contact_id", "1") == "1" else ""
    assert left_out(school, data) == [LeftOut("stories", name, why)]
    assert brought(school, data)[0] == counts(people=1, stories=1)


def test_a_bad_takeaway_leaves_its_story(school: School) -> None:
    told_of = story()
    decided = {"outreach_id": told_of["outreach_id"], "text": "Read", "kind": "theft", "due": "2026-10-09"}
    data = archive_of(contacts=[MIRA], outreach=[told_of], takeaways=[decided, decided])
    assert left_out(school, data) == [LeftOut("takeaways", "Read", "unreadable")] * 2
    assert brought(school, data)[0] == counts(people=1, stories=1)


def test_the_same_story_told_twice_comes_once(school: School) -> None:
    told_of = story()
    data = archive_of(contacts=[MIRA], outreach=[told_of, told_of | {"notes": "Other"}])
    assert [one.why for one in left_out(school, data)] == ["repeated"]
    assert brought(school, data)[0] == counts(people=1, stories=1)


def test_an_edited_mark_of_confidence_keeps_the_notes_to_their_owner(school: School) -> None:
    brought(school, archive_of(contacts=[MIRA], outreach=[story(confidential="no")]))
    (card,) = stories(school.views, CLEO.id)
    assert card.confidential


def test_ids_of_others_lead_nowhere(school: School) -> None:
    """Neither whom a story is about, nor whom it led to, nor which it is, can be somebody else's."""
    theirs = school.contact(ADA, "Secret Person")
    hers = school.held(theirs, school.goal())
    told_of = story(outreach_id=str(hers))
    decided = {"text": "Read", "kind": "research", "due": "2026-10-09", "zone": "UTC", "state": "followed_up"}
    at = {"decided_at": "2026-10-02T09:00:00+00:00", "settled_at": "2026-10-03T09:00:00+00:00"}
    decided |= at | {"outreach_id": str(hers), "new_contact_id": str(theirs)}
    data = archive_of(
        contacts=[MIRA | {"introduced_by": str(theirs)}],
        outreach=[told_of, story(contact_id=str(theirs))],
        takeaways=[decided],
    )
    assert brought(school, data)[0] == counts(people=1, stories=1, takeaways=1)
    (card,), (mira,) = stories(school.views, CLEO.id), contacts(school.views, CLEO.id)
    assert (card.contact_id, there(card.takeaway).new_contact_id, mira.introduced_by) == (mira.contact_id, None, None)
    assert card.outreach_id != hers
    assert isinstance(card.first_id, UUID)


def test_of_somebody_who_is_forgotten_here_nothing_can_be_read_and_nothing_comes_back(
    school: School, lived: bytes
) -> None:
    brought(school, lived)
    (mira,) = [card for card in contacts(school.views, CLEO.id) if str(card.name) == "Mira Solberg"]
    school.services.vault.shred({mira.contact_id.hex}, None, school.clock())
    school.say(SCHEDULER, "complete_contact_erasure", mira.contact_id)
    (card,) = [card for card in stories(school.views, CLEO.id) if card.contact_id == mira.contact_id]
    assert {str(card.notes), str(there(card.takeaway).text)} == {"[erased]"}
    assert brought(school, lived)[0] == counts()
    assert "Queues everywhere" not in taken(school, CLEO).decode("latin-1")
    assert "Queues everywhere" not in json.dumps(told(taken(school, CLEO)))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "America/Los_Angeles"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0001-01-02", "1970-01-01", "2028-11-01"])
def test_no_date_of_an_archive_stops_a_view_or_goes_beyond_the_calendar(
    school: School, lived: bytes, day: str, zone: str
) -> None:
    data = told(lived)
    for row in data["takeaways"]:
        row |= {"due": day, "zone": zone, "state": "open", "settled_at": None}
    for row in data["outreach"]:
        row["starts_at"] = f"{day}T00:00:00+00:00"
    brought(school, json.dumps(data).encode())
    assert not school.views.catch_up.troubled
    assert {d.different for d in school.views.catch_up.rebuild(compare=True)} == {0}


def test_nobody_introduces_themselves(school: School, lived: bytes) -> None:
    data = told(lived)
    for row in data["contacts"]:
        row["introduced_by"] = row["contact_id"]
    brought(school, json.dumps(data).encode())
    assert {card.introduced_by for card in contacts(school.views, CLEO.id)} == {None}

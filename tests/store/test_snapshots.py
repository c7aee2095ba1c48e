"""Snapshots: a long history begins at one, reads as if there were none, tells nobody's words, and fails nobody."""

import inspect
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from eventsourcing.application import Repository
from eventsourcing.persistence import StoredEvent
from sqlalchemy import delete, event, select, update

from domain.goal import Goal
from domain.refusal import CommandReused
from domain.stream import Stream
from store import snapshots
from store.names import AGGREGATES, UnknownEvent
from store.snapshots import METADATA, snapshot
from tests.cast import ADA, BEN, Clock, School
from tests.projections.long_story import tell_a_long_story
from tests.store.test_record import CANARY, a_long_story_full_of
from tests.store.test_sealing import shred
from tests.stranger import stranger, write_a_foreign_row

# Small enough for a test to be long: the fourth event asks for a snapshot.
STEP = 3


@pytest.fixture(autouse=True)
def step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STEP", STEP)


@pytest.fixture
def goal(school: School):
    """A goal with seven events, and a snapshot on the way."""
    goal_id = school.goal(statement="Version 1")
    for n in range(2, 8):
        school.say(ADA, "reword_goal", goal_id, statement=f"Version {n}", steps="One\nTwo")
    return goal_id


def kept(school: School) -> list[Any]:
    with school.views.database.read() as connection:
        return list(connection.execute(select(snapshot)))


def replayed(school: School, stream) -> Stream:
    """As the library does it, from the first event on."""
    thing: Stream = Repository.get(school.use_cases.repository, stream)
    return thing


def found(school: School, stream) -> Any:
    thing: Any = school.use_cases.repository.get(stream)
    return thing


def events_decoded(school: School, monkeypatch: pytest.MonkeyPatch) -> list[StoredEvent]:
    """What is decoded from now on."""
    decoded, decode = list[StoredEvent](), school.use_cases.mapper.to_domain_event

    def noted(stored: StoredEvent) -> Any:
        decoded.append(stored)
        return decode(stored)

    monkeypatch.setattr(school.use_cases.mapper, "to_domain_event", noted)
    return decoded


def tampered(school: School, **values: Any) -> None:
    with school.views.database.write() as connection:
        assert connection.execute(update(snapshot).values(**values)).rowcount


def test_a_thing_of_any_kind_is_the_same_with_and_without(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STEP", 1)
    tell_a_long_story(school)
    streams = {recorded.event.originator_id for recorded in school.use_cases.after(0, 10_000)}
    seen = set()
    for stream in streams:
        found(school, stream)
        thing = found(school, stream)
        assert vars(thing) == vars(replayed(school, stream))
        seen |= {type(thing)} if stream.hex in {row.stream for row in kept(school)} else set()
    assert seen == set(AGGREGATES)


def test_a_long_history_begins_at_its_snapshot(school: School, goal, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = events_decoded(school, monkeypatch)
    assert found(school, goal).statement.text == "Version 7"
    assert 0 < len(decoded) <= STEP


def test_a_short_history_asks_for_none(school: School) -> None:
    goal_id, asked = school.goal(), list[str]()
    event.listen(school.views.database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    found(school, goal_id)
    assert asked == []


def test_a_history_that_just_reaches_so_far_leaves_none_at_each_look(school: School) -> None:
    goal_id = school.goal(statement="Version 1")
    for n in range(2, STEP + 1):
        school.say(ADA, "reword_goal", goal_id, statement=f"Version {n}", steps="One")
    for _ in range(2):
        assert found(school, goal_id).version == STEP
    assert goal_id.hex not in {row.stream for row in kept(school)}


def test_nothing_about_anybody_stands_in_one(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STEP", 1)
    a_long_story_full_of(CANARY, school)
    states = b"".join(row.state for row in kept(school))
    assert b"europe/berlin" in states.lower()
    for form in (CANARY, "ada@example", "Lindqvist", "Okafor"):
        assert form.lower().encode() not in states.lower()


def test_who_was_erased_stays_erased(school: School, goal) -> None:
    shred(school.services.vault, ADA.id)
    again = School(school.settings, Clock(), migrated=True)
    thing = found(again, goal)
    assert (thing.statement.erased, thing.statement.text, thing.target) == (True, "", 1)
    again.close()


def test_an_act_from_before_it_is_still_heard(school: School) -> None:
    act, pair = school.act(ADA, fingerprint="first"), school.partnership()
    school.use_cases.cheer(act, pair)
    for _ in range(STEP + 2):
        school.say(BEN, "cheer", pair)
    end = school.use_cases.end()
    school.use_cases.cheer(act, pair)
    assert school.use_cases.end() == end
    with pytest.raises(CommandReused):
        school.use_cases.cheer(school.act(ADA, command_id=act.command_id, fingerprint="other"), pair)


AMISS = {
    "no JSON": {"state": b"\xff"},
    "no object": {"state": b"[1]"},
    "of a class of the library": {"kind": "os:system"},
    "of another version": {"version": 2},
    "ahead of the record": {"version": 99},
    "of another shape": {"shape": 3},
}


@pytest.mark.parametrize("amiss", AMISS.values(), ids=AMISS)
def test_one_that_cannot_be_used_counts_as_none(school: School, goal, amiss: dict[str, Any]) -> None:
    tampered(school, **amiss)
    school.say(ADA, "reword_goal", goal, statement="On we go", steps="One\nTwo")
    thing = found(school, goal)
    assert (thing.statement.text, thing.version) == ("On we go", 8)
    (row,) = [row for row in kept(school) if row.stream == goal.hex]
    assert (row.shape, row.kind, row.version >= 7) == (2, "Goal", True)


def test_one_of_another_past_counts_as_none(school: School, goal) -> None:
    """As after putting back a record that went another way since."""
    other = school.goal(statement="Another")
    for n in range(2, 8):
        school.say(ADA, "reword_goal", other, statement=f"Another {n}", steps="One\nTwo")
    (state,) = [row.state for row in kept(school) if row.stream == other.hex]
    tampered(school, state=state, stands_on="0" * 64)
    assert found(school, goal).statement.text == "Version 7"


def test_one_of_an_earlier_shape_counts_as_none(school: School, goal, monkeypatch: pytest.MonkeyPatch) -> None:
    tampered(school, state=b'{"statement": "What an earlier version kept"}')
    monkeypatch.setattr(Goal, "shape", 3)
    assert found(school, goal).statement.text == "Version 7"
    assert {row.shape for row in kept(school) if row.stream == goal.hex} == {3}


def all_gone(school: School) -> None:
    with school.views.database.write() as connection:
        connection.execute(delete(snapshot))


def no_place(school: School) -> None:
    with school.views.database.write() as connection:
        METADATA.drop_all(connection)


@pytest.mark.parametrize("loss", [all_gone, no_place])
def test_without_them_everything_goes_on(school: School, goal, loss: Callable[[School], None]) -> None:
    loss(school)
    school.say(ADA, "reword_goal", goal, statement="On we go", steps="One\nTwo")
    assert found(school, goal).statement.text == "On we go"


def test_one_far_behind_is_gone_on_from(school: School, goal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a fault kept the later ones from being kept."""
    before = next(row for row in kept(school) if row.stream == goal.hex)._asdict()
    for n in range(STEP + 4):
        school.say(ADA, "reword_goal", goal, statement=f"More {n}", steps="One\nTwo")
    tampered(school, **before)
    monkeypatch.setattr(snapshots.Snapshots, "keep", lambda *_: None)
    assert vars(found(school, goal)) == vars(replayed(school, goal))


def test_an_event_of_an_unknown_name_is_refused_with_its_place(school: School, engine: str) -> None:
    stream = school.act().new_id("goal")
    with stranger(school.settings) as tell:
        write_a_foreign_row(tell, "os:system", str(stream) if engine == "postgresql" else stream.hex)
    with pytest.raises(UnknownEvent, match=f"os:system, event 1 of {stream}"):
        school.say(ADA, "close_goal", stream, reason="x")


# What a replay leaves on each kind. When this fails, an `apply` or a field was changed: raise that class's `shape`
# (so that snapshots of the shape before are not taken for it), then write down its new line, which the failure shows.
SHAPES = {
    "Member": "3 c6aebe9303f7",
    "Cohort": "1 ab5e5501a5d3",
    "Goal": "2 35e7166bfd39",
    "Contact": "2 96909a61544c",
    "Outreach": "3 f4fa43bae855",
    "Takeaway": "2 681ed27afb06",
    "Partnership": "2 da61b0210b5d",
    "Nudge": "1 91dc8a1b7fb5",
}


def shape_of(kind: type[Stream]) -> str:
    fields = sorted(
        f"{name}: {about}" for cls in (Stream, kind) for name, about in inspect.get_annotations(cls).items()
    )
    told = [cls for cls in vars(kind).values() if isinstance(cls, type) and issubclass(cls, Stream.Event)]
    applied = [inspect.getsource(cls.apply) for cls in told if "apply" in vars(cls)]
    plain = "".join("".join([*fields, *applied]).split())
    return f"{kind.shape} {sha256(plain.encode()).hexdigest()[:12]}"


def test_a_change_to_what_a_replay_leaves_comes_with_another_shape() -> None:
    assert {kind.__name__: shape_of(kind) for kind in AGGREGATES} == SHAPES


def test_a_thousand_events_are_not_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STEP", 100)
    pair = school.partnership()
    partnership = found(school, pair)
    for _ in range(1_000):
        partnership.cheer(school.act(BEN), BEN.id)
    school.use_cases.save(partnership)
    first, decoded = found(school, pair), events_decoded(school, monkeypatch)
    again = found(school, pair)
    assert (again.version, vars(again) == vars(first), decoded) == (1_002, True, [])

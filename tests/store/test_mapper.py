"""Events to stored bytes and back, and an event of an earlier shape read as it is shaped today."""

import json
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

from domain.goal import Goal
from domain.personal import Personal
from store import names
from store.keys import UnknownKey
from store.mapper import SealingMapper
from store.master_key import WrongKey
from tests.cast import School


@pytest.fixture
def mapper(school: School) -> SealingMapper:
    return school.use_cases.mapper


@pytest.fixture
def event(school: School):
    """A goal as it was set."""
    school.goal()
    return school.use_cases.after(0, 100)[-1].event


def test_an_event_is_the_same_after_it_was_stored(mapper, event):
    again = mapper.to_domain_event(mapper.to_stored_event(event))
    assert type(again) is type(event) is Goal.Set
    assert vars(again).keys() == vars(event).keys()
    assert again == event


def test_a_text_that_is_no_json_for_others_is_read_as_it_was_written(mapper, event):
    stored = mapper.to_stored_event(event)
    state = json.loads(stored.state) | {"zone": "half of a pair \ud83d"}
    odd = mapper.to_domain_event(replace(stored, state=json.dumps(state).encode()))
    assert (odd.zone, odd.statement.text) == ("half of a pair \ud83d", event.statement.text)


def test_text_is_stored_under_a_name_that_no_field_can_have(mapper, event):
    state = json.loads(mapper.to_stored_event(event).state)
    assert {"~statement", "~steps"} <= state.keys()
    assert not {"statement", "steps", "originator_topic"} & state.keys()


SWAPS = {
    "to another stream": {"originator_id": UUID(int=7)},
    "to another version": {"originator_version": 2},
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
def test_a_row_that_was_moved_does_not_open(mapper, event, swap):
    moved = mapper.to_domain_event(replace(mapper.to_stored_event(event), **swap))
    with pytest.raises(WrongKey):
        _ = moved.statement.text


def test_a_row_under_another_name_does_not_open(mapper, event):
    renamed = mapper.to_domain_event(replace(mapper.to_stored_event(event), topic="Goal.Reworded"))
    with pytest.raises(WrongKey):
        _ = renamed.statement.text


def test_two_texts_of_one_event_cannot_change_places(mapper, event):
    stored = mapper.to_stored_event(event)
    state = json.loads(stored.state)
    state["~steps"] = state["~statement"]
    swapped = mapper.to_domain_event(replace(stored, state=json.dumps(state).encode()))
    assert swapped.statement.text == event.statement.text
    with pytest.raises(WrongKey):
        _ = swapped.steps.text


def test_a_text_about_somebody_unknown_is_an_error_and_never_erased(mapper, event):
    stored = mapper.to_stored_event(event)
    state = json.loads(stored.state)
    state["~statement"][0] = UUID(int=7).hex
    foreign = mapper.to_domain_event(replace(stored, state=json.dumps(state).encode()))
    with pytest.raises(UnknownKey):
        _ = foreign.statement.erased


def test_an_event_is_read_without_opening_its_text(mapper, event):
    stored = mapper.to_stored_event(event)
    state = json.loads(stored.state)
    state["~statement"] = [UUID(int=7).hex, "AAAA"]
    assert mapper.to_domain_event(replace(stored, state=json.dumps(state).encode())).target == event.target


# How an event gets a new shape: raise its `class_version` and say how the one before becomes it. Rows stay as they are.


class Tasted(Goal.Event):
    """Once it said `sweet: bool`; today it says how sweet, and in which words."""

    class_version = 3
    sweetness: int
    words: Personal

    @staticmethod
    def upcast_v1_v2(state: dict) -> None:
        state["sweetness"] = 5 if state.pop("sweet") else 0

    @staticmethod
    def upcast_v2_v3(state: dict) -> None:
        state["words"] = Personal("", state["member_id"])


@pytest.fixture
def tasting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(names.EVENTS, "Goal.Tasted", Tasted)
    monkeypatch.setitem(cast(dict[Any, str], names._NAMES), Tasted, "Goal.Tasted")


def first_shape(mapper: SealingMapper, event, **fields):
    """A row as it would have been written years ago."""
    stored = mapper.to_stored_event(event)
    kept = ("timestamp", "by", "door", "command_id", "fingerprint", "member_id")
    state = {name: value for name, value in json.loads(stored.state).items() if name in kept}
    return replace(stored, topic="Goal.Tasted", state=json.dumps({**state, **fields}).encode())


@pytest.mark.usefixtures("tasting")
def test_an_event_of_the_first_shape_is_read_in_todays(mapper, event):
    found = mapper.to_domain_event(first_shape(mapper, event, sweet=True))
    assert (found.sweetness, found.words.text, hasattr(found, "sweet")) == (5, "", False)


@pytest.mark.usefixtures("tasting")
def test_an_event_of_a_later_shape_skips_the_steps_behind_it(mapper, event):
    found = mapper.to_domain_event(first_shape(mapper, event, sweetness=3, class_version=2))
    assert (found.sweetness, found.words.text) == (3, "")


@pytest.mark.usefixtures("tasting")
def test_an_event_of_todays_shape_says_so_and_comes_back_as_it_is(mapper, event):
    act = {name: getattr(event, name) for name in ("by", "door", "command_id", "fingerprint", "timestamp", "member_id")}
    words = Personal("Like honey", event.member_id)
    told = cast(Any, Tasted)(originator_id=event.originator_id, originator_version=2, sweetness=4, words=words, **act)
    stored = mapper.to_stored_event(told)
    assert json.loads(stored.state)["class_version"] == 3
    found = mapper.to_domain_event(stored)
    assert (found.sweetness, found.words.text, found.by) == (4, "Like honey", event.by)

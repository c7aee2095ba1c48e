"""Levels I, II and III, case by case: who, each step, what is missing first, what lies beyond, which story tells it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contact import TIES
from domain.evidence import Story
from domain.levels import TIES_OF, Level, levels
from tests.cast import MONDAY

SEED = UUID(int=3)


def day(n: int) -> datetime:
    return MONDAY + timedelta(days=n)


def story(tie: str, *done: str, who: str = "Mira", start: int = 1, **changes: Any) -> Story:
    """An outreach under a tie in which these steps were done, one a day; `said_why` takes no day."""
    days = [step for step in done if step != "said_why"]
    at: dict[str, Any] = {f"{step}_at": day(start + n) for n, step in enumerate(days)}
    names = {"sent_at", "arranged_at", "held_at", "prepared_at", "decided_at", "followed_up_at"}
    assert at.keys() <= names
    outreach_id, contact_id = uuid5(SEED, f"{who} {start}"), uuid5(SEED, who)
    return replace(Story(outreach_id, contact_id, None, tie, said_why="said_why" in done, **at), **changes)


def level(name: str, *stories: Story) -> Level:
    return levels(stories)[["I", "II", "III"].index(name)]


ALL = ("sent", "held", "prepared", "decided")
WITH_WHY = (*ALL, "said_why")
CASES = [
    ("nothing at all", "I", [], "sent"),
    ("I: a draft to a mentor", "I", [story("mentor")], "sent"),
    ("I: a message sent", "I", [story("mentor", "sent")], "held"),
    ("I: a meeting arranged stands for a message", "I", [story("mentor", "arranged")], "held"),
    ("I: a conversation without notes or questions", "I", [story("mentor", "sent", "held")], "prepared"),
    ("I: with notes, but no takeaway", "I", [story("mentor", "sent", "held", "prepared")], "takeaway"),
    ("I: a takeaway, but no notes", "I", [story("mentor", "sent", "held", "decided")], "prepared"),
    ("I: everything", "I", [story("mentor", *ALL)], ""),
    ("I: it needs no reason for this person", "I", [story("mentor", *ALL, said_why=False)], ""),
    ("I: an alum is no mentor", "I", [story("alum", *ALL)], "sent"),
    ("II: a mentor is somebody else", "II", [story("mentor", *ALL)], "sent"),
    ("II: an alum", "II", [story("alum", *ALL)], ""),
    ("II: a fellow student", "II", [story("fellow", *ALL)], ""),
    ("II: a weak tie", "II", [story("weak", *ALL)], ""),
    ("II: a dormant tie", "II", [story("dormant", *ALL)], ""),
    ("II: somebody unknown is not known", "II", [story("cold", *WITH_WHY)], "sent"),
    ("II: a message sent", "II", [story("weak", "sent")], "held"),
    ("II: no notes", "II", [story("weak", "sent", "held")], "prepared"),
    ("II: no takeaway", "II", [story("weak", "sent", "held", "prepared")], "takeaway"),
    ("III: everything", "III", [story("cold", *WITH_WHY)], ""),
    ("III: somebody known is not unknown", "III", [story("weak", *WITH_WHY)], "sent"),
    ("III: a message without a reason for this person", "III", [story("cold", "sent")], "said_why"),
    ("III: everything but the reason", "III", [story("cold", *ALL)], "said_why"),
    ("III: a reason in a draft that was not sent", "III", [story("cold", "said_why")], "sent"),
    ("III: sent with a reason", "III", [story("cold", "sent", "said_why")], "held"),
    ("III: no notes", "III", [story("cold", "sent", "held", "said_why")], "prepared"),
    ("III: no takeaway", "III", [story("cold", "sent", "held", "prepared", "said_why")], "takeaway"),
    ("a tie corrected to cold leaves level II", "II", [replace(story("weak", *WITH_WHY), tie="cold")], "sent"),
    ("and meets level III", "III", [replace(story("weak", *WITH_WHY), tie="cold")], ""),
    ("what an archive tells of elsewhere meets nothing", "I", [story("mentor", *ALL, elsewhere=True)], "sent"),
    ("what was withdrawn tells nothing", "I", [story("mentor", *ALL, withdrawn=True)], "sent"),
    ("steps with two people do not add up", "I",
     [story("mentor", "sent", "held"), story("mentor", "sent", who="Noor", start=9)], "prepared"),
    ("the story that came furthest tells it", "I",
     [story("mentor", "sent"), story("mentor", *ALL, who="Noor", start=9)], ""),
    ("furthest is by steps in order, not by number", "I",
     [story("mentor", "sent", "decided"), story("mentor", "sent", "held", who="Noor", start=9)], "prepared"),
    ("whichever goal it counts toward", "I", [replace(story("mentor", *ALL), goal_id=SEED)], ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stories", "missing"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_first_missing_step(name, stories, missing):
    found = level(name, *stories)
    assert (found.missing, found.met_at is not None) == (missing, not missing)


def test_a_level_is_met_with_its_last_step():
    assert level("I", story("mentor", *ALL)).met_at == day(4)


def test_notes_written_after_the_takeaway_meet_it_then():
    assert level("I", story("mentor", "sent", "held", "decided", "prepared")).met_at == day(4)


def test_beyond_is_when_the_takeaway_was_followed_up():
    assert level("I", story("mentor", *ALL, "followed_up")).beyond_at == day(5)


def test_without_a_follow_up_there_is_nothing_beyond():
    assert level("I", story("mentor", *ALL)).beyond_at is None


def test_nothing_lies_beyond_a_level_that_is_not_met():
    assert level("I", story("mentor", "sent", "held", "decided", "followed_up")).beyond_at is None


def test_a_level_stays_met_since_then_when_a_later_story_goes_beyond():
    followed_up = story("mentor", *ALL, "followed_up", who="Noor", start=9)
    found = level("I", followed_up, story("mentor", *ALL))
    assert (found.met_at, found.beyond_at) == (day(4), day(13))


def test_a_takeaway_of_a_story_that_did_not_meet_it_is_not_beyond():
    unprepared = story("mentor", "sent", "held", "decided", "followed_up", who="Noor", start=9)
    assert level("I", story("mentor", *ALL), unprepared).beyond_at is None


def test_of_two_alike_the_earlier_tells_it():
    earlier, later = story("weak", *ALL), story("weak", *ALL, who="Noor", start=9)
    assert level("II", later, earlier).story == earlier


def test_nobody_tells_a_level_for_which_there_is_no_story():
    assert level("III", story("mentor", *ALL)).story is None


def test_each_step_says_when_it_was_done():
    found = level("III", story("cold", "sent", "held", "said_why"))
    assert [(s.key, s.done_at) for s in found.steps] == [
        ("sent", day(1)),
        ("said_why", day(1)),
        ("held", day(2)),
        ("prepared", None),
        ("takeaway", None),
    ]


def test_levels_come_in_their_order():
    assert [found.level for found in levels([])] == ["I", "II", "III"]


def test_every_tie_belongs_to_one_level():
    assert sorted(tie for ties in TIES_OF.values() for tie in ties) == sorted(TIES)


told = st.lists(
    st.builds(
        lambda tie, done, start, withdrawn: story(tie, *done, who=str(start), start=start, withdrawn=withdrawn),
        st.sampled_from(TIES),
        st.lists(st.sampled_from([*WITH_WHY, "arranged", "followed_up"]), unique=True, max_size=6),
        st.integers(1, 50),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda s: s.outreach_id,
)


@given(told, st.randoms())
def test_the_order_in_which_stories_are_told_changes_nothing(stories, random):
    assert levels(random.sample(stories, len(stories))) == levels(stories)


@given(told, told)
def test_more_stories_never_undo_or_delay_a_level(stories, more):
    for before, after in zip(levels(stories), levels([*stories, *more]), strict=True):
        assert before.met_at is None or (after.met_at is not None and after.met_at <= before.met_at)
        assert before.beyond_at is None or (after.beyond_at is not None and after.beyond_at <= before.beyond_at)


@given(told)
def test_a_level_is_met_when_and_only_when_nothing_is_missing(stories):
    for found in levels(stories):
        done = [step.done_at for step in found.steps]
        assert (found.missing == "") == (None not in done) == (found.met_at is not None)
        assert found.met_at is None or found.met_at == max(d for d in done if d)


@given(told)
def test_other_levels_and_withdrawn_stories_have_no_say(stories):
    kept = [s for s in stories if s.tie == "mentor" and not s.withdrawn]
    assert levels(stories)[0] == levels(kept)[0]

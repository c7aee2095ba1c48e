"""Every event has its words for staff, made of plain facts; here stands which words of people they may read."""

from inspect import get_annotations
from string import Formatter
from typing import Any

import pytest

from domain import contact, goal, member, nudge, outreach, takeaway
from domain.personal import Personal
from store.names import EVENTS
from web import history_words
from web.words import CHANNELS

# What staff may read of what people wrote. Everything else that people wrote is confidential.
READABLE = {
    ("Goal.Set", "statement"),
    ("Goal.Reworded", "statement"),
    ("Goal.Rescheduled", "reason"),
    ("Goal.Closed", "reason"),
    ("Goal.Reopened", "reason"),
    ("Member.Renamed", "name"),
    ("Member.HistoryOpened", "reason"),
    ("Member.Closed", "reason"),
}


def fields_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in reversed(EVENTS[name].__mro__):
        found |= get_annotations(kind)
    return found


def test_every_event_has_its_words_and_no_other():
    assert set(history_words.EVENTS) == set(EVENTS)
    assert len(EVENTS) == 76


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_a_sentence_is_made_of_plain_facts_of_its_event(name):
    fields = fields_of(name)
    for _, fact, _, _ in Formatter().parse(history_words.EVENTS[name].what):
        if fact is not None and fact not in history_words._COMPOSED:
            assert fact in fields, f"{name} has no {fact}"
            assert fields[fact] is not Personal, f"{name}.{fact} is somebody's own words"


def test_staff_read_just_these_words_of_people():
    shown = {(name, field) for name, told in history_words.EVENTS.items() for field in told.reads}
    assert {(n, f) for n, f in shown if fields_of(n)[f] is Personal} == READABLE
    assert all(field in fields_of(name) for name, field in shown)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (history_words.TIES, contact.TIES),
        (history_words.PROMISES, goal.MEASURES),
        (history_words.SHARINGS, goal.SHARINGS),
        (history_words.KINDS, takeaway.KINDS),
        (history_words.RULES, nudge.RULES),
        (history_words.WAYS, nudge.CHANNELS),
        (CHANNELS, outreach.CHANNELS),
        (history_words.SOURCES, ("own", "linkedin", "introduction", "archive")),
    ],
)
def test_every_code_that_can_be_recorded_has_words(words, codes):
    assert set(words) == set(codes)


def test_roles_are_words_by_themselves():
    assert set(member.ROLES) == {"student", "mentor", "staff"}

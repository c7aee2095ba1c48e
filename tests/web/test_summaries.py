"""The summary above a refused form: each line names its field as the field itself does, and leads there."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from tests.cast import ADA, DORA, Player, School
from tests.web.conftest import Visitor

LINE = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>', re.S)
Begin = Callable[[School], UUID | None]


def sent(school: School) -> UUID:
    return school.sent(school.contact())


def takeaway(school: School) -> UUID:
    return school.takeaway(school.held(school.contact()))


def nothing(school: School) -> None:
    return None


@pytest.mark.parametrize(
    ("who", "begin", "page", "action", "typed", "named"),
    [
        (ADA, nothing, "/contacts/new", "/contacts", {}, ["Name", "How do you know them"]),
        (ADA, nothing, "/buddy", "/buddy/proposals", {}, ["Somebody from your cohort"]),
        (ADA, nothing, "/settings", "/settings", {"name": ""}, ["Name"]),
        (ADA, sent, "/outreach/{}", "/outreach/{}/withdrawal", {}, ["Why"]),
        (ADA, sent, "/outreach/{}", "/outreach/{}/tie", {}, ["Why"]),
        (ADA, sent, "/outreach/{}/outcome?so=busy", "/outreach/{}/postponement", {"until": ""}, ["Try again from"]),
        (ADA, sent, "/outreach/{}/conversation", "/outreach/{}/conversation", {"medium": ""}, ["How did you talk"]),
        (ADA, takeaway, "/takeaways/{}", "/takeaways/{}/dropping", {}, ["Why"]),
        (ADA, takeaway, "/takeaways/{}", "/takeaways/{}/rescheduling", {"reason": ""}, ["What changed"]),
        (DORA, nothing, "/staff/members/new", "/staff/members", {}, ["Name"]),
        (DORA, nothing, "/staff", "/staff/cohorts", {}, ["Name"]),
    ],
)
def test_every_line_names_its_field_and_leads_to_it(
    school: School,
    client: Callable[..., Visitor],
    who: Player,
    begin: Begin,
    page: str,
    action: str,
    typed: dict[str, Any],
    named: list[str],
) -> None:
    thing = begin(school)
    answer = client(who).submit(page.format(thing), action.format(thing), **typed)
    assert answer.status_code == 422
    lines = LINE.findall(answer.text)
    assert [unescape(words).split(":")[0] for _, words in lines] == named
    for place, words in lines:
        assert label_of(answer.text, place).rstrip("?") == unescape(words).split(":")[0]


def label_of(page: str, place: str) -> str:
    """What a field is called on its page: its label, or the legend of its group."""
    label = re.search(rf'<label class="form-label" for="{place}">([^<]+)', page)
    label = label or re.search(rf'<fieldset[^>]* id="{place}".*?<legend>([^<]+)', page, re.S)
    assert label, f"no field with the id {place}"
    return unescape(label[1]).strip()

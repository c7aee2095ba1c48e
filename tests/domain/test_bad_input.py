"""What comes from outside and cannot be used is refused by the name of its field, and nothing happens."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.contact import Contact
from domain.goal import Goal
from domain.outreach import Outreach
from domain.partnership import Partnership
from domain.refusal import Unusable
from domain.takeaway import Takeaway
from tests.cast import ADA, AUTUMN, BEN
from tests.domain.stories import (
    A_CONTACT,
    A_GOAL,
    DECIDED,
    DRAFTED,
    GOAL_CLOSED,
    HELD,
    IDEA,
    MIRA,
    PARTNERS,
    PROMISE,
    SENT,
)
from tests.specification import ada, ben, cleo, dora, given, the

EMIL = {"name": "Emil Roth", "address": "emil@example.org", "role": "mentor", "zone": "Europe/Vienna"}
HAPPENED = {"channel": "email", "times_offered": []}


class Field(NamedTuple):
    """A field of a use case: what is given, how it is said, and the name under which it is refused."""

    given: tuple
    verb: str
    args: tuple
    words: dict
    field: str
    most: int = 0
    required: bool = False

    def said_as(self, value, by=ada):
        """The command with this value in the field; fields of a card or a draft are named with a dot."""
        outer, _, inner = self.field.rpartition(".")
        if outer:
            made = {"card": Card, "introduced": Card, "draft": Draft}[outer](
                **{"name": "Sam"} if outer != "draft" else {}
            )
            value = type(made)(**{**_fields(made), inner: value})
        return getattr(by, self.verb)(*self.args, **self.words | {outer or inner: value})

    @property
    def called(self) -> str:
        return self.field.rpartition(".")[2]

    def __str__(self) -> str:
        return f"{self.verb}-{self.field}"


def _fields(made):
    return {name: getattr(made, name) for name in type(made).__dataclass_fields__}


OUTREACH, TAKEAWAY, GOAL, CONTACT = the(Outreach), the(Takeaway), the(Goal), the(Contact)
PARTNERSHIP = the(Partnership)
CARD = {"tie": "weak"}
TEXTS = [
    Field((), "set_goal", (), PROMISE, "statement", 500, True),
    Field((), "set_goal", (), PROMISE, "steps", 4_000),
    Field((), "set_goal", (), PROMISE, "template", 40),
    Field((A_GOAL,), "reword_goal", (GOAL,), {"statement": "x"}, "statement", 500, True),
    Field((A_GOAL,), "reword_goal", (GOAL,), {"statement": "x"}, "steps", 4_000),
    Field((A_GOAL,), "reschedule_goal", (GOAL,), {"due": "2026-12-08"}, "reason", 500, True),
    Field((A_GOAL,), "close_goal", (GOAL,), {}, "reason", 500, True),
    Field((A_GOAL, GOAL_CLOSED), "reopen_goal", (GOAL,), {}, "reason", 500, True),
    Field((), "add_contact", (), CARD, "card.name", 200, True),
    Field((), "add_contact", (), CARD, "card.how_known", 1_000),
    Field((), "add_contact", (), CARD, "card.company", 200),
    Field((), "add_contact", (), CARD, "card.role", 200),
    Field((), "add_contact", (), CARD, "card.email", 254),
    Field((), "add_contact", (), CARD, "card.link", 500),
    Field((A_CONTACT,), "edit_contact", (CONTACT,), CARD, "card.name", 200, True),
    Field((A_CONTACT,), "edit_contact", (CONTACT,), CARD, "card.how_known", 1_000),
    Field((A_CONTACT,), "draft_outreach", (), {"contact_id": CONTACT, "goal_id": None}, "draft.introduction", 4_000),
    Field((A_CONTACT,), "draft_outreach", (), {"contact_id": CONTACT, "goal_id": None}, "draft.why_you", 4_000),
    Field(DRAFTED, "revise_draft", (OUTREACH,), {}, "draft.purpose", 4_000),
    Field(DRAFTED, "revise_draft", (OUTREACH,), {}, "draft.call_to_action", 4_000),
    Field(SENT, "record_answer", (OUTREACH,), {}, "note", 4_000),
    Field(SENT, "record_decline", (OUTREACH,), {}, "note", 4_000),
    Field(SENT, "choose_questions", (OUTREACH,), {}, "questions", 4_000),
    Field(SENT, "record_conversation", (OUTREACH,), {"medium": "call"}, "questions", 4_000),
    Field(SENT, "record_conversation", (OUTREACH,), {"medium": "call"}, "notes", 20_000),
    Field(SENT, "record_conversation", (OUTREACH,), {"medium": "call"}, "whom_next", 1_000),
    Field(HELD, "write_notes", (OUTREACH,), {}, "notes", 20_000, True),
    Field((A_GOAL, *SENT), "count_outreach_toward", (OUTREACH,), {"goal_id": GOAL}, "reason", 500, True),
    Field(SENT, "correct_tie", (OUTREACH,), {"tie": "alum"}, "reason", 500, True),
    Field(SENT, "withdraw_outreach", (OUTREACH,), {}, "reason", 500, True),
    Field(HELD, "decide_takeaway", (OUTREACH,), IDEA, "text", 500, True),
    Field(DECIDED, "reword_takeaway", (TAKEAWAY,), {}, "text", 500, True),
    Field(DECIDED, "reschedule_takeaway", (TAKEAWAY,), {"due": "2026-11-20"}, "reason", 500, True),
    Field(DECIDED, "follow_up_takeaway", (TAKEAWAY,), {}, "what_came", 4_000),
    Field(DECIDED, "follow_up_takeaway", (TAKEAWAY,), {}, "introduced.name", 200, True),
    Field(DECIDED, "drop_takeaway", (TAKEAWAY,), {}, "reason", 500, True),
    Field((), "propose_partnership", (), {"partner_id": BEN.id}, "note", 500),
    Field(PARTNERS, "check_in", (PARTNERSHIP,), {"confidence": 3}, "moved", 1_000),
    Field(PARTNERS, "check_in", (PARTNERSHIP,), {"confidence": 3}, "next_step", 1_000),
    Field((), "change_settings", (), {"zone": "UTC", "nudges": True}, "name", 200, True),
]
STAFF_TEXTS = [
    Field((), "open_cohort", (), {}, "name", 200, True),
    Field((), "rename_cohort", (AUTUMN.id,), {}, "name", 200, True),
    Field((), "add_member", (), EMIL, "name", 200, True),
    Field((), "add_member", (), EMIL, "address", 254, True),
    Field((), "open_history", (ADA.id,), {}, "reason", 200, True),
]
EVERY_TEXT = [(ada, f) for f in TEXTS] + [(dora, f) for f in STAFF_TEXTS]
REQUIRED = [(who, f) for who, f in EVERY_TEXT if f.required]
HIDDEN = {
    "a null": "\0",
    "an escape": "\x1b[2J",
    "a bell": "\a",
    "a turn of direction": "\u202e",
    "a lone surrogate": "\ud800",
    "a private sign": "\ue000",
    "no character at all": "\ufffe",
    "an invisible space": "\u200b",
}


def each(fields):
    return pytest.mark.parametrize(("who", "field"), fields, ids=[str(f) for _, f in fields])


@each(EVERY_TEXT)
def test_a_text_that_is_too_long_is_refused(who, field):
    spec = given(*field.given).when(field.said_as("x" * (field.most + 1), who))
    spec.then_refused(Unusable, field=field.called, why="too_long", most=field.most)


@each(EVERY_TEXT)
@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_text_with_hidden_characters_is_refused(who, field, hidden):
    spec = given(*field.given).when(field.said_as(f"before{hidden}after", who))
    spec.then_refused(Unusable, field=field.called, why="control_characters")


@each(REQUIRED)
@pytest.mark.parametrize("nothing", ["", " \t ", "\u200d\u200d"], ids=["empty", "white", "invisible"])
def test_a_text_that_is_missing_is_refused(who, field, nothing):
    spec = given(*field.given).when(field.said_as(nothing, who))
    spec.then_refused(Unusable, field=field.called, why="missing")


def test_every_other_text_may_be_left_out():
    optional = [f for who, f in EVERY_TEXT if not f.required]
    refused = {str(f): given(*f.given).when(f.said_as("")).refusal for f in optional}
    assert {name: refusal for name, refusal in refused.items() if refusal} == {}


def test_a_text_of_just_the_length_is_kept_whole():
    spec = given().when(ada.set_goal(**PROMISE | {"statement": "ü" * 500}))
    assert spec.recorded()[-1].statement.text == "ü" * 500


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "नमस्ते", "\u0647\u200c\u0627", "李小龙", "🇩🇪", "\U0001fae8"])
def test_every_script_and_its_joiners_are_kept(text):
    spec = given().when(ada.set_goal(**PROMISE | {"statement": text}))
    assert spec.recorded()[-1].statement.text == text


def test_white_space_in_a_line_becomes_one_space():
    spec = given().when(ada.set_goal(**PROMISE | {"statement": "  Talk \t to\r\ntwo\u00a0people "}))
    assert spec.recorded()[-1].statement.text == "Talk to two people"


def test_a_paragraph_keeps_its_lines():
    spec = given().when(ada.set_goal(**PROMISE, steps="\r\nOne\r\nTwo\rThree\n"))
    assert spec.recorded()[-1].steps.text == "One\nTwo\nThree"


DATES = [
    Field((), "set_goal", (), PROMISE, "due"),
    Field((A_GOAL,), "reschedule_goal", (GOAL,), {"reason": "x"}, "due"),
    Field(HELD, "decide_takeaway", (OUTREACH,), IDEA, "due"),
    Field(DECIDED, "reschedule_takeaway", (TAKEAWAY,), {"reason": "x"}, "due"),
    Field(SENT, "postpone_outreach", (OUTREACH,), {}, "until"),
    Field(PARTNERS, "pause_partnership", (PARTNERSHIP,), {}, "until"),
]
NO_DATES = ["tomorrow", "2026-13-01", "2026-02-29", "20261201", "2026-W49-1", "2026-12-1", "2026-12-01T00:00", "١٢"]


@pytest.mark.parametrize("field", DATES, ids=str)
def test_a_date_in_the_past_is_refused(field):
    given(*field.given).when(field.said_as("2026-11-01")).then_refused(Unusable, field=field.field, why="in_the_past")


@pytest.mark.parametrize("field", DATES, ids=str)
@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused(field, text):
    given(*field.given).when(field.said_as(text)).then_refused(Unusable, field=field.field, why="no_date")


@pytest.mark.parametrize("field", DATES, ids=str)
@pytest.mark.parametrize("text", ["2028-11-03", "9999-12-31"])
def test_a_date_beyond_two_years_is_refused(field, text):
    given(*field.given).when(field.said_as(text)).then_refused(Unusable, field=field.field, why="too_far")


@pytest.mark.parametrize("field", DATES, ids=str)
def test_today_is_not_too_late(field):
    spec = given(*field.given).when(field.said_as("2026-11-02"))
    assert spec.refusal is None


@pytest.mark.parametrize("field", [f for f in DATES if f.verb != "pause_partnership"], ids=str)
def test_a_date_that_is_missing_is_refused(field):
    given(*field.given).when(field.said_as("")).then_refused(Unusable, field=field.field, why="no_date")


def test_today_is_over_where_the_student_lives_before_it_is_over_elsewhere():
    evening = timedelta(hours=14, minutes=30)  # 23:30 UTC: Tuesday in Berlin, Monday in New York
    promise = PROMISE | {"due": "2026-11-02"}
    given(evening).when(ada.set_goal(**promise)).then_refused(Unusable, why="in_the_past")
    assert given(evening).when(ben.set_goal(**promise)).refusal is None


def test_tomorrow_begins_in_tokyo_first():
    promise = PROMISE | {"due": "2026-11-02"}
    given(timedelta(hours=6)).when(cleo.set_goal(**promise)).then_refused(Unusable, why="in_the_past")


CHOICES = [
    Field((), "set_goal", (), PROMISE, "measure"),
    Field((), "set_goal", (), PROMISE, "level"),
    Field((), "set_goal", (), PROMISE, "template"),
    Field((A_GOAL,), "choose_goal_sharing", (GOAL,), {}, "sharing"),
    Field((), "add_contact", (), {"card": MIRA}, "tie"),
    Field((), "import_contacts", (), {"cards": [], "source": "linkedin", "known": set()}, "tie"),
    Field((A_CONTACT,), "edit_contact", (CONTACT,), {"card": MIRA}, "tie"),
    Field((A_CONTACT,), "log_outreach", (), {"contact_id": CONTACT, "goal_id": None}, "channel"),
    Field(DRAFTED, "send_outreach", (OUTREACH,), HAPPENED, "channel"),
    Field(SENT, "record_conversation", (OUTREACH,), {}, "medium"),
    Field(SENT, "correct_tie", (OUTREACH,), {"reason": "x"}, "tie"),
    Field(HELD, "decide_takeaway", (OUTREACH,), IDEA, "kind"),
    Field(DECIDED, "follow_up_takeaway", (TAKEAWAY,), {"introduced": Card("Noor")}, "tie"),
]


@pytest.mark.parametrize("field", CHOICES, ids=str)
@pytest.mark.parametrize("value", ["Nonsense", "Cold!", "e mail", "I\n"])
def test_what_is_not_among_the_choices_is_refused(field, value):
    given(*field.given).when(field.said_as(value)).then_refused(Unusable, field=field.field, why="not_a_choice")


def test_a_role_is_one_of_ours():
    given().when(dora.add_member(**EMIL | {"role": "admin"})).then_refused(Unusable, field="role", why="not_a_choice")


@pytest.mark.parametrize("days", [0, 1, -7, 8])
def test_a_cadence_is_one_of_ours(days):
    given().when(ada.propose_partnership(partner_id=BEN.id, cadence_days=days)).then_refused(
        Unusable, field="cadence_days", why="not_a_choice"
    )


@pytest.mark.parametrize("target", [0, -1, 101])
def test_a_target_lies_between_1_and_100(target):
    given().when(ada.set_goal(**PROMISE | {"target": target})).then_refused(
        Unusable, field="target", why="out_of_range", least=1, most=100
    )


@pytest.mark.parametrize("confidence", [0, 6, -1])
def test_confidence_lies_between_1_and_5(confidence):
    given(*PARTNERS).when(ada.check_in(PARTNERSHIP, confidence=confidence)).then_refused(
        Unusable, field="confidence", why="out_of_range", least=1, most=5
    )


NO_ZONES = ["", "Mars/Olympus", "CET", "EST5EDT", "Etc/GMT+1", "+01:00", "UTC+1", "Berlin, Paris", "../../etc/passwd"]


@pytest.mark.parametrize("zone", NO_ZONES)
def test_what_is_no_zone_is_refused(zone):
    given().when(ada.change_settings(name="Ada", zone=zone, nudges=True)).then_refused(
        Unusable, field="zone", why="unknown_zone"
    )
    given().when(dora.add_member(**EMIL | {"zone": zone})).then_refused(Unusable, field="zone", why="unknown_zone")


@pytest.mark.parametrize(
    "address", ["emil", "emil@", "@example.org", "emil@example", "a b@example.org", "e@x.org,f@x.org"]
)
def test_what_is_no_address_is_refused(address):
    given().when(dora.add_member(**EMIL | {"address": address})).then_refused(
        Unusable, field="address", why="no_address"
    )
    given().when(ada.add_contact(card=Card("Sam", email=address), tie="weak")).then_refused(
        Unusable, field="email", why="no_address"
    )


@pytest.mark.parametrize(
    "link", ["example.org", "javascript:alert(1)", "ftp://example.org", "https://u@example.org", "https://"]
)
def test_what_is_no_link_is_refused(link):
    given().when(ada.add_contact(card=Card("Sam", link=link), tie="weak")).then_refused(
        Unusable, field="link", why="no_link"
    )


def test_the_day_of_a_connection_is_a_date():
    given().when(ada.add_contact(card=Card("Sam", connected_on="last year"), tie="weak")).then_refused(
        Unusable, field="connected_on", why="no_date"
    )


INSTANTS = [
    Field(SENT, "arrange_conversation", (OUTREACH,), {}, "starts_at"),
    Field(DRAFTED, "send_outreach", (OUTREACH,), HAPPENED, "times_offered"),
]


def at(field, text):
    return field.said_as([text] if field.field == "times_offered" else text)


@pytest.mark.parametrize("field", INSTANTS, ids=str)
@pytest.mark.parametrize("text", ["", "noon", "2026-11-06", "2026-11-06T10:00", "0001-01-01T00:00+10:00", "\0"])
def test_what_is_no_instant_is_refused(field, text):
    given(*field.given).when(at(field, text)).then_refused(Unusable, field=field.field, why="no_instant")


@pytest.mark.parametrize("field", INSTANTS, ids=str)
def test_an_instant_more_than_a_day_past_is_refused(field):
    given(*field.given).when(at(field, "2026-11-01T08:59Z")).then_refused(
        Unusable, field=field.field, why="in_the_past"
    )


@pytest.mark.parametrize("field", INSTANTS, ids=str)
def test_an_instant_beyond_two_years_is_refused(field):
    given(*field.given).when(at(field, "2029-01-01T00:00Z")).then_refused(Unusable, field=field.field, why="too_far")


def test_at_most_five_times_are_offered():
    times = [f"2026-11-0{day}T10:00Z" for day in range(3, 9)]
    given(*DRAFTED).when(ada.send_outreach(OUTREACH, channel="email", times_offered=times)).then_refused(
        Unusable, field="times_offered", why="too_many", most=5
    )

"""Texts that nobody but their owner may read, one in every field that holds words of people; and whose they are."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any, get_type_hints
from uuid import UUID

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.accountability.told import WORDS
from domain.personal import Personal
from store.names import EVENTS, name_of
from tests.cast import DORA, Player, School
from tests.told import TAKEAWAY, goal_told, story_told

# What a field of an event is called: ("Goal.Set", "statement").
Field = tuple[str, str]


@dataclass(frozen=True)
class Things:
    """Something of one member's for every kind of id that an address may hold."""

    goal: UUID
    contact: UUID
    outreach: UUID
    takeaway: UUID
    nudge: UUID


class Confided:
    """Each text is another one, so that a text found somewhere names the field it came from."""

    def __init__(self, who: Player) -> None:
        self.who, self._numbers = who, count(1)

    def __call__(self) -> str:
        return f"canary{next(self._numbers):03}of{self.who.name.split()[0].lower()}"

    def card(self) -> Card:
        return Card(self(), self(), self(), self(), f"{self()}@example.org", f"https://example.org/{self()}")

    def draft(self) -> Draft:
        return Draft(introduction=self(), purpose=self(), why_you=self(), call_to_action=self())


def confide(school: School, who: Player) -> Things:
    """Tell everything a member may tell, each text a canary."""
    secret, say = Confided(who), school.say
    goal = school.goal(who, statement=secret(), steps=secret())
    say(who, "reword_goal", goal, statement=secret(), steps=secret())
    say(who, "reschedule_goal", goal, due=school.days_ahead(20), reason=secret())
    say(who, "close_goal", goal, reason=secret())
    say(who, "reopen_goal", goal, reason=secret())
    contact = say(who, "add_contact", card=secret.card(), tie="weak")
    say(who, "edit_contact", contact, card=secret.card(), tie="weak")
    outreach = _conversation(school, secret, goal, contact)
    takeaway = _takeaway(school, secret, outreach)
    _from_elsewhere(school, secret, contact)
    say(DORA, "open_history", who.id, reason=f"asked by {secret()}")
    if who is not DORA:
        say(DORA, "close_account", who.id, reason=f"because of {secret()}")
        say(DORA, "reopen_account", who.id)
    say(who, "change_address", address=f"again.{who.address}")
    say(who, "change_address", address=who.address)
    say(who, "change_settings", name=who.name + " II", zone=who.zone, nudges=True)
    return Things(goal, contact, outreach, takeaway, _nudge(school, who, goal))


def _conversation(school: School, secret: Confided, goal: UUID, contact: UUID) -> UUID:
    who, say = secret.who, school.say
    for end in ("record_decline", "withdraw_outreach"):
        other = say(who, "log_outreach", contact_id=contact, goal_id=goal, channel="email")
        say(who, end, other, **{"note" if end == "record_decline" else "reason": secret()})
    outreach: UUID = say(who, "draft_outreach", contact_id=contact, goal_id=goal, draft=secret.draft())
    say(who, "revise_draft", outreach, draft=secret.draft())
    say(who, "send_outreach", outreach, channel="email", times_offered=[])
    say(who, "record_answer", outreach, note=secret())
    say(who, "choose_questions", outreach, questions=secret())
    say(who, "record_conversation", outreach, medium="call", questions=secret(), notes=secret(), whom_next=secret())
    say(who, "write_notes", outreach, notes=secret())
    say(who, "count_outreach_toward", outreach, goal_id=None, reason=secret())
    say(who, "count_outreach_toward", outreach, goal_id=goal, reason=secret())
    say(who, "correct_tie", outreach, tie="cold", reason=secret())
    return outreach


def _takeaway(school: School, secret: Confided, outreach: UUID) -> UUID:
    who, say = secret.who, school.say
    due = (school.clock() + timedelta(days=7)).date().isoformat()
    takeaway: UUID = say(who, "decide_takeaway", outreach, text=secret(), kind="research", due=due)
    say(who, "reword_takeaway", takeaway, text=secret())
    say(who, "reschedule_takeaway", takeaway, due=school.days_ahead(9), reason=secret())
    say(who, "drop_takeaway", takeaway, reason=secret())
    say(who, "pick_up_takeaway", takeaway)
    say(who, "follow_up_takeaway", takeaway, what_came=secret(), introduced=Card(secret()))
    return takeaway


def _from_elsewhere(school: School, secret: Confided, contact: UUID) -> None:
    """As an archive of another school tells it."""
    words: dict[str, Any] = {name: secret() for name in WORDS}
    decided = replace(TAKEAWAY, state="followed_up", text=secret(), outcome=secret())
    story = story_told(contact, **words, takeaway=decided)
    school.say(secret.who, "bring_stories", stories=[story])
    school.say(secret.who, "bring_goals", goals=[goal_told(statement=secret(), steps=secret(), reason=secret())])


def _nudge(school: School, who: Player, goal: UUID) -> UUID:
    slot, about = "2026-11-02|week", {"about": "2026-11-09"}
    claim = {"rule": "goal_due_soon", "thing_id": goal, "channel": "inbox", "slot": slot, "facts": about}
    nudge: UUID = school.say("system:scheduler", "claim_nudge", member_id=who.id, **claim)
    school.say("system:scheduler", "record_delivery", nudge)
    return nudge


def fields_with_words() -> set[Field]:
    """Every field of every event that holds words of people."""
    return {
        (name, field) for name, cls in EVENTS.items() for field, kind in get_type_hints(cls).items() if kind is Personal
    }


def told(school: School, who: Player) -> dict[str, set[Field]]:
    """Each text that the record holds of this member, and the fields in which it stands."""
    found: dict[str, set[Field]] = {}
    for recorded in school.use_cases.after(0, 100_000):
        name = name_of(type(recorded.event))
        for field, kind in get_type_hints(type(recorded.event)).items():
            value = getattr(recorded.event, field) if kind is Personal else None
            if value is not None and who.id.hex in value.subjects and value.text:
                found.setdefault(value.text, set()).add((name, field))
    return found

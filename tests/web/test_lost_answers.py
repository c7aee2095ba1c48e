"""What was done although nobody was told so: whoever sends the form again hears that it is done, and it is done once.

For every form that records something, on both engines: the commit goes through and its answer is lost, so the first
sending is answered with 503; the same form sent again and again is then answered as if nothing had been.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from domain.partnership import Partnership
from tests.cast import ADA, BEN, DORA, SPRING, Player, School
from tests.web.conftest import Visitor
from tests.web.lost import answers_lost
from tests.web.test_every_route import POLICY, pages_of


class Stories:
    """What stands in Ada's school before a form is sent; each makes what it needs."""

    def __init__(self, school: School) -> None:
        self.school = school

    def goal(self) -> UUID:
        return self.school.goal()

    def closed(self) -> UUID:
        goal_id = self.goal()
        self.school.say(ADA, "close_goal", goal_id, reason="Enough")
        return goal_id

    def contact(self) -> UUID:
        return self.school.contact()

    def removed(self) -> UUID:
        contact_id = self.contact()
        self.school.say(ADA, "remove_contact", contact_id)
        return contact_id

    def draft(self) -> UUID:
        return self.school.draft(self.contact())

    def sent(self) -> UUID:
        return self.school.sent(self.contact())

    def answered(self) -> UUID:
        outreach_id = self.sent()
        self.school.say(ADA, "record_answer", outreach_id)
        return outreach_id

    def held(self) -> UUID:
        return self.school.held(self.contact())

    def takeaway(self) -> UUID:
        return self.school.takeaway(self.held())

    def dropped(self) -> UUID:
        takeaway_id = self.takeaway()
        self.school.say(ADA, "drop_takeaway", takeaway_id, reason="Too much")
        return takeaway_id

    def pair(self) -> UUID:
        return self.school.partnership()

    def paused(self) -> UUID:
        pair = self.pair()
        self.school.say(ADA, "pause_partnership", pair)
        return pair

    def shareable(self) -> UUID:
        self.pair()
        return self.held()

    def listed(self) -> str:
        """A list for a cohort that was looked over, by its token."""
        lists = self.school.services.uploads.of(f"invitations to {SPRING.id} ")
        return lists.keep(DORA.id, b"name,address\nWren,wren@example.org", self.school.clock())

    def asked(self) -> UUID:
        pair: UUID = self.school.say(BEN, "propose_partnership", partner_id=ADA.id)
        return pair

    def asking(self) -> UUID:
        pair: UUID = self.school.say(ADA, "propose_partnership", partner_id=BEN.id)
        return pair

    def nudge(self) -> UUID:
        about = {"member_id": ADA.id, "rule": "goal_due_soon", "thing_id": self.goal(), "channel": "inbox"}
        nudge_id: UUID = self.school.say(
            "system:scheduler", "claim_nudge", **about, slot="week", facts={"about": "2026-11-09"}
        )
        self.school.say("system:scheduler", "record_delivery", nudge_id)
        return nudge_id

    def shut_out(self) -> None:
        self.school.say(DORA, "close_account", BEN.id, reason="He left")

    def nothing(self) -> str:
        return ""


WORDS = {"introduction": "Hi", "purpose": "To learn", "why_you": "Your talk", "call_to_action": "Tuesday?"}

PERSON = {"name": "Dana Whitfield", "tie": "weak", "email": "dana@example.org"}
Sent = tuple[Callable[[Stories], Any], str, dict[str, str]]

# Each form: what has to be there, where it is sent to, and what is typed.
FORMS: dict[str, Sent] = {
    "goals.create": (
        Stories.nothing,
        "/goals",
        {"statement": "x", "measure": "conversations", "target": "1", "due": "2026-12-01"},
    ),
    "goals.reword": (Stories.goal, "/goals/{}", {"statement": "y", "version": "1"}),
    "goals.reschedule": (
        Stories.goal,
        "/goals/{}/rescheduling",
        {"due": "2026-12-09", "reason": "Ill", "version": "1"},
    ),
    "goals.close": (Stories.goal, "/goals/{}/closure", {"reason": "Enough", "version": "1"}),
    "goals.reopen": (Stories.closed, "/goals/{}/reopening", {"reason": "Back", "version": "2"}),
    "goals.share": (Stories.goal, "/goals/{}/sharing", {"sharing": "private", "version": "1"}),
    "contacts.create": (Stories.nothing, "/contacts", PERSON),
    "contacts.save": (Stories.contact, "/contacts/{}", {**PERSON, "tie": "alum", "version": "1"}),
    "contacts.remove": (Stories.contact, "/contacts/{}/removal", {}),
    "contacts.restore": (Stories.removed, "/contacts/{}/restoration", {}),
    "outreach.create": (Stories.contact, "/outreach", {"do": "log", "contact_id": "{}", "channel": "call"}),
    "outreach.save": (Stories.draft, "/outreach/{}/draft", {**WORDS, "version": "1"}),
    "outreach.send": (Stories.draft, "/outreach/{}/sending", {**WORDS, "channel": "email", "version": "1"}),
    "outreach.answered": (Stories.sent, "/outreach/{}/answer", {"note": "Yes"}),
    "outreach.declined": (Stories.sent, "/outreach/{}/refusal", {"note": "No"}),
    "outreach.postpone": (Stories.sent, "/outreach/{}/postponement", {"until": "2026-11-20"}),
    "outreach.unanswered": (Stories.sent, "/outreach/{}/silence", {}),
    "outreach.arrange": (Stories.answered, "/outreach/{}/meeting", {"starts_at": "2026-11-05T10:00"}),
    "outreach.choose_questions": (Stories.answered, "/outreach/{}/questions", {"own_questions": "Why?"}),
    "outreach.hold": (Stories.answered, "/outreach/{}/conversation", {"medium": "call", "notes": "Notes"}),
    "outreach.write_notes": (Stories.held, "/outreach/{}/notes", {"notes": "More", "version": "3"}),
    "outreach.count": (Stories.sent, "/outreach/{}/counting", {"goal_id": "{goal}", "reason": "It fits"}),
    "outreach.correct_tie": (Stories.sent, "/outreach/{}/tie", {"tie": "cold", "reason": "We never met"}),
    "outreach.withdraw": (Stories.sent, "/outreach/{}/withdrawal", {"reason": "Wrong person"}),
    "outreach.decide": (
        Stories.held,
        "/outreach/{}/takeaway",
        {"text": "Read", "kind": "research", "due": "2026-11-09"},
    ),
    "takeaways.follow_up": (Stories.takeaway, "/takeaways/{}/follow-up", {"what_came": "A lot", "name": "Dana"}),
    "takeaways.drop": (Stories.takeaway, "/takeaways/{}/dropping", {"reason": "Too much"}),
    "takeaways.reschedule": (
        Stories.takeaway,
        "/takeaways/{}/rescheduling",
        {"due": "2026-11-20", "reason": "Ill", "version": "1"},
    ),
    "takeaways.reword": (Stories.takeaway, "/takeaways/{}/rewording", {"text": "Write", "version": "1"}),
    "takeaways.pick_up": (Stories.dropped, "/takeaways/{}/picking-up", {}),
    "buddy.propose": (Stories.nothing, "/buddy/proposals", {"partner_id": str(BEN.id), "cadence_days": "7"}),
    "buddy.withdraw_by_address": (Stories.asking, "/buddy/proposals/withdrawal", {"address": BEN.address}),
    "buddy.accept": (Stories.asked, "/buddy/{}/acceptance", {}),
    "buddy.decline": (Stories.asked, "/buddy/{}/refusal", {}),
    "buddy.withdraw": (Stories.asking, "/buddy/{}/withdrawal", {}),
    "outreach.share": (
        Stories.shareable,
        "/outreach/{}/sharing",
        {"partnership_id": str(Partnership.id_for(ADA.id, BEN.id)), "parts": "name"},
    ),
    "outreach.mark": (Stories.held, "/outreach/{}/confidentiality", {"confidential": "yes"}),
    "buddy.pause": (Stories.pair, "/buddy/{}/pause", {"until": "2026-11-09"}),
    "buddy.resume": (Stories.paused, "/buddy/{}/resumption", {}),
    "buddy.end": (Stories.pair, "/buddy/{}/end", {}),
    "buddy.cheer": (Stories.pair, "/buddy/{}/cheers", {}),
    "buddy.check_in": (Stories.pair, "/buddy/{}/check-in", {"confidence": "3", "moved": "A bit"}),
    "inbox.put_away": (Stories.nudge, "/inbox/{}/put-away", {}),
    "settings.save": (Stories.nothing, "/settings", {"name": "Ada L.", "zone": "Europe/Vienna", "nudges": "yes"}),
    "staff.open_cohort": (Stories.nothing, "/staff/cohorts", {"name": "Winter"}),
    "staff.add_member": (
        Stories.nothing,
        "/staff/members",
        {"name": "Wren", "address": "wren@example.org", "role": "student", "zone": "UTC"},
    ),
    "staff.confirm_invitations": (
        Stories.listed,
        f"/staff/cohorts/{SPRING.id}/invitations/{{}}/confirmation",
        {"zone": "UTC"},
    ),
    "staff.make_link": (Stories.nothing, f"/staff/members/{ADA.id}/link", {}),
    "staff.close_account": (Stories.nothing, f"/staff/members/{BEN.id}/closing", {"reason": "He left"}),
    "staff.reopen_account": (Stories.shut_out, f"/staff/members/{BEN.id}/reopening", {}),
    "staff.mail_link": (Stories.nothing, f"/staff/members/{ADA.id}/invitation", {}),
    "staff.open_history": (Stories.nothing, f"/staff/members/{ADA.id}/history", {"reason": "She asked"}),
}
# What records nothing, or is made anew on purpose: signing in and out, second factors, mailed links, passwords, tokens
# (made anew by every click, and each recorded), a file that is only looked over, imports and archives, which double
# nobody by who they are (test_import.py, test_arrival.py), and taking everything away. An erasure, another address and
# the end of a connection are quiet when asked for once more (tests/domain/test_erasing.py, test_new_address.py).
OTHERS = {
    *("sign_in.sign_in", "sign_in.sign_out", "sign_in.join", "sign_in.open_school", "sign_in.unsubscribe"),
    *("proof.check_code", "proof.again", "settings.turn_on", "settings.turn_off", "settings.new_codes"),
    *("settings.end_session", "settings.end_others", "staff.end_sessions", "provider.disconnect"),
    *("mailed.send_sign_in", "mailed.send_reset", "mailed.send_confirm", "new_address.send"),
    *("mailed.come_in", "mailed.join", "mailed.choose_password", "mailed.confirm"),
    "new_address.take",
    *("settings.change_password", "settings.make_token", "settings.revoke_token"),
    "staff.preview_invitations",
    *("contacts.preview", "contacts.confirm_import", "own_data.arrive", "own_data.download"),
    "own_data.confirm",
    *("erasing.ask", "erasing.call_off", "erasing.ask_contact", "erasing.call_off_contact"),
}


def test_every_form_is_tried(app: Flask) -> None:
    sends = {endpoint for endpoint, method, *_ in pages_of(app) if method == "POST"}
    assert FORMS.keys() == sends - OTHERS
    assert sends >= OTHERS


def whose(endpoint: str) -> Player:
    return DORA if POLICY[endpoint] == "staff" else ADA


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_whose_answer_was_lost_is_answered_when_it_is_sent_again(
    app: Flask, school: School, engine: str, endpoint: str
) -> None:
    visitor, (story, path, typed) = Visitor(app, school, whose(endpoint)), FORMS[endpoint]
    thing, goal = story(Stories(school)), school.goal()
    filled = {name: text.format(thing, goal=goal) for name, text in typed.items()}
    fields = {"csrf_token": visitor.token(), "command_id": str(uuid4()), **filled}
    path, before = path.format(thing), school.use_cases.end()
    with answers_lost(school, engine) as lost:
        first = visitor.send(path, fields)
    assert (first.status_code, len(lost)) == (503, 1), endpoint
    recorded = [r.event for r in school.use_cases.after(before, 100)]
    again = [visitor.send(path, fields) for _ in range(2)]
    assert {a.status_code for a in again} <= {200, 303}, [a.text[:2000] for a in again]
    assert again[0].location == again[1].location
    if again[0].location:
        assert visitor.get(again[0].location).status_code == 200
    everything = [r.event for r in school.use_cases.after(before, 100)]
    told = [(e.originator_id, e.command_id, type(e)) for e in everything]
    assert len(told) == len(set(told))
    assert everything[: len(recorded)] == recorded

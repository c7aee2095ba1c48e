"""What is usually given: short sayings that build on each other, for the specifications of the domain."""

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.contact import Contact
from domain.goal import Goal
from domain.outreach import Outreach
from domain.partnership import Partnership
from domain.takeaway import Takeaway
from tests.cast import ADA, BEN
from tests.specification import ada, ben, scheduler, the

PROMISE = {"statement": "Talk to two people", "measure": "conversations", "target": 2, "due": "2026-12-01"}
A_GOAL = ada.set_goal(**PROMISE)
GOAL_CLOSED = ada.close_goal(the(Goal), reason="Another plan")

MIRA = Card("Mira Solberg", "From a meetup", "Nordlys", "Engineer", "mira@example.org", "https://example.org/mira")
A_CONTACT = ada.add_contact(card=MIRA, tie="weak")
CONTACT_REMOVED = ada.remove_contact(the(Contact))

WORDS = Draft("I retrain for software", "To learn how you test", "Your talk on queues", "Twenty minutes on Friday?")
DRAFTED = (A_CONTACT, ada.draft_outreach(contact_id=the(Contact), goal_id=None, draft=WORDS))
SENT = (*DRAFTED, ada.send_outreach(the(Outreach), channel="email", times_offered=[]))
ANSWERED = (*SENT, ada.record_answer(the(Outreach), note="Gladly"))
DECLINED = (*SENT, ada.record_decline(the(Outreach), note="No time"))
HELD = (*SENT, ada.record_conversation(the(Outreach), medium="call", notes="Queues"))
WITHDRAWN = (*SENT, ada.withdraw_outreach(the(Outreach), reason="Wrong person"))

IDEA = {"text": "Read about queues", "kind": "research", "due": "2026-11-09"}
DECIDED = (*HELD, ada.decide_takeaway(the(Outreach), **IDEA))
FOLLOWED_UP = (*DECIDED, ada.follow_up_takeaway(the(Takeaway), what_came="A reading list"))
DROPPED = (*DECIDED, ada.drop_takeaway(the(Takeaway), reason="Out of reach"))

PROPOSED = (ada.propose_partnership(partner_id=BEN.id, note="Shall we?"),)
PARTNERS = (*PROPOSED, ben.accept_partnership(the(Partnership)))
PAUSED = (*PARTNERS, ada.pause_partnership(the(Partnership)))
ENDED = (*PARTNERS, ada.end_partnership(the(Partnership)))

SLOT = {
    "member_id": ADA.id,
    "rule": "goal_overdue",
    "thing_id": ADA.id,
    "channel": "inbox",
    "slot": "2026-12-01|over",
    "facts": {"due": "2026-12-01"},
}
CLAIMED = (scheduler.claim_nudge(**SLOT),)

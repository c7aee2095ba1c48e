"""A long mixed story of the whole cast, and what the views' tables hold: for tests that compare one with another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.takeaway import Takeaway
from projections import VIEWS, tracker
from projections.standing import standing
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, SPRING, School
from tests.told import TAKEAWAY, goal_told, story_told

Tables = dict[str, list[tuple]]


def tell_a_long_story(school: School) -> None:
    """Every kind of event at least once, over three weeks, by many people."""
    say = school.say
    for who in (ADA, BEN, CLEO):
        _a_students_weeks(school, who)
    one = school.partnership(ADA, BEN)
    _sharing(school, one)
    say(BEN, "check_in", one, confidence=2, moved="One message", next_step="A call")
    say(ADA, "check_in", one, confidence=4)
    say(ADA, "cheer", one)
    say(BEN, "pause_partnership", one, until=school.days_ahead(5))
    say(ADA, "resume_partnership", one)
    say(ADA, "end_partnership", one)
    say(BEN, "propose_partnership", partner_id=ADA.id, note="Again?")
    say(ADA, "decline_partnership", one)
    two = say(CLEO, "propose_partnership", partner_id=BEN.id, cadence_days=3)
    say(CLEO, "withdraw_proposal", two)
    say(DORA, "rename_cohort", AUTUMN.id, name="Autumn 2026")
    say(DORA, "join_cohort", ADA.id, cohort_id=SPRING.id)
    say(DORA, "leave_cohort", ADA.id, cohort_id=AUTUMN.id)
    say(DORA, "open_history", ADA.id, reason="She asked for help")
    say(DORA, "record_link", ADA.id)
    say(ADA, "record_token", ADA.id)
    say("operator", "record_second_factor_removed", ADA.id)
    say(ADA, "record_provider", ADA.id)
    say(DORA, "close_account", BEN.id, reason="A lost laptop")
    say(DORA, "reopen_account", BEN.id)
    say(ADA, "request_member_erasure", ADA.id)
    say(ADA, "cancel_member_erasure", ADA.id)
    say(ADA, "change_address", address="ada.l@example.org")
    say(ADA, "change_settings", name="Ada L.", zone="Europe/Vienna", nudges=False)
    _nudges(school)
    for contact in list(tracker.contacts(school.views, CLEO.id))[:2]:
        say(CLEO, "request_contact_erasure", contact.contact_id)
        say(CLEO, "cancel_contact_erasure", contact.contact_id)
        say("system:scheduler", "complete_contact_erasure", contact.contact_id)
    say(CLEO, "request_member_erasure", CLEO.id)
    say("operator", "complete_member_erasure", CLEO.id, contacts=5)


def _a_students_weeks(school: School, who) -> None:
    say, clock = school.say, school.clock
    goal, other = school.goal(who, steps="One\nTwo"), school.goal(who, measure="contacted", target=2, level="II")
    say(who, "reword_goal", goal, statement="Talk to three people")
    say(who, "reschedule_goal", goal, due=school.days_ahead(35), reason="Ill")
    say(who, "choose_goal_sharing", goal, sharing="words")
    cards = [Card(f"Person {n} of {who.name}", email=f"p{n}@example.org") for n in range(4)]
    people = say(who, "import_contacts", cards=cards, tie="weak", source="linkedin", known=set())
    say(who, "edit_contact", people[0], card=Card("Somebody Else", company="Nordlys"), tie="mentor")
    say(who, "remove_contact", people[3])
    say(who, "restore_contact", people[3])
    say(who, "remove_contact", people[3])
    clock.go(days=1)
    first = school.held(people[0], goal, who)
    say(who, "write_notes", first, notes="All that I remember")
    second = school.sent(people[1], other, who)
    say(who, "postpone_outreach", second, until=school.days_ahead(5))
    say(who, "record_silence", second)
    say(who, "record_answer", second, note="Yes")
    say(who, "choose_questions", second, questions="What surprised you?")
    say(who, "arrange_conversation", second, starts_at=(clock() + timedelta(days=1)).isoformat())
    say(who, "record_decline", second, note="Not now")
    third = say(who, "log_outreach", contact_id=people[2], goal_id=other, channel="in_person")
    say(who, "count_outreach_toward", third, goal_id=goal, reason="It fits")
    say(who, "correct_tie", third, tie="cold", reason="We had not met")
    say(who, "withdraw_outreach", third, reason="Wrong person")
    clock.go(days=6)
    takeaway = school.takeaway(first, who)
    say(who, "reword_takeaway", takeaway, text="Write about queues")
    say(who, "reschedule_takeaway", takeaway, due=school.days_ahead(9), reason="Ill")
    say(who, "drop_takeaway", takeaway, reason="Out of reach")
    say(who, "pick_up_takeaway", takeaway)
    say(who, "follow_up_takeaway", takeaway, what_came="Met her", introduced=Card(f"Friend of {who.name}"))
    draft = school.draft(people[1], None, who)
    say(who, "revise_draft", draft, draft=Draft("Hello"))
    say(who, "close_goal", other, reason="Another plan")
    say(who, "reopen_goal", other, reason="Back to it")
    _from_elsewhere(school, who, people[1])


def _from_elsewhere(school: School, who, contact) -> None:
    """Also of stories that go on here, as far as they can."""
    first, second = story_told(contact), story_told(contact, takeaway=replace(TAKEAWAY, state="dropped"))
    one, other = school.say(who, "bring_stories", stories=[first, second])
    school.say(who, "bring_goals", goals=[goal_told()])
    school.say(who, "follow_up_takeaway", Takeaway.id_for(one), what_came="It still came")
    school.say(who, "pick_up_takeaway", Takeaway.id_for(other))
    school.say(who, "choose_confidentiality", one, confidential=False)
    school.say(who, "withdraw_outreach", other, reason="Not mine")


def _sharing(school: School, pair) -> None:
    outreach = school.held(school.contact(), school.goal())
    school.say(ADA, "choose_outreach_sharing", outreach, partnership_id=pair, parts=["name", "message", "notes"])
    school.say(ADA, "choose_confidentiality", outreach, confidential=True)
    school.say(ADA, "choose_confidentiality", outreach, confidential=False)
    school.say(ADA, "choose_outreach_sharing", outreach, partnership_id=pair, parts=["notes"])


def _nudges(school: School) -> None:
    for channel, ending in [("inbox", "record_delivery"), ("email", "give_up_nudge"), ("inbox", "suppress_nudge")]:
        slot = f"2026-11-20|{ending}"
        nudge = school.say(
            "system:scheduler",
            "claim_nudge",
            member_id=ADA.id,
            rule="goal_overdue",
            thing_id=ADA.id,
            channel=channel,
            slot=slot,
            facts={"due": "2026-11-20"},
        )
        school.say("system:scheduler", "record_channel_refusal", nudge, reason="451")
        school.say("system:scheduler", "claim_nudge_again", nudge)
        reason = {} if ending == "record_delivery" else {"reason": "because"}
        school.say("system:scheduler", ending, nudge, **reason)
        if ending == "record_delivery":
            school.say(ADA, "put_nudge_away", nudge)


def tables(school: School) -> Tables:
    """Every table of the views, byte for byte, each in the order of its rows."""
    names = [rows.table.name for view in VIEWS for rows in view.tables]
    with school.views.database.read() as connection:
        return {name: _rows(connection, name) for name in (*names, standing.name)}


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")), key=repr)

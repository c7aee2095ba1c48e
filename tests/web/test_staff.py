"""Staff: how everybody is getting on, adding members, and a history that opens only for a reason that is recorded."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from domain.act import SCHEDULER
from nudges.asked_for import send_asked_for
from nudges.channels import ChannelError, OutcomeUnknown
from tests.cast import ADA, AUTUMN, BEN, CAST, CLEO, DORA, SPRING, Clock, School, there
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor, events_of, plain, words
from tests.web.test_buddy import CANARIES, confide
from tests.web.test_inbox import remind

Client = Callable[..., Visitor]


def history_of(who: UUID) -> str:
    return f"/staff/members/{who}/history"


def look(visitor: Visitor, who: UUID, reason: str = "asked for an extension", query: str = "") -> str:
    """Open a history for a reason and read it."""
    answer = visitor.submit(history_of(who), history_of(who), reason=reason)
    assert (answer.status_code, answer.location) == (303, history_of(who))
    return visitor.see(history_of(who) + query)


# Everybody at a glance


def test_cohorts_stand_with_their_members_and_how_far_each_has_come(client: Client, school: School) -> None:
    goal = school.goal(ADA, target=2)
    school.held(school.contact(), goal)
    client(BEN)  # was here, and has promised nothing
    said = client(DORA).see("/staff")
    assert "Autumn" in said
    assert "Spring" in said
    row = said[said.index("Ada Lindqvist") : said.index("Ben Okafor")]
    assert "under way" in row
    assert "1 of 2, 28 days left" in row
    assert "active today" in row
    assert "no goal yet" in said[said.index("Ben Okafor") : said.index("Spring")]
    assert "Not in a cohort" in said


def test_the_words_of_a_goal_are_not_in_the_list(client: Client, school: School) -> None:
    confide(school, ADA)
    for page in ("/staff", f"/staff/cohorts/{AUTUMN.id}"):
        text = client(DORA).get(page).text
        assert "Find two allies" not in text
        assert [c for c in CANARIES.values() if c in text] == []


def test_levels_that_are_met_are_named(client: Client, school: School) -> None:
    school.takeaway(school.held(school.contact(tie="weak")))
    assert "level II met" in client(DORA).see(f"/staff/cohorts/{AUTUMN.id}")


def test_a_cohort_says_who_is_late_and_who_is_quiet(client: Client, school: School, clock: Clock) -> None:
    school.goal(ADA, due=school.days_ahead(1))
    clock.go(days=15)
    said = client(DORA).see(f"/staff/cohorts/{AUTUMN.id}")
    assert "1 with a goal overdue" in said or "with a goal overdue 1" in said
    assert "2 quiet for two weeks" in said or "quiet for two weeks 2" in said
    assert "overdue" in said[said.index("Ada Lindqvist") :]


def test_an_unknown_cohort_is_not_there(client: Client) -> None:
    assert client(DORA).get(f"/staff/cohorts/{uuid4()}").status_code == 404


def test_opening_a_cohort_leads_to_it(client: Client, school: School) -> None:
    dora = client(DORA)
    fields = dora.form("/staff", "/staff/cohorts").filled({"name": "Winter"})
    first, second = (dora.send("/staff/cohorts", fields) for _ in range(2))
    assert first.location == second.location
    said = dora.see(first.location)
    assert "Winter" in said
    assert "Nobody is here yet" in said


@pytest.mark.parametrize(
    ("name", "says"), [("", "needed"), (None, "needed"), ("x" * 201, "200"), ("a\x00", "invisible")]
)
def test_a_cohort_needs_a_name(client: Client, name: str | None, says: str) -> None:
    answer = client(DORA).submit("/staff", "/staff/cohorts", name=name)
    assert answer.status_code == 422
    assert says in words(answer)


def test_reminders_that_did_not_get_through_are_told_kindly(client: Client, school: School) -> None:
    goal = school.goal(BEN)
    slot = {"rule": "goal_due_soon", "thing_id": goal, "channel": "email", "slot": "2026-11-09|week"}
    nudge = school.say(SCHEDULER, "claim_nudge", member_id=BEN.id, facts={"about": "2026-11-30"}, **slot)
    school.say(SCHEDULER, "give_up_nudge", nudge, reason="smtp_550")
    said = client(DORA).see("/staff")
    assert "Ben Okafor : a goal that is due soon, by e-mail (the mail server answered 550)" in said.replace(
        "Okafor:", "Okafor :"
    )


def test_the_lists_cost_the_same_however_many_members_there_are(
    client: Client, school: School, statements: Callable[[], Any]
) -> None:
    dora, pages = client(DORA), ("/staff", f"/staff/cohorts/{AUTUMN.id}")
    confide(school, ADA)
    confide(school, BEN)

    def cost() -> list[int]:
        counts = []
        for page in pages:
            dora.get(page)
            with statements() as asked:
                dora.get(page)
            counts.append(len(asked))
        return counts

    before = cost()
    for n in range(15):
        person = {"name": f"Student {n}", "address": f"s{n}@example.org", "role": "student", "zone": "UTC"}
        member = school.say(DORA, "add_member", **person, cohort_id=AUTUMN.id)
        promise = {"statement": "Talk", "measure": "conversations", "target": 1, "due": school.days_ahead(9)}
        school.say(str(member), "set_goal", **promise)
    assert before == cost()
    assert max(before) <= 15


# Adding members

NIA = {"name": "Nia Brandt", "address": "nia@example.org", "role": "student", "zone": "Europe/Berlin"}


def link_on(page: str) -> str:
    found = re.search(r'<code id="link">([^<]+)<', page)
    assert found
    return found[1]


def add(visitor: Visitor, **typed: Any) -> Any:
    return visitor.submit("/staff/members/new", "/staff/members", **{**NIA, **typed})


def test_a_new_member_comes_in_by_the_link_that_was_shown_once(client: Client, school: School) -> None:
    dora = client(DORA)
    answer = add(dora, cohort_id=str(AUTUMN.id))
    assert answer.status_code == 200
    assert "Nia Brandt is added" in words(answer)
    link = link_on(answer.text)
    assert link.startswith("http://127.0.0.1:8000/join/")
    assert "It works once, for seven days" in words(answer)
    path = link.removeprefix("http://127.0.0.1:8000")
    nia = client()
    assert nia.submit(path, path, password="three quiet herons").status_code == 303
    assert nia.get("/goals").status_code == 200
    assert client().get(path).status_code == 410
    assert "Nia Brandt" in dora.see(f"/staff/cohorts/{AUTUMN.id}")


def test_the_form_knows_the_cohort_one_came_from(client: Client) -> None:
    form = client(DORA).form(f"/staff/members/new?cohort={SPRING.id}", "/staff/members")
    assert form.fields["cohort_id"] == [str(SPRING.id)]


def test_a_second_click_adds_nobody_twice_and_its_link_works(client: Client, school: School) -> None:
    dora = client(DORA)
    fields = dora.form("/staff/members/new", "/staff/members").filled(NIA)
    links = [link_on(dora.send("/staff/members", fields).text) for _ in range(2)]
    assert links[0] == links[1]
    assert client().get(links[0].removeprefix("http://127.0.0.1:8000")).status_code == 200
    member = school.services.vault.member_with("nia@example.org")
    assert member is not None
    assert events_of(school, member) == ["Joined", "LinkMade"]


def letters(school: School) -> list[str]:
    mail = Outbox()
    send_asked_for(school.services, mail)
    return [f"{letter.to}\n{letter.text}" for letter in mail.sent]


def test_where_there_is_a_mail_server_the_letter_is_on_its_way(app: Flask, school: School, client: Client) -> None:
    assert "the letter waits in the mail folder" in client(DORA).see("/staff/members/new")
    settings = replace(school.services.settings, smtp="smtp://mail.example.org")
    app.extensions["services"] = replace(school.services, settings=settings)
    dora = client(DORA)
    assert "mail folder" not in dora.see("/staff/members/new")
    assert "A letter to Nia Brandt is on its way" in dora.see(add(dora, mail="yes").location)


def test_a_new_member_comes_in_by_a_letter(client: Client, school: School) -> None:
    dora = client(DORA)
    answer = add(dora, cohort_id=str(AUTUMN.id), mail="yes")
    assert answer.location == f"/staff/cohorts/{AUTUMN.id}"
    assert "so the letter to Nia Brandt waits in the mail folder" in dora.see(answer.location)
    [letter] = letters(school)
    assert letter.startswith("nia@example.org\n")
    [path] = re.findall(r"http://127.0.0.1:8000(/join/\S+)", letter)
    nia = client()
    said = nia.see(path)
    assert "Hello, Nia Brandt" in said
    assert "Dora Weiss has made an account for you on Accountabilibuddy, in the cohort Autumn." in said
    assert nia.submit(path, f"{path}/by-mail").status_code == 303
    assert nia.get("/goals").status_code == 200


def test_a_second_click_mails_one_letter_and_both_are_on_record(client: Client, school: School) -> None:
    dora = client(DORA)
    fields = dora.form("/staff/members/new", "/staff/members").filled({**NIA, "mail": "yes"})
    assert [dora.send("/staff/members", fields).status_code for _ in range(2)] == [303, 303]
    assert len(letters(school)) == 1
    member = school.services.vault.member_with("nia@example.org")
    assert member is not None
    assert events_of(school, member) == ["Joined", "LinkMade"]


def test_a_second_click_after_the_letter_was_sent_mails_none_and_its_link_stays_good(
    client: Client, school: School
) -> None:
    dora = client(DORA)
    fields = dora.form("/staff/members/new", "/staff/members").filled({**NIA, "mail": "yes"})
    dora.send("/staff/members", fields)
    [letter] = letters(school)
    assert dora.send("/staff/members", fields).status_code == 303
    assert letters(school) == []
    [path] = re.findall(r"http://127.0.0.1:8000(/join/\S+)", letter)
    assert client().get(path).status_code == 200


def test_a_link_is_mailed_to_who_lost_theirs_and_the_older_one_ends(client: Client, school: School) -> None:
    dora = client(DORA)
    path = link_on(add(dora).text).removeprefix("http://127.0.0.1:8000")
    member = school.services.vault.member_with("nia@example.org")
    dora.submit(history_of(there(member)), f"/staff/members/{member}/link")
    asked = dora.send(f"/staff/members/{member}/invitation", {"csrf_token": dora.token()})
    assert asked.location == history_of(there(member))
    [letter] = letters(school)
    assert client().get(path).status_code == 410
    [path] = re.findall(r"http://127.0.0.1:8000(/join/\S+)", letter)
    assert client().get(path).status_code == 200


def test_nobody_floods_a_mailbox_with_invitations(client: Client) -> None:
    dora, other = client(DORA), client(DORA)
    where = f"/staff/members/{ADA.id}/invitation"
    told = [v.send(where, {"csrf_token": v.token()}).status_code for v in (dora, other, dora, other)]
    assert told == [303, 303, 303, 429]


def test_the_page_of_a_link_loaded_again_brings_no_used_link_back(client: Client) -> None:
    dora = client(DORA)
    fields = dora.form("/staff/members/new", "/staff/members").filled(NIA)
    path = link_on(dora.send("/staff/members", fields).text).removeprefix("http://127.0.0.1:8000")
    client().submit(path, path, password="three quiet herons")
    again = dora.send("/staff/members", fields)
    assert "This link was used" in words(again)
    assert client().get(path).status_code == 410


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "This one is needed."),
        ({"name": None}, "This one is needed."),
        ({"address": "nia"}, "does not look like an e-mail address"),
        ({"address": ""}, "This one is needed."),
        ({"address": ADA.address}, "Somebody with this address is here already."),
        ({"address": f"{'x' * 250}@example.org"}, "longer than 254"),
        ({"role": "wizard"}, "Please choose one of the options."),
        ({"role": None, "zone": "Mars/Base"}, "do not know that time zone"),
        ({"cohort_id": "nonsense"}, "not there any more"),
        ({"name": "a\x00b"}, "invisible characters"),
    ],
)
def test_somebody_who_cannot_be_added_says_why_and_stays_typed(
    client: Client, typed: dict[str, str | None], says: str
) -> None:
    answer = add(client(DORA), **typed)
    assert answer.status_code in (409, 422)
    assert says in words(answer)
    kept = client(DORA).form(answer, "/staff/members").fields
    for name in ("name", "address", "zone"):
        assert kept[name] == [{**NIA, **typed}[name] or ""]


def test_a_cohort_that_is_not_there_takes_nobody(client: Client, school: School) -> None:
    assert add(client(DORA), cohort_id=str(uuid4())).status_code == 404


def test_a_new_link_ends_the_one_before_and_not_the_password(client: Client, school: School) -> None:
    dora = client(DORA)
    make = f"/staff/members/{ADA.id}/link"
    first = link_on(dora.submit(history_of(ADA.id), make).text)
    second = link_on(dora.submit(history_of(ADA.id), make).text)
    answers = [client().get(link.removeprefix("http://127.0.0.1:8000")).status_code for link in (first, second)]
    assert answers == [410, 200]


def test_a_link_leaves_a_trace_for_the_member_and_for_staff(client: Client, school: School) -> None:
    assert "Nobody has so far." in client(ADA).see("/settings/security")
    dora = client(DORA)
    dora.submit(history_of(ADA.id), f"/staff/members/{ADA.id}/link")
    assert events_of(school, ADA.id) == ["Joined", "LinkMade"]
    assert "Dora Weiss made a sign-in link" in client(ADA).see("/settings/security")
    assert "made a sign-in link" not in client(BEN).see("/settings/security")
    assert "Made a sign-in link for this account" in look(dora, ADA.id)


def test_there_is_no_link_without_its_trace(client: Client, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    dora = client(DORA)
    fields = dora.form(history_of(ADA.id), f"/staff/members/{ADA.id}/link").filled({})
    before: list[str] = []

    def make_link(*_: Any, **__: Any) -> str:
        before.extend(events_of(school, ADA.id))
        return "code"

    monkeypatch.setattr(school.services.access, "make_link", make_link)
    dora.send(f"/staff/members/{ADA.id}/link", fields)
    assert before == ["Joined", "LinkMade"]


def test_a_link_for_somebody_with_a_password_says_that_it_ends(client: Client, school: School) -> None:
    make, says = f"/staff/members/{ADA.id}/link", "This lets them choose a new password; the old one ends"
    assert says not in words(client(DORA).submit(history_of(ADA.id), make))
    school.services.access.set_password(ADA.id, "hash")
    assert says in words(client(DORA).submit(history_of(ADA.id), make))


def test_a_link_is_good_for_a_week(client: Client, school: School, clock: Clock) -> None:
    link = link_on(add(client(DORA)).text).removeprefix("http://127.0.0.1:8000")
    clock.go(days=7)
    assert client().get(link).status_code == 410


# Who has not come in yet


def row_of(page: str, name: str) -> str:
    """From a name in a list to the next member in it."""
    rest = page[page.rindex(name) :]
    others = [rest.index(other.name) for other in CAST if other.name in rest and other.name != name]
    return rest[: min(others, default=len(rest))]


def test_staff_read_the_addresses_of_members_where_they_manage_them(client: Client, school: School) -> None:
    dora = client(DORA)
    for page in ("/staff", f"/staff/cohorts/{AUTUMN.id}"):
        assert ADA.address in row_of(dora.see(page), "Ada Lindqvist")
    assert ADA.address in dora.see(history_of(ADA.id))
    assert ADA.address in look(dora, ADA.id)
    school.say(DORA, "close_account", ADA.id, reason="She left")
    assert ADA.address in row_of(dora.see("/staff/closed"), "Ada Lindqvist")


def test_an_address_of_somebody_erased_is_no_address(client: Client, school: School) -> None:
    school.services.vault.shred([BEN.id.hex], BEN.id, school.clock())
    said = client(DORA).see(f"/staff/cohorts/{AUTUMN.id}")
    assert BEN.address not in said
    assert said.count("erased") == 1


def test_the_list_says_who_has_not_come_in_and_how_their_invitation_stands(
    client: Client, school: School, clock: Clock
) -> None:
    dora, page = client(DORA), f"/staff/cohorts/{AUTUMN.id}"
    add(dora, cohort_id=str(AUTUMN.id), mail="yes")
    assert "not in yet letter on its way" in row_of(dora.see(page), "Nia Brandt")
    [letter] = letters(school)
    assert "not in yet letter sent today" in row_of(dora.see(page), "Nia Brandt")
    clock.go(days=7)
    later = client(DORA)
    assert "not in yet link is over" in row_of(later.see(page), "Nia Brandt")
    [path] = re.findall(r"http://127.0.0.1:8000(/join/\S+)", letter)
    assert client().get(path).status_code == 410


def test_whoever_came_in_is_in(client: Client, school: School) -> None:
    dora, page = client(DORA), f"/staff/cohorts/{AUTUMN.id}"
    path = link_on(add(dora, cohort_id=str(AUTUMN.id)).text).removeprefix("http://127.0.0.1:8000")
    assert "not in yet link handed over" in row_of(dora.see(page), "Nia Brandt")
    client().submit(path, path, password="three quiet herons")
    assert "not in yet" not in row_of(dora.see(page), "Nia Brandt")
    member = there(school.services.vault.member_with("nia@example.org"))
    assert "has not come in" not in dora.see(history_of(member))


def test_whoever_did_something_through_a_program_is_no_stranger(client: Client, school: School) -> None:
    school.goal(BEN)
    said = client(DORA).see(f"/staff/cohorts/{AUTUMN.id}")
    assert "not in yet" in row_of(said, "Ada Lindqvist")
    assert "not in yet" not in row_of(said, "Ben Okafor")


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (None, "the letter with the link lies in the mail folder"),
        (ChannelError("smtp_550", permanent=True), "The mail server refused the letter"),
        (OutcomeUnknown(), "nobody knows whether the letter arrived"),
    ],
)
def test_a_member_s_page_says_how_the_invitation_stands_and_mails_another(
    client: Client, school: School, clock: Clock, trouble: Exception | None, says: str
) -> None:
    dora = client(DORA)
    add(dora, mail="yes")
    where = history_of(there(school.services.vault.member_with("nia@example.org")))
    assert "A letter with a link is on its way" in dora.see(where)
    mail = Outbox(trouble=trouble)
    send_asked_for(school.services, mail)
    clock.go(days=1, minutes=1)
    dora, mail.trouble = client(DORA), None
    said = dora.see(where)
    assert says in said
    assert "Nia Brandt has not come in yet" in said
    answer = dora.submit(where, where.replace("history", "invitation"))
    assert (answer.status_code, answer.location) == (303, where)
    assert "A letter with a link is on its way" in dora.see(where)
    send_asked_for(school.services, mail)
    assert "Its link works until" in dora.see(where)


def test_a_link_mailed_to_who_was_here_before_is_a_way_back(client: Client, school: School) -> None:
    client(ADA)  # signed in
    client(DORA).submit(history_of(ADA.id), f"/staff/members/{ADA.id}/invitation")
    [letter] = letters(school)
    assert "Dora Weiss has made a new link for your account" in letter
    assert "has made an account for you" not in letter
    [path] = re.findall(r"http://127.0.0.1:8000(/join/\S+)", letter)
    assert "has made a new link for you" in client().see(path)


# A member's history


def test_a_history_asks_for_a_reason_first_and_shows_nothing(client: Client, school: School) -> None:
    school.goal(statement="Talk to two people")
    said = client(DORA).see(history_of(ADA.id))
    assert "Why do you look?" in said
    assert "Set a goal" not in said
    assert "Talk to two people" not in said


def test_the_look_is_recorded_before_anything_is_shown_and_the_page_says_so(client: Client, school: School) -> None:
    school.goal(statement="Talk to two people")
    said = look(client(DORA), ADA.id)
    assert events_of(school, ADA.id)[-1] == "HistoryOpened"
    assert "This look is recorded with your reason, asked for an extension" in said
    assert "Ada Lindqvist can see it" in said
    assert "Set a goal: one conversation by Monday 30 November" in said
    assert "“Talk to two people”" in said


def test_looking_twice_with_one_form_is_one_look(client: Client, school: School) -> None:
    dora = client(DORA)
    fields = dora.form(history_of(ADA.id), history_of(ADA.id)).filled({"reason": "asked"})
    assert [dora.send(history_of(ADA.id), fields).status_code for _ in range(2)] == [303, 303]
    assert events_of(school, ADA.id) == ["Joined", "HistoryOpened"]


@pytest.mark.parametrize(
    ("reason", "says"), [("", "needed"), (None, "needed"), ("x" * 201, "longer than 200"), ("a\x00", "invisible")]
)
def test_without_a_reason_there_is_no_look(client: Client, school: School, reason: str | None, says: str) -> None:
    answer = client(DORA).submit(history_of(ADA.id), history_of(ADA.id), reason=reason)
    assert answer.status_code == 422
    assert says in words(answer)
    assert events_of(school, ADA.id) == ["Joined"]


def test_a_look_lasts_half_an_hour(client: Client, school: School, clock: Clock) -> None:
    dora = client(DORA)
    look(dora, ADA.id)
    clock.go(minutes=30)
    assert "What happened, and when" in dora.see(history_of(ADA.id))
    clock.go(seconds=1)
    later = client(DORA)
    assert "Why do you look?" in later.see(history_of(ADA.id))


def test_the_look_of_a_colleague_opens_nothing_for_oneself(client: Client, school: School) -> None:
    person = {"name": "Emil Novak", "address": "emil@example.org", "role": "staff", "zone": "UTC"}
    emil = school.say(DORA, "add_member", **person)
    school.say(str(emil), "open_history", ADA.id, reason="exit talk")
    assert "Why do you look?" in client(DORA).see(history_of(ADA.id))
    assert "Emil Novak" in look(client(DORA), ADA.id)


def test_a_look_at_one_member_opens_no_other(client: Client) -> None:
    dora = client(DORA)
    look(dora, ADA.id)
    assert "Why do you look?" in dora.see(history_of(BEN.id))


def test_what_people_wrote_in_confidence_is_not_in_the_history(client: Client, school: School) -> None:
    """Goal statements, and the reasons for moving and closing a goal, are for staff; everything else is not."""
    confide(school, ADA)
    pair = school.partnership()
    school.say(ADA, "check_in", pair, confidence=2, moved="canary-moved", next_step="canary-next")
    dora = client(DORA)
    said = look(dora, ADA.id)
    text = dora.get(history_of(ADA.id)).text
    readable = {"goal_moved", "closed", "other_goal"}
    assert {name for name, canary in CANARIES.items() if canary in text} == readable
    assert "Find two allies" in text
    for canary in ("canary-moved", "canary-next", "hidden@example.org", "canary-link", "confidence"):
        assert canary not in text
    assert "Held a conversation with a contact: phone or video call, with notes or questions" in said
    assert "Checked in with Ben Okafor" in said


def test_each_event_says_who_when_and_through_which_door(client: Client, school: School, clock: Clock) -> None:
    goal = school.goal(statement="Talk to two people")
    clock.go(days=1, hours=2)
    school.say(ADA, "reschedule_goal", goal, due="2026-12-07", reason="Dana could only do the week after")
    remind(school, goal, "week")
    said = look(client(DORA), ADA.id)
    assert "Tuesday 3 November" in said
    assert "11:00 Moved a goal’s date due Monday 30 November Monday 7 December" in said
    assert "“Dana could only do the week after” Ada Lindqvist · on a page" in said
    assert "Reminded of a goal that is due soon, in the inbox the timetable" in said
    assert "Was added as a student in the cohort Autumn, living in Europe/Berlin" in said
    assert "an operator of the school · on the command line" in said


def test_times_are_on_the_readers_clock(client: Client, school: School) -> None:
    school.say(DORA, "change_settings", name=DORA.name, zone="Asia/Tokyo", nudges=True)
    assert "18:00 Looked at this history" in look(client(DORA), ADA.id)


def test_a_history_can_be_read_as_of_the_end_of_a_day(client: Client, school: School, clock: Clock) -> None:
    goal = school.goal(statement="Talk to two people")
    clock.go(hours=14, minutes=59)
    school.say(ADA, "reword_goal", goal, statement="Talk to three people")
    clock.go(minutes=1)
    school.say(ADA, "close_goal", goal, reason="Found a job")
    clock.go(days=2)
    dora = client(DORA)
    assert "Closed a goal" in look(dora, ADA.id)
    said = dora.see(history_of(ADA.id) + "?as_of=2026-11-02")
    assert "Talk to three people" in said
    assert "Closed a goal" not in said
    assert "Looked at this history" not in said
    assert "Nothing had happened yet" in dora.see(history_of(ADA.id) + "?as_of=2026-11-01")


@pytest.mark.parametrize("as_of", ["yesterday", "2026-02-30", "20261102", "2026-11-02T10:00", "%00", "9999-99-99"])
def test_a_day_that_is_none_is_told_and_the_history_stays(client: Client, as_of: str) -> None:
    said = look(client(DORA), ADA.id, query=f"?as_of={as_of}")
    assert "not a date we can read" in said
    assert "Looked at this history" in said


def test_a_day_that_is_still_to_come_is_told_and_the_history_stands_as_it_is_now(client: Client) -> None:
    dora = client(DORA)
    today = look(dora, ADA.id, query="?as_of=2026-11-02")
    tomorrow = dora.see(history_of(ADA.id) + "?as_of=2026-11-03")
    assert "As it stood when Monday 2 November ended." in today
    assert "That day is still to come." in tomorrow
    assert "ended." not in tomorrow
    assert "Looked at this history" in tomorrow


@pytest.mark.parametrize("query", ["as_of=9999-12-31", "as_of=0001-01-01", "before=x", "before=-1", "before=9" * 9])
def test_days_and_places_beyond_all_history_break_nothing(client: Client, query: str) -> None:
    assert "What happened, and when" in look(client(DORA), ADA.id, query=f"?{query}")


def test_a_long_history_is_read_page_by_page_and_nothing_is_left_out(client: Client, school: School) -> None:
    goal = school.goal()
    for n in range(60):
        school.say(ADA, "reword_goal", goal, statement=f"Version {n:03}")
    dora = client(DORA)
    look(dora, ADA.id)
    first = dora.get(history_of(ADA.id)).text
    older = re.search(r'href="([^"]+before=[^"]+)"', first)
    assert older
    second = dora.get(older[1].replace("&amp;", "&")).text
    found = re.findall(r"Version (\d\d\d)", first + second)
    assert found == [f"{n:03}" for n in reversed(range(60))]
    assert "before=" not in second


def test_staff_see_the_history_of_staff_the_same_way(client: Client) -> None:
    assert "Looked at this history" in look(client(DORA), DORA.id, "checking my own")


def test_the_history_costs_the_same_however_long_it_is(
    client: Client, school: School, statements: Callable[[], Any]
) -> None:
    dora = client(DORA)
    confide(school, ADA)
    school.partnership(ADA, BEN)
    look(dora, ADA.id)
    with statements() as before:
        dora.get(history_of(ADA.id))
    for n in range(40):
        school.contact(name=f"Somebody {n}")
    school.partnership(ADA, CLEO)
    dora.get(history_of(ADA.id))
    with statements() as after:
        dora.get(history_of(ADA.id))
    assert len(before) == len(after) <= 15


# For everybody else


@pytest.mark.parametrize("who", [ADA, BEN, CLEO])
def test_for_students_nothing_of_it_exists(client: Client, who: Any) -> None:
    visitor = client(who)
    nowhere = plain(visitor.get("/nowhere"))
    for path in ("/staff", "/staff/members/new", f"/staff/cohorts/{AUTUMN.id}", history_of(BEN.id), history_of(who.id)):
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert plain(answer).replace('aria-current="page"', "") == nowhere.replace('aria-current="page"', "")


def test_a_student_cannot_open_a_history_or_make_a_link(client: Client, school: School) -> None:
    ben = client(BEN)
    fields = {"csrf_token": ben.token(), "command_id": str(uuid4()), "reason": "curious", **NIA}
    for path in (history_of(ADA.id), f"/staff/members/{ADA.id}/link", "/staff/members", "/staff/cohorts"):
        assert ben.send(path, fields).status_code == 404
    assert events_of(school, ADA.id) == ["Joined"]
    assert school.services.vault.member_with("nia@example.org") is None


def test_a_member_who_is_not_there_has_no_history(client: Client) -> None:
    dora = client(DORA)
    fields = {"csrf_token": dora.token(), "command_id": str(uuid4()), "reason": "asked"}
    assert dora.get(history_of(uuid4())).status_code == 404
    assert dora.send(history_of(uuid4()), fields).status_code == 404
    assert dora.send(f"/staff/members/{uuid4()}/link", fields).status_code == 404


# A large school


def enrol(school: School, many: int) -> None:
    for n in range(many):
        person = {"name": f"Student {n:03}", "address": f"s{n}@example.org", "role": "student", "zone": "UTC"}
        school.say(DORA, "add_member", **person, cohort_id=AUTUMN.id)


def names_in_pages(visitor: Visitor, path: str) -> list[list[str]]:
    """Who is shown on which page, following the link to the next one."""
    found = []
    while path:
        text = visitor.get(path).text
        found.append(re.findall(r'<a class="person-name" href="[^"]+"><bdi>([^<]+)<', text))
        after = re.search(r'rel="next" href="([^"]+)"', text)
        path = after[1].replace("&amp;", "&") if after else ""
    return found


@pytest.mark.parametrize("path", ["/staff", f"/staff/cohorts/{AUTUMN.id}"])
def test_a_large_school_is_read_page_by_page_and_nobody_is_left_out(client: Client, school: School, path: str) -> None:
    enrol(school, 60)
    pages = names_in_pages(client(DORA), path)
    everybody = [name for page in pages for name in page]
    others = {"Cleo Tanaka", "Dora Weiss"} if path == "/staff" else set()
    assert len(everybody) == len(set(everybody))
    assert set(everybody) == {*(f"Student {n:03}" for n in range(60)), "Ada Lindqvist", "Ben Okafor", *others}
    assert len(pages) == 2
    assert max(map(len, pages)) <= 50


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 9, ""])
def test_a_page_that_is_none_breaks_nothing(client: Client, page: str) -> None:
    for path in ("/staff", f"/staff/cohorts/{AUTUMN.id}"):
        assert "Ada Lindqvist" in client(DORA).see(f"{path}?page={page}")


def test_the_list_of_a_school_does_not_read_what_people_wrote(
    client: Client, school: School, statements: Callable[[], Any]
) -> None:
    confide(school, ADA)
    dora = client(DORA)
    dora.get("/staff")
    with statements() as asked:
        dora.get("/staff")
    assert [s for s in asked if "progress_outreach.notes" in s or "progress_takeaway.text" in s] == []
    assert any("progress_outreach" in s for s in asked)

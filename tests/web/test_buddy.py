"""Buddies: what each sees of the other and what not, asking and consenting, checking in, cheering, pausing, ending."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.partnership import Partnership
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, Clock, Player, School
from tests.web.conftest import Visitor, events_of, plain, words

Client = Callable[..., Visitor]

# One for every place in which somebody may write something; none of them may ever reach the buddy.
WRITTEN = (
    "contact",
    "how_known",
    "company",
    "role",
    "link",
    "introduction",
    "purpose",
    "why_you",
    "call_to_action",
    "answer",
    "questions",
    "notes",
    "whom_next",
    "takeaway",
    "takeaway_moved",
    "what_came",
    "steps",
    "goal_moved",
    "closed",
    "other_goal",
    "tie_corrected",
)
CANARIES = {name: f"canary-{name}" for name in WRITTEN}


@pytest.fixture
def pair(school: School) -> UUID:
    return school.partnership()


def confide(school: School, who: Player = BEN, **goal: Any) -> UUID:
    """Everything that one can write down on the way of one goal, each text a canary; returns the goal."""
    c = CANARIES
    goal_id = school.goal(who, statement="Find two allies", steps=c["steps"], target=2, **goal)
    card = Card(
        c["contact"], c["how_known"], c["company"], c["role"], "hidden@example.org", "https://x.org/canary-link"
    )
    contact = school.say(who, "add_contact", card=card, tie="weak")
    draft = Draft(
        introduction=c["introduction"], purpose=c["purpose"], why_you=c["why_you"], call_to_action=c["call_to_action"]
    )
    outreach = school.say(who, "draft_outreach", contact_id=contact, goal_id=goal_id, draft=draft)
    school.say(who, "send_outreach", outreach, channel="email", times_offered=[])
    school.say(who, "record_answer", outreach, note=c["answer"])
    school.say(
        who,
        "record_conversation",
        outreach,
        medium="call",
        questions=c["questions"],
        notes=c["notes"],
        whom_next=c["whom_next"],
    )
    takeaway = {"text": c["takeaway"], "kind": "research", "due": school.days_ahead(5)}
    takeaway_id = school.say(who, "decide_takeaway", outreach, **takeaway)
    school.say(who, "reschedule_takeaway", takeaway_id, due=school.days_ahead(6), reason=c["takeaway_moved"])
    school.say(who, "follow_up_takeaway", takeaway_id, what_came=c["what_came"])
    school.say(who, "correct_tie", outreach, tie="alum", reason=c["tie_corrected"])
    school.say(who, "reschedule_goal", goal_id, due=school.days_ahead(20), reason=c["goal_moved"])
    closed = school.goal(who, statement=c["other_goal"])
    school.say(who, "close_goal", closed, reason=c["closed"])
    return goal_id


# What is shared


@pytest.mark.usefixtures("pair")
def test_a_buddy_sees_counts_dates_and_beads_and_never_the_words(client: Client, school: School) -> None:
    confide(school)
    page = client(ADA).get("/buddy").text
    assert [c for c in CANARIES.values() if c in page] == []
    assert "hidden@example.org" not in page
    assert "Find two allies" not in page
    said = client(ADA).see("/buddy")
    assert "1 of 2 conversations held" in said
    assert "ends Sunday 22 November, moved once" in said
    assert "The thread of your buddy" in page
    assert "Goal , done today Contact , next" in said


@pytest.mark.usefixtures("pair")
def test_the_statement_is_shown_only_when_its_owner_shares_the_words(client: Client, school: School) -> None:
    goal = confide(school)
    school.say(BEN, "choose_goal_sharing", goal, sharing="words")
    page = client(ADA).get("/buddy").text
    assert "Find two allies" in page
    assert [c for c in CANARIES.values() if c in page] == []


def test_a_new_buddy_sees_no_words_that_were_chosen_for_another(client: Client, school: School, pair: UUID) -> None:
    goal = confide(school)
    school.say(BEN, "choose_goal_sharing", goal, sharing="words")
    school.clock.go(minutes=1)
    school.partnership(CLEO, BEN)
    assert "Find two allies" not in client(CLEO).get("/buddy").text
    assert "Find two allies" in client(ADA).get("/buddy").text
    said = client(BEN).see("/buddy")
    assert "Ada Lindqvist sees the counts, dates, beads and the words" in said
    assert "Cleo Tanaka sees the counts, dates and beads, not the words" in said
    school.say(BEN, "end_partnership", pair)
    school.say(BEN, "propose_partnership", partner_id=ADA.id)
    school.say(ADA, "accept_partnership", pair)
    assert "Find two allies" not in client(ADA).get("/buddy").text


@pytest.mark.usefixtures("pair")
def test_a_private_goal_looks_like_no_goal_at_all(client: Client, school: School) -> None:
    without = client(ADA).see("/buddy")
    goal = confide(school)
    school.say(BEN, "choose_goal_sharing", goal, sharing="private")
    assert client(ADA).see("/buddy") == without
    assert "No goal is shared at the moment" in without


@pytest.mark.usefixtures("pair")
def test_ones_own_column_says_what_the_buddy_sees(client: Client, school: School) -> None:
    goal = school.goal(ADA, statement="Talk to two people")
    said = client(ADA).see("/buddy")
    assert "Talk to two people" in said
    assert "Ben Okafor sees the counts, dates and beads, not the words" in said
    school.say(ADA, "choose_goal_sharing", goal, sharing="private")
    assert "Ben Okafor sees nothing of this goal" in client(ADA).see("/buddy")


def test_an_ended_partnership_shows_nothing_from_the_next_request_on(
    client: Client, school: School, pair: UUID
) -> None:
    goal = school.goal(BEN, statement="Find two allies")
    school.say(BEN, "choose_goal_sharing", goal, sharing="words")
    ada = client(ADA)
    assert "Find two allies" in ada.see("/buddy")
    school.say(BEN, "end_partnership", pair)
    assert "Find two allies" not in ada.get("/buddy").text
    assert "Ben Okafor" not in ada.see("/buddy").replace("Choose a name Ben Okafor", "")


def test_check_ins_do_not_outlive_a_partnership(client: Client, school: School, pair: UUID) -> None:
    ada = client(ADA)
    school.say(BEN, "check_in", pair, confidence=4, moved="canary-moved", next_step="canary-next")
    assert "canary-moved" in ada.get("/buddy").text
    assert "canary-moved" in ada.get("/").text
    school.say(BEN, "end_partnership", pair)
    for who, verb in ((None, ""), (ADA, "propose_partnership"), (BEN, "accept_partnership")):
        if who is not None:
            school.say(who, verb, **({"partner_id": BEN.id} if who is ADA else {"partnership_id": pair}))
        assert "canary" not in ada.get("/buddy").text + ada.get("/").text, verb


def test_a_question_to_an_address_shows_nowhere(client: Client) -> None:
    ada = client(ADA)
    before = [plain(ada.get(path)) for path in ("/", "/inbox")]
    ada.submit("/buddy", "/buddy/proposals", address=CLEO.address)
    ada.see("/buddy")  # what was said of the question is shown there, once
    assert [plain(ada.get(path)) for path in ("/", "/inbox")] == before


def test_staff_cannot_be_asked_and_nobody_is_told_who_is_staff(client: Client, school: School) -> None:
    school.say(DORA, "join_cohort", DORA.id, cohort_id=AUTUMN.id)
    ada = client(ADA)
    assert "Dora Weiss" not in ada.see("/buddy")
    assert ada.submit("/buddy", "/buddy/proposals", partner_id=str(DORA.id)).status_code == 422
    assert ada.submit("/buddy", "/buddy/proposals", address=DORA.address).status_code == 303
    assert events_of(school, pair_of(ADA, DORA)) == []


# Asking and answering


def test_asking_a_cohort_mate_by_name_waits_for_their_yes(client: Client, school: School) -> None:
    ada, ben = client(ADA), client(BEN)
    answer = ada.submit("/buddy", "/buddy/proposals", partner_id=str(BEN.id), cadence_days="3", note="Shall we?")
    assert (answer.status_code, answer.location) == (303, "/buddy")
    assert "Ben Okafor asked today, no answer yet" in ada.see("/buddy")
    asked = ben.see("/buddy")
    assert "Ada Lindqvist asked you today, with a check-in every 3 days" in asked
    assert "Shall we?" in asked
    assert "nothing of that by itself" in asked
    said_yes = ben.submit("/buddy", f"/buddy/{pair_of(ADA, BEN)}/acceptance")
    assert said_yes.status_code == 303
    assert "You and Ada Lindqvist" in ben.see("/buddy")
    assert "You and Ben Okafor" in ada.see("/buddy")


def test_nothing_is_shown_before_the_yes(client: Client, school: School) -> None:
    confide(school)
    goal = school.goal(BEN, statement="Find two allies")
    school.say(BEN, "choose_goal_sharing", goal, sharing="words")
    client(ADA).submit("/buddy", "/buddy/proposals", partner_id=str(BEN.id))
    page = client(ADA).get("/buddy").text
    assert "Find two allies" not in page
    assert "conversations held" not in page


def test_a_question_can_be_declined_and_taken_back(client: Client, school: School) -> None:
    ada, ben = client(ADA), client(BEN)
    ada.submit("/buddy", "/buddy/proposals", partner_id=str(BEN.id))
    ben.submit("/buddy", f"/buddy/{pair_of(ADA, BEN)}/refusal")
    assert "asked you" not in ben.see("/buddy")
    ada.submit("/buddy", "/buddy/proposals", partner_id=str(BEN.id))
    ada.submit("/buddy", f"/buddy/{pair_of(ADA, BEN)}/withdrawal")
    assert events_of(school, pair_of(ADA, BEN)) == ["Proposed", "Declined", "ProposedAgain", "Withdrawn"]


def test_asking_twice_with_one_form_asks_once(client: Client, school: School) -> None:
    ada = client(ADA)
    fields = ada.form("/buddy", "/buddy/proposals").filled({"partner_id": str(BEN.id)})
    assert [ada.send("/buddy/proposals", fields).status_code for _ in range(2)] == [303, 303]
    assert events_of(school, pair_of(ADA, BEN)) == ["Proposed"]


def test_somebody_outside_the_cohort_cannot_be_asked_by_id(client: Client, school: School) -> None:
    answers = [
        client(ADA).submit("/buddy", "/buddy/proposals", partner_id=str(who)) for who in (CLEO.id, DORA.id, uuid4())
    ]
    assert {a.status_code for a in answers} == {422}
    assert len({plain(a) for a in answers}) == 1
    assert "Please choose one of the options." in words(answers[0])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose a name, or give an address below. One of the two is needed."),
        ({"address": "nonsense"}, "That does not look like an e-mail address"),
        ({"address": ADA.address}, "A buddy is somebody else"),
        ({"address": CLEO.address, "partner_id": str(BEN.id)}, "one of the two, not both"),
        ({"partner_id": "nonsense"}, "This choice is not there any more"),
        ({"address": CLEO.address, "cadence_days": "5"}, "Please choose one of the options"),
        ({"address": CLEO.address, "cadence_days": "often"}, "Please give a whole number"),
        ({"address": CLEO.address, "note": "x" * 501}, "longer than 500 characters"),
        ({"address": CLEO.address, "note": "a\x00b"}, "invisible characters"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why_and_keeps_what_was_typed(
    client: Client, school: School, typed: dict[str, str], says: str
) -> None:
    typed = {"note": "Shall we?", **typed}
    answer = client(ADA).submit("/buddy", "/buddy/proposals", **typed)
    assert answer.status_code in (409, 422)
    assert says in words(answer)
    kept = client(ADA).form(answer, "/buddy/proposals").fields
    assert kept["note"] == [typed["note"]]
    assert kept["address"] == [typed.get("address", "")]
    assert events_of(school, pair_of(ADA, CLEO)) == []


# An address


@pytest.mark.parametrize("more", [{}, {"note": "y" * 501}, {"cadence_days": "4"}])
def test_whether_somebody_has_an_address_cannot_be_told(client: Client, more: dict[str, str]) -> None:
    told = [_all_that_can_be_seen(client(ADA), {"address": a, **more}) for a in (CLEO.address, "nobody@example.org")]
    assert told[0] == [text.replace("nobody@example.org", CLEO.address) for text in told[1]]


def _all_that_can_be_seen(visitor: Visitor, typed: dict[str, str]) -> list[str]:
    """Asking, what stands there then, asking again in other words under the same command, in a new one, taking back."""
    fields = visitor.form("/buddy", "/buddy/proposals").filled(typed)
    first = visitor.send("/buddy/proposals", fields)
    seen = [first.status, plain(first), plain(visitor.get("/buddy"))]
    for again in (fields, {**fields, "note": "other words"}):
        seen.append(plain(visitor.send("/buddy/proposals", again)))
    second = visitor.submit("/buddy", "/buddy/proposals", **typed)
    seen += [second.status, plain(second), plain(visitor.get("/buddy"))]
    back = visitor.submit("/buddy", "/buddy/proposals/withdrawal", address=typed["address"])
    return [*seen, back.status, plain(back), plain(visitor.get("/buddy"))]


def test_a_question_to_an_address_arrives_and_can_be_taken_back(client: Client, school: School) -> None:
    ada, cleo = client(ADA), client(CLEO)
    ada.submit("/buddy", "/buddy/proposals", address=CLEO.address, note="We met once")
    assert "Ada Lindqvist asked you" in cleo.see("/buddy")
    assert "Cleo" not in ada.see("/buddy")
    ada.submit("/buddy", "/buddy/proposals/withdrawal", address=CLEO.address)
    assert "asked you" not in cleo.see("/buddy")


def test_a_question_that_crosses_theirs_is_answered_in_words(client: Client, school: School) -> None:
    school.say(CLEO, "propose_partnership", partner_id=ADA.id)
    answer = client(ADA).submit("/buddy", "/buddy/proposals", address=CLEO.address)
    assert answer.status_code == 409
    assert "There is an invitation or a partnership between you two already" in words(answer)


# Checking in and cheering


def test_three_taps_and_a_sentence_reach_the_buddy(client: Client, school: School, pair: UUID) -> None:
    path = f"/buddy/{pair}/check-in"
    typed = {"confidence": "4", "moved": "Wrote to somebody", "next_step": "Ask for a time to talk"}
    answer = client(ADA).submit(path, path, **typed, sentence="It took three evenings")
    assert answer.status_code == 303
    said = client(BEN).see("/buddy")
    assert "confidence 4 of 5" in said
    assert "Wrote to somebody. It took three evenings" in said
    assert "Next: Ask for a time to talk" in said


def test_confidence_alone_is_a_check_in(client: Client, school: School, pair: UUID) -> None:
    path = f"/buddy/{pair}/check-in"
    assert client(ADA).submit(path, path, confidence="1").status_code == 303
    assert "confidence 1 of 5" in client(BEN).see("/buddy")


@pytest.mark.parametrize(
    ("confidence", "says"),
    [
        (None, "This one is needed."),
        ("", "This one is needed."),
        ("6", "Please choose a number from 1 to 5."),
        ("0", "Please choose a number from 1 to 5."),
        ("4.5", "Please give a whole number."),
        ("very", "Please give a whole number."),
    ],
)
def test_a_check_in_without_confidence_keeps_the_sentence(
    client: Client, school: School, pair: UUID, confidence: str | None, says: str
) -> None:
    path = f"/buddy/{pair}/check-in"
    answer = client(ADA).submit(path, path, confidence=confidence, sentence="It was fine", moved="Wrote to somebody")
    assert answer.status_code == 422
    assert says in words(answer)
    kept = client(ADA).form(answer, path).fields
    assert (kept["sentence"], kept["moved"]) == (["It was fine"], ["Wrote to somebody"])
    assert "CheckedIn" not in events_of(school, pair)


def test_a_sentence_that_is_too_long_is_told_where_it_was_typed(client: Client, pair: UUID) -> None:
    path = f"/buddy/{pair}/check-in"
    answer = client(ADA).submit(path, path, confidence="3", sentence="x" * 1001)
    assert 'id="f-sentence-wrong"' in answer.text


def test_checking_in_twice_with_one_form_is_one_check_in(client: Client, school: School, pair: UUID) -> None:
    ada, path = client(ADA), f"/buddy/{pair}/check-in"
    fields = ada.form(path, path).filled({"confidence": "4"})
    assert [ada.send(path, fields).status_code for _ in range(2)] == [303, 303]
    assert events_of(school, pair) == ["Proposed", "Accepted", "CheckedIn"]


def test_the_next_check_in_is_a_day_in_words(client: Client, school: School, pair: UUID, clock: Clock) -> None:
    assert "Your next check-in is due Monday 9 November, in seven days." in client(ADA).see("/buddy")
    clock.go(days=7)
    assert "Your check-in is due today." in client(ADA).see("/buddy")
    clock.go(days=2)
    assert "Your check-in was due on Monday 9 November. A sentence is enough." in client(ADA).see("/buddy")
    assert "Their next check-in was due Monday 9 November." in client(ADA).see("/buddy")


def test_a_cheer_is_seen_by_the_other(client: Client, school: School, pair: UUID, clock: Clock) -> None:
    client(BEN).submit("/buddy", f"/buddy/{pair}/cheers")
    clock.go(days=1)
    assert "Ben Okafor sent you a cheer yesterday." in client(ADA).see("/buddy")
    assert "cheer yesterday" not in client(BEN).see("/buddy")
    clock.go(days=20)
    assert "sent you a cheer" not in client(ADA).see("/buddy")


@pytest.mark.usefixtures("pair")
def test_a_buddy_who_went_quiet_is_spoken_of_kindly(client: Client, clock: Clock) -> None:
    clock.go(days=9)
    assert "It has been quiet" not in client(ADA).see("/buddy")
    clock.go(days=1)
    assert "It has been quiet since Monday 2 November. That happens to everybody" in client(ADA).see("/buddy")


# Pausing and ending


def test_a_pause_is_for_both_and_either_may_end_it(client: Client, school: School, pair: UUID, clock: Clock) -> None:
    client(ADA).submit("/buddy", f"/buddy/{pair}/pause", until="2026-11-20")
    said = client(BEN).see("/buddy")
    assert "Paused until Friday 20 November." in said
    assert "check-in is due" not in said
    clock.go(days=10)
    client(BEN).submit("/buddy", f"/buddy/{pair}/resumption")
    assert "Your next check-in is due Thursday 19 November" in client(ADA).see("/buddy")


def test_a_pause_may_be_open(client: Client, pair: UUID) -> None:
    client(ADA).submit("/buddy", f"/buddy/{pair}/pause", until="")
    assert "Paused. Nobody is reminded" in client(BEN).see("/buddy")


@pytest.mark.parametrize(
    ("until", "says"),
    [("yesterday", "not a date we can read"), ("2026-11-01", "has passed"), ("2031-01-01", "two years")],
)
def test_a_pause_until_no_day_to_come_is_refused_beside_its_field(
    client: Client, school: School, pair: UUID, until: str, says: str
) -> None:
    answer = client(ADA).submit("/buddy", f"/buddy/{pair}/pause", until=until)
    assert answer.status_code == 422
    assert says in words(answer)
    assert client(ADA).form(answer, f"/buddy/{pair}/pause").fields["until"] == [until]
    assert "Paused" not in events_of(school, pair)


def test_either_may_end_it_alone_and_they_may_ask_again(client: Client, school: School, pair: UUID) -> None:
    client(BEN).submit("/buddy", f"/buddy/{pair}/end")
    assert "You and" not in client(ADA).see("/buddy")
    client(ADA).submit("/buddy", "/buddy/proposals", partner_id=str(BEN.id))
    assert events_of(school, pair) == ["Proposed", "Accepted", "Ended", "ProposedAgain"]


@pytest.mark.parametrize(
    ("verb", "action", "says"),
    [
        ("end_partnership", "cheers", "This partnership has ended."),
        ("end_partnership", "pause", "This partnership has ended."),
        ("end_partnership", "end", "This partnership has ended."),
        ("pause_partnership", "cheers", "needs a partnership that is running"),
        ("pause_partnership", "check-in", "needs a partnership that is running"),
        ("cheer", "acceptance", "answered or taken back in the meantime"),
        ("cheer", "resumption", "is not paused"),
    ],
)
def test_what_is_too_late_is_told_in_words(
    client: Client, school: School, pair: UUID, verb: str, action: str, says: str
) -> None:
    ada = client(ADA)
    fields = {"csrf_token": ada.token(), "command_id": str(uuid4()), "confidence": "3"}
    school.say(BEN, verb, pair)
    answer = ada.send(f"/buddy/{pair}/{action}", fields)
    assert answer.status_code == 409
    assert says in words(answer)


def test_ones_own_question_cannot_be_answered_by_oneself(client: Client, school: School) -> None:
    pair = school.say(ADA, "propose_partnership", partner_id=BEN.id)
    ada, ben = client(ADA), client(BEN)
    fields = {"csrf_token": ada.token(), "command_id": str(uuid4())}
    assert "the other person answers it" in words(ada.send(f"/buddy/{pair}/acceptance", fields))
    fields = {"csrf_token": ben.token(), "command_id": str(uuid4())}
    assert "Only the person who asked" in words(ben.send(f"/buddy/{pair}/withdrawal", fields))


def test_the_check_in_of_an_ended_partnership_is_not_there(client: Client, school: School, pair: UUID) -> None:
    path = f"/buddy/{pair}/check-in"
    ada = client(ADA)
    fields = ada.form(path, path).filled({"confidence": "3"})
    school.say(BEN, "end_partnership", pair)
    assert plain(ada.get(path)) == plain(ada.get(f"/buddy/{uuid4()}/check-in"))
    assert ada.send(path, fields).status_code == 404


def test_the_check_in_of_a_paused_partnership_leads_back_to_the_page(
    client: Client, school: School, pair: UUID
) -> None:
    school.say(ADA, "pause_partnership", pair)
    answer = client(ADA).get(f"/buddy/{pair}/check-in")
    assert (answer.status_code, answer.location) == (303, "/buddy")


# Several, and what it costs


def test_several_partnerships_stand_under_each_other(client: Client, school: School) -> None:
    school.partnership(ADA, BEN)
    school.partnership(ADA, CLEO)
    said = client(ADA).see("/buddy")
    assert "You and your buddies" in said
    assert "You and Ben Okafor" in said
    assert "You and Cleo Tanaka" in said


def test_the_page_costs_the_same_however_much_has_happened(
    client: Client, school: School, pair: UUID, statements: Callable[[], Any]
) -> None:
    confide(school)
    ada = client(ADA)
    ada.get("/buddy")
    with statements() as before:
        ada.get("/buddy")
    for n in range(20):
        goal = school.goal(BEN, statement=f"Goal {n}")
        school.held(school.contact(BEN, f"Somebody {n}"), goal, BEN)
        school.say(BEN, "check_in", pair, confidence=3)
    school.partnership(ADA, CLEO)
    ada.get("/buddy")
    with statements() as after:
        ada.get("/buddy")
    assert len(before) == len(after) <= 15


def pair_of(one: Player, other: Player) -> UUID:
    return Partnership.id_for(one.id, other.id)


def test_the_cast_is_as_these_tests_need_it() -> None:
    assert ADA.cohort is BEN.cohort is AUTUMN
    assert CLEO.cohort is not AUTUMN

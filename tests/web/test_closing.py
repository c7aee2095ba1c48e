"""A closed account: every door stays shut, others meet it kindly, and it comes back as it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from nudges.asked_for import send_asked_for
from nudges.tick import tick
from projections.nudge_words import unsubscribe_path
from tests.cast import ADA, BEN, CLEO, DORA, Player, School
from tests.nudges.nudged import Nudged, Outbox
from tests.web.conftest import Visitor, events_of, plain, words
from web.passwords import hashed

PASSWORD = "correct horse battery"


def page_of(who: Player) -> str:
    return f"/staff/members/{who.id}/history"


def close(staff: Visitor, who: Player = ADA, reason: str = "Left the school") -> None:
    answer = staff.submit(page_of(who), f"/staff/members/{who.id}/closing", reason=reason)
    assert answer.status_code == 303, words(answer)


def token_on(visitor: Visitor) -> str:
    """A token against forgery, of somebody who is signed in."""
    return visitor.form("/settings", "/settings").fields["csrf_token"][0]


def reopen(staff: Visitor, who: Player = ADA) -> None:
    assert staff.submit(page_of(who), f"/staff/members/{who.id}/reopening").status_code == 303


@pytest.fixture
def dora(client: Callable[..., Visitor]) -> Visitor:
    return client(DORA)


@pytest.fixture
def ada(client: Callable[..., Visitor]) -> Visitor:
    return client(ADA)


# Doors


def test_a_session_is_dead_at_the_next_request_and_stays_so(ada: Visitor, dora: Visitor) -> None:
    ada.see("/")
    close(dora)
    assert ada.get("/").headers["Location"].startswith("/sign-in")
    reopen(dora)
    assert ada.get("/").headers["Location"].startswith("/sign-in")


def test_a_session_that_a_crash_left_behind_is_as_dead(ada: Visitor, dora: Visitor, school: School) -> None:
    school.say(DORA, "close_account", ADA.id, reason="Left")
    assert ada.get("/").headers["Location"].startswith("/sign-in")
    reopen(dora)
    assert ada.get("/").headers["Location"].startswith("/sign-in")


def test_the_right_password_is_answered_as_a_wrong_one(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    school.services.access.set_password(ADA.id, hashed(PASSWORD))
    close(dora)
    right, wrong = (
        client().submit("/sign-in", "/sign-in", address=ADA.address, password=typed) for typed in (PASSWORD, "no")
    )
    assert (right.status_code, plain(right)) == (wrong.status_code, plain(wrong))
    reopen(dora)
    assert client().submit("/sign-in", "/sign-in", address=ADA.address, password=PASSWORD).status_code == 303


def test_a_link_handed_out_before_is_over_and_none_is_made(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    for purpose, path in (("join", "/join/"), ("sign_in", "/mailed/sign-in/"), ("reset", "/mailed/reset/")):
        at = school.clock() + timedelta(days=1)
        token = school.services.access.make_link(purpose, member_id=ADA.id, expires_at=at)
        close(dora)
        assert client().get(path + token).status_code == 410
        reopen(dora)
        assert client().get(path + token).status_code == 410
    close(dora)
    answer = dora.send(f"/staff/members/{ADA.id}/link", {"csrf_token": token_on(dora)})
    assert "This account is closed" in words(answer)
    assert "LinkMade" not in events_of(school, ADA.id)


def test_a_token_answers_as_one_that_never_was(dora: Visitor, client: Callable[..., Visitor], school: School) -> None:
    token = school.services.access.make_api_token(ADA.id, "mine", school.clock())
    close(dora)
    mine, none = (
        client().get("/api/goals", headers={"Authorization": f"Bearer {bearer}"}) for bearer in (token, "nonsense")
    )
    assert (mine.status_code, mine.data) == (none.status_code, none.data) == (401, none.data)
    reopen(dora)
    assert client().get("/api/goals", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_second_click_to_open_it_ends_nothing_that_was_made_since(dora: Visitor, school: School) -> None:
    close(dora)
    page = dora.get(page_of(ADA))
    for _ in range(2):
        school.services.access.make_api_token(ADA.id, "mine", school.clock())
        dora.submit(page, f"/staff/members/{ADA.id}/reopening")
    assert len(school.services.access.api_tokens(ADA.id)) == 1


def test_no_letter_that_lets_in_is_sent(dora: Visitor, school: School) -> None:
    outbox = Outbox()
    close(dora)
    school.services.outbox.put("sign_in", school.clock(), address=ADA.address)
    school.services.outbox.put("reset", school.clock(), member_id=ADA.id)
    send_asked_for(school.services, outbox)
    assert outbox.sent == []


# Reminders


def test_no_reminder_goes_to_a_closed_account(dora: Visitor, school: School) -> None:
    school.goal(ADA, due=school.days_ahead(7))
    close(dora)
    outbox = Outbox()
    for _ in range(9):
        school.clock.go(days=1)
        tick(school.services, outbox)
    assert outbox.sent == []
    assert set(Nudged(school).outcomes()) == {
        f"{moment} Suppressed account_closed" for moment in ("two_days", "today", "over")
    }


# Buddies


def test_a_buddy_reads_that_the_two_rest_and_is_asked_for_nothing(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    pair = school.partnership()
    ben = client(BEN)
    close(dora)
    page = ben.see("/buddy")
    assert "account is closed at the moment" in page
    assert "Nothing is shown while you rest" in page
    assert "you two rest" in ben.see("/")
    assert ben.get(f"/buddy/{pair}/check-in").status_code == 303
    outbox = Outbox()
    for _ in range(9):
        school.clock.go(days=1)
        tick(school.services, outbox)
    assert outbox.sent == []
    reopen(client(DORA))
    assert "Send a cheer" in client(BEN).see("/buddy")


def test_what_a_closed_account_told_its_buddy_is_out_of_sight_meanwhile(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    pair, ben = school.partnership(), client(BEN)
    school.say(ADA, "check_in", pair, confidence=3, moved="Wrote to Mira", next_step="Call her")
    school.say(ADA, "cheer", pair)
    bearer = school.services.access.make_api_token(BEN.id, "mine", school.clock())

    def shown() -> list[bool]:
        page = ben.see("/buddy") + ben.see("/")
        told = ben.get(f"/api/partnerships/{pair}", headers={"Authorization": f"Bearer {bearer}"}).get_json()
        return [words in page for words in ("Wrote to Mira", "Call her", "a cheer")] + [told["theirs"] is not None]

    assert shown() == [True] * 4
    close(dora)
    assert shown() == [False] * 4
    reopen(dora)
    assert shown() == [True] * 4


def test_a_buddy_may_end_it_meanwhile(dora: Visitor, client: Callable[..., Visitor], school: School) -> None:
    pair, ben = school.partnership(), client(BEN)
    close(dora)
    assert ben.submit("/buddy", f"/buddy/{pair}/end").status_code == 303
    assert events_of(school, pair)[-1] == "Ended"


def test_nobody_is_offered_somebody_whose_account_is_closed(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    ben = client(BEN)
    assert ADA.name in ben.see("/buddy")
    close(dora)
    assert ADA.name not in ben.see("/buddy")
    answer = ben.submit("/buddy", "/buddy/proposals", partner_id=None, address=ADA.address)
    unknown = ben.submit("/buddy", "/buddy/proposals", partner_id=None, address="nobody@example.org")
    assert (answer.status_code, plain(answer)) == (unknown.status_code, plain(unknown))


def test_a_question_that_waits_waits_unseen(dora: Visitor, client: Callable[..., Visitor], school: School) -> None:
    school.say(ADA, "propose_partnership", partner_id=BEN.id)
    close(dora)
    assert ADA.name not in client(BEN).see("/buddy")
    reopen(dora)
    assert ADA.name in client(BEN).see("/buddy")


# Staff


def test_staff_see_closed_accounts_apart(dora: Visitor) -> None:
    close(dora)
    assert ADA.name not in dora.see("/staff")
    assert ADA.name not in dora.see(f"/staff/cohorts/{ADA.cohort.id}")  # type: ignore[union-attr]
    assert ADA.name in dora.see("/staff/closed")
    assert "was closed" in dora.see(page_of(ADA))
    reopen(dora)
    assert ADA.name in dora.see("/staff")
    assert "None is closed" in dora.see("/staff/closed")


def test_it_takes_a_reason_and_says_so(dora: Visitor, school: School) -> None:
    answer = dora.submit(page_of(ADA), f"/staff/members/{ADA.id}/closing", reason=" ")
    assert answer.status_code == 422
    assert "This one is needed" in words(answer)
    assert "Closed" not in events_of(school, ADA.id)


def test_nobody_closes_their_own_account(dora: Visitor, school: School) -> None:
    assert "Close the account" not in dora.see(page_of(DORA))
    sent = {"csrf_token": token_on(dora), "reason": "Enough"}
    assert dora.send(f"/staff/members/{DORA.id}/closing", sent).status_code == 409
    dora.see("/staff")


def test_who_was_shut_out_reads_why_once_they_are_back(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    close(dora, reason="A lost laptop")
    reopen(dora)
    page = client(ADA).see("/settings/security")
    assert "A lost laptop" in page
    assert DORA.name in page


def test_nothing_was_lost(dora: Visitor, client: Callable[..., Visitor], school: School) -> None:
    school.goal(statement="Talk to two people")
    close(dora)
    reopen(dora)
    assert "Talk to two people" in client(ADA).see("/goals")


def test_reminders_can_be_switched_off_from_an_old_letter_all_the_same(
    dora: Visitor, client: Callable[..., Visitor], school: School
) -> None:
    close(dora)
    path = unsubscribe_path(school.services.vault, ADA.id)
    assert client().submit(path).status_code == 200
    assert events_of(school, ADA.id)[-1] == "NudgesSwitched"


def test_that_an_account_is_closed_is_asked_with_what_is_asked_anyway(
    client: Callable[..., Visitor], statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    """The session, the person, and how many nudges wait: three statements, as before there were closed accounts."""
    cleo = client(CLEO)
    cleo.get("/nowhere")
    with statements() as asked:
        cleo.get("/nowhere")
    assert len(asked) <= 3

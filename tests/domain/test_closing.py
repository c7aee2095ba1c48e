"""Closing an account and opening it again: by staff, with a reason, never one's own, and nothing is lost by it."""

from domain.accountability.desk import StaffOnly
from domain.member import AccountClosed, AccountNotClosed, Member, MemberErased, NotOnesOwn
from domain.refusal import NotFound, Unusable
from tests.cast import ADA, BEN, DORA, Player
from tests.specification import NOBODY, Voice, ada, dora, event, given, operator, scheduler

EMIL = Player("Emil Roth", "emil@example.org", "staff", "Europe/Vienna")
emil = Voice(EMIL)
CLOSED = dora.close_account(ADA.id, reason="Left the school")


def with_emil():
    spec = given()
    EMIL.join(spec.use_cases)
    return spec.given()


def test_staff_close_an_account_and_say_why():
    given().when(CLOSED).then(event("Member.Closed", member_id=ADA.id, reason="Left the school"))


def test_it_takes_a_reason():
    given().when(dora.close_account(ADA.id, reason=" ")).then_refused(Unusable, field="reason", why="missing")


def test_staff_open_it_again():
    given(CLOSED).when(dora.reopen_account(ADA.id)).then(event("Member.Reopened", member_id=ADA.id))
    given(CLOSED).when(operator.reopen_account(ADA.id)).then(event("Member.Reopened"))


def test_it_can_be_closed_and_opened_as_often_as_it_takes():
    given(CLOSED, dora.reopen_account(ADA.id)).when(CLOSED).then(event("Member.Closed"))


def test_closing_under_one_command_closes_once():
    once = dora.under("close").close_account(ADA.id, reason="Left")
    given(once).when(once).then()


def test_what_is_closed_is_not_closed_again():
    given(CLOSED).when(CLOSED).then_refused(AccountClosed)


def test_what_is_open_is_not_opened():
    given().when(dora.reopen_account(ADA.id)).then_refused(AccountNotClosed)


def test_nobody_closes_their_own_account():
    given().when(dora.close_account(DORA.id, reason="Enough")).then_refused(NotOnesOwn)


def test_only_members_of_the_staff_close_accounts():
    given().when(ada.close_account(BEN.id, reason="x")).then_refused(StaffOnly)
    given().when(ada.reopen_account(BEN.id)).then_refused(StaffOnly)
    for nobody in (operator, scheduler):
        given().when(nobody.close_account(DORA.id, reason="x")).then_refused(NotFound)


def test_there_is_no_account_of_nobody():
    given().when(dora.close_account(NOBODY, reason="x")).then_refused(NotFound)
    given().when(dora.reopen_account(NOBODY)).then_refused(NotFound)


def test_whose_own_account_is_closed_has_no_say_any_more():
    with_emil().given(emil.close_account(DORA.id, reason="x")).when(CLOSED).then_refused(StaffOnly)


def test_of_two_who_close_each_other_s_account_at_once_one_stays():
    spec = with_emil().meanwhile(emil.close_account(DORA.id, reason="x"))
    spec.when(dora.close_account(EMIL.id, reason="y"))
    assert type(spec.refusal) is AccountClosed
    assert [spec.use_cases.repository.get(who.id).closed for who in (DORA, EMIL)] == [True, False]


def test_no_way_into_a_closed_account_is_made():
    given(CLOSED).when(dora.record_link(ADA.id)).then_refused(AccountClosed)
    given(CLOSED).when(operator.record_token(ADA.id)).then_refused(AccountClosed)
    given(CLOSED).when(ada.record_provider(ADA.id)).then_refused(AccountClosed)


def test_whose_account_is_closed_is_nobody_to_ask():
    given(dora.close_account(BEN.id, reason="x")).when(ada.propose_partnership(partner_id=BEN.id)).then_refused(
        NotFound
    )


def test_reminders_can_be_switched_off_and_an_erasure_asked_for_all_the_same():
    given(CLOSED).when(ada.switch_nudges(ADA.id, on=False)).then(event("Member.NudgesSwitched", on=False))
    given(CLOSED).when(operator.request_member_erasure(ADA.id)).then(event("Member.ErasureRequested"))


def test_whoever_was_erased_is_not_closed_as_well():
    gone = operator.complete_member_erasure(ADA.id, contacts=0)
    given(gone).when(CLOSED).then_refused(MemberErased)


def test_a_connection_to_the_school_s_provider_is_recorded_by_its_member():
    given().when(ada.record_provider(ADA.id)).then(event("Member.ProviderConnected", member_id=ADA.id))
    given().when(dora.record_provider(ADA.id)).then_refused(NotFound)


def test_an_account_begins_open():
    assert given().use_cases._get(Member, ADA.id).closed is False

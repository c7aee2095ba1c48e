"""Members and cohorts: joining, settings, cohorts, and staff opening a history."""

from domain.accountability.desk import StaffOnly
from domain.accountability.members import AddressTaken
from domain.cohort import Cohort
from domain.member import AlreadyInCohort, Member, NotInCohort
from domain.refusal import CommandReused, NotFound, Unusable
from tests.cast import ADA, AUTUMN, BEN, SPRING
from tests.specification import NOBODY, ada, ben, cleo, dora, event, given, operator, the, unheard_of

EMIL = {"name": "Emil Roth", "address": "emil@example.org", "role": "mentor", "zone": "Europe/Vienna"}


def settings(name: str = ADA.name, zone: str = ADA.zone, nudges: bool = True):
    return ada.change_settings(name=name, zone=zone, nudges=nudges)


def test_staff_add_a_member():
    given().when(dora.add_member(**EMIL)).then(event("Member.Joined", **EMIL, member_id=the(Member), cohort_id=None))


def test_an_operator_adds_a_member():
    given().when(operator.add_member(**EMIL)).then(event("Member.Joined"))


def test_a_member_may_join_straight_into_a_cohort():
    given().when(dora.add_member(**EMIL, cohort_id=AUTUMN.id)).then(event("Member.Joined", cohort_id=AUTUMN.id))


def test_students_cannot_add_members():
    given().when(ada.add_member(**EMIL)).then_refused(StaffOnly)


def test_who_is_no_member_cannot_add_members():
    given().when(unheard_of.add_member(**EMIL)).then_refused(NotFound)


def test_joining_a_cohort_that_does_not_exist_is_refused():
    given().when(dora.add_member(**EMIL, cohort_id=NOBODY)).then_refused(NotFound)


def test_a_member_is_no_cohort():
    given().when(dora.add_member(**EMIL, cohort_id=BEN.id)).then_refused(NotFound)


def test_an_address_belongs_to_one_member_however_it_is_written():
    given().when(dora.add_member(**EMIL | {"address": "ADA@Example.org"})).then_refused(AddressTaken)


def test_adding_twice_under_one_command_adds_one_with_the_same_answer():
    add = dora.under("add").add_member(**EMIL)
    given(add).when(add).then_answered(the(Member)).then()


def test_adding_somebody_else_under_the_same_command_is_refused():
    given(dora.under("add", "one").add_member(**EMIL)).when(
        dora.under("add", "another").add_member(**EMIL | {"address": "other@example.org"})
    ).then_refused(CommandReused)


def test_a_refused_command_takes_no_address():
    given(dora.under("add", "one").add_member(**EMIL)).when(
        dora.under("add", "another").add_member(**EMIL | {"address": "other@example.org"})
    ).then_refused(CommandReused).given().when(dora.add_member(**EMIL | {"address": "other@example.org"})).then(
        event("Member.Joined", address="other@example.org")
    )


def test_an_address_that_a_dying_command_claimed_is_still_free():
    spec = given()
    spec.use_cases.secrets.claim_address(EMIL["address"], NOBODY)
    spec.when(dora.add_member(**EMIL)).then_answered(NOBODY).then(event("Member.Joined", member_id=NOBODY))


def test_all_settings_are_changed_at_once():
    given().when(settings("Ada L.", "Asia/Tokyo", nudges=False)).then(
        event("Member.Renamed", name="Ada L."),
        event("Member.Moved", zone="Asia/Tokyo"),
        event("Member.NudgesSwitched", on=False),
    )


def test_a_setting_that_stays_leaves_no_event():
    given().when(settings(zone="Asia/Tokyo")).then(event("Member.Moved", member_id=ADA.id, zone="Asia/Tokyo"))


def test_saving_the_same_settings_is_quiet():
    given().when(settings()).then()


NEW = "ada.l@example.org"


def test_a_new_address_is_recorded_and_the_old_one_is_free():
    spec = given().when(ada.change_address(address=NEW)).then(event("Member.AddressChanged", address=NEW))
    assert spec.use_cases.secrets.claim_address(ADA.address, NOBODY) == NOBODY
    assert spec.use_cases.secrets.claim_address(NEW, NOBODY) == ADA.id


def test_a_new_address_in_other_letters_is_still_one_s_own():
    given().when(ada.change_address(address=ADA.address.upper())).then(
        event("Member.AddressChanged", address=ADA.address.upper())
    )


def test_the_address_one_has_is_quiet():
    given().when(ada.change_address(address=ADA.address)).then()


def test_an_address_of_somebody_else_is_refused_and_changes_nothing():
    spec = given().when(ada.change_address(address=BEN.address)).then_refused(AddressTaken)
    assert spec.use_cases.secrets.claim_address(BEN.address, NOBODY) == BEN.id
    assert spec.use_cases.secrets.claim_address(ADA.address, NOBODY) == ADA.id


def test_an_address_is_changed_once_under_one_command():
    """Said again after another change, it takes back neither the address nor its mark."""
    first, then = ada.under("first").change_address(address=NEW), ada.change_address(address="ada@home.example")
    spec = given(first, then).when(first).then()
    assert spec.use_cases.secrets.claim_address("ada@home.example", NOBODY) == ADA.id
    assert spec.use_cases.secrets.claim_address(NEW, NOBODY) == NOBODY


def test_an_address_that_a_dying_command_claimed_for_a_member_is_freed_and_no_other():
    spec = given()
    secrets = spec.use_cases.secrets
    secrets.claim_address(NEW, ADA.id)
    spec.use_cases.free_addresses(ADA.id)
    claims = [secrets.claim_address(address, NOBODY) for address in (NEW, ADA.address, BEN.address)]
    assert claims == [NOBODY, ADA.id, BEN.id]


def test_what_is_no_address_is_refused():
    given().when(ada.change_address(address="ada\r\nBcc: eve@example.org")).then_refused(Unusable)
    given().when(ada.change_address(address="ada")).then_refused(Unusable)


def test_addresses_are_for_members():
    given().when(operator.change_address(address=NEW)).then_refused(NotFound)


def test_settings_are_for_members():
    given().when(operator.change_settings(name="x", zone="UTC", nudges=True)).then_refused(NotFound)


def test_nudges_are_switched_off_and_on():
    given(ada.switch_nudges(ADA.id, on=False)).when(ada.switch_nudges(ADA.id, on=True)).then(
        event("Member.NudgesSwitched", on=True)
    )


def test_switching_nudges_off_twice_is_quiet():
    given(ada.switch_nudges(ADA.id, on=False)).when(ada.switch_nudges(ADA.id, on=False)).then()


def test_nudges_of_nobody_cannot_be_switched():
    given().when(ada.switch_nudges(NOBODY, on=False)).then_refused(NotFound)


def test_nobody_switches_the_nudges_of_another():
    given().when(ben.switch_nudges(ADA.id, on=False)).then_refused(NotFound)
    given().when(dora.switch_nudges(ADA.id, on=False)).then_refused(NotFound)


def test_a_cohort_is_opened():
    given().when(dora.open_cohort(name="Winter")).then(event("Cohort.Opened", name="Winter", cohort_id=the(Cohort)))


def test_a_cohort_is_opened_once_under_one_command():
    open_it = dora.under("open").open_cohort(name="Winter")
    given(open_it).when(open_it).then_answered(the(Cohort)).then()


def test_students_cannot_open_cohorts():
    given().when(ada.open_cohort(name="Winter")).then_refused(StaffOnly)


def test_a_cohort_is_renamed():
    given().when(dora.rename_cohort(AUTUMN.id, name="Autumn 2026")).then(event("Cohort.Renamed", name="Autumn 2026"))


def test_renaming_a_cohort_to_its_name_is_quiet():
    given().when(dora.rename_cohort(AUTUMN.id, name="Autumn")).then()


def test_students_cannot_rename_cohorts():
    given().when(ada.rename_cohort(AUTUMN.id, name="Ours")).then_refused(StaffOnly)


def test_a_cohort_that_does_not_exist_cannot_be_renamed():
    given().when(dora.rename_cohort(NOBODY, name="x")).then_refused(NotFound)


def test_a_member_joins_another_cohort():
    given().when(dora.join_cohort(ADA.id, cohort_id=SPRING.id)).then(
        event("Member.CohortJoined", member_id=ADA.id, cohort_id=SPRING.id)
    )


def test_joining_a_cohort_twice_is_refused():
    given().when(dora.join_cohort(ADA.id, cohort_id=AUTUMN.id)).then_refused(AlreadyInCohort)


def test_students_cannot_join_cohorts_by_themselves():
    given().when(cleo.join_cohort(ADA.id, cohort_id=SPRING.id)).then_refused(StaffOnly)


def test_a_cohort_that_does_not_exist_cannot_be_joined():
    given().when(dora.join_cohort(ADA.id, cohort_id=NOBODY)).then_refused(NotFound)


def test_a_member_leaves_a_cohort():
    given().when(dora.leave_cohort(ADA.id, cohort_id=AUTUMN.id)).then(event("Member.CohortLeft", cohort_id=AUTUMN.id))


def test_leaving_a_cohort_one_is_not_in_is_refused():
    given().when(dora.leave_cohort(ADA.id, cohort_id=SPRING.id)).then_refused(NotInCohort)


def test_students_cannot_leave_cohorts_by_themselves():
    given().when(ada.leave_cohort(ADA.id, cohort_id=AUTUMN.id)).then_refused(StaffOnly)


def test_who_left_a_cohort_may_come_back():
    given(dora.leave_cohort(ADA.id, cohort_id=AUTUMN.id)).when(dora.join_cohort(ADA.id, cohort_id=AUTUMN.id)).then(
        event("Member.CohortJoined")
    )


def test_opening_a_history_is_recorded_with_the_reason_and_who_looks():
    given().when(dora.open_history(ADA.id, reason="Asked for help")).then(
        event("Member.HistoryOpened", member_id=ADA.id, reason="Asked for help")
    )


def test_a_history_opened_again_is_recorded_again():
    look = dora.open_history(ADA.id, reason="Asked for help")
    given(look).when(look).then(event("Member.HistoryOpened"))


def test_students_cannot_open_a_history_even_their_own():
    given().when(ada.open_history(ADA.id, reason="Curious")).then_refused(StaffOnly)


def test_there_is_no_history_of_nobody():
    given().when(dora.open_history(NOBODY, reason="Curious")).then_refused(NotFound)


def test_a_link_is_recorded_each_time_one_is_made():
    given(dora.record_link(ADA.id)).when(operator.record_link(ADA.id)).then(event("Member.LinkMade", member_id=ADA.id))


def test_only_staff_make_links():
    given().when(ada.record_link(ADA.id)).then_refused(StaffOnly)


def test_there_is_no_link_for_nobody():
    given().when(dora.record_link(NOBODY)).then_refused(NotFound)


def test_a_token_is_recorded_when_the_member_or_an_operator_makes_one():
    for who in (ada, operator):
        given().when(who.record_token(ADA.id)).then(event("Member.TokenMade", member_id=ADA.id))


def test_nobody_else_makes_a_token_for_a_member():
    for who in (cleo, dora):
        given().when(who.record_token(ADA.id)).then_refused(NotFound)


def test_taking_a_second_factor_off_is_recorded_and_only_operators_do():
    removed = operator.record_second_factor_removed(ADA.id)
    given().when(removed).then(event("Member.SecondFactorRemoved", member_id=ADA.id))
    for who in (ada, dora):
        given().when(who.record_second_factor_removed(ADA.id)).then_refused(NotFound)


def test_a_member_needs_an_address_that_mail_can_be_sent_to():
    given().when(dora.add_member(**EMIL | {"address": "emil"})).then_refused(
        Unusable, field="address", why="no_address"
    )

"""The view of people: who is a member, in which cohort, and what they chose."""

from datetime import timedelta
from uuid import UUID

from bootstrap import migrate, open_services
from domain.act import OPERATOR
from projections.erasing import carry_out_due
from projections.people import (
    anybody,
    closed,
    cohort_mates,
    cohorts_of,
    everybody,
    groups,
    members_in,
    members_in_none,
    person,
    persons,
    present,
)
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, MONDAY, SPRING, Clock, there


def names(found) -> list[str]:
    return [one.name.text for one in found]


def test_a_person_is_told_as_they_joined(school):
    ada = there(person(school.views, ADA.id))
    assert (ada.name.text, ada.address.text, ada.role, ada.zone) == (ADA.name, ADA.address, "student", ADA.zone)
    assert (ada.nudged, ada.joined_at) == (True, MONDAY)


def test_what_a_person_changed_shows_at_once(school):
    school.say(ADA, "change_settings", name="Åda", zone="Asia/Tokyo", nudges=False)
    ada = there(person(school.views, ADA.id))
    assert (ada.name.text, ada.zone, ada.nudged, ada.address.text) == ("Åda", "Asia/Tokyo", False, ADA.address)


def test_there_is_nobody_of_an_unknown_id(school):
    assert person(school.views, UUID(int=0)) is None
    assert persons(school.views, [UUID(int=0), BEN.id]).keys() == {BEN.id}
    assert persons(school.views, []) == {}


def test_everybody_by_name_whatever_the_case(school):
    school.say(BEN, "change_settings", name="ada aaa", zone=BEN.zone, nudges=True)
    assert names(everybody(school.views)) == ["ada aaa", ADA.name, CLEO.name, DORA.name]


def test_mates_are_those_of_ones_cohorts_without_oneself(school):
    assert names(cohort_mates(school.views, ADA.id)) == [BEN.name]
    assert names(cohort_mates(school.views, CLEO.id)) == []
    assert names(cohort_mates(school.views, DORA.id)) == []


def test_who_left_a_cohort_is_no_mate_any_more(school):
    school.say(DORA, "leave_cohort", BEN.id, cohort_id=AUTUMN.id)
    assert names(cohort_mates(school.views, ADA.id)) == names(cohort_mates(school.views, BEN.id)) == []


def test_who_came_back_is_a_mate_again(school):
    school.say(DORA, "leave_cohort", BEN.id, cohort_id=AUTUMN.id)
    school.say(DORA, "join_cohort", BEN.id, cohort_id=AUTUMN.id)
    assert names(cohort_mates(school.views, ADA.id)) == [BEN.name]


def test_somebody_in_two_cohorts_is_met_once(school):
    for who in (ADA, BEN):
        school.say(DORA, "join_cohort", who.id, cohort_id=SPRING.id)
    assert names(cohort_mates(school.views, ADA.id)) == [BEN.name, CLEO.name]


def test_cohorts_the_newest_first_with_their_members_by_name(school):
    school.clock.now += timedelta(days=1)
    school.say(DORA, "open_cohort", name="Winter")
    school.say(DORA, "rename_cohort", SPRING.id, name="Spring 2026")
    told = groups(school.views)
    inside = members_in(school.views, [group.cohort_id for group in told if group.cohort_id])
    sizes = [(group.name, group.size) for group in told]
    assert sizes[0] == ("Winter", 0)
    assert sorted(sizes) == [("", 1), ("Autumn", 2), ("Spring 2026", 1), ("Winter", 0)]
    assert names(inside[AUTUMN.id]) == [ADA.name, BEN.name]
    assert sorted(map(len, inside.values())) == [0, 1, 2]
    assert names(members_in_none(school.views)) == [DORA.name]


def test_who_left_the_only_cohort_is_in_none(school):
    school.say(DORA, "leave_cohort", BEN.id, cohort_id=AUTUMN.id)
    assert [group.size for group in groups(school.views) if group.cohort_id in (AUTUMN.id, None)] == [1, 2]
    assert names(members_in_none(school.views)) == [BEN.name, DORA.name]


def test_the_cohorts_of_a_member(school):
    school.say(DORA, "join_cohort", CLEO.id, cohort_id=AUTUMN.id)
    school.say(DORA, "leave_cohort", CLEO.id, cohort_id=SPRING.id)
    assert cohorts_of(school.views, CLEO.id) == [(AUTUMN.id, "Autumn")]
    assert cohorts_of(school.views, DORA.id) == []


def test_whose_account_is_closed_stands_apart(school):
    school.clock.go(days=1)
    for who in (BEN, CLEO):
        school.say(DORA, "close_account", who.id, reason="Left")
    assert names(closed(school.views)) == [BEN.name, CLEO.name]
    assert there(person(school.views, BEN.id)).closed_at == MONDAY + timedelta(days=1)
    assert present(school.views, BEN.id) is None
    assert names(cohort_mates(school.views, ADA.id)) == []
    assert {group.cohort_id: group.size for group in groups(school.views)} == {AUTUMN.id: 1, SPRING.id: 0, None: 1}
    assert members_in(school.views, [SPRING.id]) == {SPRING.id: []}
    assert names(members_in_none(school.views)) == [DORA.name]


def test_whoever_was_erased_is_not_closed_for_ever(school):
    for who in (BEN, CLEO):
        school.say(DORA, "close_account", who.id, reason="Left")
    school.say(OPERATOR, "request_member_erasure", BEN.id, at_once=True)
    carry_out_due(school.services, by=OPERATOR, door="command line")
    assert names(closed(school.views)) == [CLEO.name]


def test_an_account_that_was_opened_again_is_as_any_other(school):
    school.say(DORA, "close_account", BEN.id, reason="Left")
    school.say(DORA, "reopen_account", BEN.id)
    assert closed(school.views) == []
    assert there(present(school.views, BEN.id)).closed is False
    assert names(cohort_mates(school.views, ADA.id)) == [BEN.name]


def test_a_new_school_has_nobody_yet(tmp_path, places, school):
    services = open_services(places.new(tmp_path / "new"), now=Clock())
    migrate(services)
    assert (anybody(services.views), anybody(school.views)) == (False, True)
    services.close()

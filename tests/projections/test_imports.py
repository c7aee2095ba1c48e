"""What an import would do and does: everybody once, everything counted, nobody back who was removed."""

from pathlib import Path

import pytest

from domain.act import OPERATOR, Act
from domain.linkedin import NotAnExport
from domain.refusal import NotFound
from projections.history import history
from projections.imports import ImportPlan, carry_out, plan_linkedin
from projections.tracker import contacts, marks_of
from tests.cast import ADA, BEN, CLEO, Player, School

SAMPLE = (Path(__file__).parent.parent / "samples" / "linkedin-Connections.csv").read_bytes()
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MIRA = "Mira,Solberg,https://www.linkedin.com/in/mira,mira@example.org,Looms,Weaver,08 Oct 2026"
NOOR = "Noor,Haddad,https://www.linkedin.com/in/noor,,Engines,Analyst,01 Jan 2024"


def export(*lines: str) -> bytes:
    return "\n".join(["Notes:", '"Some, text"', "", HEADER, *lines]).encode()


def plan(school: School, data: bytes, who: Player = ADA) -> ImportPlan:
    return plan_linkedin(school.views, school.use_cases, who.id, data)


def bring_in(school: School, data: bytes, who: Player = ADA, tie: str = "weak") -> int:
    return carry_out(school.views, school.use_cases, school.act(who), plan(school, data, who), tie)


def numbers(plan: ImportPlan) -> tuple[int, int, int, int]:
    return len(plan.new), len(plan.known), len(plan.repeated), len(plan.skipped)


def test_the_sample_brings_everybody_once_and_a_second_time_nobody(school: School) -> None:
    first = plan(school, SAMPLE)
    assert numbers(first) == (422, 0, 1, 2)
    assert bring_in(school, SAMPLE) == 422
    assert numbers(plan(school, SAMPLE)) == (0, 422, 1, 2)
    assert bring_in(school, SAMPLE) == 0
    assert len(contacts(school.views, ADA.id)) == 422
    assert first.records == plan(school, SAMPLE).records == 425


def test_planning_changes_nothing(school: School) -> None:
    end = school.use_cases.end()
    plan(school, SAMPLE)
    assert school.use_cases.end() == end


def test_a_planned_row_is_where_an_editor_shows_it(school: School) -> None:
    assert [(row, card.name) for row, card in plan(school, export(MIRA, NOOR)).new] == [
        (5, "Mira Solberg"),
        (6, "Noor Haddad"),
    ]


def test_somebody_added_by_hand_is_known_by_their_address(school: School) -> None:
    school.contact(ADA, "M. Solberg", email="MIRA@example.org")
    assert [row for row, _ in plan(school, export(MIRA, NOOR)).known] == [5]


def test_somebody_removed_does_not_come_back(school: School) -> None:
    contact_id = school.contact(ADA, "Mira Solberg", link="https://linkedin.com/in/mira")
    school.say(ADA, "remove_contact", contact_id)
    assert bring_in(school, export(MIRA)) == 0
    assert contacts(school.views, ADA.id) == []


def test_two_trackers_do_not_know_of_each_other(school: School) -> None:
    bring_in(school, export(MIRA), ADA)
    assert len(plan(school, export(MIRA), BEN).new) == 1


def test_a_rival_import_between_plan_and_confirmation_adds_nobody_twice(school: School) -> None:
    mine = plan(school, export(MIRA, NOOR))
    bring_in(school, export(MIRA))
    assert carry_out(school.views, school.use_cases, school.act(ADA), mine) == 1


def test_the_facts_of_a_row_arrive(school: School) -> None:
    bring_in(school, export(MIRA), tie="dormant")
    (mira,) = contacts(school.views, ADA.id)
    told = (mira.name.text, mira.company.text, mira.role.text, mira.email.text, mira.connected_on)
    assert told == ("Mira Solberg", "Looms", "Weaver", "mira@example.org", "2026-10-08")
    assert (mira.tie, mira.source) == ("dormant", "linkedin")


def test_an_unusable_cell_is_named_and_its_person_still_comes(school: School) -> None:
    found = plan(school, export(MIRA.replace("mira@example.org", "not an address")))
    assert (found.left_out, len(found.new)) == ({5: ("email",)}, 1)


def test_a_file_that_is_no_export_is_refused(school: School) -> None:
    with pytest.raises(NotAnExport):
        plan(school, b"name;city\nMira;Oslo\n")


def test_an_operator_imports_for_a_member_and_the_history_says_so(school: School) -> None:
    act = Act(OPERATOR, "command line", school.clock(), school.act(ADA).command_id)
    assert carry_out(school.views, school.use_cases, act, plan(school, export(MIRA)), member_id=ADA.id) == 1
    newest = history(school.views, ADA.id)[0]
    assert (newest.name, newest.event.by, newest.event.door) == ("Contact.Added", OPERATOR, "command line")


def test_a_member_cannot_import_into_another_tracker(school: School) -> None:
    with pytest.raises(NotFound):
        carry_out(school.views, school.use_cases, school.act(CLEO), plan(school, export(MIRA)), member_id=ADA.id)
    assert marks_of(school.views, ADA.id) == set()


def test_an_import_for_nobody_is_refused(school: School) -> None:
    act = Act(OPERATOR, "command line", school.clock(), school.act(ADA).command_id)
    with pytest.raises(NotFound):
        carry_out(school.views, school.use_cases, act, plan(school, export(MIRA)), member_id=act.command_id)

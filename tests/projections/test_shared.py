"""What is shared of an outreach, and with whom: in force as long as that agreement of the two, and no longer."""

from uuid import UUID

import pytest

from projections.progress.outreach import one_story
from projections.shared import agreements_of, choices_of, shared_with
from tests.cast import ADA, BEN, CLEO, DORA, Player, School, there


@pytest.fixture
def outreach(school: School) -> UUID:
    return school.held(school.contact())


def share(school: School, outreach: UUID, pair: UUID, *parts: str) -> None:
    school.say(ADA, "choose_outreach_sharing", outreach, partnership_id=pair, parts=parts)


def seen(school: School, who: Player = BEN) -> list[set[str]]:
    return [set(one.parts) for one in shared_with(school.views, who.id)]


def test_nothing_is_shared_by_itself(school: School, outreach: UUID) -> None:
    pair = school.partnership()
    assert seen(school) == []
    (choice,) = choices_of(school.views, ADA.id, outreach)
    assert (choice.partnership_id, str(choice.partner), choice.parts) == (pair, BEN.name, frozenset())


def test_both_see_what_is_shared_and_nobody_else(school: School, outreach: UUID) -> None:
    pair = school.partnership()
    share(school, outreach, pair, "name", "notes")
    (one,) = shared_with(school.views, BEN.id)
    assert (one.outreach_id, one.partnership_id, one.owner_id) == (outreach, pair, ADA.id)
    assert seen(school, ADA) == seen(school, BEN) == [{"name", "notes"}]
    assert seen(school, CLEO) == []
    assert [set(choice.parts) for choice in choices_of(school.views, ADA.id, outreach)] == [{"name", "notes"}]


def test_what_was_taken_back_is_gone(school: School, outreach: UUID) -> None:
    pair = school.partnership()
    share(school, outreach, pair, "name")
    share(school, outreach, pair)
    assert seen(school) == []


def test_a_pause_leaves_it_as_it_is(school: School, outreach: UUID) -> None:
    pair = school.partnership()
    share(school, outreach, pair, "name")
    school.say(BEN, "pause_partnership", pair)
    assert seen(school) == [{"name"}]


def test_it_ends_with_the_partnership_and_does_not_come_back_with_a_new_one(school: School, outreach: UUID) -> None:
    pair = school.partnership()
    share(school, outreach, pair, "name")
    school.say(BEN, "end_partnership", pair)
    assert seen(school) == seen(school, ADA) == []
    assert choices_of(school.views, ADA.id, outreach) == []
    school.say(BEN, "propose_partnership", partner_id=ADA.id)
    assert seen(school) == []
    school.say(ADA, "accept_partnership", pair)
    assert seen(school) == []
    assert [choice.parts for choice in choices_of(school.views, ADA.id, outreach)] == [frozenset()]


def test_another_buddy_sees_nothing_of_it(school: School, outreach: UUID) -> None:
    share(school, outreach, school.partnership(ADA, BEN), "name")
    school.partnership(ADA, CLEO)
    assert seen(school, CLEO) == []
    names = {str(c.partner): set(c.parts) for c in choices_of(school.views, ADA.id, outreach)}
    assert names == {BEN.name: {"name"}, CLEO.name: set()}


def test_the_latest_choice_comes_first(school: School) -> None:
    pair, stories = school.partnership(), [school.sent(school.contact(name=name)) for name in ("Mira", "Dana")]
    for outreach in stories:
        share(school, outreach, pair, "name")
        school.clock.go(minutes=1)
    assert [one.outreach_id for one in shared_with(school.views, BEN.id)] == stories[::-1]


def test_confidential_notes_are_marked_and_shared_no_more(school: School, outreach: UUID) -> None:
    share(school, outreach, school.partnership(), "name", "notes")
    assert not there(one_story(school.views, ADA.id, outreach)).confidential
    school.say(ADA, "choose_confidentiality", outreach, confidential=True)
    assert there(one_story(school.views, ADA.id, outreach)).confidential
    assert seen(school) == [{"name"}]
    school.say(ADA, "choose_confidentiality", outreach, confidential=False)
    assert not there(one_story(school.views, ADA.id, outreach)).confidential
    assert seen(school) == [{"name"}]


def test_choosing_is_no_touch_and_edits_go_on_from_it(school: School, outreach: UUID) -> None:
    before = there(one_story(school.views, ADA.id, outreach))
    school.clock.go(days=1)
    share(school, outreach, school.partnership(), "name")
    after = there(one_story(school.views, ADA.id, outreach))
    assert (after.touched_at, after.version) == (before.touched_at, before.version + 1)
    school.say(ADA, "write_notes", outreach, notes="More", expected=after.version)


def test_agreements_are_those_in_force_and_each_is_another(school: School) -> None:
    def agreed() -> list[tuple[str, str]]:
        return [(str(one.partner), one.key) for one in agreements_of(school.views, ADA.id)]

    assert agreed() == []
    begun, pair = school.clock(), school.partnership(ADA, BEN)
    ((_, first),) = agreed()
    school.clock.go(hours=1)
    school.partnership(CLEO, ADA)
    assert [name for name, _ in agreed()] == [BEN.name, CLEO.name]
    assert [one.agreed_at for one in agreements_of(school.views, ADA.id)] == [begun, school.clock()]
    school.say(BEN, "pause_partnership", pair)
    school.say(DORA, "close_account", CLEO.id, reason="A lost laptop")
    assert agreed() == [(BEN.name, first)]
    school.say(BEN, "end_partnership", pair)
    assert agreed() == []
    school.say(BEN, "propose_partnership", partner_id=ADA.id)
    assert agreed() == []
    school.say(ADA, "accept_partnership", pair)
    ((name, anew),) = agreed()
    assert name == BEN.name
    assert anew != first

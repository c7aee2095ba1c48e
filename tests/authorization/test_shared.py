"""What Ben can fetch of all that Ada wrote, while she shares a message or a goal with him, and afterwards."""

from collections.abc import Callable, Iterable
from uuid import UUID

import pytest

import web
from domain.outreach import SHAREABLE
from tests.authorization.canaries import Field, Things, confide, told
from tests.authorization.requests import Asker, addresses, ids_in, said
from tests.cast import ADA, BEN, CLEO, Player, School
from web.limits import limits

NAME = {("Contact.Edited", "name")}
MESSAGE = {("Outreach.Revised", part) for part in ("introduction", "purpose", "why_you", "call_to_action")}
NOTES = {("Outreach.NotesWritten", "notes")}
STATEMENT = {("Goal.Reworded", "statement")}
WITH = {"name": NAME, "message": MESSAGE, "notes": NOTES}


@pytest.fixture
def things(school: School) -> Things:
    return confide(school, ADA)


@pytest.fixture
def seen_by(school: School, things: Things) -> Callable[[Player, UUID], set[Field]]:
    """The fields with words of Ada's that somebody finds in everything they can fetch, asked about all that is hers."""
    app = web.create_app(school.services)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    askers = {who: Asker(app, school, who) for who in (BEN, CLEO)}
    places = [a for a in addresses(app) if a.method == "GET" and a.endpoint not in ("static", "library")]

    def seen(who: Player, pair: UUID) -> set[Field]:
        limits.reset()
        ask = askers[who]
        everything = "\n".join(said(ask(place, ids_in(place, things, ADA, pair))) for place in places)
        assert len(everything) > 50_000
        return {field for text, fields in told(school, ADA).items() if text in everything for field in fields}

    return seen


def test_a_buddy_finds_what_is_ticked_as_long_as_it_is_and_nothing_else(
    school: School, things: Things, seen_by: Callable[[Player, UUID], set[Field]]
) -> None:
    pair = school.partnership(ADA, BEN)

    def share(parts: Iterable[str]) -> None:
        school.say(ADA, "choose_outreach_sharing", things.outreach, partnership_id=pair, parts=list(parts))

    nothing = seen_by(BEN, pair)
    assert nothing <= {("Member.Joined", "name"), ("Member.Renamed", "name")}
    for part, fields in WITH.items():
        share([part])
        assert seen_by(BEN, pair) - nothing == fields, part
    share([])
    assert seen_by(BEN, pair) == nothing
    share(SHAREABLE)
    assert seen_by(BEN, pair) - nothing == NAME | MESSAGE | NOTES
    school.say(ADA, "choose_confidentiality", things.outreach, confidential=True)
    assert seen_by(BEN, pair) - nothing == NAME | MESSAGE
    other = school.partnership(ADA, CLEO)
    assert seen_by(CLEO, other) <= nothing
    school.say(BEN, "end_partnership", pair)
    assert seen_by(BEN, pair) <= nothing
    school.partnership(BEN, ADA)
    assert seen_by(BEN, pair) <= nothing


def test_the_words_of_a_goal_go_to_the_buddy_they_were_chosen_for_and_to_no_later_one(
    school: School, things: Things, seen_by: Callable[[Player, UUID], set[Field]]
) -> None:
    pair = school.partnership(ADA, BEN)
    nothing = seen_by(BEN, pair)

    def choose(sharing: str) -> None:
        school.say(ADA, "choose_goal_sharing", things.goal, sharing=sharing)
        school.clock.go(minutes=1)

    choose("words")
    assert seen_by(BEN, pair) - nothing == STATEMENT
    other = school.partnership(ADA, CLEO)
    assert seen_by(CLEO, other) <= nothing
    assert seen_by(BEN, pair) - nothing == STATEMENT
    school.say(BEN, "end_partnership", pair)
    assert seen_by(BEN, pair) <= nothing
    school.say(ADA, "propose_partnership", partner_id=BEN.id)
    assert seen_by(BEN, pair) <= nothing
    school.say(BEN, "accept_partnership", pair)
    assert seen_by(BEN, pair) <= nothing
    choose("words")
    assert seen_by(BEN, pair) - nothing == seen_by(CLEO, other) - nothing == STATEMENT
    choose("progress")
    assert seen_by(BEN, pair) | seen_by(CLEO, other) <= nothing

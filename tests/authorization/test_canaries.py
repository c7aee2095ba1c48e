"""What Ada wrote, in every field that holds words of people, searched in all that everybody else can fetch."""

from collections.abc import Iterable

import pytest

from store.names import EVENTS
from tests.authorization.canaries import Field, fields_with_words, told
from tests.authorization.conftest import EVERYBODY, FINN, GIL, Asked, Stage
from tests.authorization.requests import said
from tests.cast import ADA, BEN, CLEO, DORA, Player
from web import history_words

# Who somebody is: their mates and buddies see it, and whoever adds members.
NAMES_OF_MEMBERS = {("Member.Joined", "name"), ("Member.Renamed", "name")}
# Said to a buddy by oneself.
SAID_TO_BUDDIES = {
    ("Partnership.Proposed", "note"),
    ("Partnership.CheckedIn", "moved"),
    ("Partnership.CheckedIn", "next_step"),
}
# What staff may read of a history, after their look stands in the record; and how they add a member.
READ_BY_STAFF = {(name, field) for name, told in history_words.EVENTS.items() for field in told.reads}
READ_BY_STAFF |= NAMES_OF_MEMBERS | {("Member.Joined", "address")}
# Fields that only their own side of a story has: said again in other words elsewhere.
NOT_IN_THIS_STORY = {("Partnership.ProposedAgain", "note")}


@pytest.fixture(scope="session")
def read(stage: Stage, asked: list[Asked], letters: list[str]) -> dict[Player | None, list[str]]:
    """Everything that each can fetch: their own pages and addresses, what they are answered about Ada's, their mail."""
    found: dict[Player | None, list[str]] = {}
    for who in EVERYBODY:
        texts = [said(answer) for one in asked if one.who is who for answer in (one.theirs, one.nobodys)]
        found[who] = texts + list(_own_pages(stage, who))
        found[who] += [letter for letter in letters if who is not None and who.address in letter]
    return found


def _own_pages(stage: Stage, who: Player | None) -> Iterable[str]:
    ask = stage.asker(who)
    for address in stage.addresses:
        if address.method == "GET" and address.endpoint not in ("static", "library"):
            yield ask(address, stage.ids(address, who or ADA)).text
            if who is DORA:
                yield ask(address, stage.ids(address, ADA)).text


def found_in(stage: Stage, texts: list[str], allowed: set[Field]) -> list[tuple[str, set[Field]]]:
    everything = "\n".join(texts)
    return [(text, at) for text, at in told(stage.school, ADA).items() if not at & allowed and text in everything]


def test_a_canary_stands_in_every_field_with_words(stage: Stage) -> None:
    standing = {place for places in told(stage.school, ADA).values() for place in places}
    assert fields_with_words() - standing == NOT_IN_THIS_STORY
    assert len(EVENTS) > 40


def test_the_search_finds_what_its_owner_reads(stage: Stage, read: dict[Player | None, list[str]]) -> None:
    hits = {text for text, _ in found_in(stage, read[ADA], set())}
    assert len(hits) > 20


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (None, set()),
        (CLEO, set()),
        (FINN, NAMES_OF_MEMBERS),
        (BEN, NAMES_OF_MEMBERS | SAID_TO_BUDDIES),
        (DORA, READ_BY_STAFF),
        (GIL, set()),
    ],
    ids=["nobody", "Cleo", "Finn", "Ben", "Dora", "Gil"],
)
def test_nothing_of_it_reaches_anybody_else(
    stage: Stage, read: dict[Player | None, list[str]], who: Player | None, allowed: set[Field]
) -> None:
    assert len(read[who]) > 100
    assert found_in(stage, read[who], allowed) == []


def test_nothing_of_it_stands_in_the_log(stage: Stage, asked: list[Asked], letters: list[str]) -> None:
    assert stage.heard
    assert found_in(stage, stage.heard, set()) == []


def test_letters_hold_what_is_the_reader_s_own(stage: Stage, letters: list[str]) -> None:
    of_others = [letter for letter in letters if f"To: {ADA.address}" not in letter and ADA.address not in letter]
    assert of_others
    assert found_in(stage, of_others, NAMES_OF_MEMBERS) == []

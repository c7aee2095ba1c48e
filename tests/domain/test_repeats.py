"""However often and by whomever things are said again, in whatever order, with answers lost: each act happens once."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from eventsourcing.persistence import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accountability.contacts import Card
from domain.act import Act
from domain.partnership import Partnership
from domain.refusal import Refusal
from tests.cast import ADA, BEN, MONDAY, Player
from tests.specification import Specification

IDS = UUID(int=7)
PAIR = Partnership.id_for(ADA.id, BEN.id)
# Each is said by either under the same command id; many refuse, depending on what came before.
SAYINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("propose_partnership", {}),
    ("accept_partnership", {"partnership_id": PAIR}),
    ("cheer", {"partnership_id": PAIR}),
    ("check_in", {"partnership_id": PAIR, "confidence": 3}),
    ("pause_partnership", {"partnership_id": PAIR}),
    ("resume_partnership", {"partnership_id": PAIR}),
    ("end_partnership", {"partnership_id": PAIR}),
    ("set_goal", {"statement": "Talk", "measure": "contacted", "target": 1, "due": "2026-12-01"}),
    ("add_contact", {"card": Card("Dana"), "tie": "weak"}),
    ("change_settings", {"name": "Somebody", "zone": "UTC", "nudges": False}),
)
# It may stand like that already.
QUIET = ("change_settings",)
# Something that makes most of the others impossible, if it is possible itself.
SAID_BETWEEN = (BEN, 6, 1, False)
one_saying = st.tuples(st.sampled_from((ADA, BEN)), st.integers(0, len(SAYINGS) - 1), st.integers(0, 1), st.booleans())
# Each saying with those of rivals that come between its decision and its saving.
steps = st.lists(st.tuples(one_saying, st.lists(one_saying, max_size=2)), max_size=14)

Saying = tuple[Player, int, int, bool]


class Teller:
    """Says things, and loses the answer to what was saved where it is told to."""

    def __init__(self) -> None:
        self.told = Specification()
        self.use_cases: Any = self.told.use_cases
        self.losing, self.done = [False], set[tuple[str, UUID]]()
        self.saved = self.use_cases.save
        vars(self.use_cases)["save"] = self.save

    def save(self, *things: Any) -> Any:
        lost = self.losing[-1]
        recordings = self.saved(*things)
        if lost:
            raise OperationalError("the connection is closed")
        return recordings

    def say(self, saying: Saying) -> None:
        who, number, which, lost = saying
        act = Act(str(who), "page", MONDAY, uuid5(IDS, f"{number} {which}"), f"{number}")
        verb, words = SAYINGS[number]
        if verb == "propose_partnership":
            words = {"partner_id": BEN.id if who is ADA else ADA.id}
        self.losing.append(lost)
        try:
            getattr(self.use_cases, verb)(act, **words)
        except (Refusal, OperationalError):
            return
        finally:
            self.losing.pop()
        if verb not in QUIET:
            self.done.add((act.by, act.command_id))


@settings(max_examples=150)
@given(steps)
def test_no_act_happens_twice_and_none_is_confirmed_that_did_not_happen(
    said: list[tuple[Saying, list[Saying]]],
) -> None:
    teller = Teller()
    for saying, rivals in said:
        teller.use_cases.rivals = [partial(teller.say, rival) for rival in rivals]
        teller.say(saying)
        teller.use_cases.rivals = []
    recorded = teller.told.recorded()
    assert set(Counter((e.by, e.command_id, type(e)) for e in recorded).values()) == {1}
    assert teller.done <= {(e.by, e.command_id) for e in recorded}


@settings(max_examples=100)
@given(one_saying, st.lists(st.tuples(one_saying, st.just([])), max_size=6))
def test_what_was_saved_without_an_answer_is_done_when_it_is_said_again(first: Saying, before: list[Any]) -> None:
    """Whatever became of things meanwhile: no refusal, and nothing more is recorded."""
    teller = Teller()
    for saying, _ in before:
        teller.say(saying)
    end = len(teller.told.recorded())
    teller.say((*first[:3], True))
    if (saved := len(teller.told.recorded())) == end:
        return
    teller.say(SAID_BETWEEN)
    then = len(teller.told.recorded())
    teller.done.clear()
    teller.say((*first[:3], False))
    assert len(teller.told.recorded()) == then >= saved
    assert SAYINGS[first[1]][0] in QUIET or len(teller.done) == 1

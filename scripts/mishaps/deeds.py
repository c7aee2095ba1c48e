"""What a writer does: an endless list of commands, of which the n-th is always the same under the same command id."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.accountability import Accountability
from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from domain.act import OPERATOR, Act

MEMBERS = 4
# So many sittings of each writer share a goal, which all of them begin and reword.
AN_ERA = 25
DUE_DAYS = 30


@dataclass(frozen=True)
class Deeds:
    """The commands of one writer. `answers` to earlier ones name the things that later ones are about."""

    school: Accountability
    member_id: UUID
    slot: int
    answers: Mapping[int, str]

    def do(self, number: int, at: datetime) -> str:
        """Carry out a command; its answer as text."""
        answer = STEPS[number % len(STEPS)].do(self, number, self.act(number, at))
        return "" if answer is None else str(answer)

    def act(self, number: int, at: datetime) -> Act:
        return Act(str(self.member_id), "api", at, command_id(self.slot, number), f"deed {number}")

    def answer(self, number: int, step: int) -> UUID:
        """The thing that a step of the same sitting has made."""
        return UUID(self.answers[number - number % len(STEPS) + step])

    def shared_goal(self, number: int, at: datetime) -> UUID:
        era = number // len(STEPS) // AN_ERA
        act = Act(str(self.member_id), "api", at, uuid5(NAMESPACE_OID, f"era {era} of {self.member_id}"))
        return self._goal(act, "Together")

    def _goal(self, act: Act, words: str) -> UUID:
        return self.school.set_goal(act, statement=words, measure="conversations", target=2, due=_due(act))

    def set_goal(self, number: int, act: Act) -> UUID:
        return self._goal(act, f"Deed {number} of writer {self.slot}")

    def add_contact(self, number: int, act: Act) -> UUID:
        return self.school.add_contact(act, card=self._card(number), tie="cold")

    def edit_contact(self, number: int, act: Act) -> None:
        self.school.edit_contact(act, self.answer(number, 1), card=self._card(number), tie="weak")

    def draft_outreach(self, number: int, act: Act) -> UUID:
        goal_id, contact_id = self.answer(number, 0), self.answer(number, 1)
        return self.school.draft_outreach(act, contact_id=contact_id, goal_id=goal_id)

    def revise_draft(self, number: int, act: Act) -> int:
        # Whoever repeats it expects a version that is gone by then.
        return self.school.revise_draft(act, self.answer(number, 3), draft=Draft(f"Deed {number}"), expected=1)

    def send_outreach(self, number: int, act: Act) -> None:
        self.school.send_outreach(act, self.answer(number, 3), channel="email", times_offered=[])

    def share_goal(self, number: int, act: Act) -> UUID:
        return self.shared_goal(number, act.at)

    def reword_shared_goal(self, number: int, act: Act) -> None:
        words = f"Together, says writer {self.slot} in deed {number}"
        self.school.reword_goal(act, self.answer(number, 6), statement=words)

    def record_conversation(self, number: int, act: Act) -> None:
        self.school.record_conversation(act, self.answer(number, 3), medium="call", notes=f"Deed {number}")

    def decide_takeaway(self, number: int, act: Act) -> UUID:
        return self.school.decide_takeaway(act, self.answer(number, 3), text="Read", kind="introduction", due=_due(act))

    def follow_up_takeaway(self, number: int, act: Act) -> UUID | None:
        return self.school.follow_up_takeaway(act, self.answer(number, 9), introduced=self._card(number))

    def import_contacts(self, number: int, act: Act) -> int:
        cards = [self._card(number, f"{place}") for place in range(5)]
        return len(self.school.import_contacts(act, cards=cards, tie="weak", source="vcard", known=()))

    def _card(self, number: int, place: str = "") -> Card:
        name = f"Person {self.slot}-{number}-{place}"
        return Card(name, email=f"person.{self.slot}.{number}.{place or 'x'}@example.net")


@dataclass(frozen=True)
class Step:
    """`leaves`: which events it leaves in the record, all of them or none."""

    do: Callable[[Deeds, int, Act], object]
    leaves: Mapping[str, int]


def _step(do: Callable[[Deeds, int, Act], object], **leaves: int) -> Step:
    return Step(do, MappingProxyType({name.replace("_", "."): number for name, number in leaves.items()}))


# One sitting, over and over; `answer` counts in this order.
STEPS = (
    _step(Deeds.set_goal, Goal_Set=1),
    _step(Deeds.add_contact, Contact_Added=1),
    _step(Deeds.edit_contact, Contact_Edited=1, Contact_TieChanged=1),
    _step(Deeds.draft_outreach, Outreach_Drafted=1),
    _step(Deeds.revise_draft, Outreach_Revised=1),
    _step(Deeds.send_outreach, Outreach_Sent=1),
    _step(Deeds.share_goal),
    _step(Deeds.reword_shared_goal, Goal_Reworded=1),
    _step(Deeds.record_conversation, Outreach_ConversationHeld=1),
    _step(Deeds.decide_takeaway, Takeaway_Decided=1),
    _step(Deeds.follow_up_takeaway, Takeaway_FollowedUp=1, Contact_Added=1),
    _step(Deeds.import_contacts, Contact_Added=5),
)


def _due(act: Act) -> str:
    return (act.at + timedelta(days=DUE_DAYS)).date().isoformat()


def command_id(slot: int, number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"writer {slot} deed {number}")


def settle(school: Accountability) -> list[UUID]:
    """The members in whose name the writers act, several in each."""
    now = datetime.now(UTC)
    return [
        school.add_member(
            Act(OPERATOR, "command line", now, uuid5(NAMESPACE_OID, f"member {n}")),
            name=f"Member {n}",
            address=f"member{n}@example.org",
            role="student",
            zone="UTC",
        )
        for n in range(MEMBERS)
    ]


def left(found: Iterable[str], number: int) -> tuple[bool, bool]:
    """Of the events under a deed's command id: whether some are missing, and whether some are there twice."""
    there, wanted = Counter(found), STEPS[number % len(STEPS)].leaves
    half = bool(there) and any(there[name] < times for name, times in wanted.items())
    return half, any(times > wanted.get(name, 0) for name, times in there.items())

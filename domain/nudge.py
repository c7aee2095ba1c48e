"""Nudges: one reminder to one person about one thing for one slot over one channel, and what became of it."""

from dataclasses import field
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid5

from domain.act import Act
from domain.refusal import Refusal
from domain.stream import Stream

RULES = (
    "goal_due_soon",
    "goal_overdue",
    "outreach_unanswered",
    "takeaway_undecided",
    "takeaway_due",
    "check_in_due",
    "erasure_ahead",
)
CHANNELS = ("inbox", "email")

# A sender that fell silent for this long after a claim is taken for dead; one other attempt may follow.
LEASE = timedelta(minutes=10)


class NudgeSettled(Refusal):
    """Delivered, suppressed, given up, or sent twice to nobody knows what end: it is not sent again; facts: state."""


class StillClaimed(Refusal):
    """Another scheduler is sending it this minute."""


class NotInInbox(Refusal):
    """Only a nudge that was delivered to the inbox can be put away."""


class Nudge(Stream):
    """Claimed by whoever comes first: the id is made of the slot, so the store refuses a second claim."""

    carries: ClassVar[tuple[str, ...]] = ("member_id", "rule", "thing_id", "channel", "slot")

    class Claimed(Stream.Created):
        """`slot` names the moment ("2026-11-20|two_days"); `facts` are plain values for the wording (dates, counts)."""

        member_id: UUID
        rule: str
        thing_id: UUID
        channel: str
        slot: str
        facts: dict[str, str]

        def apply(self, nudge: "Nudge") -> None:
            nudge.member_id, nudge.rule, nudge.thing_id = self.member_id, self.rule, self.thing_id
            nudge.channel, nudge.slot = self.channel, self.slot
            nudge.state, nudge.attempts = "claimed", 1

    class Event(Stream.Event):
        member_id: UUID
        rule: str
        thing_id: UUID
        channel: str
        slot: str

    class ClaimedAgain(Event):
        """The earlier attempt was refused for now, or has an unknown outcome: then this is the one re-send of it."""

        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "claimed"
            nudge.attempts += 1

    class Delivered(Event):
        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "delivered"

    class Suppressed(Event):
        """Not sent, and why: a code such as achieved, closed, answered, paused, switched_off, lapsed."""

        reason: str

        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "suppressed"

    class Refused(Event):
        """The channel said no for now; `reason` is its code, never its text. It may be tried again."""

        reason: str

        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "refused"

    class GivenUp(Event):
        reason: str

        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "given_up"

    class PutAway(Event):
        def apply(self, nudge: "Nudge") -> None:
            nudge.state = "put_away"

    member_id: UUID = field(init=False)
    rule: str = field(init=False)
    thing_id: UUID = field(init=False)
    channel: str = field(init=False)
    slot: str = field(init=False)
    state: str = field(init=False)
    attempts: int = field(init=False)

    @staticmethod
    def id_for(*, member_id: UUID, rule: str, thing_id: UUID, slot: str, channel: str) -> UUID:
        return uuid5(member_id, f"{rule}|{thing_id}|{slot}|{channel}")

    @classmethod
    def claim(
        cls, act: Act, *, member_id: UUID, rule: str, thing_id: UUID, channel: str, slot: str, facts: dict[str, str]
    ) -> "Nudge":
        return cls.begin(
            cls.Claimed,
            act,
            cls.id_for(member_id=member_id, rule=rule, thing_id=thing_id, slot=slot, channel=channel),
            member_id=member_id,
            rule=rule,
            thing_id=thing_id,
            channel=channel,
            slot=slot,
            facts=facts,
        )

    def claim_again(self, act: Act) -> None:
        self._must_be_unsettled()
        if self.state == "claimed" and act.at - self.modified_on < LEASE:
            raise StillClaimed
        # It may have arrived: what was tried again already and is still unknown is not sent a third time.
        if self.state == "claimed" and self.attempts > 1:
            raise NudgeSettled(state=self.state)
        self.tell(Nudge.ClaimedAgain, act)

    def deliver(self, act: Act) -> None:
        self._must_be_unsettled()
        self.tell(Nudge.Delivered, act)

    def suppress(self, act: Act, reason: str) -> None:
        self._must_be_unsettled()
        self.tell(Nudge.Suppressed, act, reason=reason)

    def refuse(self, act: Act, reason: str) -> None:
        self._must_be_unsettled()
        self.tell(Nudge.Refused, act, reason=reason)

    def give_up(self, act: Act, reason: str) -> None:
        self._must_be_unsettled()
        self.tell(Nudge.GivenUp, act, reason=reason)

    def put_away(self, act: Act) -> None:
        if self.state == "put_away":
            return
        if self.state != "delivered" or self.channel != "inbox":
            raise NotInInbox
        self.tell(Nudge.PutAway, act)

    def _must_be_unsettled(self) -> None:
        if self.state not in ("claimed", "refused"):
            raise NudgeSettled(state=self.state)

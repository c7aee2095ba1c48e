"""Takeaways: the one thing decided from a conversation, followed up or let go."""

from dataclasses import field
from typing import Any, ClassVar
from uuid import UUID, uuid5

from domain.act import Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream

KINDS = ("research", "introduction")


class OneTakeawayOnly(Refusal):
    """This conversation has its takeaway; facts: takeaway_id."""


class TakeawaySettled(Refusal):
    """It was followed up or dropped; facts: how."""


class TakeawayNotDropped(Refusal):
    """Only a dropped takeaway can be picked up again."""


class SameTakeawayDate(Refusal):
    """Moving a takeaway needs another date."""


class Takeaway(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id", "contact_id", "outreach_id")
    shape: ClassVar[int] = 2

    class Event(Stream.Event):
        member_id: UUID
        contact_id: UUID
        outreach_id: UUID

    class Decided(Stream.Created):
        """`kind`: a bit of research, or asking for an introduction; due on a local date in `zone`."""

        member_id: UUID
        contact_id: UUID
        outreach_id: UUID
        text: Personal
        kind: str
        due: str
        zone: str

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.member_id, takeaway.contact_id = self.member_id, self.contact_id
            takeaway.outreach_id = self.outreach_id
            takeaway.text, takeaway.due, takeaway.zone, takeaway.state = self.text, self.due, self.zone, "open"

    class BroughtAlong(Stream.Created):
        """What an archive tells of a takeaway: `state` open, followed_up or dropped, with its own instants (ISO, UTC).

        `settled_at` is "" while it is open; from then on it is like any other, and counts toward nothing.
        """

        member_id: UUID
        contact_id: UUID
        outreach_id: UUID
        text: Personal
        kind: str
        due: str
        zone: str
        state: str
        decided_at: str
        settled_at: str
        outcome: Personal
        new_contact_id: UUID | None

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.member_id, takeaway.contact_id = self.member_id, self.contact_id
            takeaway.outreach_id = self.outreach_id
            takeaway.text, takeaway.due, takeaway.zone, takeaway.state = self.text, self.due, self.zone, self.state

    class Reworded(Event):
        text: Personal

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.text = self.text

    class Rescheduled(Event):
        """`was_due` (in `was_zone`) is the date given up."""

        was_due: str
        was_zone: str
        due: str
        zone: str
        reason: Personal

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.due, takeaway.zone = self.due, self.zone

    class FollowedUp(Event):
        """`new_contact_id` is whom it led to, when it led to somebody."""

        what_came: Personal
        new_contact_id: UUID | None

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.state = "followed_up"

    class Dropped(Event):
        reason: Personal

        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.state = "dropped"

    class PickedUpAgain(Event):
        def apply(self, takeaway: "Takeaway") -> None:
            takeaway.state = "open"

    member_id: UUID = field(init=False)
    contact_id: UUID = field(init=False)
    outreach_id: UUID = field(init=False)
    text: Personal = field(init=False)
    due: str = field(init=False)
    zone: str = field(init=False)
    state: str = field(init=False)

    @staticmethod
    def id_for(outreach_id: UUID) -> UUID:
        """One conversation, one takeaway: the store refuses a second stream with the same id."""
        return uuid5(outreach_id, "takeaway")

    @classmethod
    def decide(
        cls,
        act: Act,
        *,
        member_id: UUID,
        contact_id: UUID,
        outreach_id: UUID,
        text: Personal,
        kind: str,
        due: str,
        zone: str,
    ) -> "Takeaway":
        return cls.begin(
            cls.Decided,
            act,
            cls.id_for(outreach_id),
            member_id=member_id,
            contact_id=contact_id,
            outreach_id=outreach_id,
            text=text,
            kind=kind,
            due=due,
            zone=zone,
        )

    @classmethod
    def bring_along(cls, act: Act, *, outreach_id: UUID, **told: Any) -> "Takeaway":
        """`told`: the other fields of BroughtAlong."""
        return cls.begin(cls.BroughtAlong, act, cls.id_for(outreach_id), outreach_id=outreach_id, **told)

    def reword(self, act: Act, text: Personal) -> None:
        self._must_be_open()
        if text != self.text:
            self.tell(Takeaway.Reworded, act, text=text)

    def reschedule(self, act: Act, *, due: str, zone: str, reason: Personal) -> None:
        self._must_be_open()
        if (due, zone) == (self.due, self.zone):
            raise SameTakeawayDate
        self.tell(Takeaway.Rescheduled, act, was_due=self.due, was_zone=self.zone, due=due, zone=zone, reason=reason)

    def follow_up(self, act: Act, *, what_came: Personal, new_contact_id: UUID | None) -> None:
        self._must_be_open()
        self.tell(Takeaway.FollowedUp, act, what_came=what_came, new_contact_id=new_contact_id)

    def drop(self, act: Act, reason: Personal) -> None:
        self._must_be_open()
        self.tell(Takeaway.Dropped, act, reason=reason)

    def pick_up_again(self, act: Act) -> None:
        if self.state != "dropped":
            raise TakeawayNotDropped
        self.tell(Takeaway.PickedUpAgain, act)

    def _must_be_open(self) -> None:
        if self.state != "open":
            raise TakeawaySettled(how=self.state)

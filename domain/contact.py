"""Contacts: people in a student's tracker, who never signed up with us and have rights of their own."""

from dataclasses import field
from typing import ClassVar
from uuid import UUID

from domain.act import Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream

TIES = ("mentor", "alum", "fellow", "weak", "dormant", "cold")


class ContactRemoved(Refusal):
    """The contact was removed; restore them first."""


class ContactNotRemoved(Refusal):
    """Only a removed contact can be restored."""


class ContactForgotten(Refusal):
    """This person asked to be forgotten, or their student did: nothing new is kept about them."""


class Contact(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id", "contact_id")
    shape: ClassVar[int] = 2

    class Event(Stream.Event):
        member_id: UUID
        contact_id: UUID

    class Added(Stream.Created):
        """`source`: own, linkedin or introduction. `marks`: blind indexes by which the same person is recognised."""

        member_id: UUID
        contact_id: UUID
        name: Personal
        tie: str
        how_known: Personal
        company: Personal
        role: Personal
        email: Personal
        link: Personal
        connected_on: str
        introduced_by: UUID | None
        source: str
        marks: list[str]

        def apply(self, contact: "Contact") -> None:
            contact.member_id, contact.contact_id = self.member_id, self.contact_id
            contact.details = [self.name, self.how_known, self.company, self.role, self.email, self.link]
            contact.tie, contact.removed = self.tie, False
            contact.erased, contact.erase_from = False, ""

    class Edited(Event):
        name: Personal
        how_known: Personal
        company: Personal
        role: Personal
        email: Personal
        link: Personal
        marks: list[str]

        def apply(self, contact: "Contact") -> None:
            contact.details = [self.name, self.how_known, self.company, self.role, self.email, self.link]

    class TieChanged(Event):
        """From now on; what was sent before keeps the tie it was sent under."""

        was_tie: str
        tie: str

        def apply(self, contact: "Contact") -> None:
            contact.tie = self.tie

    class Removed(Event):
        def apply(self, contact: "Contact") -> None:
            contact.removed = True

    class Restored(Event):
        def apply(self, contact: "Contact") -> None:
            contact.removed = False

    class ErasureRequested(Event):
        """All that is written about them is to become unreadable; `erase_from` is the ISO instant from when."""

        erase_from: str

        def apply(self, contact: "Contact") -> None:
            contact.erase_from = self.erase_from

    class ErasureCancelled(Event):
        def apply(self, contact: "Contact") -> None:
            contact.erase_from = ""

    class Erased(Event):
        """Their key is gone; the marks stay, so that an import does not bring them back."""

        def apply(self, contact: "Contact") -> None:
            contact.erased, contact.erase_from = True, ""

    member_id: UUID = field(init=False)
    contact_id: UUID = field(init=False)
    details: list[Personal] = field(init=False)
    tie: str = field(init=False)
    removed: bool = field(init=False)
    erased: bool = field(init=False)
    erase_from: str = field(init=False)

    @classmethod
    def add(
        cls,
        act: Act,
        contact_id: UUID,
        *,
        member_id: UUID,
        tie: str,
        details: dict[str, Personal],
        connected_on: str,
        introduced_by: UUID | None,
        source: str,
        marks: list[str],
    ) -> "Contact":
        return cls.begin(
            cls.Added,
            act,
            contact_id,
            member_id=member_id,
            contact_id=contact_id,
            tie=tie,
            connected_on=connected_on,
            introduced_by=introduced_by,
            source=source,
            marks=marks,
            **details,
        )

    def edit(self, act: Act, *, details: dict[str, Personal], marks: list[str]) -> None:
        self.must_be_kept()
        if [details[f] for f in ("name", "how_known", "company", "role", "email", "link")] != self.details:
            self.tell(Contact.Edited, act, marks=marks, **details)

    def change_tie(self, act: Act, tie: str) -> None:
        self.must_be_kept()
        if tie != self.tie:
            self.tell(Contact.TieChanged, act, was_tie=self.tie, tie=tie)

    def remove(self, act: Act) -> None:
        self.must_be_kept()
        self.tell(Contact.Removed, act)

    def restore(self, act: Act) -> None:
        if self.erased:
            raise ContactForgotten
        if not self.removed:
            raise ContactNotRemoved
        self.tell(Contact.Restored, act)

    def request_erasure(self, act: Act, *, erase_from: str) -> None:
        """Also sooner than was asked before; later, only after it was cancelled."""
        if not self.erased and (not self.erase_from or erase_from < self.erase_from):
            self.tell(Contact.ErasureRequested, act, erase_from=erase_from)

    def cancel_erasure(self, act: Act) -> None:
        if self.erased:
            raise ContactForgotten
        if self.erase_from:
            self.tell(Contact.ErasureCancelled, act)

    def complete_erasure(self, act: Act) -> None:
        if not self.erased:
            self.tell(Contact.Erased, act)

    def must_be_kept(self) -> None:
        if self.erased:
            raise ContactForgotten
        if self.removed:
            raise ContactRemoved

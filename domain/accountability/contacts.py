"""Use cases about contacts: adding, importing, correcting, removing; each student keeps their own tracker."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID, uuid5

from domain.accountability.desk import Desk, one_of
from domain.act import OPERATOR, Act
from domain.contact import TIES, Contact, ContactForgotten
from domain.dates import iso_date
from domain.member import Member
from domain.personal import Personal
from domain.refusal import NotFound, Refusal, Unusable
from domain.same_person import is_address, marks, profile, sought
from domain.wording import ADDRESS, LINK, line, paragraph


class ContactKnown(Refusal):
    """This person is in the tracker (or was removed from it); facts: contact_id."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about a contact, as plain text; only the name is required; `connected_on` is an ISO date or ""."""

    name: str
    how_known: str = ""
    company: str = ""
    role: str = ""
    email: str = ""
    link: str = ""
    connected_on: str = ""


class Contacts(Desk):
    def marks(self, card: Card) -> list[str]:
        """Blind indexes a person is remembered by, the surest first."""
        return [self.secrets.mark(m) for m in marks(**_traits(card))]

    def marks_of_contact(self, found_by: str) -> set[str]:
        """Every blind index under which somebody with this address or this link may be kept."""
        return {self.secrets.mark(m) for m in sought(name="", company="", email=found_by, url=found_by)} | {
            self.secrets.mark(m) for m in sought(name="", company="", email=found_by, url="")
        }

    def sought(self, card: Card) -> set[str]:
        """Blind indexes of which any one in a tracker means: this person is there already."""
        return {self.secrets.mark(m) for m in sought(**_traits(card))}

    def contact_id(self, member_id: UUID, card: Card) -> UUID:
        """The id under which somebody new comes into a tracker.

        Made of the surest mark, so that the store refuses the same person twice; a mark cannot be guessed.
        """
        return uuid5(member_id, f"contact|{self.marks(card)[0]}")

    def add_contact(
        self,
        act: Act,
        *,
        card: Card,
        tie: str,
        introduced_by: UUID | None = None,
        known: Mapping[str, UUID] = MappingProxyType({}),
    ) -> UUID:
        """Raises ContactKnown when the tracker has this person.

        `known`: the marks it has, removed ones too, and whose they are. Without them a person is recognised by their
        surest mark alone.
        """
        member_id = self._actor(act)
        if introduced_by is not None:
            self._own(Contact, introduced_by, act)
        card, tie = usable(card), one_of(tie, TIES, "tie")
        contact_id = self.contact_id(member_id, card)

        def add() -> Contact:
            self._must_be_new(contact_id, card, known)
            return self._new_contact(act, member_id, contact_id, card, tie=tie, introduced_by=introduced_by)

        self._begin(act, Contact, contact_id, add)
        return contact_id

    def import_contacts(
        self,
        act: Act,
        *,
        cards: Iterable[Card],
        tie: str,
        source: str,
        known: Collection[str],
        introducers: Mapping[UUID, UUID] = MappingProxyType({}),
        member_id: UUID | None = None,
    ) -> list[UUID]:
        """Add all who are not in the tracker yet, in one transaction; `known` are the marks it has, removed ones too.

        `introducers`: by whom some of them were introduced, both by the ids they have or get in this tracker.

        Returns the ids added, also those that this very act had added before. A rival import of the same people adds
        nobody twice. The tracker is the actor's own; an operator names the member whose it is.
        """
        whose, tie = self._whose(act, member_id), one_of(tie, TIES, "tie")
        fresh: dict[UUID, Card] = {}
        for card in cards:
            if self.sought(card).isdisjoint(known):
                fresh.setdefault(self.contact_id(whose, card), card)

        def adding(contact_id: UUID, card: Card) -> Callable[[], list[Contact]]:
            by = introducers.get(contact_id)
            return lambda: [self._new_contact(act, whose, contact_id, card, tie=tie, introduced_by=by, source=source)]

        return self._begin_all(act, Contact, {i: adding(i, card) for i, card in fresh.items()})

    def edit_contact(self, act: Act, contact_id: UUID, *, card: Card, tie: str, expected: int | None = None) -> None:
        """What is known of them now, but for `connected_on`: like who introduced them, it stays as first recorded."""
        card, tie = usable(card), one_of(tie, TIES, "tie")

        def decide(contact: Contact) -> None:
            contact.edit(act, details=_details(card, contact.member_id, contact_id), marks=self.marks(card))
            contact.change_tie(act, tie)

        self._change(act, lambda: self._own(Contact, contact_id, act), decide, expected=expected)

    def remove_contact(self, act: Act, contact_id: UUID) -> None:
        self._change(act, lambda: self._own(Contact, contact_id, act), lambda contact: contact.remove(act))

    def restore_contact(self, act: Act, contact_id: UUID) -> None:
        self._change(act, lambda: self._own(Contact, contact_id, act), lambda contact: contact.restore(act))

    def _whose(self, act: Act, member_id: UUID | None) -> UUID:
        if member_id is None:
            return self._actor(act)
        if act.by != OPERATOR:
            raise NotFound
        return self._get(Member, member_id).member_id

    def _must_be_new(self, contact_id: UUID, card: Card, known: Mapping[str, UUID]) -> None:
        there = self.sought(card) & known.keys()
        known_id = known[min(there)] if there else contact_id
        found = self._find(Contact, contact_id) or self._find(Contact, known_id)
        if found is not None and found.erased:
            raise ContactForgotten
        if found is not None or there:
            raise ContactKnown(contact_id=str(found.id if found else known_id))

    def _new_contact(
        self,
        act: Act,
        member_id: UUID,
        contact_id: UUID,
        card: Card,
        *,
        tie: str,
        introduced_by: UUID | None = None,
        source: str = "own",
    ) -> Contact:
        return Contact.add(
            act,
            contact_id,
            member_id=member_id,
            tie=tie,
            details=_details(card, member_id, contact_id),
            connected_on=card.connected_on,
            introduced_by=introduced_by,
            source=source,
            marks=self.marks(card),
        )


def usable(card: Card) -> Card:
    """The card with its text trimmed; raises Unusable naming the field."""
    email, link = (
        line(card.email, "email", required=False, most=ADDRESS),
        line(card.link, "link", required=False, most=LINK),
    )
    if email and not is_address(email):
        raise Unusable(field="email", why="no_address")
    if link and not profile(link):
        raise Unusable(field="link", why="no_link")
    return Card(
        name=line(card.name, "name"),
        how_known=paragraph(card.how_known, "how_known", most=1_000),
        company=line(card.company, "company", required=False),
        role=line(card.role, "role", required=False),
        email=email,
        link=link,
        connected_on=iso_date(card.connected_on, field="connected_on").isoformat() if card.connected_on else "",
    )


def _details(card: Card, member_id: UUID, contact_id: UUID) -> dict[str, Personal]:
    fields = ("name", "how_known", "company", "role", "email", "link")
    return {f: Personal(getattr(card, f), member_id, contact_id) for f in fields}


def _traits(card: Card) -> dict[str, str]:
    return {"name": card.name, "company": card.company, "url": card.link, "email": card.email}

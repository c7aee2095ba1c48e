"""Use cases about takeaways: deciding the one thing, following it up, letting it go."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from domain.accountability.contacts import Card, Contacts, usable
from domain.accountability.desk import one_of
from domain.act import Act
from domain.contact import TIES, Contact
from domain.outreach import Outreach
from domain.personal import Personal
from domain.takeaway import KINDS, OneTakeawayOnly, Takeaway
from domain.wording import line, paragraph


class Takeaways(Contacts):
    def decide_takeaway(self, act: Act, outreach_id: UUID, *, text: str, kind: str, due: str) -> UUID:
        """One for each conversation held; raises OneTakeawayOnly for a second."""
        one_of(kind, KINDS, "kind")
        words, zone, takeaway_id = line(text, "text", most=500), self._zone(act), Takeaway.id_for(outreach_id)

        def decide() -> Takeaway:
            outreach = self._own(Outreach, outreach_id, act)
            outreach.must_be_held()
            if self._find(Takeaway, takeaway_id) is not None:
                raise OneTakeawayOnly(takeaway_id=str(takeaway_id))
            return Takeaway.decide(
                act,
                member_id=outreach.member_id,
                contact_id=outreach.contact_id,
                outreach_id=outreach_id,
                text=Personal(words, outreach.member_id, outreach.contact_id),
                kind=kind,
                due=self._due(act, due, zone),
                zone=zone,
            )

        self._begin(act, Takeaway, takeaway_id, decide)
        return takeaway_id

    def reword_takeaway(self, act: Act, takeaway_id: UUID, *, text: str, expected: int | None = None) -> None:
        words = line(text, "text", most=500)
        self._change(
            act,
            lambda: self._own(Takeaway, takeaway_id, act),
            lambda t: t.reword(act, _about(t, words)),
            expected=expected,
        )

    def reschedule_takeaway(
        self, act: Act, takeaway_id: UUID, *, due: str, reason: str, expected: int | None = None
    ) -> None:
        zone, because = self._zone(act), line(reason, "reason", most=500)
        self._change(
            act,
            lambda: self._own(Takeaway, takeaway_id, act),
            lambda t: t.reschedule(act, due=self._due(act, due, zone), zone=zone, reason=_about(t, because)),
            expected=expected,
        )

    def follow_up_takeaway(
        self,
        act: Act,
        takeaway_id: UUID,
        *,
        what_came: str = "",
        introduced: Card | None = None,
        tie: str = "weak",
        known: Mapping[str, UUID] = MappingProxyType({}),
    ) -> UUID | None:
        """Say what came of it; `introduced` becomes a contact introduced by the one the takeaway came from.

        Returns the new contact's id. Raises ContactKnown when that person is in the tracker, whose marks are `known`
        as `add_contact` takes them.
        """
        words, tie = paragraph(what_came, "what_came"), one_of(tie, TIES, "tie")
        card = None if introduced is None else usable(introduced)
        new_id = None if card is None else self.contact_id(self._actor(act), card)
        added: list[Contact] = []

        def decide(takeaway: Takeaway) -> None:
            takeaway.follow_up(act, what_came=_about(takeaway, words), new_contact_id=new_id)
            added.clear()
            if card is not None and new_id is not None:
                self._must_be_new(new_id, card, known)
                added.append(
                    self._new_contact(
                        act,
                        takeaway.member_id,
                        new_id,
                        card,
                        tie=tie,
                        introduced_by=takeaway.contact_id,
                        source="introduction",
                    )
                )

        self._change(act, lambda: self._own(Takeaway, takeaway_id, act), decide, beside=added)
        return new_id

    def drop_takeaway(self, act: Act, takeaway_id: UUID, *, reason: str) -> None:
        because = line(reason, "reason", most=500)
        self._change(act, lambda: self._own(Takeaway, takeaway_id, act), lambda t: t.drop(act, _about(t, because)))

    def pick_up_takeaway(self, act: Act, takeaway_id: UUID) -> None:
        self._change(act, lambda: self._own(Takeaway, takeaway_id, act), lambda t: t.pick_up_again(act))


def _about(takeaway: Takeaway, text: str) -> Personal:
    return Personal(text, takeaway.member_id, takeaway.contact_id)

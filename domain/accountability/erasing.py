"""Use cases about being forgotten: asking for it, thinking better of it, and recording that it was carried out.

Between the two stands `projections.erasing`, which destroys keys: the domain cannot, and only records.
"""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from domain.accountability.desk import Desk
from domain.act import OPERATOR, SCHEDULER, Act
from domain.contact import Contact
from domain.member import Member
from domain.partnership import Partnership
from domain.refusal import NotFound, Refusal

# So long somebody may think better of it.
A_MEMBER_WAITS = timedelta(days=7)
A_CONTACT_WAITS = timedelta(hours=24)

T = TypeVar("T", Member, Contact)


class ErasureUnderWay(Refusal):
    """The time to call it off is over; only the operator may still stop it, as long as it is not done."""


class Erasing(Desk):
    def request_member_erasure(self, act: Act, member_id: UUID, *, at_once: bool = False) -> datetime:
        """From when it is carried out; only the member asks for it, or the operator, who alone may ask `at_once`."""
        erase_from = _from(act, A_MEMBER_WAITS, at_once=at_once)
        member = self._change(
            act,
            lambda: self._named(Member, member_id, act),
            lambda member: member.request_erasure(act, erase_from=erase_from),
        )
        return datetime.fromisoformat(member.erase_from or erase_from)

    def cancel_member_erasure(self, act: Act, member_id: UUID) -> None:
        self._change(act, lambda: self._named(Member, member_id, act), lambda member: _call_off(act, member))

    def request_contact_erasure(self, act: Act, contact_id: UUID, *, at_once: bool = False) -> datetime:
        """As `request_member_erasure`, by the student in whose tracker they are, or the operator."""
        erase_from = _from(act, A_CONTACT_WAITS, at_once=at_once)
        contact = self._change(
            act,
            lambda: self._named(Contact, contact_id, act),
            lambda contact: contact.request_erasure(act, erase_from=erase_from),
        )
        return datetime.fromisoformat(contact.erase_from or erase_from)

    def cancel_contact_erasure(self, act: Act, contact_id: UUID) -> None:
        self._change(act, lambda: self._named(Contact, contact_id, act), lambda contact: _call_off(act, contact))

    # What is recorded of an erasure as it is carried out; for the scheduler and the operator.

    def leave_partnership(self, act: Act, partnership_id: UUID, member_id: UUID) -> None:
        """Nobody is left to be a buddy: it ends, or the question is taken back or answered with no."""
        _must_carry_out(act)
        self._change(act, lambda: self._get(Partnership, partnership_id), lambda pair: _leave(act, pair, member_id))

    def complete_contact_erasure(self, act: Act, contact_id: UUID) -> None:
        _must_carry_out(act)
        self._change(act, lambda: self._get(Contact, contact_id), lambda contact: contact.complete_erasure(act))

    def complete_member_erasure(self, act: Act, member_id: UUID, *, contacts: int) -> None:
        _must_carry_out(act)
        self._change(
            act,
            lambda: self._get(Member, member_id),
            lambda member: member.complete_erasure(act, contacts=contacts),
        )

    def _named(self, kind: type[T], thing_id: UUID, act: Act) -> T:
        return self._get(kind, thing_id) if act.by == OPERATOR else self._own(kind, thing_id, act)


def _from(act: Act, waits: timedelta, *, at_once: bool) -> str:
    if at_once and act.by != OPERATOR:
        raise NotFound
    return (act.at if at_once else act.at + waits).isoformat(timespec="microseconds")


def _call_off(act: Act, subject: Member | Contact) -> None:
    """Not while the scheduler may be at it: who is told that something stays must find it there."""
    if subject.erase_from and act.by != OPERATOR and act.at >= datetime.fromisoformat(subject.erase_from):
        raise ErasureUnderWay
    subject.cancel_erasure(act)


def _must_carry_out(act: Act) -> None:
    if act.by not in (SCHEDULER, OPERATOR):
        raise NotFound


def _leave(act: Act, pair: Partnership, member_id: UUID) -> None:
    if pair.state in ("active", "paused"):
        pair.end(act, member_id)
    elif pair.state == "proposed" and pair.proposed_by == member_id:
        pair.withdraw(act, member_id)
    elif pair.state == "proposed":
        pair.decline(act, member_id)

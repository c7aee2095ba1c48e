"""Asking somebody to be each other's buddy, and answering; an address gets the same answer whoever has it."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from marshmallow import fields

from domain.accountability.desk import one_of
from domain.act import Act
from domain.partnership import CADENCES, NotYourself, Partnership
from domain.refusal import Refusal, Unusable
from domain.same_person import is_address
from domain.wording import line
from projections.buddy import may_ask, one_partnership
from web.forms import Form, FormSchema, Text
from web.limits import asker, everybody, limits
from web.pages.buddy.overview import answer
from web.session import me, services

SENT = "Your question is on its way, if somebody here has this address. They find it on their buddy page."
NEITHER = "Choose a name, or give an address below. One of the two is needed."
TAKEN_BACK = "If a question of yours was waiting at this address, it is taken back."


class Proposal(FormSchema):
    partner_id = fields.UUID(load_default=None)
    address = Text()
    cadence_days = fields.Integer(load_default=7)
    note = Text()


class Address(FormSchema):
    address = Text()


@limits.limit("30 per hour", key_func=asker)
@limits.limit("1000 per hour", key_func=everybody)
def propose() -> ResponseReturnValue:
    form = Form.submitted(Proposal)
    by_address = not form.errors and form["partner_id"] is None
    if by_address and "partner_id" in form.values and not form["address"].strip():
        form.errors = {"partner_id": [NEITHER]}
    form.carry_out(lambda act: _ask_at_address(act, form) if by_address else _ask_mate(act, form))
    return answer(form, SENT if by_address else "Your question is on its way. It waits on their buddy page.")


@limits.limit("30 per hour", key_func=asker)
def withdraw_by_address() -> ResponseReturnValue:
    """For questions sent to an address, which are not listed; the answer does not tell whether there was one."""
    form = Form.submitted(Address)
    form.carry_out(lambda act: _take_back(act, _usable(form["address"])))
    return answer(form, TAKEN_BACK)


def accept(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.accept_partnership(act, partnership_id))
    return answer(form, "You are buddies now. A first check-in is a good way to say hello.", about=partnership_id)


def decline(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.decline_partnership(act, partnership_id))
    return answer(form, "Declined. Nothing was shared.", about=partnership_id)


def withdraw(partnership_id: UUID) -> ResponseReturnValue:
    form = Form.submitted(FormSchema)
    form.carry_out(lambda act: services().accountability.withdraw_proposal(act, partnership_id))
    return answer(form, "Taken back. Nothing was shared.", about=partnership_id)


def _ask_mate(act: Act, form: Form) -> None:
    if form["address"]:
        raise Unusable(field="address", why="one_of_two")
    if not may_ask(services().views, me().member_id, form["partner_id"]):
        raise Unusable(field="partner_id", why="not_a_choice")
    _ask(act, form, form["partner_id"])


def _ask_at_address(act: Act, form: Form) -> None:
    """Everything that can be refused is refused before it is known whether somebody has the address."""
    address = _usable(form["address"])
    line(form["note"], "note", required=False, most=500)
    one_of(str(form["cadence_days"]), tuple(map(str, CADENCES)), "cadence_days")
    partner_id = services().vault.member_with(address)
    if partner_id == me().member_id:
        raise NotYourself
    if partner_id is None:
        return
    try:
        _ask(act, form, partner_id)
    except Refusal:
        if _known_to_me(partner_id):
            raise


def _take_back(act: Act, address: str) -> None:
    partner_id = services().vault.member_with(address)
    if partner_id is None:
        return
    try:
        services().accountability.withdraw_proposal(act, Partnership.id_for(me().member_id, partner_id))
    except Refusal:
        # Nothing was waiting there, or nothing of mine: the answer is the same.
        return


def _ask(act: Act, form: Form, partner_id: UUID) -> None:
    services().accountability.propose_partnership(
        act, partner_id=partner_id, cadence_days=form["cadence_days"], note=form["note"]
    )


def _known_to_me(partner_id: UUID) -> bool:
    """Whether the page shows what stands between us; a question of my own by address is not shown."""
    card = one_partnership(services().views, me().member_id, Partnership.id_for(me().member_id, partner_id))
    if card is None:
        return False
    return card.state in ("active", "paused") or (card.state == "proposed" and not card.asked_by_me)


def _usable(address: str) -> str:
    address = line(address, "address", most=254)
    if not is_address(address):
        raise Unusable(field="address", why="no_address")
    return address

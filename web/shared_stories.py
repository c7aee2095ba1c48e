"""A message and its conversation as a buddy is shown it, after the table of rights; pages and API show nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.outreach import SHAREABLE
from domain.personal import Personal
from domain.refusal import NotFound
from projections.buddy import PartnershipCard
from projections.progress.outreach import OutreachCard, one_story
from projections.shared import Shared, shared_with
from projections.tracker import ContactCard, contact_with, contacts_by_id
from web import beads, rights
from web.beads import Bead
from web.session import me, services

WORDS = ("introduction", "purpose", "why_you", "call_to_action", "notes")


@dataclass(frozen=True, slots=True)
class SharedStory:
    """How far it has come, and what its owner shares of it; the rest is None. `parts` are those that are shared."""

    outreach_id: UUID
    partnership_id: UUID
    owner_id: UUID
    parts: list[str]
    beads: list[Bead]
    name: Personal | None
    introduction: Personal | None
    purpose: Personal | None
    why_you: Personal | None
    call_to_action: Personal | None
    notes: Personal | None


def in_short(shared: Iterable[Shared], told: Sequence[OutreachCard]) -> list[SharedStory]:
    """Each without its words, as `told` has none; one question for each owner who shares a name."""
    cards = {card.outreach_id: card for card in told}
    listed = [(one, cards[one.outreach_id]) for one in shared if one.outreach_id in cards]
    named: dict[UUID, set[UUID]] = {}
    for one, card in listed:
        if "name" in _seen(one, card):
            named.setdefault(one.owner_id, set()).add(one.contact_id)
    known: dict[UUID, ContactCard] = {}
    for owner_id, contact_ids in named.items():
        known |= contacts_by_id(services().views, owner_id, contact_ids)
    return [_story(one, card, known.get(one.contact_id)) for one, card in listed]


def one_of(pair: PartnershipCard, outreach_id: UUID) -> SharedStory:
    """As the other of the pair sees it, for both of them; raises NotFound when there is nothing to see."""
    views, reader = services().views, me().member_id
    if pair.state not in ("active", "paused"):
        raise NotFound
    here = [s for s in shared_with(views, reader) if s.partnership_id == pair.partnership_id]
    found = next((s for s in here if s.outreach_id == outreach_id), None)
    card = one_story(views, found.owner_id if found else reader, outreach_id)
    if card is None:
        raise NotFound
    nothing = Shared(outreach_id, pair.partnership_id, reader, card.contact_id, frozenset(), card.touched_at)
    return _story(found or nothing, card, contact_with(views, card.member_id, card.contact_id))


def _story(shared: Shared, card: OutreachCard, contact: ContactCard | None) -> SharedStory:
    seen = _seen(shared, card)
    return SharedStory(
        outreach_id=card.outreach_id,
        partnership_id=shared.partnership_id,
        owner_id=card.member_id,
        parts=[part for part in SHAREABLE if part in shared.parts and rights.SHARED_WITH_BUDDY[part] <= seen],
        beads=beads.of_story(card),
        name=contact.name if contact and "name" in seen else None,
        **{word: getattr(card, word) if word in seen else None for word in WORDS},
    )


def _seen(shared: Shared, card: OutreachCard) -> frozenset[str]:
    return rights.seen_of_message(shared.parts, confidential=card.confidential)

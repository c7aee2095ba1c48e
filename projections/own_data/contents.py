"""What a member's data are, as plain values: just what they can see themselves, today; for the archive of it all."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.partnership import Partnership
from domain.personal import Personal
from projections import history, people
from projections.buddy import partnerships
from projections.history import Entry
from projections.inbox import inbox
from projections.people import Person
from projections.progress.elsewhere import goals_elsewhere
from projections.progress.goals import goals
from projections.progress.outreach import stories
from projections.progress.takeaways import takeaways
from projections.services import Services
from projections.shared import agreements_of
from projections.tracker import ContactCard, contacts
from store.way_in import way_in

FORMAT, VERSION = "accountabilibuddy", 1
PAGE = 500
MOST_NUDGES = 100_000
# What every event carries for the machinery; when, by whom and through which door are told under names of their own.
_PLUMBING = {"originator_topic", "originator_version", "timestamp", "by", "door", "command_id", "fingerprint"}

Facts = dict[str, Any]


def everyone_of(services: Services, member_id: UUID) -> list[ContactCard]:
    """The people in a member's tracker, and then those removed from it."""
    return [c for removed in (False, True) for c in contacts(services.views, member_id, removed=removed)]


def things(services: Services, person: Person) -> dict[str, Facts | list[Facts]]:
    """Everything but the history, each kind of thing as its pages tell it."""
    views, me = services.views, person.member_id
    told = stories(views, me)
    pairs = partnerships(views, me)
    agreed = [one.agreed_at for one in agreements_of(views, me)]
    cohorts = [{"id": str(i), "name": name} for i, name in people.cohorts_of(views, me)]
    tokens = services.access.api_tokens(me)
    return {
        "member": plain(person) | {"cohorts": cohorts} | _account(services, me),
        "goals": [
            plain(card) | {"sharing": card.sharing_with(*agreed)} for card in goals(views, me, told, services.now())
        ],
        "goals_elsewhere": [plain(card) for card in goals_elsewhere(views, me)],
        "contacts": [plain(card) for card in everyone_of(services, me)],
        "outreach": [plain(card) | {"takeaway": _id_of(card.takeaway)} for card in told],
        "takeaways": [plain(card) for card in takeaways(views, me)],
        "partnerships": [plain(card) for card in pairs],
        "nudges": [plain(card) for card in inbox(views, me, limit=MOST_NUDGES)],
        "api_tokens": [{"label": token.label, "made_at": token.made_at.isoformat()} for token in tokens],
        "sign_ins": _sign_ins(services, person),
        "people": _named(services, me, [pair.partner_id for pair in pairs]),
    }


def _account(services: Services, member_id: UUID) -> Facts:
    """How they come in, without anything that lets somebody in."""
    issuers = services.provider_identities.of(member_id)
    return {
        "wanted_address": services.wanted_addresses.of(member_id, services.now()),
        "second_factor_since": plain(services.second_factors.since(member_id)),
        "providers": [{"issuer": issuer, "since": plain(since)} for issuer, since in issuers.items()],
        **plain(way_in(services.vault, member_id)),
    }


def _sign_ins(services: Services, person: Person) -> list[Facts]:
    open_now = services.access.sessions_of(person.member_id, person.role, services.now())
    told = ("device", "started_at", "seen_at", "second_factor_at")
    return [{name: plain(getattr(one, name)) for name in told} for one in open_now]


def past(services: Services, member_id: UUID) -> Iterator[Facts]:
    """Everything that happened, the newest first; read in parts, however much it is."""
    before = None
    while page := history.own_history(services.views, member_id, before=before, limit=PAGE):
        yield from (_happened(entry, str(member_id)) for entry in page)
        before = page[-1].position


def _happened(entry: Entry, me: str) -> Facts:
    event = entry.event
    # A buddy's words are theirs, and last as long as the partnership: what is shown of them stands under it.
    theirs = isinstance(event, Partnership.Event | Partnership.Proposed) and event.by != me
    facts = {
        name: plain(value)
        for name, value in vars(event).items()
        if name not in _PLUMBING and not (theirs and isinstance(value, Personal))
    }
    stamp = {"at": entry.at.isoformat(), "what": entry.name, "by": event.by, "door": event.door}
    return stamp | {"thing": facts.pop("originator_id")} | facts


def _named(services: Services, member_id: UUID, partner_ids: list[UUID]) -> list[Facts]:
    """Buddies, and whoever looked at the history, made a way into the account or closed it: as pages name them too."""
    kinds = (history.looks_at, history.ways_in, history.closures)
    seen = [entry for kind in kinds for entry in kind(services.views, member_id, limit=500)]
    staff = {UUID(entry.event.by) for entry in seen if len(entry.event.by) == 36}
    known = people.persons(services.views, [*{*partner_ids, *staff} - {member_id}])
    return [{"id": str(i), "name": str(known[i].name)} for i in sorted(known, key=str)]


def _id_of(takeaway: Any) -> str | None:
    return None if takeaway is None else str(takeaway.takeaway_id)


def plain(value: Any) -> Any:
    """Cards, ids, instants and words as JSON has them; words that were erased are told as such."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Personal | UUID) else value

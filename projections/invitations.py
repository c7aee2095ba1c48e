"""Inviting a member by mail, and who invited them to what: a stranger has to understand the letter and its page."""

from dataclasses import dataclass
from uuid import UUID

from domain.act import Act
from projections import people
from projections.history import last_acts, latest_link
from projections.services import Services
from store.arrivals import Awaited

# Names may be longer; a letter and its subject stay readable.
MOST = 80


@dataclass(frozen=True, slots=True)
class Invitation:
    """`host`: "Dora Weiss of Makers Academy", or what of it is known; `cohort`: the one they came to last, or "".

    `host_id`: who is named as the host, None when nobody is.
    """

    host: str
    cohort: str
    host_id: UUID | None


def invite(services: Services, act: Act, member_id: UUID) -> None:
    """A letter with a link; to who was here before, a way back in. Said twice, it is one.

    Recorded before the letter is asked for, in which there will be a way in.
    """
    services.accountability.record_link(act, member_id)
    kind = "invitation" if awaited(services, member_id) else "new_link"
    services.outbox.put(kind, act.at, member_id=member_id, letter_id=act.new_id("letter"))


def awaited(services: Services, member_id: UUID) -> Awaited | None:
    """How the invitation of somebody stands who never came in, and never did anything through a program; or None."""
    if last_acts(services.views, [member_id]):
        return None
    return services.arrivals.awaited([member_id], services.now()).get(member_id)


def invitation(services: Services, member_id: UUID) -> Invitation:
    """Four questions at most. Whoever was erased, and operators, are not named."""
    inviter, school = _inviter(services, member_id), services.settings.school
    name = inviter.name.text if inviter else ""
    host = f"{_short(name)} of {_short(school)}" if name and school else _short(name or school or "Your school")
    cohorts = people.cohorts_of(services.views, member_id)
    return Invitation(host, _short(cohorts[-1][1]) if cohorts else "", inviter.member_id if inviter else None)


def _inviter(services: Services, member_id: UUID) -> people.Person | None:
    made = latest_link(services.views, member_id)
    by = made.event.by if made else ""
    return people.person(services.views, UUID(by)) if len(by) == 36 else None


def _short(name: str) -> str:
    return name if len(name) <= MOST else name[: MOST - 1].rstrip() + "…"

"""Who invites a member, and to what: for the letter and the page of its link, which a stranger has to understand."""

from dataclasses import dataclass
from uuid import UUID

from projections import people
from projections.history import latest_link
from projections.services import Services

# Names may be longer; a letter and its subject stay readable.
MOST = 80


@dataclass(frozen=True, slots=True)
class Invitation:
    """`host`: "Dora Weiss of Makers Academy", or what of it is known; `cohort`: the one they came to last, or ""."""

    host: str
    cohort: str


def invitation(services: Services, member_id: UUID) -> Invitation:
    """Four questions at most. Whoever was erased, and operators, are not named."""
    name, school = _inviter(services, member_id), services.settings.school
    host = f"{_short(name)} of {_short(school)}" if name and school else _short(name or school or "Your school")
    cohorts = people.cohorts_of(services.views, member_id)
    return Invitation(host, _short(cohorts[-1][1]) if cohorts else "")


def _inviter(services: Services, member_id: UUID) -> str:
    made = latest_link(services.views, member_id)
    by = made.event.by if made else ""
    person = people.person(services.views, UUID(by)) if len(by) == 36 else None
    return person.name.text if person else ""


def _short(name: str) -> str:
    return name if len(name) <= MOST else name[: MOST - 1].rstrip() + "…"

"""The page on which a message is written, and what stands beside the text: people, self-check, times in two clocks."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template

from domain.accountability.outreach import Draft
from domain.dates import zones
from domain.outreach import MOST_TIMES
from projections.progress.outreach import OutreachCard
from projections.shared import Choice
from projections.tracker import ContactCard, contact_with
from web import self_check
from web.forms import Form
from web.pages.outreach.told import Mine, first_name, goal_choices, uncounted
from web.session import me, services
from web.wall_times import PLACES, both, place, readable


def write_page(
    contact: ContactCard,
    form: Form,
    outreach_id: UUID,
    known: Mine,
    *,
    card: OutreachCard | None = None,
    begins: UUID | None = None,
    goal_id: UUID | None = None,
    corrections: Mapping[str, Form] | None = None,
    buddies: Sequence[Choice] = (),
) -> str:
    """The editor: of a draft (`card`), or of one that begins with its first save, under the command id `begins`.

    `buddies`: what each of them sees of the draft.
    """
    goal_id = card.goal_id if card else goal_id
    return render_template(
        "outreach/write.html",
        card=card,
        outreach_id=outreach_id,
        begins=begins,
        goal=known.goal(goal_id),
        options=goal_choices(known.goals),
        uncounted=uncounted(known, contact.tie),
        corrections=corrections or {},
        buddies=buddies,
        blank=Form,
        others=[c for c in known.stories if c.contact_id == contact.contact_id and c.outreach_id != outreach_id],
        introducer=contact_with(services().views, me().member_id, contact.introduced_by)
        if contact.introduced_by
        else None,
        **beside(form, contact, card),
    )


def beside(form: Form, contact: ContactCard, card: OutreachCard | None) -> dict[str, Any]:
    """What stands beside the text and follows it while somebody types."""
    draft, typed_times = words_of(form, card), typed_times_of(form)
    theirs = str(form.values.get("their_zone") or "UTC")
    theirs = theirs if theirs in zones() else "UTC"
    times = [both(at, me().zone, theirs) for at in readable(typed_times, me().zone)]
    return {
        "contact": contact,
        "first": first_name(contact),
        "form": form,
        "draft": draft,
        "findings": self_check.findings(draft, tie=contact.tie, times=len(times)),
        "answered": self_check.answered(draft, times=len(times)),
        "advice": self_check.ADVICE,
        "word_count": self_check.words_in(draft),
        "times": times,
        "typed_times": [*typed_times, *[""] * MOST_TIMES][:MOST_TIMES],
        "their_zone": theirs,
        "zones": [(z, place(z)) for z in _west_to_east({*PLACES, theirs, me().zone})],
        "mail": mail_link(contact, draft, times),
    }


def words_of(form: Form, card: OutreachCard | None) -> Draft:
    """The words as typed; those that are saved where nothing was typed yet."""
    return Draft(
        **{
            part: str(form.values[part] if part in form.values else getattr(card, part) if card else "")
            for part in self_check.PARTS
        }
    )


def typed_times_of(form: Form) -> list[str]:
    found = form.values.get("times_offered") or []
    return [str(text) for text in (found if isinstance(found, list) else [found])]


def whole(draft: Draft, times: list[str]) -> str:
    """The message as it would be sent, in the order in which somebody reads it."""
    offered = "\n".join(f"– {line}" for line in times)
    parts = (draft.introduction, draft.purpose, draft.why_you, draft.call_to_action, offered)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def mail_link(contact: ContactCard, draft: Draft, times: list[str]) -> str:
    """Opens the reader's own mail program with everything in it; "" when there is no address."""
    if not contact.email.text:
        return ""
    body = quote(whole(draft, times).replace("\r\n", "\n").replace("\n", "\r\n"))
    return f"mailto:{quote(contact.email.text, safe='@')}?subject={quote(f'A question from {me().name}')}&body={body}"


def _west_to_east(names: set[str]) -> list[str]:
    now = services().now().astimezone(UTC)
    return sorted(names, key=lambda name: (now.astimezone(ZoneInfo(name)).utcoffset(), name))

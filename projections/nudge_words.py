"""The words of nudges, shared by inbox and mail, and the signed way out of them; pages and channels import it."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from uuid import UUID

from domain.dates import local_date
from domain.personal import Personal
from projections.inbox import NudgeCard, inbox
from projections.nudge_subjects import Occasion, Subjects, date_of, moment_of, moot, subjects, with_erasure
from projections.people import person
from projections.views import Views
from store.vault import Vault

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
EACH_IS_FINE = "Keep it, move it, or let it go – each is fine, and each is kept."


@dataclass(frozen=True, slots=True)
class Words:
    """What one nudge says: a line, a few sentences, and where (`path`) to do something about it (`action`)."""

    title: str
    text: str
    action: str
    path: str


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A nudge with its words. `moot`: why nothing is left to do about it (achieved, answered, …), "" while there is."""

    nudge: NudgeCard
    words: Words
    moot: str

    @property
    def put_away(self) -> bool:
        return self.nudge.state == "put_away"

    @property
    def waiting(self) -> bool:
        """Neither put away nor overtaken by what happened since: worth a place on Today."""
        return not self.put_away and not self.moot


def inbox_items(
    views: Views, member_id: UUID, now: datetime, *, about: Subjects | None = None, limit: int = 100
) -> list[InboxItem]:
    """A member's nudges with their words, newest first, also those put away: at most nine questions.

    Two when the page hands in `about`, made of what it has read for itself (see `nudge_subjects.subjects`).
    """
    cards, who = inbox(views, member_id, limit=limit), person(views, member_id)
    if not cards or who is None:
        return []
    about = with_erasure(views, member_id, about or subjects(views, member_id, now), cards)
    today = local_date(now, who.zone)
    return [InboxItem(card, words(card, today=today, about=about), moot(card, about)) for card in cards]


def words(occasion: Occasion, *, today: date, about: Subjects | None = None) -> Words:
    """The words on that local date. Without `about`, as in mail, they name nobody and quote nothing."""
    return _RULES[occasion.rule](occasion, today, about)


def unsubscribe_path(vault: Vault, member_id: UUID) -> str:
    """Where this member switches nudges off without signing in."""
    return f"/unsubscribe/{member_id}/{_signature(vault, member_id)}"


def is_unsubscribe_token(vault: Vault, member_id: UUID, digest: str) -> bool:
    """Whether the address of such a page is one of ours."""
    return hmac.compare_digest(_signature(vault, member_id).encode(), digest.encode("utf-8", "surrogatepass"))


def _signature(vault: Vault, member_id: UUID) -> str:
    return vault.digest("unsubscribe", str(member_id))


def date_in_words(day: date, today: date) -> str:
    """ "Friday 5 December", with the year when that is not obvious."""
    words = f"{day:%A} {day.day} {day:%B}"
    return words if abs((day - today).days) < 180 else f"{words} {day.year}"


def count_in_words(count: int) -> str:
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def nearness(day: date, today: date) -> str:
    """ "today", "tomorrow", "in two days"; "yesterday"; else the date itself: "on Friday 5 December"."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    return f"in {count_in_words(days)} days" if 1 < days < len(NUMBERS) else f"on {date_in_words(day, today)}"


def first_name(name: Personal) -> str:
    """What a friend would say; "" when the name was erased."""
    return next(iter(name.text.split()), "")


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow", 7: "in a week"}


def _due_soon(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    day, goal = date_of(occasion), about.goals.get(occasion.thing_id) if about else None
    if day < today:
        return _overdue(occasion, today, about)
    near, exactly = nearness(day, today), date_in_words(day, today)
    step = (
        "One small step now keeps it moving." if (day - today).days > 2 else "If it needs more time, moving it is fine."
    )
    so_far = (
        f" So far: {count_in_words(goal.progress.count)} of {count_in_words(goal.progress.target)}." if goal else ""
    )
    return Words(
        f"A goal ends {near}",
        f"{_statement(occasion, about)} ends {near} ({exactly}).{so_far} {step}",
        "Open the goal",
        f"/goals/{occasion.thing_id}",
    )


def _overdue(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    ended = nearness(date_of(occasion), today)
    return Words(
        f"A goal ended {ended}",
        f"{_statement(occasion, about)} ended {ended}. {EACH_IS_FINE}",
        "Open the goal",
        f"/goals/{occasion.thing_id}",
    )


def _unanswered(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    name, action, path = _contact(occasion, about), "Say what happened", f"/outreach/{occasion.thing_id}"
    if moment_of(occasion) == "week":
        who = "" if name else "Somebody you wrote to has not answered yet. "
        text = f"{who}A short second note often works – or try somebody else meanwhile."
        return Words(f"No reply from {name} for a week" if name else "No reply for a week", text, action, path)
    asked = date_in_words(date_of(occasion), today)
    text = f"You noted that {name or 'they'} would be busy until {asked}. A short note is enough to pick it up again."
    return Words(f"{name or 'Somebody'} may have time again", text, action, path)


def _undecided(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    name = _contact(occasion, about)
    return Words(
        f"One thing to take from {name}" if name else "One thing to take away",
        f"You talked with {name or 'somebody'}. Which one thing will you follow up? A sentence is enough.",
        "Decide your takeaway",
        f"/outreach/{occasion.thing_id}",
    )


def _takeaway(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    day, name = date_of(occasion), _contact(occasion, about)
    near, origin = nearness(day, today), f" from {name}" if name else ""
    if day < today:
        title, text = "A takeaway is still open", f"Your takeaway{origin} was due {near}. {EACH_IS_FINE}"
    else:
        title = f"A takeaway is due {near}"
        text = f"Your takeaway{origin} is due {near}. Say what came of it, or give it another date."
    return Words(title, text, "Open the takeaway", f"/takeaways/{occasion.thing_id}")


def _check_in(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    buddy = about.partners.get(occasion.thing_id) if about else None
    partner = (first_name(buddy.name) if buddy else "") or "your buddy"
    if moment_of(occasion) == "due":
        title, text = (
            f"Time to check in with {partner}",
            "Three taps and a sentence: how it goes, what moved, what next.",
        )
    else:
        title = f"A word to {partner}, when you have a minute"
        text = f"Your check-in was due {nearness(date_of(occasion), today)}. How it goes in one sentence is plenty."
    return Words(title, text, "Check in", "/buddy")


def _erasure(occasion: Occasion, today: date, about: Subjects | None) -> Words:
    day = date_of(occasion)
    return Words(
        f"Your account will be erased {nearness(day, today)}",
        f"You, or an operator of your school, asked for it. On {date_in_words(day, today)} all that you wrote becomes"
        " unreadable for good. Until then you can keep it: one click calls it off.",
        "See what goes and what stays",
        "/settings/erasure",
    )


def _statement(occasion: Occasion, about: Subjects | None) -> str:
    goal = about.goals.get(occasion.thing_id) if about else None
    known = shorten(goal.statement.text, 120, placeholder=" …") if goal else ""
    return f"“{known}”" if known else "A goal of yours"


def _contact(occasion: Occasion, about: Subjects | None) -> str:
    """The name, "" when there is none to say: in mail, or after an erasure."""
    if about is None:
        return ""
    story = about.stories.get(occasion.thing_id) or about.by_takeaway.get(occasion.thing_id)
    contact = about.contacts.get(story.contact_id) if story else None
    return shorten(contact.name.text, 60, placeholder=" …") if contact else ""


_RULES: dict[str, Callable[[Occasion, date, Subjects | None], Words]] = {
    "goal_due_soon": _due_soon,
    "goal_overdue": _overdue,
    "outreach_unanswered": _unanswered,
    "takeaway_undecided": _undecided,
    "takeaway_due": _takeaway,
    "check_in_due": _check_in,
    "erasure_ahead": _erasure,
}

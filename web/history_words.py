"""What staff read in a history: for each event a sentence of plain facts, and the words of people they may see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.act import OPERATOR, SCHEDULER
from domain.personal import Personal
from projections.history import Entry
from web.words import channel as in_passing
from web.words import count, day, moment, zone


@dataclass(frozen=True, slots=True)
class Told:
    """How one kind of event is told.

    what: a sentence; in braces stand plain facts (`_Facts`), never words of people. quote: the one field with
    somebody's own words that staff may read. changed: (its name, field with the value before, field with the new one).
    """

    what: str
    quote: str = ""
    changed: tuple[str, str, str] | None = None

    @property
    def reads(self) -> set[str]:
        """The fields with words of people that are shown."""
        return {name for name in (self.quote, *(self.changed[1:] if self.changed else ())) if name}


# Contacts, drafts, notes, takeaways and check-ins are confidential: staff see that they happened and when.
EVENTS: dict[str, Told] = {
    "Member.Joined": Told("Was added as a {role}{in_cohort}, living in {zone}"),
    "Member.Renamed": Told("Changed the name", changed=("name", "", "name")),
    "Member.AddressChanged": Told("Changed the e-mail address"),
    "Member.Moved": Told("Moved to another time zone", changed=("zone", "", "zone")),
    "Member.NudgesSwitched": Told("Switched nudges {on}"),
    "Member.CohortJoined": Told("Came into {cohort}"),
    "Member.CohortLeft": Told("Left {cohort}"),
    "Member.HistoryOpened": Told("Looked at this history", quote="reason"),
    "Member.LinkMade": Told("Made a sign-in link for this account"),
    "Member.TokenMade": Told("Made an API token for this account"),
    "Member.SecondFactorRemoved": Told("Took the second factor off this account, for a phone and codes that are lost"),
    "Member.ProviderConnected": Told("Connected the account with the school’s own sign-in"),
    "Member.Closed": Told("Closed this account", quote="reason"),
    "Member.Reopened": Told("Opened this account again"),
    "Member.ErasureRequested": Told("Asked for everything about this person to be erased, from {erase_from}"),
    "Member.ErasureCancelled": Told("Called off the erasure"),
    "Member.Erased": Told("Erased everything written about this person, and {contacts}"),
    "Cohort.Opened": Told("Opened the cohort {name}"),
    "Cohort.Renamed": Told("Renamed the cohort to {name}"),
    "Goal.Set": Told("Set a goal: {promise} by {due}{level}", quote="statement"),
    "Goal.BroughtAlong": Told("Brought along a goal that was over elsewhere: {promise} by {due}{level}"),
    "Goal.Reworded": Told("Reworded a goal", quote="statement"),
    "Goal.Rescheduled": Told("Moved a goal’s date", quote="reason", changed=("due", "was_due", "due")),
    "Goal.SharingChosen": Told("Chose what a buddy sees of a goal: {sharing}"),
    "Goal.Closed": Told("Closed a goal", quote="reason"),
    "Goal.Reopened": Told("Reopened a goal", quote="reason"),
    "Contact.Added": Told("Added a contact: {tie}, {source}"),
    "Contact.Edited": Told("Changed what is known of a contact"),
    "Contact.TieChanged": Told("Changed the tie of a contact", changed=("tie", "was_tie", "tie")),
    "Contact.Removed": Told("Removed a contact"),
    "Contact.Restored": Told("Brought back a contact"),
    "Contact.ErasureRequested": Told("Asked for a contact to be erased, from {erase_from}"),
    "Contact.ErasureCancelled": Told("Called off the erasure of a contact"),
    "Contact.Erased": Told("Erased everything written about a contact"),
    "Outreach.Drafted": Told("Began a message to a contact: {tie}"),
    "Outreach.Revised": Told("Revised a message to a contact"),
    "Outreach.Sent": Told("Wrote to a contact: {tie}, {channel}{offering}"),
    "Outreach.Logged": Told("Noted what went out to a contact without a draft: {tie}, {channel}"),
    "Outreach.BroughtAlong": Told("Brought along what happened elsewhere with a contact: {tie}, {channel}"),
    "Outreach.Answered": Told("Noted an answer from a contact"),
    "Outreach.Declined": Told("Noted that a contact declined"),
    "Outreach.Postponed": Told("Noted that a contact is busy until {until}"),
    "Outreach.LeftUnanswered": Told("Noted that no answer came from a contact"),
    "Outreach.ConversationArranged": Told("Arranged a conversation with a contact for {starts_at}"),
    "Outreach.QuestionsChosen": Told("Chose questions for a conversation"),
    "Outreach.ConversationHeld": Told("Held a conversation with a contact: {medium}{prepared}"),
    "Outreach.NotesWritten": Told("Wrote down notes of a conversation"),
    "Outreach.CountedToward": Told("Counted an outreach toward {goal}"),
    "Outreach.TieCorrected": Told(
        "Corrected the tie under which a message went out", changed=("tie", "was_tie", "tie")
    ),
    "Outreach.Withdrawn": Told("Took an outreach back"),
    "Outreach.SharingChosen": Told("Chose what a buddy sees of a message: {parts}"),
    "Outreach.ConfidentialityChosen": Told("{confidential} confidential"),
    "Takeaway.Decided": Told("Decided on a takeaway: {kind}, due {due}"),
    "Takeaway.BroughtAlong": Told("Brought along a takeaway from elsewhere: {kind}, due {due}"),
    "Takeaway.Reworded": Told("Reworded a takeaway"),
    "Takeaway.Rescheduled": Told("Moved a takeaway’s date", changed=("due", "was_due", "due")),
    "Takeaway.FollowedUp": Told("Followed up a takeaway{led_on}"),
    "Takeaway.Dropped": Told("Dropped a takeaway"),
    "Takeaway.PickedUpAgain": Told("Picked up a takeaway again"),
    "Partnership.Proposed": Told("Asked {other} to be buddies, with a check-in every {cadence_days} days"),
    "Partnership.ProposedAgain": Told("Asked {other} again to be buddies, with a check-in every {cadence_days} days"),
    "Partnership.Accepted": Told("Said yes to being buddies with {other}"),
    "Partnership.Declined": Told("Said no to being buddies with {other}"),
    "Partnership.Withdrawn": Told("Took back the question to {other}"),
    "Partnership.Paused": Told("Paused the partnership with {other} {for_how_long}"),
    "Partnership.Resumed": Told("Resumed the partnership with {other}"),
    "Partnership.Ended": Told("Ended the partnership with {other}"),
    "Partnership.CheckedIn": Told("Checked in with {other}"),
    "Partnership.Cheered": Told("Sent {other} a cheer"),
    "Nudge.Claimed": Told("Set out to remind of {rule}, {channel}"),
    "Nudge.ClaimedAgain": Told("Tried once more to remind of {rule}, {channel}"),
    "Nudge.Delivered": Told("Reminded of {rule}, {channel}"),
    "Nudge.Suppressed": Told("Did not remind of {rule}, {channel}: {reason}"),
    "Nudge.Refused": Told("Could not remind of {rule} for now, {channel}: {reason}"),
    "Nudge.GivenUp": Told("Gave up reminding of {rule}, {channel}: {reason}"),
    "Nudge.PutAway": Told("Put away a reminder of {rule}"),
}

ACTORS = {SCHEDULER: "the timetable", OPERATOR: "an operator of the school"}
GONE = "somebody who is not here any more"
TIES = {
    "mentor": "a mentor",
    "alum": "an alum",
    "fellow": "a fellow student",
    "weak": "an acquaintance",
    "dormant": "somebody out of touch",
    "cold": "somebody new",
}
SHARED = {"name": "who it is to", "message": "its words", "notes": "the notes of the conversation"}
PROMISES = {
    "contacted": ("person to contact", "people to contact"),
    "conversations": ("conversation", "conversations"),
    "follow_through": ("takeaway to follow up", "takeaways to follow up"),
}
SHARINGS = {"private": "nothing", "progress": "counts and dates", "words": "counts, dates and its words"}
SOURCES = {
    "own": "by hand",
    "linkedin": "from a LinkedIn export",
    "introduction": "through an introduction",
    "archive": "from an archive",
}
KINDS = {"research": "a bit of research", "introduction": "asking for an introduction"}
RULES = {
    "goal_due_soon": "a goal that is due soon",
    "goal_overdue": "a goal that is overdue",
    "outreach_unanswered": "a message without an answer",
    "takeaway_undecided": "a conversation without a takeaway",
    "takeaway_due": "a takeaway that is due",
    "check_in_due": "a check-in that is due",
    "erasure_ahead": "an erasure that lies ahead",
}
WAYS = {"inbox": "in the inbox", "email": "by e-mail"}
# Why a reminder was not sent or did not get through; codes that explain themselves are left to themselves.
REASONS = {
    "lapsed": "it came too late to be of use",
    "unknown_outcome": "it is unclear whether it arrived",
    "switched_off": "reminders are switched off",
    "erased": "the person was erased",
    "resting": "the account of their buddy was closed",
    "account_closed": "the account was closed",
    "gone": "what it was about is gone",
    "moved": "the date was moved",
    "called_off": "it was called off",
    "ended": "the partnership has ended",
    "unreachable": "the mail server could not be reached",
    "encryption_failed": "there was no safe line to the mail server",
    "not_encrypted": "there was no safe line to the mail server",
    "sign_in_refused": "the mail server refused our sign-in",
    "line_lost": "the line to the mail server broke off",
    "address_not_ascii": "the address has letters that mail cannot carry",
    "not_written": "the letter could not be written",
    "mailbox_unwritable": "the mail folder cannot be written to",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it stands on the page; `changed` holds (what, before, after) in words."""

    time: str
    who: str
    what: str
    door: str
    reason: str
    changed: list[tuple[str, str, str]]


def by_day(
    entries: Iterable[Entry], names: Mapping[UUID, str], cohorts: Mapping[UUID, str]
) -> list[tuple[str, list[Line]]]:
    """The entries in the order given, grouped by day and timed on the reader's clock."""
    here = ZoneInfo(zone())
    days = groupby(entries, key=lambda entry: entry.at.astimezone(here).date())
    return [(day(on), [line(entry, names, cohorts) for entry in some]) for on, some in days]


def line(entry: Entry, names: Mapping[UUID, str], cohorts: Mapping[UUID, str]) -> Line:
    event, told = entry.event, EVENTS[entry.name]
    return Line(
        time=f"{entry.at.astimezone(ZoneInfo(zone())):%H:%M}",
        who=_who(event.by, names),
        what=told.what.format_map(_Facts(event, names, cohorts)) + _and_more(entry.times),
        door=event.door,
        reason=str(getattr(event, told.quote)) if told.quote else "",
        changed=[_change(event, *told.changed)] if told.changed else [],
    )


def _and_more(times: int) -> str:
    """What one command did many times is one line."""
    return f", and {times - 1:,} more at once" if times > 1 else ""


def why(reason: str) -> str:
    """A nudge's reason code in words."""
    if reason.startswith("smtp_"):
        return f"the mail server answered {reason.removeprefix('smtp_')}"
    return REASONS.get(reason, reason.replace("_", " "))


def members_in(entries: Iterable[Entry]) -> list[UUID]:
    """Everybody who is named, as who did something or as the other of a partnership: for one question."""
    found: set[UUID] = set()
    for entry in entries:
        found.update(getattr(entry.event, "member_ids", ()))
        by = _member(entry.event.by)
        if by is not None:
            found.add(by)
    return sorted(found)


class _Facts(dict[str, str]):
    """The plain facts of an event in words, by name; a field with somebody's own words is never among them."""

    def __init__(self, event: Any, names: Mapping[UUID, str], cohorts: Mapping[UUID, str]) -> None:
        super().__init__()
        self.event, self.names, self.cohorts = event, names, cohorts

    def __missing__(self, name: str) -> str:
        if name in _COMPOSED:
            return _COMPOSED[name](self)
        value = getattr(self.event, name)
        if isinstance(value, Personal):
            raise KeyError(name)
        return _SAID.get(name, str)(value)

    def other(self) -> str:
        """The one of the two who did not do it."""
        others = [i for i in self.event.member_ids if str(i) != self.event.by]
        return self.names.get(others[0], GONE)

    def cohort(self) -> str:
        name = self.cohorts.get(self.event.cohort_id)
        return f"the cohort {name}" if name else "a cohort"


def _on(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _at(iso: str) -> str:
    return moment(datetime.fromisoformat(iso))


_SAID: dict[str, Callable[[Any], str]] = {
    "due": _on,
    "was_due": _on,
    "until": _on,
    "starts_at": _at,
    "erase_from": _at,
    "contacts": lambda contacts: count(contacts, "contact"),
    "on": lambda on: "on" if on else "off",
    "tie": TIES.__getitem__,
    "was_tie": TIES.__getitem__,
    "medium": in_passing,
    "channel": lambda channel: WAYS.get(channel) or f"by {in_passing(channel)}",
    "kind": KINDS.__getitem__,
    "source": SOURCES.__getitem__,
    "sharing": SHARINGS.__getitem__,
    "rule": RULES.__getitem__,
    "reason": why,
    "parts": lambda parts: ", ".join(SHARED[part] for part in parts) or "nothing",
    "confidential": lambda on: f"{'Marked' if on else 'No longer marks'} the notes of a conversation as",
}
_COMPOSED: dict[str, Callable[[_Facts], str]] = {
    "other": _Facts.other,
    "cohort": _Facts.cohort,
    "in_cohort": lambda f: f" in {f.cohort()}" if f.event.cohort_id else "",
    "promise": lambda f: count(f.event.target, *PROMISES[f.event.measure]),
    "level": lambda f: f", level {f.event.level}" if f.event.level else "",
    "goal": lambda f: ("another goal" if f.event.was_goal_id else "a goal") if f.event.goal_id else "no goal",
    "offering": lambda f: f", offering {count(len(f.event.times_offered), 'time')}" if f.event.times_offered else "",
    "prepared": lambda f: ", with notes or questions" if f.event.notes or f.event.questions else "",
    "led_on": lambda f: ", which led to a new contact" if f.event.new_contact_id else "",
    "for_how_long": lambda f: f"until {_on(f.event.until)}" if f.event.until else "until one of them resumes it",
}


def _change(event: Any, what: str, before: str, after: str) -> tuple[str, str, str]:
    return (what, _value(event, before) if before else "", _value(event, after))


def _value(event: Any, field: str) -> str:
    value = getattr(event, field)
    return str(value) if isinstance(value, Personal) else _SAID.get(field, str)(value)


def _who(by: str, names: Mapping[UUID, str]) -> str:
    member_id = _member(by)
    return ACTORS.get(by, GONE) if member_id is None else names.get(member_id, GONE)


def _member(by: str) -> UUID | None:
    try:
        return UUID(by)
    except ValueError:
        return None

"""What can happen in an outreach: its events, each with what it leaves behind."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.personal import Personal
from domain.stream import Stream

if TYPE_CHECKING:
    from domain.outreach.attempt import Outreach


class OutreachEvent(Stream.Event):
    member_id: UUID
    contact_id: UUID
    goal_id: UUID | None


class Drafted(Stream.Created):
    """`tie` is how the student knew the contact that day; `why_you` says why this person in particular."""

    member_id: UUID
    contact_id: UUID
    goal_id: UUID | None
    tie: str
    introduction: Personal
    purpose: Personal
    why_you: Personal
    call_to_action: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.member_id, outreach.contact_id, outreach.goal_id = self.member_id, self.contact_id, self.goal_id
        outreach.tie, outreach.stage = self.tie, "drafted"
        outreach.draft = [self.introduction, self.purpose, self.why_you, self.call_to_action]
        outreach.draft_version = self.originator_version


class Revised(OutreachEvent):
    introduction: Personal
    purpose: Personal
    why_you: Personal
    call_to_action: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.draft = [self.introduction, self.purpose, self.why_you, self.call_to_action]
        outreach.draft_version = self.originator_version


class Sent(OutreachEvent):
    """`tie` as it stood when sent; `times_offered` are ISO instants, offered in `zone`.

    `draft_version` is the version of the Drafted or Revised whose words went out.
    """

    tie: str
    channel: str
    times_offered: list[str]
    zone: str
    draft_version: int

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage, outreach.tie = "sent", self.tie


class Logged(Stream.Created):
    """It went out without a draft of ours; `tie` is how the student knew the contact that day."""

    member_id: UUID
    contact_id: UUID
    goal_id: UUID | None
    tie: str
    channel: str

    def apply(self, outreach: "Outreach") -> None:
        outreach.member_id, outreach.contact_id, outreach.goal_id = self.member_id, self.contact_id, self.goal_id
        outreach.tie, outreach.stage = self.tie, "sent"


class Answered(OutreachEvent):
    note: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "answered"


class Declined(OutreachEvent):
    note: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "declined"


class Postponed(OutreachEvent):
    """They are busy; `until` is the local date (in `zone`) from which to try again."""

    until: str
    zone: str

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "postponed"


class LeftUnanswered(OutreachEvent):
    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "unanswered"


class ConversationArranged(OutreachEvent):
    """For the instant `starts_at` (ISO, UTC); `zone` is where it was agreed. Said again, it moves."""

    starts_at: str
    zone: str

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "arranged"


class QuestionsChosen(OutreachEvent):
    """The questions (lines) to bring to the conversation; the latest replace those before."""

    questions: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.questions = self.questions


class ConversationHeld(OutreachEvent):
    """In any medium; `questions` (lines) are those that were brought, `whom_next` is who else to meet."""

    medium: str
    questions: Personal
    notes: Personal
    whom_next: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "held"


class NotesWritten(OutreachEvent):
    notes: Personal


class CountedToward(OutreachEvent):
    """Moves this evidence to another goal (or to none)."""

    was_goal_id: UUID | None
    reason: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.goal_id = self.goal_id


class TieCorrected(OutreachEvent):
    """The tie this was sent under was wrong; levels follow."""

    was_tie: str
    tie: str
    reason: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.tie = self.tie


class Withdrawn(OutreachEvent):
    """It did not happen, or should not count."""

    reason: Personal

    def apply(self, outreach: "Outreach") -> None:
        outreach.stage = "withdrawn"


class SharingChosen(OutreachEvent):
    """What one buddy may read of it from now on, in full: `parts` of SHAREABLE, in that order; without any, nothing.

    It holds for one agreement of the two: `agreed` is the version of the partnership at which it was accepted.
    """

    partnership_id: UUID
    agreed: int
    parts: list[str]

    def apply(self, outreach: "Outreach") -> None:
        outreach.shared[f"{self.partnership_id} {self.agreed}"] = self.parts


class ConfidentialityChosen(OutreachEvent):
    """Whether the notes are for their owner alone: then they are shared with nobody."""

    confidential: bool

    def apply(self, outreach: "Outreach") -> None:
        outreach.confidential = self.confidential

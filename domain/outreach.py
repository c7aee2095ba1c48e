"""Outreach: one attempt to start one conversation with one contact, from the first draft to the conversation held."""

from dataclasses import field
from typing import ClassVar
from uuid import UUID

from domain.act import Act
from domain.personal import Personal
from domain.refusal import Refusal
from domain.stream import Stream

CHANNELS = ("email", "linkedin", "call", "slack", "in_person", "social")
MOST_TIMES = 5
WAITING = ("sent", "postponed", "unanswered")


class OutreachWithdrawn(Refusal):
    """A withdrawn outreach stays withdrawn."""


class AlreadySent(Refusal):
    """The message is on its way; it cannot be revised or sent again."""


class NotYetSent(Refusal):
    """Nothing can come back from a message that was not sent."""


class AlreadyHeld(Refusal):
    """The conversation took place."""


class NotYetHeld(Refusal):
    """A takeaway and notes come from a conversation that took place."""


class NotWaiting(Refusal):
    """An answer was recorded already; facts: stage."""


class AlreadyDeclined(Refusal):
    """They said no; start a new outreach if that changes."""


class NothingToCorrect(Refusal):
    """The fact stands already as asked."""


class Outreach(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id", "contact_id", "goal_id")

    class Event(Stream.Event):
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

    class Revised(Event):
        introduction: Personal
        purpose: Personal
        why_you: Personal
        call_to_action: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.draft = [self.introduction, self.purpose, self.why_you, self.call_to_action]
            outreach.draft_version = self.originator_version

    class Sent(Event):
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

    class Answered(Event):
        note: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "answered"

    class Declined(Event):
        note: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "declined"

    class Postponed(Event):
        """They are busy; `until` is the local date (in `zone`) from which to try again."""

        until: str
        zone: str

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "postponed"

    class LeftUnanswered(Event):
        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "unanswered"

    class ConversationArranged(Event):
        """For the instant `starts_at` (ISO, UTC); `zone` is where it was agreed. Said again, it moves."""

        starts_at: str
        zone: str

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "arranged"

    class QuestionsChosen(Event):
        """The questions (lines) to bring to the conversation; the latest replace those before."""

        questions: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.questions = self.questions

    class ConversationHeld(Event):
        """In any medium; `questions` (lines) are those that were brought, `whom_next` is who else to meet."""

        medium: str
        questions: Personal
        notes: Personal
        whom_next: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "held"

    class NotesWritten(Event):
        notes: Personal

    class CountedToward(Event):
        """Moves this evidence to another goal (or to none)."""

        was_goal_id: UUID | None
        reason: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.goal_id = self.goal_id

    class TieCorrected(Event):
        """The tie this was sent under was wrong; levels follow."""

        was_tie: str
        tie: str
        reason: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.tie = self.tie

    class Withdrawn(Event):
        """It did not happen, or should not count."""

        reason: Personal

        def apply(self, outreach: "Outreach") -> None:
            outreach.stage = "withdrawn"

    member_id: UUID = field(init=False)
    contact_id: UUID = field(init=False)
    goal_id: UUID | None = field(init=False)
    tie: str = field(init=False)
    stage: str = field(init=False)
    draft: list[Personal] = field(init=False)
    draft_version: int = field(init=False)
    questions: Personal | None = field(init=False, default=None)

    @classmethod
    def begin_draft(
        cls,
        act: Act,
        outreach_id: UUID,
        *,
        member_id: UUID,
        contact_id: UUID,
        goal_id: UUID | None,
        tie: str,
        parts: dict[str, Personal],
    ) -> "Outreach":
        return cls.begin(
            cls.Drafted,
            act,
            outreach_id,
            member_id=member_id,
            contact_id=contact_id,
            goal_id=goal_id,
            tie=tie,
            **parts,
        )

    @classmethod
    def log(
        cls,
        act: Act,
        outreach_id: UUID,
        *,
        member_id: UUID,
        contact_id: UUID,
        goal_id: UUID | None,
        tie: str,
        channel: str,
    ) -> "Outreach":
        return cls.begin(
            cls.Logged,
            act,
            outreach_id,
            member_id=member_id,
            contact_id=contact_id,
            goal_id=goal_id,
            tie=tie,
            channel=channel,
        )

    def revise(self, act: Act, parts: dict[str, Personal]) -> None:
        self._must_be_draft()
        if [parts[p] for p in ("introduction", "purpose", "why_you", "call_to_action")] != self.draft:
            self.tell(Outreach.Revised, act, **parts)

    def send(self, act: Act, *, channel: str, times_offered: list[str], zone: str, tie: str) -> None:
        self._must_be_draft()
        self.tell(
            Outreach.Sent,
            act,
            tie=tie,
            channel=channel,
            times_offered=times_offered,
            zone=zone,
            draft_version=self.draft_version,
        )

    def answer(self, act: Act, note: Personal) -> None:
        self._must_be_waiting()
        self.tell(Outreach.Answered, act, note=note)

    def decline(self, act: Act, note: Personal) -> None:
        self._must_be_open()
        self.tell(Outreach.Declined, act, note=note)

    def postpone(self, act: Act, *, until: str, zone: str) -> None:
        self._must_be_open()
        self.tell(Outreach.Postponed, act, until=until, zone=zone)

    def leave_unanswered(self, act: Act) -> None:
        self._must_be_waiting()
        if self.stage != "unanswered":
            self.tell(Outreach.LeftUnanswered, act)

    def arrange_conversation(self, act: Act, *, starts_at: str, zone: str) -> None:
        self._must_be_open()
        self.tell(Outreach.ConversationArranged, act, starts_at=starts_at, zone=zone)

    def choose_questions(self, act: Act, questions: Personal) -> None:
        self._must_be_open()
        if questions != self.questions and (questions or self.questions):
            self.tell(Outreach.QuestionsChosen, act, questions=questions)

    def hold_conversation(
        self, act: Act, *, medium: str, questions: Personal, notes: Personal, whom_next: Personal
    ) -> None:
        """Without `questions` those chosen beforehand were brought."""
        self._must_be_open()
        brought = questions or self.questions or questions
        self.tell(Outreach.ConversationHeld, act, medium=medium, questions=brought, notes=notes, whom_next=whom_next)

    def write_notes(self, act: Act, notes: Personal) -> None:
        """The notes as they now read, in full."""
        self.must_be_held()
        self.tell(Outreach.NotesWritten, act, notes=notes)

    def count_toward(self, act: Act, goal_id: UUID | None, reason: Personal) -> None:
        self._must_stand()
        if goal_id == self.goal_id:
            raise NothingToCorrect
        was, self.goal_id = self.goal_id, goal_id
        self.tell(Outreach.CountedToward, act, was_goal_id=was, reason=reason)

    def correct_tie(self, act: Act, tie: str, reason: Personal) -> None:
        self._must_have_been_sent()
        if tie == self.tie:
            raise NothingToCorrect
        self.tell(Outreach.TieCorrected, act, was_tie=self.tie, tie=tie, reason=reason)

    def withdraw(self, act: Act, reason: Personal) -> None:
        self._must_stand()
        self.tell(Outreach.Withdrawn, act, reason=reason)

    def must_be_held(self) -> None:
        self._must_have_been_sent()
        if self.stage != "held":
            raise NotYetHeld(stage=self.stage)

    def _must_stand(self) -> None:
        if self.stage == "withdrawn":
            raise OutreachWithdrawn

    def _must_be_draft(self) -> None:
        self._must_stand()
        if self.stage != "drafted":
            raise AlreadySent

    def _must_have_been_sent(self) -> None:
        self._must_stand()
        if self.stage == "drafted":
            raise NotYetSent

    def _must_be_open(self) -> None:
        self._must_have_been_sent()
        if self.stage == "held":
            raise AlreadyHeld
        if self.stage == "declined":
            raise AlreadyDeclined

    def _must_be_waiting(self) -> None:
        self._must_be_open()
        if self.stage not in WAITING:
            raise NotWaiting(stage=self.stage)

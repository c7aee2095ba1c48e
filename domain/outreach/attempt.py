"""One attempt to start one conversation with one contact, from the first draft to the conversation held."""

from dataclasses import field
from typing import Any, ClassVar
from uuid import UUID

from domain.act import Act
from domain.outreach.refusals import (
    AlreadyDeclined,
    AlreadyHeld,
    AlreadySent,
    NotesConfidential,
    NothingToCorrect,
    NotWaiting,
    NotYetHeld,
    NotYetSent,
    OutreachWithdrawn,
)
from domain.personal import Personal
from domain.refusal import HappenedElsewhere
from domain.stream import Stream

WAITING = ("sent", "postponed", "unanswered")
# What a buddy may be shown, each by itself: whom it is to, the words of the message, the notes of the conversation.
SHAREABLE = ("name", "message", "notes")


class Outreach(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id", "contact_id", "goal_id")
    shape: ClassVar[int] = 3

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

    class BroughtAlong(Stream.Created):
        """What an archive tells of an attempt that nobody here saw: how far it had come there, and when.

        `first_id` is its id where it began, `reached` the stage it had there; the instants are ISO, UTC, and "" for
        what did not happen. It counts toward nothing here.
        """

        member_id: UUID
        contact_id: UUID
        goal_id: UUID | None
        first_id: UUID
        reached: str
        tie: str
        channel: str
        medium: str
        sent_at: str
        answered_at: str
        starts_at: str
        held_at: str
        introduction: Personal
        purpose: Personal
        why_you: Personal
        call_to_action: Personal
        answer_note: Personal
        questions: Personal
        notes: Personal
        whom_next: Personal
        confidential: bool

        def apply(self, outreach: "Outreach") -> None:
            outreach.member_id, outreach.contact_id, outreach.goal_id = self.member_id, self.contact_id, self.goal_id
            outreach.tie, outreach.stage, outreach.elsewhere = self.tie, "elsewhere", True
            outreach.confidential = self.confidential

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

    class SharingChosen(Event):
        """All that one buddy may read of it from now on: `parts` of SHAREABLE, in that order; without any, nothing.

        It holds for one agreement of the two: `agreed` is the version of the partnership at which it was accepted.
        """

        partnership_id: UUID
        agreed: int
        parts: list[str]

        def apply(self, outreach: "Outreach") -> None:
            outreach.shared[f"{self.partnership_id} {self.agreed}"] = self.parts

    class ConfidentialityChosen(Event):
        """Whether the notes are for their owner alone: then they are shared with nobody."""

        confidential: bool

        def apply(self, outreach: "Outreach") -> None:
            outreach.confidential = self.confidential

    member_id: UUID = field(init=False)
    contact_id: UUID = field(init=False)
    goal_id: UUID | None = field(init=False)
    tie: str = field(init=False)
    stage: str = field(init=False)
    draft: list[Personal] = field(init=False)
    draft_version: int = field(init=False)
    questions: Personal | None = field(init=False, default=None)
    confidential: bool = field(init=False, default=False)
    elsewhere: bool = field(init=False, default=False)
    # The parts that are shared, by partnership and agreement.
    shared: dict[str, list[str]] = field(init=False, default_factory=dict)

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

    @classmethod
    def bring_along(cls, act: Act, outreach_id: UUID, **told: Any) -> "Outreach":
        """`told`: the fields of BroughtAlong, but for the goal: there is none."""
        return cls.begin(cls.BroughtAlong, act, outreach_id, goal_id=None, **told)

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
        self._must_be_of_here()
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

    def choose_sharing(self, act: Act, *, partnership_id: UUID, agreed: int, parts: list[str]) -> None:
        """At every stage, also when it was taken back: what is shared can always be unshared."""
        if self.elsewhere:
            raise HappenedElsewhere
        if self.confidential and "notes" in parts:
            raise NotesConfidential
        if parts != self.shared.get(f"{partnership_id} {agreed}", []):
            self.tell(Outreach.SharingChosen, act, partnership_id=partnership_id, agreed=agreed, parts=parts)

    def choose_confidentiality(self, act: Act, *, confidential: bool) -> None:
        """Marked, the notes are shared no more, and are not shared again by lifting the mark."""
        if confidential == self.confidential:
            return
        for told_to, parts in list(self.shared.items()):
            if confidential and "notes" in parts:
                partnership_id, agreed = told_to.split()
                left = [part for part in parts if part != "notes"]
                self.choose_sharing(act, partnership_id=UUID(partnership_id), agreed=int(agreed), parts=left)
        self.tell(Outreach.ConfidentialityChosen, act, confidential=confidential)

    def must_be_held(self) -> None:
        self._must_have_been_sent()
        if self.stage != "held":
            raise NotYetHeld(stage=self.stage)

    def _must_stand(self) -> None:
        if self.stage == "withdrawn":
            raise OutreachWithdrawn

    def _must_be_of_here(self) -> None:
        self._must_stand()
        if self.elsewhere:
            raise HappenedElsewhere

    def _must_be_draft(self) -> None:
        self._must_be_of_here()
        if self.stage != "drafted":
            raise AlreadySent

    def _must_have_been_sent(self) -> None:
        self._must_be_of_here()
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

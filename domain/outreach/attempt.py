"""One attempt to start one conversation with one contact, from the first draft to the conversation held."""

from dataclasses import field
from typing import ClassVar
from uuid import UUID

from domain.act import Act
from domain.outreach import events
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
from domain.stream import Stream

WAITING = ("sent", "postponed", "unanswered")
# What a buddy may be shown, each by itself: whom it is to, the words of the message, the notes of the conversation.
SHAREABLE = ("name", "message", "notes")


class Outreach(Stream):
    carries: ClassVar[tuple[str, ...]] = ("member_id", "contact_id", "goal_id")
    shape: ClassVar[int] = 2

    Event = events.OutreachEvent
    Drafted = events.Drafted
    Revised = events.Revised
    Sent = events.Sent
    Logged = events.Logged
    Answered = events.Answered
    Declined = events.Declined
    Postponed = events.Postponed
    LeftUnanswered = events.LeftUnanswered
    ConversationArranged = events.ConversationArranged
    QuestionsChosen = events.QuestionsChosen
    ConversationHeld = events.ConversationHeld
    NotesWritten = events.NotesWritten
    CountedToward = events.CountedToward
    TieCorrected = events.TieCorrected
    Withdrawn = events.Withdrawn
    SharingChosen = events.SharingChosen
    ConfidentialityChosen = events.ConfidentialityChosen

    member_id: UUID = field(init=False)
    contact_id: UUID = field(init=False)
    goal_id: UUID | None = field(init=False)
    tie: str = field(init=False)
    stage: str = field(init=False)
    draft: list[Personal] = field(init=False)
    draft_version: int = field(init=False)
    questions: Personal | None = field(init=False, default=None)
    confidential: bool = field(init=False, default=False)
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

    def choose_sharing(self, act: Act, *, partnership_id: UUID, agreed: int, parts: list[str]) -> None:
        """At every stage, also when it was taken back: what is shared can always be unshared."""
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

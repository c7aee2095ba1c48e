"""Use cases about outreach: writing to a contact, saying what came of it, holding the conversation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.accountability.desk import Desk, one_of
from domain.act import Act
from domain.contact import TIES, Contact
from domain.dates import FARTHEST, instant
from domain.goal import Goal, GoalAlreadyClosed
from domain.outreach import CHANNELS, MOST_TIMES, SHAREABLE, Outreach
from domain.partnership import Partnership
from domain.personal import Personal
from domain.refusal import NotFound, Unusable
from domain.wording import line, paragraph


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a message, as plain text; `why_you` is the reason for writing to this person in particular."""

    introduction: str = ""
    purpose: str = ""
    why_you: str = ""
    call_to_action: str = ""


class Outreaches(Desk):
    def draft_outreach(self, act: Act, *, contact_id: UUID, goal_id: UUID | None, draft: Draft = Draft()) -> UUID:
        outreach_id = act.new_id("outreach")

        def begun() -> Outreach:
            contact = self._to_write_to(act, contact_id, goal_id)
            return Outreach.begin_draft(
                act,
                outreach_id,
                member_id=contact.member_id,
                contact_id=contact_id,
                goal_id=goal_id,
                tie=contact.tie,
                parts=_parts(draft, contact.member_id, contact_id),
            )

        self._begin(act, Outreach, outreach_id, begun)
        return outreach_id

    def log_outreach(self, act: Act, *, contact_id: UUID, goal_id: UUID | None, channel: str) -> UUID:
        """For what went out without a draft of ours: a word in the hallway, a call, a message written elsewhere."""
        outreach_id = act.new_id("outreach")

        def sent() -> Outreach:
            contact = self._to_write_to(act, contact_id, goal_id)
            return Outreach.log(
                act,
                outreach_id,
                member_id=contact.member_id,
                contact_id=contact_id,
                goal_id=goal_id,
                tie=contact.tie,
                channel=one_of(channel, CHANNELS, "channel"),
            )

        self._begin(act, Outreach, outreach_id, sent)
        return outreach_id

    def revise_draft(self, act: Act, outreach_id: UUID, *, draft: Draft, expected: int | None = None) -> int:
        """Returns the version it now has, which the next edit should expect."""

        def decide(outreach: Outreach) -> None:
            outreach.revise(act, _parts(draft, outreach.member_id, outreach.contact_id))

        return self._tell_outreach(act, outreach_id, decide, expected=expected).version

    def send_outreach(
        self, act: Act, outreach_id: UUID, *, channel: str, times_offered: list[str], expected: int | None = None
    ) -> None:
        """`times_offered`: up to five ISO instants with an offset, at most a day past (it may be recorded later)."""
        one_of(channel, CHANNELS, "channel")
        zone = self._zone(act)

        def decide(outreach: Outreach) -> None:
            contact = self._own(Contact, outreach.contact_id, act)
            contact.must_be_kept()
            times = _times(times_offered, act.at)
            outreach.send(act, channel=channel, times_offered=times, zone=zone, tie=contact.tie)

        self._tell_outreach(act, outreach_id, decide, expected=expected)

    def record_answer(self, act: Act, outreach_id: UUID, *, note: str = "") -> None:
        self._tell_outreach(act, outreach_id, lambda o: o.answer(act, _about(o, paragraph(note, "note"))))

    def record_decline(self, act: Act, outreach_id: UUID, *, note: str = "") -> None:
        self._tell_outreach(act, outreach_id, lambda o: o.decline(act, _about(o, paragraph(note, "note"))))

    def postpone_outreach(self, act: Act, outreach_id: UUID, *, until: str) -> None:
        """They are busy: try again from the local date `until` (ISO, today or later)."""
        zone = self._zone(act)
        self._tell_outreach(
            act, outreach_id, lambda o: o.postpone(act, until=self._due(act, until, zone, "until"), zone=zone)
        )

    def record_silence(self, act: Act, outreach_id: UUID) -> None:
        self._tell_outreach(act, outreach_id, lambda o: o.leave_unanswered(act))

    def arrange_conversation(self, act: Act, outreach_id: UUID, *, starts_at: str) -> None:
        """`starts_at`: an ISO instant with an offset, at most a day past (it may be recorded after the fact)."""
        zone = self._zone(act)
        self._tell_outreach(
            act,
            outreach_id,
            lambda o: o.arrange_conversation(act, starts_at=_instant(starts_at, "starts_at", act.at), zone=zone),
        )

    def choose_questions(self, act: Act, outreach_id: UUID, *, questions: str) -> None:
        """The questions to bring to the conversation, a line each, in full; those chosen before are replaced."""
        self._tell_outreach(
            act, outreach_id, lambda o: o.choose_questions(act, _about(o, paragraph(questions, "questions")))
        )

    def record_conversation(
        self, act: Act, outreach_id: UUID, *, medium: str, questions: str = "", notes: str = "", whom_next: str = ""
    ) -> None:
        """`questions`: those that were brought; without any, those chosen beforehand."""
        one_of(medium, CHANNELS, "medium")

        def decide(outreach: Outreach) -> None:
            outreach.hold_conversation(
                act,
                medium=medium,
                questions=_about(outreach, paragraph(questions, "questions")),
                notes=_about(outreach, paragraph(notes, "notes", most=20_000)),
                whom_next=_about(outreach, paragraph(whom_next, "whom_next", most=1_000)),
            )

        self._tell_outreach(act, outreach_id, decide)

    def write_notes(self, act: Act, outreach_id: UUID, *, notes: str, expected: int | None = None) -> None:
        """The notes of a conversation as they now read, in full."""
        self._tell_outreach(
            act,
            outreach_id,
            lambda o: o.write_notes(act, _about(o, paragraph(notes, "notes", required=True, most=20_000))),
            expected=expected,
        )

    def count_outreach_toward(self, act: Act, outreach_id: UUID, *, goal_id: UUID | None, reason: str) -> None:
        """Raises GoalAlreadyClosed when that goal is closed."""

        def decide(outreach: Outreach) -> None:
            self._must_be_open(act, goal_id)
            outreach.count_toward(act, goal_id, _about(outreach, line(reason, "reason", most=500)))

        self._tell_outreach(act, outreach_id, decide)

    def correct_tie(self, act: Act, outreach_id: UUID, *, tie: str, reason: str) -> None:
        one_of(tie, TIES, "tie")
        self._tell_outreach(
            act, outreach_id, lambda o: o.correct_tie(act, tie, _about(o, line(reason, "reason", most=500)))
        )

    def withdraw_outreach(self, act: Act, outreach_id: UUID, *, reason: str) -> None:
        self._tell_outreach(act, outreach_id, lambda o: o.withdraw(act, _about(o, line(reason, "reason", most=500))))

    def choose_outreach_sharing(
        self, act: Act, outreach_id: UUID, *, partnership_id: UUID, parts: Collection[str]
    ) -> None:
        """What that buddy reads of it from now on, in full: name, message, notes, or any of them; or nothing.

        It ends with the partnership. Raises NotesConfidential, and what Partnership says of one that is not in force.
        """
        for one in parts:
            one_of(one, SHAREABLE, "parts")

        def decide(outreach: Outreach) -> None:
            partnership = self._get(Partnership, partnership_id)
            if outreach.member_id not in partnership.member_ids:
                raise NotFound
            partnership.must_be_agreed()
            chosen = [part for part in SHAREABLE if part in parts]
            outreach.choose_sharing(act, partnership_id=partnership_id, agreed=partnership.agreed, parts=chosen)

        self._tell_outreach(act, outreach_id, decide)

    def choose_confidentiality(self, act: Act, outreach_id: UUID, *, confidential: bool) -> None:
        """Whether the notes are for their owner alone: then they are shared with nobody."""
        self._tell_outreach(act, outreach_id, lambda o: o.choose_confidentiality(act, confidential=confidential))

    def _tell_outreach(
        self, act: Act, outreach_id: UUID, decide: Callable[[Outreach], None], *, expected: int | None = None
    ) -> Outreach:
        return self._change(act, lambda: self._own(Outreach, outreach_id, act), decide, expected=expected)

    def _to_write_to(self, act: Act, contact_id: UUID, goal_id: UUID | None) -> Contact:
        """The actor's own contact, kept, for a goal of theirs that is open, or for none."""
        contact = self._own(Contact, contact_id, act)
        contact.must_be_kept()
        self._must_be_open(act, goal_id)
        return contact

    def _must_be_open(self, act: Act, goal_id: UUID | None) -> None:
        if goal_id is not None and self._own(Goal, goal_id, act).closed:
            raise GoalAlreadyClosed


def _parts(draft: Draft, *subjects: UUID) -> dict[str, Personal]:
    fields = ("introduction", "purpose", "why_you", "call_to_action")
    return {f: Personal(paragraph(getattr(draft, f), f), *subjects) for f in fields}


def _about(outreach: Outreach, text: str) -> Personal:
    """Text about both: erasing either makes it unreadable."""
    return Personal(text, outreach.member_id, outreach.contact_id)


def _times(offered: list[str], now: datetime) -> list[str]:
    if len(offered) > MOST_TIMES:
        raise Unusable(field="times_offered", why="too_many", most=MOST_TIMES)
    return sorted({_instant(t, "times_offered", now) for t in offered})


def _instant(text: str, field: str, now: datetime) -> str:
    at = instant(text, field=field)
    if at < now - timedelta(days=1):
        raise Unusable(field=field, why="in_the_past")
    if at > now + FARTHEST:
        raise Unusable(field=field, why="too_far")
    return at.isoformat(timespec="minutes")

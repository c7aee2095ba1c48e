"""What people of the demo school write, hear, talk about and decide.

An outreach has the name of its contact; a second attempt with the same person is told as "dana again".
"""

from typing import Self

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft
from scripts.demo.scene import Scene
from scripts.demo.teller import Teller


class OutreachVerbs(Teller):
    def drafts(
        self, key: str, goal: str | None, *, intro: str = "", purpose: str = "", why: str = "", ask: str = ""
    ) -> Self:
        draft = Draft(intro, purpose, why, ask)

        def write(s: Scene) -> None:
            contact_id, goal_id = s.mine("contact", _whom(key)), s.mine("goal", goal) if goal else None
            s.keep("outreach", key, s.school.draft_outreach(s.act, contact_id=contact_id, goal_id=goal_id, draft=draft))

        return self.then(write)

    def revises(self, key: str, *, intro: str = "", purpose: str = "", why: str = "", ask: str = "") -> Self:
        draft = Draft(intro, purpose, why, ask)
        return self.then(lambda s: s.school.revise_draft(s.act, s.mine("outreach", key), draft=draft))

    def sends(self, key: str, channel: str, *offering: str) -> Self:
        """`offering`: the times offered, each "6w Thu 17:00"."""

        def send(s: Scene) -> None:
            times = [s.instant(when) for when in offering]
            s.school.send_outreach(s.act, s.mine("outreach", key), channel=channel, times_offered=times)

        return self.then(send)

    def speaks_to(self, key: str, goal: str | None, channel: str) -> Self:
        """Goes out without a draft of ours: a word in the hallway, a call."""

        def log(s: Scene) -> None:
            contact_id, goal_id = s.mine("contact", _whom(key)), s.mine("goal", goal) if goal else None
            outreach_id = s.school.log_outreach(s.act, contact_id=contact_id, goal_id=goal_id, channel=channel)
            s.keep("outreach", key, outreach_id)

        return self.then(log)

    def hears(self, key: str, note: str = "") -> Self:
        return self.then(lambda s: s.school.record_answer(s.act, s.mine("outreach", key), note=note))

    def is_declined(self, key: str, note: str) -> Self:
        return self.then(lambda s: s.school.record_decline(s.act, s.mine("outreach", key), note=note))

    def is_put_off(self, key: str, until: str) -> Self:
        return self.then(lambda s: s.school.postpone_outreach(s.act, s.mine("outreach", key), until=s.due(until)))

    def hears_nothing(self, key: str) -> Self:
        return self.then(lambda s: s.school.record_silence(s.act, s.mine("outreach", key)))

    def arranges(self, key: str, starts: str) -> Self:
        return self.then(
            lambda s: s.school.arrange_conversation(s.act, s.mine("outreach", key), starts_at=s.instant(starts))
        )

    def chooses(self, key: str, *questions: str) -> Self:
        """The questions to bring to the conversation."""
        lines = "\n".join(questions)
        return self.then(lambda s: s.school.choose_questions(s.act, s.mine("outreach", key), questions=lines))

    def talks(self, key: str, medium: str, *, questions: str = "", notes: str = "", whom_next: str = "") -> Self:
        return self.then(
            lambda s: s.school.record_conversation(
                s.act, s.mine("outreach", key), medium=medium, questions=questions, notes=notes, whom_next=whom_next
            )
        )

    def writes_notes(self, key: str, notes: str) -> Self:
        return self.then(lambda s: s.school.write_notes(s.act, s.mine("outreach", key), notes=notes))

    def withdraws(self, key: str, reason: str) -> Self:
        return self.then(lambda s: s.school.withdraw_outreach(s.act, s.mine("outreach", key), reason=reason))

    def corrects_tie(self, key: str, tie: str, reason: str) -> Self:
        return self.then(lambda s: s.school.correct_tie(s.act, s.mine("outreach", key), tie=tie, reason=reason))

    def counts_toward(self, key: str, goal: str, reason: str) -> Self:
        return self.then(
            lambda s: s.school.count_outreach_toward(
                s.act, s.mine("outreach", key), goal_id=s.mine("goal", goal), reason=reason
            )
        )

    def decides(self, key: str, text: str, *, due: str, kind: str = "research") -> Self:
        def decide(s: Scene) -> None:
            outreach_id = s.mine("outreach", key)
            s.keep("takeaway", key, s.school.decide_takeaway(s.act, outreach_id, text=text, kind=kind, due=s.due(due)))

        return self.then(decide)

    def follows_up(self, key: str, what_came: str) -> Self:
        return self.then(lambda s: s.school.follow_up_takeaway(s.act, s.mine("takeaway", key), what_came=what_came))

    def is_introduced(
        self, key: str, what_came: str, *, to: str, name: str, tie: str = "weak", company: str = "", role: str = ""
    ) -> Self:
        """The takeaway led to somebody: `to` is their name in the story."""
        card = Card(name, company=company, role=role)

        def follow(s: Scene) -> None:
            takeaway_id = s.mine("takeaway", key)
            new = s.school.follow_up_takeaway(s.act, takeaway_id, what_came=what_came, introduced=card, tie=tie)
            assert new is not None
            s.keep("contact", to, new)

        return self.then(follow)

    def moves_takeaway(self, key: str, due: str, reason: str) -> Self:
        return self.then(
            lambda s: s.school.reschedule_takeaway(s.act, s.mine("takeaway", key), due=s.due(due), reason=reason)
        )

    def drops(self, key: str, reason: str) -> Self:
        return self.then(lambda s: s.school.drop_takeaway(s.act, s.mine("takeaway", key), reason=reason))

    def picks_up(self, key: str) -> Self:
        return self.then(lambda s: s.school.pick_up_takeaway(s.act, s.mine("takeaway", key)))

    def keeps_notes_confidential(self, key: str) -> Self:
        return self.then(lambda s: s.school.choose_confidentiality(s.act, s.mine("outreach", key), confidential=True))


def _whom(key: str) -> str:
    return key.partition(" ")[0]

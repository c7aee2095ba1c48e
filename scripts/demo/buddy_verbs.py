"""What people of the demo school do as each other's buddies."""

from typing import Self

from scripts.demo.scene import Scene
from scripts.demo.teller import Teller


class BuddyVerbs(Teller):
    def asks(self, other: str, note: str = "", *, every: int = 7) -> Self:
        """To be each other's buddy, with a check-in every so many days."""

        def propose(s: Scene) -> None:
            partner = s.ids[other]
            asked = s.school.propose_partnership(s.act, partner_id=partner, cadence_days=every, note=note)
            s.keep_shared_with(other, asked)

        return self.then(propose)

    def accepts(self, other: str) -> Self:
        return self.then(lambda s: s.school.accept_partnership(s.act, s.shared_with(other)))

    def says_no_to(self, other: str) -> Self:
        return self.then(lambda s: s.school.decline_partnership(s.act, s.shared_with(other)))

    def takes_back(self, other: str) -> Self:
        return self.then(lambda s: s.school.withdraw_proposal(s.act, s.shared_with(other)))

    def pauses(self, other: str, *, until: str = "") -> Self:
        return self.then(
            lambda s: s.school.pause_partnership(s.act, s.shared_with(other), until=s.due(until) if until else "")
        )

    def resumes(self, other: str) -> Self:
        return self.then(lambda s: s.school.resume_partnership(s.act, s.shared_with(other)))

    def parts_from(self, other: str) -> Self:
        return self.then(lambda s: s.school.end_partnership(s.act, s.shared_with(other)))

    def checks_in(self, other: str, confidence: int, moved: str = "", next_step: str = "") -> Self:
        return self.then(
            lambda s: s.school.check_in(
                s.act, s.shared_with(other), confidence=confidence, moved=moved, next_step=next_step
            )
        )

    def cheers(self, other: str) -> Self:
        return self.then(lambda s: s.school.cheer(s.act, s.shared_with(other)))

    def shows(self, key: str, other: str, *parts: str) -> Self:
        """To a buddy: name, message or notes, or several of them."""

        def share(s: Scene) -> None:
            pair = s.shared_with(other)
            s.school.choose_outreach_sharing(s.act, s.mine("outreach", key), partnership_id=pair, parts=parts)

        return self.then(share)

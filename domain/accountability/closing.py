"""Use cases about closing an account and opening it again: nobody comes in meanwhile, and nothing is erased."""

from uuid import UUID

from domain.accountability.desk import Desk
from domain.act import Act
from domain.member import AccountClosed, Member
from domain.personal import Personal
from domain.wording import line


class Closing(Desk):
    def close_account(self, act: Act, member_id: UUID, *, reason: str) -> None:
        """By a member of the staff, who cannot close their own: so one of them always stays."""
        staff_id = self._actor(act)
        self._must_be_staff(act)
        because = Personal(line(reason, "reason"), member_id)
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.close(act, because))
        if self._get(Member, staff_id).closed:
            self._take_back(act.part("taken back"), member_id)

    def reopen_account(self, act: Act, member_id: UUID) -> None:
        self._must_be_staff(act)
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.reopen(act))

    def _take_back(self, act: Act, member_id: UUID) -> None:
        """Two of the staff who close each other's account at the same moment do not shut everybody out."""
        self._change(act, lambda: self._get(Member, member_id), lambda member: member.reopen(act))
        raise AccountClosed

"""What people of the demo school do about their goals and settings."""

from typing import Self

from projections.people import person
from scripts.demo.scene import Scene
from scripts.demo.teller import Teller


class GoalVerbs(Teller):
    def goal(
        self,
        key: str,
        statement: str,
        *,
        due: str,
        target: int = 1,
        measure: str = "conversations",
        level: str = "",
        steps: str = "",
    ) -> Self:
        def promise(s: Scene) -> None:
            goal_id = s.school.set_goal(
                s.act, statement=statement, measure=measure, target=target, due=s.due(due), level=level, steps=steps
            )
            s.keep("goal", key, goal_id)

        return self.then(promise)

    def moves_goal(self, key: str, due: str, reason: str) -> Self:
        return self.then(lambda s: s.school.reschedule_goal(s.act, s.mine("goal", key), due=s.due(due), reason=reason))

    def rewords_goal(self, key: str, statement: str, steps: str = "") -> Self:
        return self.then(lambda s: s.school.reword_goal(s.act, s.mine("goal", key), statement=statement, steps=steps))

    def shares_goal(self, key: str, sharing: str) -> Self:
        return self.then(lambda s: s.school.choose_goal_sharing(s.act, s.mine("goal", key), sharing=sharing))

    def closes_goal(self, key: str, reason: str) -> Self:
        return self.then(lambda s: s.school.close_goal(s.act, s.mine("goal", key), reason=reason))

    def reopens_goal(self, key: str, reason: str) -> Self:
        return self.then(lambda s: s.school.reopen_goal(s.act, s.mine("goal", key), reason=reason))

    def moves_to(self, zone: str) -> Self:
        """To another time zone: what is told after this happens there."""

        def move(s: Scene) -> None:
            me = person(s.services.views, s.ids[s.who])
            assert me is not None
            s.school.change_settings(s.act, name=me.name.text, zone=zone, nudges=me.nudged)

        self.then(move)
        self.zone = zone
        return self

    def switches_nudges_off(self) -> Self:
        return self.then(lambda s: s.school.switch_nudges(s.act, s.ids[s.who], on=False))

    def looks_at(self, other: str, reason: str) -> Self:
        """Staff open a history, and say why."""
        return self.then(lambda s: s.school.open_history(s.act, s.ids[other], reason=reason))

    def moves_to_cohort(self, other: str, *, out_of: str, into: str) -> Self:
        """Staff move somebody from one cohort to another: two acts, for two facts."""

        def move(s: Scene) -> None:
            member_id, joining = s.ids[other], s.act.part("joining")
            s.school.leave_cohort(s.act, member_id, cohort_id=s.ids[out_of])
            s.school.join_cohort(joining, member_id, cohort_id=s.ids[into])

        return self.then(move)

"""Use cases about goals: promising, rewording, rescheduling, closing; all by the member who made the promise."""

import re
from uuid import UUID

from domain.accountability.desk import Desk, one_of, whole
from domain.act import Act
from domain.goal import LEVELS, MEASURES, MOST_PEOPLE, SHARINGS, Goal
from domain.personal import Personal
from domain.refusal import Unusable
from domain.wording import line, paragraph

# The key of a template; it stands unsealed in the record, so no words may.
_TEMPLATE = re.compile(r"[a-z0-9_-]*")


class Goals(Desk):
    def set_goal(
        self,
        act: Act,
        *,
        statement: str,
        measure: str,
        target: int,
        due: str,
        level: str = "",
        steps: str = "",
        template: str = "",
        sharing: str = "progress",
    ) -> UUID:
        """Promise something for a local date of the member's own zone (`due`, ISO, today or later).

        `sharing`: what a buddy sees of it from the first moment on.
        """
        member_id, zone, goal_id = self._actor(act), self._zone(act), act.new_id("goal")
        words = Personal(line(statement, "statement", most=500), member_id)
        lines = Personal(paragraph(steps, "steps"), member_id)
        one_of(measure, MEASURES, "measure")
        one_of(level, LEVELS, "level")
        whole(target, "target", least=1, most=MOST_PEOPLE)
        one_of(sharing, SHARINGS, "sharing")
        template = line(template, "template", required=False, most=40)
        if not _TEMPLATE.fullmatch(template):
            raise Unusable(field="template", why="not_a_choice")

        def promise() -> Goal:
            goal = Goal.set(
                act,
                goal_id,
                member_id=member_id,
                statement=words,
                template=template,
                measure=measure,
                target=target,
                due=self._due(act, due, zone),
                zone=zone,
                level=level,
                steps=lines,
            )
            goal.choose_sharing(act, sharing)
            return goal

        self._begin(act, Goal, goal_id, promise)
        return goal_id

    def reword_goal(
        self, act: Act, goal_id: UUID, *, statement: str, steps: str = "", expected: int | None = None
    ) -> None:
        def decide(goal: Goal) -> None:
            words = Personal(line(statement, "statement", most=500), goal.member_id)
            goal.reword(act, statement=words, steps=Personal(paragraph(steps, "steps"), goal.member_id))

        self._change(act, lambda: self._own(Goal, goal_id, act), decide, expected=expected)

    def reschedule_goal(self, act: Act, goal_id: UUID, *, due: str, reason: str, expected: int | None = None) -> None:
        """Move the promise, before or after its date; the date given up stays in the history with the reason."""
        zone = self._zone(act)

        def decide(goal: Goal) -> None:
            because = Personal(line(reason, "reason", most=500), goal.member_id)
            goal.reschedule(act, due=self._due(act, due, zone), zone=zone, reason=because)

        self._change(act, lambda: self._own(Goal, goal_id, act), decide, expected=expected)

    def choose_goal_sharing(self, act: Act, goal_id: UUID, *, sharing: str, expected: int | None = None) -> None:
        """What a buddy sees of it from now on; `words` for those who have agreed by now, and as long as that holds."""
        one_of(sharing, SHARINGS, "sharing")

        def decide(goal: Goal) -> None:
            goal.choose_sharing(act, sharing)

        self._change(act, lambda: self._own(Goal, goal_id, act), decide, expected=expected)

    def close_goal(self, act: Act, goal_id: UUID, *, reason: str, expected: int | None = None) -> None:
        def decide(goal: Goal) -> None:
            goal.close(act, Personal(line(reason, "reason", most=500), goal.member_id))

        self._change(act, lambda: self._own(Goal, goal_id, act), decide, expected=expected)

    def reopen_goal(self, act: Act, goal_id: UUID, *, reason: str, expected: int | None = None) -> None:
        def decide(goal: Goal) -> None:
            goal.reopen(act, Personal(line(reason, "reason", most=500), goal.member_id))

        self._change(act, lambda: self._own(Goal, goal_id, act), decide, expected=expected)

"""How the weeks of an invented school pass: who joins when, who comes by at which hour, and what the scheduler says."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import accumulate
from math import ceil
from random import Random
from uuid import UUID, uuid5

from domain.act import OPERATOR, SCHEDULER, Act
from domain.nudge import Nudge
from projections.due import DueThing, due_things
from projections.services import Services
from scripts.crowd import words
from scripts.crowd.batch import Batch
from scripts.crowd.student import Student

DOOR = "command line"
A_COHORT = 25
# One of these for so many students.
STUDENTS_OF_STAFF, STUDENTS_OF_A_MENTOR = 100, 40
# Their days lie within the day of UTC, so what happens is recorded in the order of time.
ZONES = ("Europe/Berlin", "Europe/Lisbon", "Europe/London", "Africa/Lagos", "Europe/Helsinki", "UTC")
AWAKE = (8, 21)
# In one sitting they do so much, a few minutes apart.
DEEDS = (1, 2, 3, 3, 4, 6)
# A few live through the same weeks in every school of one seed and length, however busy the others are.
WATCHED = 20
WATCHED_COME_EVERY = 4
SIGN_IN = {"staff": "staff@example.org", "student": "student@example.org"}

_TERM = UUID("0d9a1c0e-8d5e-4f0e-9a43-7d8f4be0a7f5")


@dataclass(frozen=True, slots=True)
class Plan:
    """`events` is reached and hardly passed, unless joining takes more; the weeks end with the day before `today`."""

    members: int
    weeks: int
    events: int
    today: date
    seed: int = 1

    @property
    def days(self) -> list[date]:
        return [self.today - timedelta(days=n) for n in range(self.weeks * 7, 0, -1)]


@dataclass(slots=True)
class Figures:
    """`seconds` went by in all; for `waited` of them nothing could be made before the views were level."""

    members: int = 0
    events: int = 0
    seconds: float = 0.0
    waited: float = 0.0


def watched_ids(plan: Plan) -> list[UUID]:
    """The members who live through the same in every school of this seed, number of members and weeks."""
    return [_act(plan, OPERATOR, f"student {n} joins", datetime.now(UTC)).new_id("member") for n in range(WATCHED)]


def fill(services: Services, plan: Plan, progress: Callable[[int], None] = lambda _: None) -> Figures:
    """Let the weeks pass in an empty school; `progress` is told how many events are new."""
    return _Term(services, plan, progress).pass_by()


@dataclass
class _Term:
    services: Services
    plan: Plan
    progress: Callable[[int], None]
    figures: Figures = field(default_factory=Figures)
    students: list[Student] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.plan.seed)  # noqa: S311  # a story, no secret
        self.school = Batch(self.services.accountability)
        self.deeds = 0

    def pass_by(self) -> Figures:
        begun = time.perf_counter()
        self._settle(self.plan.days[0])
        arrivals = self._arrivals()
        for number, day in enumerate(self.plan.days):
            if day.weekday() == 0:
                self._speak(day)
            for cohort in arrivals.pop(day, []):
                self._join(day, cohort)
            self._live(day, number)
        self._speak(self.plan.today)
        self._level()
        self.figures.members, self.figures.events = self.plan.members, self.school.total
        self.figures.seconds = time.perf_counter() - begun
        return self.figures

    # -- those who come ------------------------------------------------------------------------------------------

    def _settle(self, day: date) -> None:
        """Staff and mentors are there from the start."""
        for role, number in self._who()[1:]:
            for one in range(number):
                address = SIGN_IN[role] if one == 0 and role in SIGN_IN else f"{role}{one}@example.org"
                self._add_member(f"{role} {one} joins", day, address, role, None)

    def _who(self) -> list[tuple[str, int]]:
        staff = ceil(self.plan.members / STUDENTS_OF_STAFF)
        mentors = self.plan.members // STUDENTS_OF_A_MENTOR
        return [("student", self.plan.members - staff - mentors), ("staff", staff), ("mentor", mentors)]

    def _arrivals(self) -> dict[date, list[range]]:
        """Cohorts begin one after the other in the first half, those of the watched on the first day."""
        students = self._who()[0][1]
        cohorts = [range(n, min(n + A_COHORT, students)) for n in range(0, students, A_COHORT)]
        half = max(1, len(self.plan.days) // 2)
        found: dict[date, list[range]] = {}
        for place, cohort in enumerate(cohorts):
            found.setdefault(self.plan.days[place * half // len(cohorts)], []).append(cohort)
        return found

    def _join(self, day: date, cohort: range) -> None:
        act = _act(self.plan, OPERATOR, f"cohort {cohort.start} opens", _at(day, 5))
        cohort_id = self.school.open_cohort(act, name=f"{words.SUBJECTS[cohort.start % 8].title()} {cohort.start}")
        watched, mates = list[Student](), list[Student]()
        for number in cohort:
            address = SIGN_IN["student"] if number == 0 else f"student{number}@example.org"
            member_id = self._add_member(f"student {number} joins", day, address, "student", cohort_id)
            # The watched have only each other, so that nobody else's busyness reaches them.
            circle = watched if number < WATCHED else mates
            circle.append(Student(member_id, number, self.plan.seed, self.random.lognormvariate(0, 1.2), circle))
        self.students += watched + mates

    def _add_member(self, what: str, day: date, address: str, role: str, cohort_id: UUID | None) -> UUID:
        own = Random(f"{self.plan.seed}|{what}")  # noqa: S311
        return self.school.add_member(
            _act(self.plan, OPERATOR, what, _at(day, 5)),
            name=words.name(own),
            address=address,
            role=role,
            zone=own.choice(ZONES),
            cohort_id=cohort_id,
        )

    # -- what they do --------------------------------------------------------------------------------------------

    def _live(self, day: date, number: int) -> None:
        """Everybody's deeds of one day in the order of the clock."""
        before = self.school.total
        for at, _, student in sorted(self._deeds(day, number), key=lambda deed: deed[:2]):
            student.come_by(self.school, at)
            self.deeds += 1
        while day == self.plan.days[-1] and self.school.total < self.plan.events and self._others():
            self._drawn(1)[0].come_by(self.school, _at(day, 23))
        self.progress(self.school.total - before)

    def _deeds(self, day: date, number: int) -> Iterator[tuple[datetime, int, Student]]:
        for student in self.students:
            if student.number < WATCHED and (number + student.number) % WATCHED_COME_EVERY == 0:
                yield from _sitting(student, day, Random(f"{self.plan.seed}|{student.number}|{number}"))  # noqa: S311
        wanted = self.plan.events * (number + 1) / len(self.plan.days) - self.school.total
        a_deed = self.school.total / self.deeds if self.deeds > len(self.students) else 1.3
        sittings = int(wanted / a_deed / (sum(DEEDS) / len(DEEDS)))
        for student in self._drawn(sittings):
            yield from _sitting(student, day, self.random)

    def _drawn(self, number: int) -> list[Student]:
        """Who comes by: a few are there all the time, many hardly ever."""
        others = self._others()
        if not others or number < 1:
            return []
        return self.random.choices(others, cum_weights=list(accumulate(s.busyness for s in others)), k=number)

    def _others(self) -> list[Student]:
        return [student for student in self.students if student.number >= WATCHED]

    # -- what they are told --------------------------------------------------------------------------------------

    def _speak(self, day: date) -> None:
        """Once a week the scheduler catches up with what fell due: into the inbox, the latest word on each thing."""
        self._level()
        now, by_id = _at(day, 6), {student.member_id: student for student in self.students}
        for thing in due_things(self.services.views, now):
            nudge_id = self._nudge(thing, now)
            if nudge_id and thing.member_id in by_id:
                by_id[thing.member_id].nudges.append(nudge_id)

    def _nudge(self, thing: DueThing, now: datetime) -> UUID | None:
        """Its id if it waits in the inbox; what a later moment has overtaken lapses."""
        act = _act(self.plan, SCHEDULER, f"{thing.thing_id}|{thing.member_id}|{thing.slot}", now)
        named = {"member_id": thing.member_id, "rule": thing.rule, "thing_id": thing.thing_id, "slot": thing.slot}
        nudge_id = Nudge.id_for(**named, channel="inbox")  # type: ignore[arg-type]
        self.school.claim_nudge(act, **named, channel="inbox", facts=thing.facts)  # type: ignore[arg-type]
        if thing.passed:
            self.school.suppress_nudge(act.part("lapsed"), nudge_id, reason="lapsed")
            return None
        self.school.record_delivery(act.part("delivered"), nudge_id)
        return nudge_id

    def _level(self) -> None:
        self.school.write()
        begun = time.perf_counter()
        self.services.views.catch_up.run()
        self.figures.waited += time.perf_counter() - begun


def _sitting(student: Student, day: date, random: Random) -> Iterator[tuple[datetime, int, Student]]:
    at = _at(day, random.uniform(*AWAKE) - 2)
    for deed in range(random.choice(DEEDS)):
        yield at + timedelta(minutes=4 * deed), student.number, student


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, clock_time(), UTC) + timedelta(hours=hour)


def _act(plan: Plan, by: str, what: str, at: datetime) -> Act:
    return Act(by, "scheduler" if by == SCHEDULER else DOOR, at, uuid5(_TERM, f"{plan.seed}|{what}"))

"""How a story of the demo school is told: who, when, and one deed after the other; the verbs of `Story` build on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Self

from scripts.demo.calendar import Calendar
from scripts.demo.scene import Scene

HERON, JUNIPER = "Heron · back-end", "Juniper · front-end"


@dataclass(frozen=True, slots=True)
class Beat:
    """One deed of one person. `after` is how long after the hour of `when` it happens."""

    who: str
    number: int
    when: str
    after: timedelta
    zone: str
    do: Callable[[Scene], object]

    def at(self, calendar: Calendar) -> datetime:
        return calendar.instant(self.when, self.zone) + self.after


class Teller:
    """One member's story in the order in which it happened.

    `key` is the name others use for them; `line` is one sentence about them, for whoever wants to sign in as somebody.
    """

    def __init__(
        self,
        name: str,
        address: str,
        *,
        zone: str,
        line: str,
        cohort: str | None = None,
        role: str = "student",
        joined: str = "",
    ) -> None:
        self.key = address.partition("@")[0]
        self.name, self.address, self.zone, self.line = name, address, zone, line
        self.cohort, self.role, self.joined = cohort, role, joined
        # Where they joined from; `zone` follows them when they move.
        self.home = zone
        self.beats: list[Beat] = []
        # A story of its own accord: the same minutes and seconds in every build.
        self._random = Random(self.key)  # noqa: S311
        self._when, self._after = "", timedelta()

    def on(self, when: str) -> Self:
        """What follows happens then, each deed some minutes after the one before."""
        self._when, self._after = when, timedelta(seconds=self._random.randrange(60))
        return self

    def then(self, do: Callable[[Scene], object]) -> Self:
        self.beats.append(Beat(self.key, len(self.beats), self._when, self._after, self.zone, do))
        self._after += timedelta(seconds=self._random.randrange(90, 420))
        return self

"""The geometry of the pictures: plain facts in, coordinates out; the pages have web.drawn.burnup draw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

TICK_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
DAY_LABEL, LEAN = 70, 60  # user units: room for one "24 Nov", and how near an edge a longer label leans inwards


@dataclass(frozen=True)
class Move:
    """One reschedule: the local day it was made, the due date before and after, and the reason as it was given."""

    on: date
    old_due: date
    new_due: date
    reason: object  # str or Personal; only ever printed


@dataclass(frozen=True)
class Row:
    """One line of the table under the picture: a day, what it added (negative: taken back), and how many then."""

    on: date
    added: int
    total: int


@dataclass(frozen=True)
class Mark:
    """A day or a number, its place along its axis, and the SVG text-anchor that keeps its label inside."""

    at: float
    of: date | int
    anchor: str = "middle"


@dataclass(frozen=True)
class Dot:
    """Evidence: the corner of a step."""

    x: float
    y: float
    row: Row


@dataclass(frozen=True)
class Notch:
    """Where an earlier due date stood; `number` counts the moves from 1."""

    x: float
    number: int
    move: Move


@dataclass(frozen=True)
class Drawing:
    """One size of the picture, in user units, which are CSS pixels at its natural width; paths are SVG path data."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    days: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    due: Mark
    today: Mark
    steps: str
    area: str
    pace: str
    dots: tuple[Dot, ...]
    notches: tuple[Notch, ...]


@dataclass(frozen=True)
class BurnUp:
    """Evidence against the due date in force; `rows` and `moves` in order of their days.

    `today` is where the line ends: today, or the day on which the goal came to its end; `ends` says which it is.
    """

    start: date
    due: date
    today: date
    target: int
    rows: tuple[Row, ...]
    moves: tuple[Move, ...]
    ends: str = "today"

    @property
    def total(self) -> int:
        return self.rows[-1].total if self.rows else 0

    @property
    def days_left(self) -> int:
        """Calendar days; 0 on the due date itself, negative when it is over."""
        return (self.due - self.today).days

    @property
    def expected(self) -> float:
        """What an even pace asks for by today, from 0 to the target."""
        gone = (self.today - self.start).days / max((self.due - self.start).days, 1)
        return self.target * min(max(gone, 0.0), 1.0)

    @property
    def state(self) -> str:
        """done, late (the due date is over), now (behind the pace by a whole one) or next (with it)."""
        if self.total >= self.target:
            return "done"
        if self.days_left < 0:
            return "late"
        return "now" if self.total < int(self.expected) else "next"

    @property
    def wide(self) -> Drawing:
        return _Canvas(self, "wide", 720, 270, left=40, right=16).draw()

    @property
    def narrow(self) -> Drawing:
        """For phones, where the text of a scaled picture would become too small."""
        return _Canvas(self, "narrow", 340, 250, left=28, right=10).draw()


def burnup(
    *,
    start: date,
    due: date,
    today: date,
    target: int,
    facts: Iterable[tuple[date, int]],
    moves: Iterable[Move] = (),
    ends: str = "today",
) -> BurnUp:
    """`facts` are (local day, how many it added; negative when taken back), in any order, several a day."""
    return BurnUp(start, due, today, target, _rows(facts), tuple(sorted(moves, key=lambda move: move.on)), ends)


def _rows(facts: Iterable[tuple[date, int]]) -> tuple[Row, ...]:
    added: dict[date, int] = {}
    for on, count in facts:
        added[on] = added.get(on, 0) + count
    rows: list[Row] = []
    for on in sorted(day for day, count in added.items() if count):
        rows.append(Row(on, added[on], added[on] + (rows[-1].total if rows else 0)))
    return tuple(rows)


class _Canvas:
    """Two scales, and what is placed on them."""

    TOP, BOTTOM = 50, 30  # room for the words above (due, today) and for the days below

    def __init__(self, picture: BurnUp, name: str, width: int, height: int, *, left: int, right: int) -> None:
        self.picture, self.name, self.width, self.height = picture, name, width, height
        self.left, self.right, self.top, self.bottom = left, width - right, self.TOP, height - self.BOTTOM
        days = [picture.start, picture.due, picture.today, *(row.on for row in picture.rows)]
        days += [day for move in picture.moves for day in (move.old_due, move.new_due)]
        self.first = min(days)
        self.span = max((max(days) - self.first).days, 1)
        self.most = max(picture.target, 1, *(row.total for row in picture.rows))

    def draw(self) -> Drawing:
        picture, steps = self.picture, self._steps()
        return Drawing(
            name=self.name, width=self.width, height=self.height,
            left=self.left, right=self.right, top=self.top, bottom=self.bottom,
            days=self._days(), numbers=self._numbers(),
            due=self._leaning(picture.due), today=self._leaning(picture.today),
            steps=steps, area=f"{steps}V{self.bottom}Z",
            pace=f"M{self._x(picture.start)} {self.bottom}L{self._x(picture.due)} {self._y(picture.target)}",
            dots=tuple(Dot(self._x(row.on), self._y(row.total), row) for row in picture.rows),
            notches=tuple(Notch(self._x(m.old_due), number, m) for number, m in enumerate(picture.moves, 1)),
        )  # fmt: skip

    def _x(self, day: date) -> float:
        return round(self.left + (day - self.first).days / self.span * (self.right - self.left), 1)

    def _y(self, count: int) -> float:
        return round(self.bottom - count / self.most * (self.bottom - self.top), 1)

    def _steps(self) -> str:
        """Up on the day of each fact, level in between, as far as today."""
        days = [row.on for row in self.picture.rows]
        path = f"M{self._x(min(self.picture.start, *days, self.picture.today))} {self.bottom}"
        for row in self.picture.rows:
            path += f"H{self._x(row.on)}V{self._y(row.total)}"
        return f"{path}H{self._x(max(self.picture.today, *days, self.picture.start))}"

    def _leaning(self, day: date) -> Mark:
        at = self._x(day)
        return Mark(at, day, "start" if at < self.left + LEAN else "end" if at > self.right - LEAN else "middle")

    def _days(self) -> tuple[Mark, ...]:
        """The first day and then every so many, so that labels never touch."""
        room = (self.right - self.left) // DAY_LABEL
        step = next((days for days in TICK_DAYS if self.span / days <= room), ceil(self.span / room))
        days = [self.first + timedelta(days=gone) for gone in range(0, self.span + 1, step)]
        return tuple(
            Mark(
                self._x(day),
                day,
                "start" if day == self.first else "end" if self._x(day) > self.right - 24 else "middle",
            )
            for day in days
        )

    def _numbers(self) -> tuple[Mark, ...]:
        """About five, always the target, and none so near to it that the two labels touch."""
        target = self._y(self.picture.target)
        counts = [*range(0, self.most + 1, ceil(self.most / 5)), self.picture.target]
        return tuple(
            Mark(self._y(count), count)
            for count in sorted(set(counts))
            if count == self.picture.target or abs(self._y(count) - target) > 14
        )

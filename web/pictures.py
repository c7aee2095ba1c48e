"""The geometry of the pictures: plain facts in, coordinates out; no Flask and no words. Used by the pages and parts/pictures.html."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

TICK_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


@dataclass(frozen=True)
class Move:
    """One reschedule: the local day it was made, the due date before and after, and the reason as it was given."""

    on: date
    old_due: date
    new_due: date
    reason: object  # str or Personal; only ever printed


@dataclass(frozen=True)
class Row:
    """One line of the table under the picture: a day, what it added (negative: taken back), how many there were then."""

    on: date
    added: int
    total: int


@dataclass(frozen=True)
class Mark:
    """A day or a number with its place along one axis."""

    at: float
    day: date | None = None
    number: int | None = None
    anchor: str = "middle"  # SVG text-anchor that keeps a label inside the frame


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    row: Row


@dataclass(frozen=True)
class Notch:
    """Where an earlier due date stood: `number` counts the moves from 1."""

    x: float
    to_x: float
    number: int
    move: Move


@dataclass(frozen=True)
class Layout:
    """One drawing in user units, which are CSS pixels at its natural width."""

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
    target_y: float
    steps: str
    area: str
    pace: str
    dots: tuple[Dot, ...]
    notches: tuple[Notch, ...]


@dataclass(frozen=True)
class BurnUp:
    """Evidence against the due date. `expected` is what the pace asks for today, `days_left` is negative when late."""

    start: date
    due: date
    today: date
    target: int
    total: int
    expected: float
    days_left: int
    reached_on: date | None
    rows: tuple[Row, ...]
    moves: tuple[Move, ...]
    wide: Layout
    narrow: Layout

    @property
    def state(self) -> str:
        """done, late (the due date is over), now (behind the pace) or next (with it)."""
        if self.total >= self.target:
            return "done"
        if self.days_left < 0:
            return "late"
        return "now" if self.total < int(self.expected) else "next"


def burnup(
    *, start: date, due: date, today: date, target: int, facts: Iterable[tuple[date, int]], moves: Iterable[Move] = ()
) -> BurnUp:
    """Lay out a goal's evidence. `facts` are (local day, how many it added); several a day and any order are fine."""
    rows, kept = _rows(facts), tuple(sorted(moves, key=lambda move: move.on))
    total = rows[-1].total if rows else 0
    lasting = max((due - start).days, 1)
    facts_of_all = (start, due, today, target, rows, kept)
    return BurnUp(
        start=start,
        due=due,
        today=today,
        target=target,
        total=total,
        expected=target * min(max((today - start).days / lasting, 0.0), 1.0),
        days_left=(due - today).days,
        reached_on=_reached(rows, target),
        rows=rows,
        moves=kept,
        wide=_Drawing("wide", 720, 270, 40, 16, *facts_of_all).layout(),
        narrow=_Drawing("narrow", 340, 250, 28, 10, *facts_of_all).layout(),
    )


def _rows(facts: Iterable[tuple[date, int]]) -> tuple[Row, ...]:
    added: dict[date, int] = {}
    for on, count in facts:
        added[on] = added.get(on, 0) + count
    rows, total = [], 0
    for on in sorted(added):
        total += added[on]
        if added[on]:
            rows.append(Row(on, added[on], total))
    return tuple(rows)


def _reached(rows: tuple[Row, ...], target: int) -> date | None:
    """The first day of the last stretch at or above the target: evidence taken back moves it."""
    reached: date | None = None
    for row in rows:
        reached = (reached or row.on) if row.total >= target else None
    return reached


class _Drawing:
    """One size of the picture: two scales and what is placed on them."""

    TOP, BOTTOM = 50, 30  # room for the words above (today, due) and the days below

    def __init__(
        self, name: str, width: int, height: int, left: int, right: int,
        start: date, due: date, today: date, target: int, rows: tuple[Row, ...], moves: tuple[Move, ...],
    ) -> None:  # fmt: skip
        self.name, self.width, self.height = name, width, height
        self.left, self.right, self.top, self.bottom = left, width - right, self.TOP, height - self.BOTTOM
        self.start, self.due, self.today, self.target, self.rows, self.moves = start, due, today, target, rows, moves
        days = [
            start,
            due,
            today,
            *(row.on for row in rows),
            *(day for move in moves for day in (move.old_due, move.new_due)),
        ]
        self.first = min(days)
        self.last = max(*days, self.first + timedelta(days=1))
        self.most = max(target, 1, *(row.total for row in rows))

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, count: float) -> float:
        return round(self.bottom - count / self.most * (self.bottom - self.top), 1)

    def layout(self) -> Layout:
        line = self._line()
        return Layout(
            name=self.name, width=self.width, height=self.height,
            left=self.left, right=self.right, top=self.top, bottom=self.bottom,
            days=self._days(), numbers=self._numbers(),
            due=self._mark(self.due), today=self._mark(self.today), target_y=self.y(self.target),
            steps=line, area=f"{line}V{self.bottom}H{self.x(self.start)}Z",
            pace=f"M{self.x(self.start)} {self.y(0)}L{self.x(self.due)} {self.y(self.target)}",
            dots=tuple(Dot(self.x(row.on), self.y(row.total), row) for row in self.rows),
            notches=tuple(
                Notch(self.x(move.old_due), self.x(move.new_due), number, move)
                for number, move in enumerate(self.moves, 1)
            ),
        )  # fmt: skip

    def _line(self) -> str:
        """Up on the day of each fact and level in between, as far as today."""
        path = f"M{self.x(min(self.start, *(row.on for row in self.rows), self.start))} {self.y(0)}"
        for row in self.rows:
            path += f"H{self.x(row.on)}V{self.y(row.total)}"
        return f"{path}H{self.x(max(self.today, *(row.on for row in self.rows), self.today))}"

    def _mark(self, day: date) -> Mark:
        """Labels are about 120 units wide; near an edge they lean inwards."""
        at = self.x(day)
        anchor = "start" if at < self.left + 60 else "end" if at > self.right - 60 else "middle"
        return Mark(at, day=day, anchor=anchor)

    def _days(self) -> tuple[Mark, ...]:
        """Every so many days, so that labels of about 62 units never touch."""
        span = (self.last - self.first).days
        most = max(int((self.right - self.left) / 70), 2)
        step = next((days for days in TICK_DAYS if span / days <= most), ceil(span / most))
        days = (self.first + timedelta(days=gone) for gone in range(0, span + 1, step))
        return tuple(
            Mark(
                self.x(day),
                day=day,
                anchor="start" if day == self.first else "end" if self.x(day) > self.right - 24 else "middle",
            )
            for day in days
        )

    def _numbers(self) -> tuple[Mark, ...]:
        step = max(ceil(self.most / 5), 1)
        numbers = {*range(0, self.most + 1, step), self.target}
        close = (self.bottom - self.top) / self.most * step * 0.6
        return tuple(
            Mark(self.y(number), number=number)
            for number in sorted(numbers)
            if number == self.target or abs(self.y(number) - self.y(self.target)) > min(close, 14)
        )

"""The burn-up's geometry: what is placed where, for ordinary goals and for odd ones."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from web.pictures import BurnUp, Drawing, Move, burnup

START, DUE, TODAY = date(2025, 11, 3), date(2025, 12, 5), date(2025, 11, 19)
MOVE = Move(date(2025, 11, 20), date(2025, 11, 21), DUE, "I was ill")


def picture(
    *,
    due: date = DUE,
    today: date = TODAY,
    target: int = 2,
    facts: list[tuple[date, int]] | None = None,
    moves: tuple[Move, ...] = (),
) -> BurnUp:
    return burnup(start=START, due=due, today=today, target=target, facts=facts or [], moves=moves)


def both(burn: BurnUp) -> list[Drawing]:
    return [burn.wide, burn.narrow]


def test_facts_of_one_day_become_one_row_and_rows_are_in_order_of_days() -> None:
    rows = picture(facts=[(TODAY, 1), (START, 1), (TODAY, 2)]).rows
    assert [(row.on, row.added, row.total) for row in rows] == [(START, 1, 1), (TODAY, 3, 4)]


def test_evidence_taken_back_lowers_the_line() -> None:
    burn = picture(facts=[(START, 2), (TODAY, -1)])
    first, second = burn.wide.dots
    assert burn.total == 1
    assert first.y < second.y  # y grows downwards


def test_a_fact_added_and_taken_back_on_one_day_leaves_no_row() -> None:
    assert picture(facts=[(TODAY, 1), (TODAY, -1)]).rows == ()


def test_the_pace_goes_from_nothing_at_the_start_to_the_target_on_the_due_date() -> None:
    wide = picture().wide
    assert wide.pace == f"M{float(wide.left)} {wide.bottom}L{float(wide.right)} {float(wide.top)}"


def test_the_line_ends_today() -> None:
    wide = picture(facts=[(date(2025, 11, 10), 1)]).wide
    assert wide.steps.endswith(f"H{wide.today.at}")


def test_a_notch_stands_where_the_earlier_due_date_was_and_moves_are_numbered_by_the_day_they_were_made() -> None:
    later = Move(date(2025, 11, 27), date(2025, 11, 28), DUE, "")
    wide = picture(moves=(later, MOVE)).wide
    assert [(notch.number, notch.move) for notch in wide.notches] == [(1, MOVE), (2, later)]
    assert wide.today.at < wide.notches[0].x < wide.notches[1].x < wide.due.at


@pytest.mark.parametrize(
    ("total", "today", "state"),
    [
        (2, TODAY, "done"),
        (2, DUE + timedelta(days=3), "done"),
        (1, DUE, "now"),
        (1, DUE + timedelta(days=1), "late"),
        (0, START, "next"),
        (0, date(2025, 11, 18), "next"),
        (0, TODAY, "now"),
        (1, TODAY, "next"),
    ],
)
def test_the_state_says_how_it_stands(total: int, today: date, state: str) -> None:
    assert picture(today=today, facts=[(START, total)]).state == state


def test_the_due_date_itself_has_no_days_left_and_is_not_late() -> None:
    assert picture(today=DUE).days_left == 0
    assert picture(today=DUE).state != "late"


def test_the_pace_never_asks_for_more_than_the_target_or_less_than_nothing() -> None:
    assert picture(today=DUE + timedelta(days=90)).expected == 2
    assert picture(today=START - timedelta(days=2)).expected == 0


@pytest.mark.parametrize(
    "burn",
    [
        picture(),
        picture(due=START, today=START),
        picture(today=START - timedelta(days=1)),
        picture(today=date(2027, 3, 1), facts=[(date(2026, 1, 1), 9)]),
        picture(target=40, facts=[(TODAY, 3)], moves=(MOVE,)),
        picture(facts=[(START - timedelta(days=5), 1)]),
        picture(due=date(2065, 11, 3)),
    ],
    ids=["usual", "one day", "before it starts", "long over", "many", "evidence from before", "forty years"],
)
def test_everything_stays_inside_the_frame_and_labels_do_not_touch(burn: BurnUp) -> None:
    for drawing in both(burn):
        across = [mark.at for mark in (*drawing.days, drawing.due, drawing.today)]
        across += [dot.x for dot in drawing.dots] + [notch.x for notch in drawing.notches]
        down = [mark.at for mark in drawing.numbers] + [dot.y for dot in drawing.dots]
        assert all(drawing.left <= x <= drawing.right for x in across)
        assert all(drawing.top <= y <= drawing.bottom for y in down)
        days, numbers = ([mark.at for mark in marks] for marks in (drawing.days, drawing.numbers))
        assert all(b - a >= 40 for a, b in pairwise(days))
        assert all(a - b > 14 for a, b in pairwise(numbers))


def test_the_target_is_always_numbered() -> None:
    for target in (1, 2, 3, 7, 11, 40):
        assert target in [mark.of for mark in picture(target=target).narrow.numbers]


def test_labels_near_an_edge_lean_inwards() -> None:
    wide = picture(today=START).wide
    assert (wide.today.anchor, wide.due.anchor) == ("start", "end")

"""The burn-up with its words: SVG coloured by the stylesheet, with its numbers in a table underneath."""

from datetime import date

from markupsafe import Markup, escape

from web.drawn.markup import drawn
from web.pictures import BurnUp, Drawing, Mark, Move, Notch, Row
from web.words import MONTHS

TITLE = "Evidence so far"
NOTHING = '<tr><td colspan="3">Nothing counted yet. The first step draws the first line.</td></tr>'


def burnup(picture: BurnUp, unit: str = "people") -> Markup:
    """`unit`: what is counted, as a plural word."""
    summary = _summary(picture, unit)
    return drawn(
        f'<figure class="picture picture-{picture.state}">\n{_drawing(picture, picture.wide, summary)}\n'
        f"{_drawing(picture, picture.narrow, summary)}\n<figcaption>{_legend(picture)}{_moves(picture)}\n"
        '<details class="numbers">\n<summary>The same as a table</summary>\n<table class="table">\n'
        f'<caption class="visually-hidden">{TITLE}: {summary}</caption>\n'
        '<thead><tr><th scope="col">Day</th><th scope="col">Change</th><th scope="col">Together</th></tr></thead>\n'
        f"<tbody>{''.join(map(_row, picture.rows)) or NOTHING}</tbody>\n</table>\n</details>\n</figcaption>\n</figure>"
    )


def _summary(picture: BurnUp, unit: str) -> str:
    times = len(picture.moves)
    moved = f"; moved {'once' if times == 1 else f'{times} times'}" if times else ""
    counted = f"{picture.total} of {picture.target} {escape(unit)}"
    return f"{counted} by {_day(picture.today)}; due {_long(picture.due)}{moved}."


def _legend(picture: BurnUp) -> str:
    drawn = [("burn-steps", "M2 10H14V2H26", "what happened"), ("burn-pace", "M2 10 26 2", "a pace that makes it")]
    if picture.moves:
        drawn.append(("burn-notch", "M9 11 14 3l5 8Z", "an earlier date"))
    items = (
        f'\n<li><svg viewBox="0 0 28 12" aria-hidden="true"><path class="{kind}" d="{path}"/></svg>{words}</li>'
        for kind, path, words in drawn
    )
    return f'\n<ul class="legend">{"".join(items)}\n</ul>'


def _moves(picture: BurnUp) -> str:
    items = [
        f"\n<li>{_moved(move)}{f': <q>{escape(move.reason)}</q>' if move.reason else ''}</li>" for move in picture.moves
    ]
    return f'\n<ol class="moves">{"".join(items)}</ol>' if items else ""


def _moved(move: Move) -> str:
    return f"Moved on {_day(move.on)} from {_day(move.old_due)} to {_day(move.new_due)}"


def _row(row: Row) -> str:
    return f"<tr><td>{_long(row.on)}</td><td>{row.added:+d}</td><td>{row.total}</td></tr>"


def _drawing(picture: BurnUp, box: Drawing, summary: str) -> str:
    name, below, ends = f"burn-{box.name}", box.bottom, escape(picture.ends)
    dots = (
        f'<circle class="burn-dot" cx="{dot.x}" cy="{dot.y}" r="4.5">'
        f"<title>{_day(dot.row.on)}: {dot.row.total}</title></circle>"
        for dot in box.dots
    )
    return (
        f'<svg class="burn {name}" viewBox="0 0 {box.width} {box.height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">\n'
        f'<title id="{name}-title">{TITLE}</title><desc id="{name}-desc">{summary}</desc>'
        f"{''.join(_number(box, mark, picture.target) for mark in box.numbers)}"
        f"{''.join(_tick(box, mark) for mark in box.days)}\n"
        f'<path class="burn-today" d="M{box.today.at} {box.top - 8}V{below}"/>\n'
        f'<text class="burn-text" x="{box.today.at}" y="{box.top - 14}" text-anchor="{box.today.anchor}">'
        f"{ends}</text>\n"
        f'<path class="burn-due" d="M{box.due.at} {box.top - 26}V{below}"/>\n'
        f'<text class="burn-text burn-due-words" x="{box.due.at}" y="{box.top - 32}" text-anchor="{box.due.anchor}">'
        f"due {_day(picture.due)}</text>\n"
        f'<path class="burn-area" d="{box.area}"/>\n<path class="burn-pace" d="{box.pace}"/>\n'
        f'<path class="burn-steps" d="{box.steps}"/>'
        f"{''.join(_notch(box, notch) for notch in box.notches)}{''.join(dots)}</svg>"
    )


def _number(box: Drawing, mark: Mark, target: int) -> str:
    line, words = (" burn-target", " burn-strong") if mark.of == target else ("", "")
    return (
        f'\n<path class="burn-grid{line}" d="M{box.left} {mark.at}H{box.right}"/>\n'
        f'<text class="burn-text{words}" x="{box.left - 8}" y="{mark.at + 4.5}" text-anchor="end">{mark.of}</text>'
    )


def _tick(box: Drawing, mark: Mark) -> str:
    words = _day(mark.of) if isinstance(mark.of, date) else mark.of
    return (
        f'\n<path class="burn-tick" d="M{mark.at} {box.bottom}v5"/>\n'
        f'<text class="burn-text" x="{mark.at}" y="{box.bottom + 21}" text-anchor="{mark.anchor}">{words}</text>'
    )


def _notch(box: Drawing, notch: Notch) -> str:
    move, x, below = notch.move, notch.x, box.bottom
    why = f": {escape(move.reason)}" if move.reason else ""
    return (
        f"\n<g><title>Moved on {_day(move.on)} from {_day(move.old_due)}{why}</title>\n"
        f'<path class="burn-was" d="M{x} {box.top}V{below}"/>\n'
        f'<path class="burn-notch" d="M{x - 6} {below}l6-10 6 10Z"/>\n'
        f'<text class="burn-text burn-number" x="{x}" y="{below - 15}" text-anchor="middle">{notch.number}</text></g>'
    )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

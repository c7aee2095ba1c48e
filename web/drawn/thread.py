"""The thread with beads, the same everywhere: filled = happened, ring = next, faint = later, struck = left out."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from web.beads import Bead
from web.drawn.markup import drawn

WORDS = {"done": "done", "next": "next", "later": "later", "skipped": "left out"}
DOTS = {
    "done": '<circle class="dot-done" cx="14" cy="14" r="12"/><path class="dot-tick" d="M8.5 14.5l4 4 7-8"/>',
    "next": '<circle class="dot-halo" cx="14" cy="14" r="13.5"/><circle class="dot-next" cx="14" cy="14" r="9"/>',
    "skipped": '<circle class="dot-skipped" cx="14" cy="14" r="6.5"/><path class="dot-slash" d="M8 20 20 8"/>',
    "later": '<circle class="dot-later" cx="14" cy="14" r="6.5"/>',
}
RADII = {"done": "5", "next": "4"}
HIDDEN = 'aria-hidden="true" focusable="false"'


def thread(beads: Sequence[Bead], size: str = "full", label: str = "") -> Markup:
    """The drawing. `label` says whose thread it is.

    size: "full" (labels and dates; stands upright where it is narrow), "compact" (the next bead in words), "tiny" (a
    table cell).
    """
    if size == "tiny":
        return _tiny(beads, label)
    after = [bead.state for bead in beads[1:]]
    items = [_item(bead, _strand(after[n], n) if n < len(after) else "") for n, bead in enumerate(beads)]
    words = _coming(beads) if size == "compact" else ""
    named = escape(label or "Where this stands")
    return drawn(
        f'<div class="thread-box">\n<ol class="thread thread-{size}" aria-label="{named}">'
        f"{''.join(items)}</ol>{words}</div>"
    )


def _item(bead: Bead, strand: str) -> str:
    label, state = escape(bead.label), bead.state
    link = f'<a class="bead-label" href="{escape(bead.href)}">{label}</a>' if bead.href else ""
    when = f' <span class="bead-when">{escape(bead.when)}</span>' if bead.when else ""
    return (
        f'\n<li class="bead bead-{state}"{_CURRENT if state == "next" else ""}>\n'
        f'<svg class="bead-dot" viewBox="0 0 28 28" {HIDDEN}>{DOTS[state]}</svg>{strand}\n<span class="bead-words">'
        f'{link or f"""<span class="bead-label">{label}</span>"""}\n'
        f'<span class="visually-hidden">, {WORDS[state]}</span>{when}</span>\n</li>'
    )


_CURRENT = ' aria-current="step"'


def _strand(state: str, turn: int) -> str:
    """Two strands, lying and standing; the stylesheet shows the one that fits. A slack thread swings to and fro."""
    there, back = (1, 19) if turn % 2 else (19, 1)
    return (
        f'<svg class="strand strand-across strand-{state}" viewBox="0 0 100 20" preserveAspectRatio="none" {HIDDEN}>'
        f'<path d="M0 10C30 {there} 70 {back} 100 10"/></svg>\n'
        f'<svg class="strand strand-down strand-{state}" viewBox="0 0 20 100" preserveAspectRatio="none" {HIDDEN}>'
        f'<path d="M10 0C{there} 30 {back} 70 10 100"/></svg>'
    )


def _coming(beads: Sequence[Bead]) -> str:
    coming = next((bead for bead in beads if bead.state == "next"), None)
    when = f", {escape(coming.when)}" if coming and coming.when else ""
    words = f"Next: {escape(coming.label.lower())}{when}" if coming else "The whole thread, done"
    return f'<p class="thread-next" aria-hidden="true">{words}</p>'


def _tiny(beads: Sequence[Bead], label: str) -> Markup:
    done = sum(bead.state == "done" for bead in beads)
    coming = next((f", next: {escape(bead.label.lower())}" for bead in beads if bead.state == "next"), "")
    width, shapes = len(beads) * 16, ""
    for n, bead in enumerate(beads):
        x, after = n * 16 + 8, beads[n + 1 : n + 2]
        strand = f'<path class="strand-{after[0].state}" d="M{x + 5} 8h6"/>' if after else ""
        shapes += f'{strand}\n<circle class="dot-{bead.state}" cx="{x}" cy="8" r="{RADII.get(bead.state, "2.5")}"/>'
    return drawn(
        f'<svg class="thread-tiny" role="img" width="{width}" height="16" viewBox="0 0 {width} 16">\n'
        f"<title>{f'{escape(label)}: ' if label else ''}{done} of {len(beads)} done{coming}</title>{shapes}</svg>"
    )
